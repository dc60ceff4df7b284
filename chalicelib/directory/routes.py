"""Schools, grades, sections and people as the pickers show them: what the caller may reach, no more (PICK)."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, Principal, view
from chalicelib.access.profiles import chosen
from chalicelib.access.scope import Scope, scope_of
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import Page

from . import store
from .model import School, Section, StaffRow, Student, StudentRow
from .names import Natural, named, natural, words
from .schemas import (
    GradeItem,
    GradeList,
    SchoolItem,
    SchoolList,
    SchoolQuery,
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
    "/v1/schools",
    needs=view(Permission.COMMUNICATION),
    query=SchoolQuery,
    returns=SchoolList,
    summary="Schools to choose from",
)
def list_schools(call: Call) -> SchoolList:
    """Those within reach, open this school year, with people in them (PICK-02, PICK-03)."""
    caller = _caller(call)
    zone = store.district(caller.district).time_zone
    shown = (each for each in _schools(caller, scope_of(caller)).values() if each.students or each.staff)
    return SchoolList(
        items=tuple(
            SchoolItem(
                school_id=each.school_id,
                name=each.name,
                students=each.students,
                time_zone=each.time_zone or zone,
                grades=tuple(sorted(each.grades, key=natural)),
            )
            for each in sorted(shown, key=lambda school: (school.name, school.school_id))
        )
    )


@api.get("/v1/schools/{school_id}/grades", needs=STAFF, returns=GradeList, summary="A school's grades")
def list_grades(call: Call) -> GradeList:
    school = scope.as_school(call.principal, call.path["school_id"])
    caller = call.principal.at(school.school_id)
    grades = dict(school.grades) if caller.is_admin else _own_grades(caller, school.school_id)
    return GradeList(
        items=tuple(GradeItem(grade=grade, students=grades[grade]) for grade in sorted(grades, key=natural))
    )


@api.get("/v1/sections", needs=STAFF, query=SectionQuery, returns=SectionList, summary="Sections within reach")
def list_sections(call: Call) -> SectionList:
    """A teacher's own sections; for an administrator all of one school's."""
    found = _sections(_caller(call), call.query.school_id)
    wanted = words(call.query.q)
    if call.query.q.strip() and not wanted:
        found = ()
    kept = [each for each in found if named(wanted, each.title, each.period, *each.teacher_names)]
    return SectionList(items=tuple(map(_section_item, sorted(kept, key=_section_order))))


@api.get(
    "/v1/students",
    needs=STAFF,
    query=StudentQuery,
    returns=StudentPage,
    summary="Students the caller may write to",
)
def list_students(call: Call) -> StudentPage:
    """By name, number, grade, section, language and gender, all of them together (PICK-01, PICK-06)."""
    asked, caller = call.query, _caller(call)
    within = scope_of(caller)
    schools = _asked_schools(caller, within, asked.school_id)
    if not caller.is_admin:
        return _own_students(caller, within, asked, schools)
    page = store.search_students(
        caller.district,
        tuple(schools),
        asked.q,
        _traits(asked),
        section_id=asked.section_id,
        number=asked.number,
        after=asked.cursor,
        limit=asked.limit,
    )
    return _student_page(page, schools, sum(each.students for each in schools.values()))


@api.get(
    "/v1/staff",
    needs=replace(STAFF, families_with=Permission.SEND_MESSAGES),
    query=StaffQuery,
    returns=StaffPage,
    summary="Staff the caller may write to",
)
def list_staff(call: Call) -> StaffPage:
    """PICK-08: staff of a common school whose profile includes them in messaging search; PICK-07, PICK-09. For
    families the staff of their children's schools, unless schedules are hidden from them (RCPT-25, PICK-12)."""
    asked, caller = call.query, _caller(call)
    within = scope_of(caller)
    schools = _asked_schools(caller, within, asked.school_id)
    if within.hides_staff:
        return StaffPage(items=(), next_cursor=None, total=0)
    page = store.search_staff(
        caller.district,
        tuple(schools),
        asked.q,
        asked.cursor,
        asked.limit,
        _wanted_staff(caller.district, asked),
        office=not within.inside,
    )
    return StaffPage(
        items=tuple(_staff_item(row, schools) for row in page.items),
        next_cursor=page.next_cursor,
        total=sum(each.staff for each in schools.values()),
    )


def _caller(call: Call) -> Principal:
    """Who asks, at the school that they work for."""
    return scope.working_at(call.principal, call.query.session_school_id)


# ---- what the caller reaches -------------------------------------------------------------------------------


def _schools(caller: Principal, within: Scope) -> dict[str, School]:
    """The schools within reach by id, in order of their ids, read once."""
    known = store.schools(caller.district)
    return {each: known[each] for each in sorted(within.schools) if each in known}


def _asked_schools(caller: Principal, within: Scope, asked: Iterable[str]) -> dict[str, School]:
    """The schools to search: those asked for, or all within reach. Raises NotFound for any other."""
    wanted = tuple(dict.fromkeys(asked))
    scope.check_places(caller, wanted, "school_id", within=within)
    found = _schools(caller, within)
    return {each: found[each] for each in wanted if each in found} if wanted else found


def _sections(caller: Principal, school_id: str) -> tuple[Section, ...]:
    within = scope_of(caller)
    if school_id:
        scope.check_places(caller, (school_id,), "school_id", within=within)
    if not caller.is_admin:
        return tuple(each for each in _taught(caller, within) if school_id in ("", each.school_id))
    only = school_id or next(iter(sorted(within.schools)), "")
    if not school_id and len(within.schools) > 1:
        raise Invalid.one("school_id", "Choose a school first: sections are listed school by school.")
    return store.school_sections(caller.district, only)


def _taught(caller: Principal, within: Scope) -> tuple[Section, ...]:
    """A teacher's sections; none when schedules are hidden (PICK-11)."""
    ids = () if within.hides_schedules else within.sections
    return tuple(store.sections(caller.district, ids).values())


def _own(caller: Principal, within: Scope) -> tuple[Student, ...]:
    """The active students of a teacher's own sections, each once."""
    ids = dict.fromkeys(student for section in _taught(caller, within) for student in section.students)
    return tuple(each for each in store.students(caller.district, ids).values() if within.has_student(each))


def _own_grades(caller: Principal, school_id: str) -> dict[str, int]:
    grades: dict[str, int] = {}
    for student in _own(caller, scope_of(caller)):
        if school_id in student.schools:
            grades[student.grade] = grades.get(student.grade, 0) + 1
    return grades


def _own_students(
    caller: Principal, within: Scope, asked: StudentQuery, schools: dict[str, School]
) -> StudentPage:
    """A teacher's students: some hundred at most, so they are read and sorted here (PERM-07)."""
    own = [each for each in _own(caller, within) if not schools.keys().isdisjoint(each.schools)]
    wanted = [
        each
        for each in own
        if asked.section_id in ("", *each.sections)
        and asked.number.strip().casefold() in ("", each.number.casefold(), each.student_id.casefold())
    ]
    allowed = asked.section_id in ("", *within.sections)
    page = store.pick_students(wanted if allowed else (), asked.q, _traits(asked), asked.cursor, asked.limit)
    return _student_page(page, schools, len(own))


def _traits(asked: StudentQuery) -> store.Traits:
    return store.Traits(asked.grade, asked.language, asked.gender.casefold())


def _wanted_staff(district: str, asked: StaffQuery) -> Callable[[StaffRow], bool]:
    """Whether somebody has the role and profile asked for, and lets others find them (PICK-08)."""
    known = access.profiles(district)

    def wanted(row: StaffRow) -> bool:
        fits = asked.role is None or asked.role in row.roles
        if fits and asked.profile_id:
            held = chosen(row.profiles, row.roles, known)
            fits = asked.profile_id in {profile.profile_id for profile in held}
        return fits and scope.in_messaging_search(row.profiles, row.roles, known)

    return wanted


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
        number=row.number,
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


def _section_order(section: Section) -> tuple[Natural, Natural, str]:
    return natural(section.title), natural(section.period), section.section_id
