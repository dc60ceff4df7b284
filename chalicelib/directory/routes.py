"""Schools, grades, sections and people as the pickers show them: what the caller may reach, no more (PICK)."""

from collections.abc import Callable, Iterable

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, Principal, view
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import Page

from . import store
from .model import School, Section, StaffRow, Student, StudentRow
from .names import words
from .schemas import (
    GradeItem,
    GradeList,
    SchoolItem,
    SchoolList,
    SectionItem,
    SectionList,
    SectionQuery,
    StaffItem,
    StaffPage,
    StaffQuery,
    StudentItem,
    StudentPage,
    StudentQuery,
)

api = Api("directory")
STAFF = view(Permission.COMMUNICATION, staff_only=True)


@api.get(
    "/v1/schools", needs=view(Permission.COMMUNICATION), returns=SchoolList, summary="Schools within reach"
)
def list_schools(call: Call) -> SchoolList:
    """Those of the caller's schools that have people in them (PICK-02)."""
    zone = store.district(call.principal.district).time_zone
    shown = (each for each in _schools(call.principal).values() if each.students or each.staff)
    return SchoolList(
        items=tuple(
            SchoolItem(
                school_id=each.school_id,
                name=each.name,
                students=each.students,
                time_zone=each.time_zone or zone,
            )
            for each in sorted(shown, key=lambda school: (school.name, school.school_id))
        )
    )


@api.get("/v1/schools/{school_id}/grades", needs=STAFF, returns=GradeList, summary="A school's grades")
def list_grades(call: Call) -> GradeList:
    school = scope.as_school(call.principal, call.path["school_id"])
    grades = dict(school.grades) if call.principal.is_admin else _own_grades(call.principal, school.school_id)
    return GradeList(items=tuple(GradeItem(grade=grade, students=grades[grade]) for grade in sorted(grades)))


@api.get("/v1/sections", needs=STAFF, query=SectionQuery, returns=SectionList, summary="Sections within reach")
def list_sections(call: Call) -> SectionList:
    """A teacher's own sections; for an administrator all of one school's."""
    found = _sections(call.principal, call.query.school_id)
    wanted = words(call.query.q)
    if call.query.q.strip() and not wanted:
        found = ()
    kept = [each for each in found if _named(each, wanted)]
    return SectionList(items=tuple(map(_section_item, sorted(kept, key=_section_order))))


@api.get(
    "/v1/students",
    needs=STAFF,
    query=StudentQuery,
    returns=StudentPage,
    summary="Students the caller may write to",
)
def list_students(call: Call) -> StudentPage:
    asked, caller = call.query, call.principal
    schools = _asked_schools(caller, asked.school_id)
    if not caller.is_admin:
        return _own_students(caller, asked, schools)
    page = store.search_students(
        caller.district, tuple(schools), asked.q, asked.grade, asked.section_id, asked.cursor, asked.limit
    )
    return _student_page(page, schools, sum(each.students for each in schools.values()))


@api.get("/v1/staff", needs=STAFF, query=StaffQuery, returns=StaffPage, summary="Staff the caller may write to")
def list_staff(call: Call) -> StaffPage:
    """PICK-08: staff of a common school whose profile includes them in messaging search; PICK-09."""
    asked, caller = call.query, call.principal
    schools = _asked_schools(caller, asked.school_id)
    page = store.search_staff(
        caller.district, tuple(schools), asked.q, asked.cursor, asked.limit, _included(caller.district)
    )
    return StaffPage(
        items=tuple(_staff_item(row, schools) for row in page.items),
        next_cursor=page.next_cursor,
        total=sum(each.staff for each in schools.values()),
    )


# ---- what the caller reaches -------------------------------------------------------------------------------


def _schools(caller: Principal) -> dict[str, School]:
    """The caller's schools by id, in order of their ids, read once."""
    known = store.schools(caller.district)
    return (
        known if caller.all_schools else {each: known[each] for each in sorted(caller.schools) if each in known}
    )


def _asked_schools(caller: Principal, asked: Iterable[str]) -> dict[str, School]:
    """The schools to search: those asked for, or all within reach. Raises NotFound for any other."""
    wanted = tuple(dict.fromkeys(asked))
    scope.check_schools(caller, wanted, "school_id")
    within = _schools(caller)
    return {each: within[each] for each in wanted if each in within} if wanted else within


def _sections(caller: Principal, school_id: str) -> tuple[Section, ...]:
    if school_id:
        scope.check_schools(caller, (school_id,), "school_id")
    if not caller.is_admin:
        own = store.sections(caller.district, caller.sections).values()
        return tuple(each for each in own if school_id in ("", each.school_id))
    only = school_id or next(iter(_schools(caller)), "")
    if not school_id and len(_schools(caller)) > 1:
        raise Invalid.one("school_id", "Choose a school first: sections are listed school by school.")
    return store.school_sections(caller.district, only)


def _own(caller: Principal) -> tuple[Student, ...]:
    """The active students of a teacher's own sections, each once."""
    sections = store.sections(caller.district, caller.sections).values()
    ids = dict.fromkeys(student for section in sections for student in section.students)
    return tuple(each for each in store.students(caller.district, ids).values() if each.active)


def _own_grades(caller: Principal, school_id: str) -> dict[str, int]:
    grades: dict[str, int] = {}
    for student in _own(caller):
        if school_id in student.schools:
            grades[student.grade] = grades.get(student.grade, 0) + 1
    return grades


def _own_students(caller: Principal, asked: StudentQuery, schools: dict[str, School]) -> StudentPage:
    """A teacher's students: some hundred at most, so they are read and sorted here (PERM-07)."""
    own = [each for each in _own(caller) if not schools.keys().isdisjoint(each.schools)]
    wanted = [each for each in own if not asked.section_id or asked.section_id in each.sections]
    allowed = asked.section_id in ("", *caller.sections)
    page = store.pick_students(wanted if allowed else (), asked.q, asked.grade, asked.cursor, asked.limit)
    return _student_page(page, schools, len(own))


def _included(district: str) -> Callable[[StaffRow], bool]:
    """Whether one of somebody's profiles includes them in messaging search (PICK-08)."""
    known = access.profiles(district)
    return lambda row: scope.in_messaging_search(row.profiles, row.roles, known)


# ---- rows --------------------------------------------------------------------------------------------------


def _student_page(page: Page[StudentRow], schools: dict[str, School], total: int) -> StudentPage:
    return StudentPage(
        items=tuple(_student_item(row, schools) for row in page.items),
        next_cursor=page.next_cursor,
        total=total,
    )


def _student_item(row: StudentRow, schools: dict[str, School]) -> StudentItem:
    school = schools.get(row.school_id)
    return StudentItem(
        student_id=row.student_id,
        name=row.name,
        grade=row.grade,
        school_id=row.school_id,
        school_name=school.name if school else "",
    )


def _staff_item(row: StaffRow, schools: dict[str, School]) -> StaffItem:
    shared = tuple(each for each in row.school_ids if each in schools)
    return StaffItem(
        user_id=row.user_id,
        name=row.name,
        roles=tuple(role.value for role in row.roles),
        school_ids=shared,
        school_names=tuple(schools[each].name for each in shared),
    )


def _section_item(section: Section) -> SectionItem:
    return SectionItem(
        section_id=section.section_id,
        title=section.title,
        school_id=section.school_id,
        period=section.period,
        teachers=section.teacher_names,
        students=len(section.students),
    )


def _section_order(section: Section) -> tuple[str, str, str]:
    return section.title, section.period, section.section_id


def _named(section: Section, wanted: Iterable[str]) -> bool:
    own = words(section.title, section.period, *section.teacher_names)
    return all(any(word.startswith(each) for word in own) for each in wanted)
