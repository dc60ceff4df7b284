"""The directory room's door to its table (`docs/data-model.md`), a file for each kind of thing:

records        districts, schools, students, users, sections and sign-in names, by id
roll           who is at a school, in pages, for planning a send and for comparing an import
groups         student and user groups
search         finding and listing people for the pickers
imports        roster imports and the lease of the one that runs
settings       what a district and its schools decided
contact_flags  what people set for numbers and addresses, beside the roster
caller_ids     the numbers that calls may come from
audit          the record of changes
suppressions   addresses that must not be written to
signatures     what users put under what they write

Of the last six, callers import the file itself.
"""

from .groups import create_group, delete_group, groups, groups_for, own_groups, replace_group
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
from .roll import ledger, put_ledger, put_roll, roll, roll_entry, roll_fields, roll_pages
from .search import Traits, pick_students, search_staff, search_students

__all__ = [
    "Traits",
    "create_group",
    "delete_group",
    "district",
    "districts",
    "groups",
    "groups_for",
    "ledger",
    "own_groups",
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
    "replace_group",
    "replace_sections",
    "replace_students",
    "replace_users",
    "roll",
    "roll_entry",
    "roll_fields",
    "roll_pages",
    "school_sections",
    "schools",
    "search_staff",
    "search_students",
    "sections",
    "students",
    "user_by_login",
    "users",
]
