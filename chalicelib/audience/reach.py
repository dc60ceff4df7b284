"""Whether a principal may write to a selection (PERM-07), and how many they could write to at most.

What lies outside is refused and named, never dropped. A teacher reaches sections and students, their own; whole
schools and grades are for administrators.
"""

from collections.abc import Iterable

from chalicelib.access import scope
from chalicelib.access.model import Level, Permission, Principal
from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.groups import GroupKind
from chalicelib.kernel.errors import FieldError, Forbidden, NotFound
from chalicelib.kernel.values import value

from . import groups
from .imported import lists
from .model import Selection, StudentSelection


@value
class Possible:
    """How many one could write to: the second number of "3 / 1,345"."""

    students: int
    staff: int


def check_types(principal: Principal, selection: Selection) -> Iterable[FieldError]:
    """The recipient types that the principal's profiles do not grant (PERM-A08 to A14). Families write to staff
    by their right to send (PERM-F02, PERM-F03)."""
    chosen = selection.students
    if chosen and not chosen.is_empty() and chosen.recipient_type not in scope.recipient_types(principal):
        yield FieldError(
            "audience.students.recipient_type", "Your profile does not let you write to this kind of recipient."
        )
    if selection.has_staff and principal.is_staff and not principal.may(Permission.SEND_TO_STAFF, Level.EDIT):
        yield FieldError("audience.staff", "Your profile does not let you write to staff.")


def check_reach(principal: Principal, selection: Selection, within: Scope | None = None) -> None:
    """Raises NotFound naming the first field that holds somebody out of reach; `within`: their scope."""
    within = within or scope.scope_of(principal)
    if selection.students:
        _check_places(principal, selection.students, within)
        _check_people(principal, selection.students, within)
    if selection.staff:
        users = directory.users(principal.district, selection.staff)
        scope.check_staff(principal, selection.staff, users, "audience.staff.users", within=within)
    if selection.staff_groups:
        groups.check(principal, selection.staff_groups, GroupKind.STAFF, "audience.staff.groups")
    if selection.imported:
        lists.found(principal, selection.imported, "audience.imported.list_id")


def _check_places(principal: Principal, chosen: StudentSelection, within: Scope) -> None:
    schools = {"schools": chosen.schools, "grades": tuple(school for school, _ in chosen.grades)}
    for name, ids in schools.items():
        if not ids:
            continue
        field = f"audience.students.{name}"
        if not principal.is_admin:
            message = (
                "Choose your sections or single students: whole schools and grades are for administrators."
            )
            raise NotFound(message, (FieldError(field, message),))
        scope.check_places(principal, ids, field, within=within)


def _check_people(principal: Principal, chosen: StudentSelection, within: Scope) -> None:
    if chosen.sections:
        sections = directory.sections(principal.district, chosen.sections)
        scope.check_sections(principal, chosen.sections, sections, "audience.students.sections", within=within)
    if chosen.students:
        students = directory.students(principal.district, chosen.students)
        scope.check_students(principal, chosen.students, students, "audience.students.students", within=within)
    if chosen.groups:
        groups.check(principal, chosen.groups, GroupKind.STUDENTS, "audience.students.groups")


def check_rights(principal: Principal, selection: Selection) -> None:
    """Raises Forbidden naming every part of a selection that the profiles do not grant."""
    faults = tuple(check_types(principal, selection))
    if faults:
        raise Forbidden(faults[0].message, faults)


def possible(principal: Principal, within: Scope) -> Possible:
    """As the pickers show it."""
    schools = directory.schools(principal.district)
    own = [schools[each] for each in within.schools if each in schools]
    staff = sum(school.staff for school in own)
    if principal.is_admin:
        return Possible(sum(school.students for school in own), staff)
    ids = () if within.hides_schedules else within.sections
    sections = directory.sections(principal.district, ids) if ids else {}
    return Possible(len({student for section in sections.values() for student in section.students}), staff)
