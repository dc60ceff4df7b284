"""Whom a principal may reach, and what they may see (PERM-07): an admin's schools, a teacher's own sections and
their students, a parent's children. What lies outside looks as if it were not there (404), and names the field.
"""

import time
from collections.abc import Iterable, Mapping
from functools import lru_cache

from chalicelib.directory import store as directory
from chalicelib.directory.model import Role, School, Section, Student, User
from chalicelib.kernel.errors import FieldError, NotFound

from . import store
from .model import Grants, Level, Permission, Principal, Profile
from .model import union as union_of
from .permissions import effective
from .profiles import chosen

KEPT_SECONDS = 60

# Recipient types in the order the composer lists them, each with the permissions that offer it
# (PERM-A08..A13, PERM-T05..T10; the combined ones need both: PERM-08, PERM-09).
_TYPES: Mapping[str, tuple[Permission, ...]] = {
    "students": (Permission.SEND_TO_STUDENT,),
    "student_personal": (Permission.SEND_TO_STUDENT_PERSONAL,),
    "primary_contacts": (Permission.SEND_TO_PRIMARY_CONTACTS,),
    "all_contacts": (Permission.SEND_TO_ALL_CONTACTS,),
    "once_per_family": (Permission.SEND_TO_ONCE_PER_FAMILY,),
    "teachers_of": (Permission.SEND_TO_TEACHERS_OF,),
    "students_and_all_contacts": (Permission.SEND_TO_STUDENT, Permission.SEND_TO_ALL_CONTACTS),
    "students_and_primary_contacts": (Permission.SEND_TO_STUDENT, Permission.SEND_TO_PRIMARY_CONTACTS),
}

# The types that resolving knows so far (`audience.resolve.RULES`): only these are offered.
RESOLVED = frozenset({"students", "primary_contacts"})


def offered_types(principal: Principal) -> tuple[str, ...]:
    """The recipient types that the principal can choose now: granted, and known to resolving."""
    return tuple(name for name in recipient_types(principal) if name in RESOLVED)


def recipient_types(principal: Principal) -> tuple[str, ...]:
    """The recipient types that the principal's profiles grant."""
    return tuple(
        name for name, needed in _TYPES.items() if all(principal.may(each, Level.EDIT) for each in needed)
    )


def schools_of(principal: Principal) -> tuple[str, ...]:
    """Ids of the schools within reach: all of the district's for a district administrator."""
    if principal.all_schools:
        return tuple(directory.schools(principal.district))
    return principal.schools


def student_in_scope(principal: Principal, student: Student, schools: Iterable[str]) -> bool:
    """Whether one active student is within reach; `schools` as `schools_of` gave them."""
    if not student.active:
        return False
    if principal.is_admin:
        return not set(schools).isdisjoint(student.schools)
    if Role.TEACHER in principal.roles:
        return not set(principal.sections).isdisjoint(student.sections)
    return student.student_id in principal.children


def check_students(
    principal: Principal, ids: Iterable[str], students: Mapping[str, Student], field: str = "students"
) -> None:
    """Raises NotFound naming the field when an id is unknown or out of reach; the two look the same."""
    schools = schools_of(principal)
    for student_id in ids:
        student = students.get(student_id)
        if student is None or not student_in_scope(principal, student, schools):
            raise _nothing(field, "One of these students is not among those you can write to.")


def check_schools(principal: Principal, ids: Iterable[str], field: str = "schools") -> None:
    """Raises NotFound naming the field when a school is unknown or out of reach."""
    if not set(ids) <= set(schools_of(principal)):
        raise _nothing(field, "One of these schools is not among yours.")


def check_sections(
    principal: Principal, ids: Iterable[str], sections: Mapping[str, Section], field: str = "sections"
) -> None:
    """Raises NotFound naming the field when a section is unknown or out of reach."""
    schools = schools_of(principal)
    for section_id in ids:
        section = sections.get(section_id)
        if section is None or not section_in_scope(principal, section, schools):
            raise _nothing(field, "One of these sections is not among yours.")


def section_in_scope(principal: Principal, section: Section, schools: Iterable[str]) -> bool:
    """A section of one of an admin's schools, or one that the teacher teaches."""
    if principal.is_admin:
        return section.school_id in set(schools)
    return section.section_id in principal.sections


def check_staff(
    principal: Principal, ids: Iterable[str], users: Mapping[str, User], field: str = "staff"
) -> None:
    """Raises NotFound naming the field when somebody is not staff whom the principal may choose (PICK-08)."""
    schools, known = schools_of(principal), store.profiles(principal.district)
    for user_id in ids:
        user = users.get(user_id)
        found = user is not None and in_messaging_search(user.profiles, user.roles, known)
        if user is None or not (found and staff_in_scope(principal, user, schools)):
            raise _nothing(field, "One of these people is not among the staff you can write to.")


def staff_in_scope(principal: Principal, user: User, schools: Iterable[str]) -> bool:
    """Enabled, searchable staff of a common school; a district administrator is of every school (PERM-A07)."""
    if not (user.enabled and user.is_staff and user.searchable and principal.is_staff):
        return False
    return user.all_schools or principal.all_schools or not set(schools).isdisjoint(user.schools)


def in_messaging_search(named: tuple[str, ...], roles: tuple[Role, ...], known: Mapping[str, Profile]) -> bool:
    """Whether one of somebody's profiles lets others choose them (PICK-08, PERM-A07, PERM-T04)."""
    return Permission.INCLUDE_IN_MESSAGING_SEARCH in _granted(named, roles, known)


def _granted(named: tuple[str, ...], roles: tuple[Role, ...], known: Mapping[str, Profile]) -> Grants:
    return union_of(effective(each.role, each.grants) for each in chosen(named, roles, known))


def as_school(principal: Principal, school_id: str, field: str = "school_id") -> School:
    """The school, if within reach. Raises NotFound."""
    check_schools(principal, (school_id,), field)
    school = directory.schools(principal.district).get(school_id)
    if school is None:  # a person's record may name one that was never stored
        raise _nothing(field, "One of these schools is not among yours.")
    return school


def can_read_inbox(district: str, profiles: tuple[str, ...], role: Role) -> bool:
    """Whether an account with these profiles opens its inbox: View on Communication (PERM-05, PERM-F01)."""
    return Permission.COMMUNICATION in _granted(profiles, (role,), _known(district))


def _known(district: str) -> dict[str, Profile]:
    """The profiles as of this minute: a shard asks for each of 200 people."""
    return _read(district, int(time.monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=16)
def _read(district: str, _minute: int) -> dict[str, Profile]:
    return store.profiles(district)


def forget() -> None:
    """Drop what `can_read_inbox` kept."""
    _read.cache_clear()


def _nothing(field: str, message: str) -> NotFound:
    return NotFound(message, (FieldError(field, message),))
