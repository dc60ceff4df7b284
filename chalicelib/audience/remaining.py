"""What is left of a selection that was made some time ago (RCPT-19, A-82): a scheduled message's.

    selection, author's scope of now --remaining--> what is still there, and what is gone, in words

Gone is what left the roster, was closed or deleted, or is not within the author's reach any more. Whole
schools and grades are taken out for administrators only: whoever is none has lost the right to them, which
`reach` says.
"""

from collections.abc import Container, Mapping
from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.model import Principal
from chalicelib.access.scope import Scope
from chalicelib.directory import store as directory
from chalicelib.directory.groups import GroupKind
from chalicelib.kernel.values import value
from chalicelib.kernel.words import listed, say

from . import groups
from .model import Selection, StudentSelection

MOST_NAMED = 5  # of those who are gone; the others are counted


@value
class Remaining:
    """`gone`: the names of those whose record is known still, and how many of each kind are not."""

    selection: Selection
    gone: tuple[str, ...] = ()

    @property
    def gone_in_words(self) -> str:
        """`Ana Diaz, Ben Ode and 1 group`."""
        more = len(self.gone) - MOST_NAMED
        return listed([*self.gone[:MOST_NAMED], *([say("{count} more", count=more)] if more > 0 else [])])


def remaining(principal: Principal, selection: Selection, within: Scope) -> Remaining:
    """The part of a selection that `within`, the principal's scope, holds now."""
    students = selection.students
    gone: tuple[str, ...] = ()
    if students:
        students, gone = _students(principal, students, within)
    staff = _staff(principal, selection.staff, within)
    teams = _groups(principal, selection.staff_groups, GroupKind.STAFF)
    kept = replace(selection, students=students, staff=staff.kept, staff_groups=teams.kept)
    return Remaining(kept, (*gone, *staff.gone, *teams.gone))


@value
class _Parted:
    """Chosen ids of one kind: those that are still there, and the others in words."""

    kept: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def _parted(
    ids: tuple[str, ...], there: Container[str], names: Mapping[str, str], one: str, many: str
) -> _Parted:
    lost = [each for each in ids if each not in there]
    unknown = sum(each not in names for each in lost)
    told = [names[each] for each in lost if each in names]
    counted = [say(one if unknown == 1 else many, count=unknown)] if unknown else []
    return _Parted(tuple(each for each in ids if each in there), (*told, *counted))


def _students(
    principal: Principal, chosen: StudentSelection, within: Scope
) -> tuple[StudentSelection, tuple[str, ...]]:
    schools, grades = _places(principal, chosen, within)
    sections = _sections(principal.district, chosen.sections, within)
    single = _single(principal.district, chosen.students, within)
    teams = _groups(principal, chosen.groups, GroupKind.STUDENTS)
    kept = replace(
        chosen,
        schools=schools.kept,
        grades=tuple(each for each in chosen.grades if each[0] in grades.kept),
        sections=sections.kept,
        students=single.kept,
        groups=teams.kept,
    )
    return kept, tuple(dict.fromkeys((*schools.gone, *grades.gone, *sections.gone, *single.gone, *teams.gone)))


def _places(principal: Principal, chosen: StudentSelection, within: Scope) -> tuple[_Parted, _Parted]:
    """The schools, and the schools of the grades."""
    of_grades = tuple(dict.fromkeys(school for school, _ in chosen.grades))
    if not principal.is_admin:
        return _Parted(chosen.schools), _Parted(of_grades)
    names = {id_: school.name for id_, school in directory.schools(principal.district).items()}
    words = ("{count} school", "{count:,} schools")
    return (
        _parted(chosen.schools, within.schools, names, *words),
        _parted(of_grades, within.schools, names, *words),
    )


def _sections(district: str, ids: tuple[str, ...], within: Scope) -> _Parted:
    found = directory.sections(district, ids) if ids else {}
    there = {id_ for id_, each in found.items() if within.has_section(each)}
    names = {id_: each.title for id_, each in found.items()}
    return _parted(ids, there, names, "{count} class", "{count:,} classes")


def _single(district: str, ids: tuple[str, ...], within: Scope) -> _Parted:
    found = directory.students(district, ids) if ids else {}
    there = {id_ for id_, each in found.items() if within.has_student(each)}
    names = {id_: each.name for id_, each in found.items()}
    return _parted(ids, there, names, "{count} student", "{count:,} students")


def _staff(principal: Principal, ids: tuple[str, ...], within: Scope) -> _Parted:
    found = directory.users(principal.district, ids) if ids else {}
    known = access.profiles(principal.district) if ids else {}
    there = {id_ for id_, each in found.items() if scope.may_choose(within, each, known)}
    names = {id_: each.name for id_, each in found.items()}
    return _parted(ids, there, names, "{count:,} staff", "{count:,} staff")


def _groups(principal: Principal, ids: tuple[str, ...], kind: GroupKind) -> _Parted:
    there = groups.usable(principal, ids, kind)
    return _parted(ids, there, {}, "{count} group", "{count:,} groups")
