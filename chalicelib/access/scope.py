"""Whom a principal may reach, and what they may see (PERM-07): an admin's schools, a teacher's own sections and
their students, a parent's children. What lies outside looks as if it were not there (404), and names the field.
"""

from collections.abc import Iterable, Mapping

from chalicelib.directory import store as directory
from chalicelib.directory.model import District, Role, School, Section, Student, User
from chalicelib.kernel.errors import FieldError, Forbidden, NotFound
from chalicelib.kernel.kept import ForAMinute
from chalicelib.kernel.words import say

from . import store
from .bounds import Scope as Scope
from .model import Grants, Level, Permission, Principal, Profile
from .model import union as union_of
from .permissions import effective
from .profiles import chosen
from .within import is_open as is_open
from .within import scope_of as scope_of

NOT_FROM_HERE = "Closed, excluded, or not reached from the school that you work for: {schools}. Take them out."

# Recipient types in the order the composer lists them, each with the permissions that offer it
# (PERM-A08..A13, PERM-T05..T10; the combined ones need both: PERM-08, PERM-09).
TYPES: Mapping[str, tuple[Permission, ...]] = {
    "students": (Permission.SEND_TO_STUDENT,),
    "student_personal": (Permission.SEND_TO_STUDENT_PERSONAL,),
    "primary_contacts": (Permission.SEND_TO_PRIMARY_CONTACTS,),
    "all_contacts": (Permission.SEND_TO_ALL_CONTACTS,),
    "once_per_family": (Permission.SEND_TO_ONCE_PER_FAMILY,),
    "teachers_of": (Permission.SEND_TO_TEACHERS_OF,),
    "students_and_all_contacts": (Permission.SEND_TO_STUDENT, Permission.SEND_TO_ALL_CONTACTS),
    "students_and_primary_contacts": (Permission.SEND_TO_STUDENT, Permission.SEND_TO_PRIMARY_CONTACTS),
}


def recipient_types(principal: Principal) -> tuple[str, ...]:
    """The recipient types that the principal's profiles grant: the union over all of them (A-85)."""
    return tuple(
        name for name, needed in TYPES.items() if all(principal.may(each, Level.EDIT) for each in needed)
    )


def schools_of(principal: Principal) -> tuple[str, ...]:
    """Ids of the schools whose things one may see: all of the district's for a district administrator."""
    if principal.all_schools:
        return tuple(directory.schools(principal.district))
    return principal.schools


def own_school(principal: Principal) -> str:
    """In whose time zone somebody schedules who names no school (A-83); empty for who belongs to none."""
    return next(iter(principal.schools), "")


def check_whole_district(principal: Principal) -> None:
    """Raises Forbidden for who looks after some of the schools only."""
    if not principal.all_schools:
        raise Forbidden("This concerns the whole district. Ask an administrator of the district.")


def working_at(principal: Principal, school_id: str, field: str = "session_school_id") -> Principal:
    """The principal at one of their schools (A-70); as they are when no school is named. Raises NotFound, for a
    closed one too."""
    if school_id:
        session_school(principal, directory.district(principal.district), school_id, field)
    return principal.at(school_id)


def profile_ids(principal: Principal) -> tuple[str, ...]:
    """The ids of the principal's profiles, by which groups are assigned to them."""
    return tuple(profile.profile_id for profile in principal.profiles)


def check_students(
    principal: Principal,
    ids: Iterable[str],
    students: Mapping[str, Student],
    field: str = "students",
    *,
    within: Scope | None = None,
) -> None:
    """Raises NotFound naming the field when an id is unknown or out of reach; the two look the same."""
    within = within or scope_of(principal)
    for student_id in ids:
        student = students.get(student_id)
        if student is None or not within.has_student(student):
            raise nothing(field, "One of these students is not among those you can write to.")


def check_schools(principal: Principal, ids: Iterable[str], field: str = "schools") -> None:
    """Raises NotFound naming the field when a school is unknown or not one of theirs."""
    _check_among(schools_of(principal), ids, field)


def check_places(
    principal: Principal, ids: Iterable[str], field: str = "schools", *, within: Scope | None = None
) -> None:
    """As `check_schools`, for writing: an excluded or closed school is not there either (PICK-03, PICK-10); of
    their own it is named, so that they know which to take out."""
    within = within or scope_of(principal)
    if gone := [each for each in ids if each not in within.schools]:
        check_schools(principal, gone, field)
        known = directory.schools(principal.district)
        names = ", ".join(known[each].name for each in gone if each in known)
        raise nothing(field, say(NOT_FROM_HERE, schools=names))


def _check_among(schools: Iterable[str], ids: Iterable[str], field: str) -> None:
    if not set(ids) <= set(schools):
        raise nothing(field, "One of these schools is not among yours.")


def check_sections(
    principal: Principal,
    ids: Iterable[str],
    sections: Mapping[str, Section],
    field: str = "sections",
    *,
    within: Scope | None = None,
) -> None:
    """Raises NotFound naming the field when a section is unknown or out of reach."""
    within = within or scope_of(principal)
    for section_id in ids:
        section = sections.get(section_id)
        if section is None or not within.has_section(section):
            raise nothing(field, "One of these sections is not among yours.")


def check_staff(
    principal: Principal,
    ids: Iterable[str],
    users: Mapping[str, User],
    field: str = "staff",
    *,
    within: Scope | None = None,
) -> None:
    """Raises NotFound naming the field when somebody is not staff whom the principal may choose (PICK-08)."""
    within, known = within or scope_of(principal), store.profiles(principal.district)
    for user_id in ids:
        user = users.get(user_id)
        if user is None or not may_choose(within, user, known):
            raise nothing(field, "One of these people is not among the staff you can write to.")


def may_choose(within: Scope, user: User, known: Mapping[str, Profile]) -> bool:
    """Whether somebody is staff within reach and lets others choose them; `known`: all profiles."""
    return within.has_staff(user) and in_messaging_search(user.profiles, user.roles, known)


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
        raise nothing(field, "One of these schools is not among yours.")
    return school


def session_school(
    principal: Principal, district: District, school_id: str, field: str = "school_id"
) -> School:
    """The school that somebody works for. Raises NotFound for one out of reach, or closed in the year that they
    look at (PICK-03)."""
    school = as_school(principal, school_id, field)
    if not is_open(principal, district, school):
        raise nothing(field, "One of these schools is not among yours.")
    return school


def can_read_inbox(district: str, profiles: tuple[str, ...], role: Role) -> bool:
    """Whether an account with these profiles opens its inbox: View on Communication (PERM-05, PERM-F01)."""
    return Permission.COMMUNICATION in _granted(profiles, (role,), _known(district))


@ForAMinute
def _known(district: str) -> dict[str, Profile]:
    """The profiles as of this minute: a shard asks for each of 200 people."""
    return store.profiles(district)


def forget() -> None:
    """Drop what `can_read_inbox` kept."""
    _known.forget()


def nothing(field: str, message: str) -> NotFound:
    """What is absent and what is out of reach look the same."""
    return NotFound(message, (FieldError(field, message),))
