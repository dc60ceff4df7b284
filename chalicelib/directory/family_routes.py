"""Whom families write to first: the teachers of their children, or a student's own (RCPT-25).

    children -> their sections -> who teaches them -> those within reach who let others find them

Everybody else at the children's schools is found by `GET /v1/staff`.
"""

from collections.abc import Mapping

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, Principal, edit

from . import store
from .family_schemas import ChildItem, ChildList, TeacherItem
from .model import Role, School, Section, Student, User

api = Api("directory")


@api.get(
    "/v1/me/teachers",
    needs=edit(Permission.SEND_MESSAGES),
    returns=ChildList,
    summary="My children, or myself as a student, with the teachers I may write to",
)
def list_teachers(call: Call) -> ChildList:
    """Empty for staff without children here."""
    caller = call.principal
    within = scope.scope_of(caller)
    if within.hides_staff:
        return ChildList(items=(), hidden=True)
    students = [each for each in _students(caller) if each.active]
    sections = store.sections(caller.district, {each for student in students for each in student.sections})
    teachers = {each for section in sections.values() for each in section.teachers}
    known = access.profiles(caller.district)
    users = {
        id_: user
        for id_, user in store.users(caller.district, teachers).items()
        if scope.may_choose(within, user, known)
    }
    schools = store.schools(caller.district)
    return ChildList(items=tuple(_child(each, sections, users, schools) for each in students), hidden=False)


def _students(caller: Principal) -> tuple[Student, ...]:
    """A parent's children by name, a student alone. A student's account has the student's id."""
    own = (caller.user_id,) if Role.STUDENT in caller.roles else ()
    found = store.students(caller.district, (*own, *caller.children)).values()
    return tuple(sorted(found, key=lambda each: (each.given_name, each.family_name, each.student_id)))


def _child(
    student: Student, sections: Mapping[str, Section], users: Mapping[str, User], schools: Mapping[str, School]
) -> ChildItem:
    taught: dict[str, list[Section]] = {}
    for section in (sections[each] for each in student.sections if each in sections):
        for teacher in section.teachers:
            if teacher in users:
                taught.setdefault(teacher, []).append(section)
    rows = (_teacher(users[each], theirs) for each, theirs in taught.items())
    school = schools.get(student.school_id)
    return ChildItem(
        student_id=student.student_id,
        name=student.name,
        school_id=student.school_id,
        school_name=school.name if school else "",
        teachers=tuple(sorted(rows, key=lambda each: (each.name, each.user_id))),
    )


def _teacher(user: User, theirs: list[Section]) -> TeacherItem:
    return TeacherItem(
        user_id=user.user_id,
        name=user.name,
        subjects=tuple(dict.fromkeys(each.title for each in theirs)),
        school_id=theirs[0].school_id,
    )
