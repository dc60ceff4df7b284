"""The directory room's door to its table (`docs/data-model.md`), in three files:

records   districts, schools, students, users, sections and sign-in names, by id
roll      who is at a school, in pages, for planning a send and for comparing an import
search    finding and listing people for the pickers
"""

from .records import (
    district,
    districts,
    owners,
    put_district,
    put_roster_school,
    put_school,
    put_sections,
    put_students,
    put_users,
    replace_sections,
    replace_students,
    replace_users,
    school_sections,
    schools,
    sections,
    students,
    user_by_login,
    users,
)
from .roll import ledger, put_ledger, put_roll, roll, roll_entry, roll_fields
from .search import pick_students, search_staff, search_students

__all__ = [
    "district",
    "districts",
    "ledger",
    "owners",
    "pick_students",
    "put_district",
    "put_ledger",
    "put_roll",
    "put_roster_school",
    "put_school",
    "put_sections",
    "put_students",
    "put_users",
    "replace_sections",
    "replace_students",
    "replace_users",
    "roll",
    "roll_entry",
    "roll_fields",
    "school_sections",
    "schools",
    "search_staff",
    "search_students",
    "sections",
    "students",
    "user_by_login",
    "users",
]
