"""The numbers by which a school knows its people, for rows that people read (REPT-25)."""

from collections.abc import Mapping, Sequence

from chalicelib.audience.model import PersonKind
from chalicelib.directory import store as directory
from chalicelib.kernel.values import value

from ..model import Delivery


@value
class SchoolNumbers:
    """By the ids of students and of staff; whoever has none, or is gone, is not in it."""

    students: Mapping[str, str]
    staff: Mapping[str, str]


def known_to(district: str, rows: Sequence[Delivery]) -> SchoolNumbers:
    """Those of one page, each record read once."""
    students = {row.student_id for row in rows if row.student_id}
    staff = {row.person_id for row in rows if row.person_kind == PersonKind.STAFF}
    return SchoolNumbers(
        {id_: each.number for id_, each in directory.students(district, students).items()} if students else {},
        {id_: each.number for id_, each in directory.users(district, staff).items()} if staff else {},
    )
