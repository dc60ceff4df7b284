"""Where records stand in the table, and the rows by which people are found (`docs/data-model.md`). Pure.

    student -> one LIST row per school (family name, given name)
            -> one NAMES row per school and word of the name
            -> one row under the student number
            -> one row under each address of the record: whose it is

The rows carry what a picker shows, so that a page of a list is one query.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.kernel.keys import district_key, key

from .contact_flags import reachable
from .model import Role, Student, User
from .names import fold, words
from .suppression import Owner, address_hash

Item = dict[str, Any]
Key = tuple[str, str]
Owned = tuple[str, str, Owner]  # an address, the id of the person, whose it is
RECORD = "RECORD"
# Staff of the whole district, such as a superintendent, are listed under a school without an id.
DISTRICT_OFFICE = ""
_LONGEST = 60  # characters of a name in a key, which holds 1,024 bytes


def student_key(district: str, student_id: str) -> Key:
    return district_key(district, "STUDENT", student_id), RECORD


def user_key(district: str, user_id: str) -> Key:
    return district_key(district, "USER", user_id), RECORD


def login_key(district: str, username: str) -> Key:
    return district_key(district, "LOGIN", username.strip().casefold()), RECORD


def section_key(district: str, section_id: str) -> Key:
    return district_key(district, "SECTION", section_id), RECORD


def school_section_key(district: str, school_id: str, section_id: str) -> Key:
    return district_key(district, "SCHOOL", school_id, "SECTIONS"), section_id


def listing(district: str, school_id: str, who: str) -> str:
    """The beginning of the partitions that list a school's `who`: STUDENT or STAFF."""
    return district_key(district, "SCHOOL", school_id, who)


def number_rows(district: str, number: str) -> str:
    """The partition that leads from a student number to the students who have it."""
    return district_key(district, "STUDENT-NUMBER", number.strip().casefold())


def student_rows(district: str, student: Student) -> Iterator[Item]:
    """Every index row of an active student."""
    if not student.active:
        return
    shown: Item = {"name": student.name, "grade": student.grade}
    traits = {"language": student.language, "gender": student.gender, "number": student.number}
    shown |= {name: value for name, value in traits.items() if value}
    if student.number.strip():
        yield {"pk": number_rows(district, student.number), "sk": student.student_id}
    for school_id in student.schools:
        more = {**shown, "schools": list(student.schools)} if len(student.schools) > 1 else shown
        yield from _rows(
            listing(district, school_id, "STUDENT"),
            student.family_name,
            student.given_name,
            student.student_id,
            more,
        )


IN_RECORD = "STUDENT#"


def contact_partition(district: str, contact_id: str) -> str:
    return district_key(district, "CONTACT", contact_id)


def contact_rows(district: str, student: Student) -> Iterator[Item]:
    """In which student's record each contact stands."""
    for each in student.contacts:
        sk = f"{IN_RECORD}{key(student.student_id)}"
        yield {"pk": contact_partition(district, each.contact_id), "sk": sk, "id": student.student_id}


def address_partition(district: str, address: str) -> str:
    return district_key(district, "ADDRESS", address_hash(address))


def student_owners(student: Student) -> Iterator[Owned]:
    """Whose each address of a record is: the student's or a contact's."""
    for who in reachable(student):
        owner = Owner(who.name, student.name if who.person.contact else "")
        yield from ((each.number, who.person.id, owner) for each in who.phones)
        yield from ((each.address, who.person.id, owner) for each in who.emails)


def staff_owners(user: User) -> Iterator[Owned]:
    """The addresses of a member of staff. A parent's and a student's stand in the student's record."""
    if user.is_staff and user.email and user.email.address:
        yield user.email.address, user.user_id, Owner(user.name)
    if user.is_staff and user.phone and user.phone.number:
        yield user.phone.number, user.user_id, Owner(user.name)


def address_rows(district: str, in_record: str, owned: Iterable[Owned]) -> Iterator[Item]:
    """Whose an address is, under the address; `in_record` is the id of the student's, or of the user's."""
    for address, person_id, owner in owned:
        row = {"pk": address_partition(district, address), "sk": key(in_record, person_id), "name": owner.name}
        yield row | ({"student": owner.student} if owner.student else {})


def staff_schools(user: User) -> tuple[str, ...]:
    """The schools that a staff member is listed under; none when not to be found (PICK-09) or disabled."""
    if not (user.is_staff and user.enabled and user.searchable):
        return ()
    return (DISTRICT_OFFICE,) if user.all_schools else user.schools


def staff_rows(district: str, user: User) -> Iterator[Item]:
    """Every index row of a staff member; a parent or student account has none."""
    shown: Item = {"name": user.name, "roles": [role.value for role in user.roles if role in _SHOWN]}
    shown |= {"schools": list(user.schools), "profiles": list(user.profiles)}
    for school_id in staff_schools(user):
        yield from _rows(
            listing(district, school_id, "STAFF"), user.family_name, user.given_name, user.user_id, shown
        )


_SHOWN = (Role.ADMIN, Role.TEACHER)


def _rows(partition: str, family: str, given: str, person_id: str, shown: Item) -> Iterator[Item]:
    found = words(family, given)
    place = key(fold(family)[:_LONGEST], fold(given)[:_LONGEST], person_id)
    row = {**shown, "id": person_id, "words": _spaced(found)}
    yield {"pk": f"{partition}-LIST", "sk": place, **row}
    for word in found:
        yield {"pk": f"{partition}-NAMES", "sk": f"{word[:_LONGEST]}#{place}", **row}


def _spaced(found: Iterable[str]) -> str:
    """` garcia maria`: a space before each word, so that ` mar` finds the beginning of one."""
    return "".join(f" {word}" for word in found)


def row_keys(rows: Iterable[Item]) -> set[Key]:
    return {(row["pk"], row["sk"]) for row in rows}
