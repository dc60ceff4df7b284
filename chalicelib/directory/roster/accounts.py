"""The sign-in accounts of staff, families and students, and the sections (`sink` keeps them)."""

from collections.abc import Sequence

from chalicelib.directory import codec
from chalicelib.directory.index import DISTRICT_OFFICE
from chalicelib.directory.model import Role, Section, User
from chalicelib.kernel.words import say

from . import adults, values
from .report import Report
from .sink import ACCOUNT, SECTION, STAFF, Sink
from .staging import Staging, Values
from .tables import CLASSES, USERS

_ACCOUNTS = """
SELECT id, line, username, given, family, number, email, sms, phone, language FROM users
WHERE enabled AND (id IN (SELECT user FROM kinds WHERE kind <> 'contact') OR id IN (SELECT user FROM children))
ORDER BY id
"""
_KINDS = "SELECT kind FROM kinds WHERE user = ?"
_WORDS = "SELECT word FROM roles WHERE user = ?"
_WORKS = (
    "SELECT school FROM belongs WHERE user = ? AND kind <> 'student' GROUP BY school ORDER BY max(main) DESC, 1"
)
_LEARNS = "SELECT school FROM belongs WHERE user = ? AND kind = 'student' ORDER BY main DESC, school"
_CHILDREN = "SELECT student FROM children WHERE user = ? ORDER BY student"
_CHILDRENS = """
SELECT DISTINCT b.school FROM children c JOIN belongs b ON b.user = c.student AND b.kind = 'student'
WHERE c.user = ? ORDER BY 1
"""
_TEACHES = "SELECT section FROM teaches WHERE user = ? ORDER BY section"
# Roles of 1.2 that name a duty. Somebody with such a profile needs one for each other role as well.
_DUTIES = {
    "districtadministrator": "district-administrator",
    "systemadministrator": "district-administrator",
    "principal": "principal",
}
_STANDARD = {Role.TEACHER: "teacher-standard", Role.PARENT: "parent-standard", Role.STUDENT: "student-standard"}
_CLASSES = """
SELECT c.id, c.line, c.title, ifnull(k.title, ''), c.school, c.periods
FROM classes c LEFT JOIN courses k ON k.id = c.course ORDER BY c.id
"""
_TEACHERS = """
SELECT u.id, u.given, u.family FROM teaches t JOIN users u ON u.id = t.user
WHERE t.section = ? AND t.lead AND u.enabled ORDER BY t.line, u.id
"""
_STUDENTS = "SELECT student FROM seats WHERE section = ? ORDER BY student"


def build(db: Staging, report: Report, sink: Sink) -> None:
    """Every account; the staff apart from the families, because they are counted apart."""
    taken: set[str] = set()
    disabled = db.count("SELECT count(*) FROM users WHERE NOT enabled")
    if disabled:
        report.ignore(
            say("{file}: disabled people, who have no account: {count:,}.", file=USERS.file, count=disabled)
        )
    for row in db.all(_ACCOUNTS):
        user = _user(db, row, _name(row, taken, report))
        listed = _listed(user)
        kind = STAFF if user.is_staff else ACCOUNT
        sink.record(kind, user.user_id, codec.user_fields(user), listed, user.name, USERS.file, row[1])
    sink.flush()


def _name(row: Values, taken: set[str], report: Report) -> str:
    """The sign-in name, or none when somebody before has it."""
    name: str = row[2]
    if name.casefold() in taken:
        report.problem(
            USERS.file,
            row[1],
            row[0],
            "Somebody else has this username; this person cannot sign in.",
            lambda: f"{row[3]} {row[4]}".strip(),
        )
        return ""
    if name:
        taken.add(name.casefold())
    return name


def _ids(db: Staging, query: str, id_: str) -> tuple[str, ...]:
    return tuple([row[0] for row in db.all(query, id_)])


def _user(db: Staging, row: Values, username: str) -> User:
    id_, _, _, given, family, number, mail, sms, phone, language = row
    children = _ids(db, _CHILDREN, id_)
    roles = _roles(_ids(db, _KINDS, id_), bool(children))
    office = Role.ADMIN in roles and db.one("SELECT 1 FROM office WHERE user = ?", id_) is not None
    return User(
        user_id=id_,
        given_name=given,
        family_name=family,
        roles=roles,
        schools=_schools(db, id_, roles),
        all_schools=office,
        profiles=_profiles(db, id_, roles, office) if Role.ADMIN in roles else (),
        username=username,
        email=adults.email(mail),
        phone=adults.one_phone(sms, phone),
        language=language,
        students=children,
        sections=_ids(db, _TEACHES, id_),
        number=number,
    )


def _roles(kinds: Sequence[str], has_children: bool) -> tuple[Role, ...]:
    """In the order of `Role`; a parent is who has children here, whatever the file calls them."""
    found = {values.ACCOUNT_ROLES[kind] for kind in kinds if kind != values.CONTACT}
    return tuple(role for role in Role if role in found or (role is Role.PARENT and has_children))


def _schools(db: Staging, id_: str, roles: Sequence[Role]) -> tuple[str, ...]:
    """Where staff work, and not where their child learns; for others where they or their children learn."""
    if Role.ADMIN in roles or Role.TEACHER in roles:
        return _ids(db, _WORKS, id_)
    return _ids(db, _LEARNS, id_) if Role.STUDENT in roles else _ids(db, _CHILDRENS, id_)


def _profiles(db: Staging, id_: str, roles: Sequence[Role], office: bool) -> tuple[str, ...]:
    duties = {_DUTIES[word] for word in _ids(db, _WORDS, id_) if word in _DUTIES}
    if not office:
        duties.discard("district-administrator")
    return (*sorted(duties), *(_STANDARD[role] for role in roles if role in _STANDARD)) if duties else ()


def _listed(user: User) -> tuple[str, ...]:
    """The schools whose ledger has the account; the district's own staff are in one of their own."""
    return (DISTRICT_OFFICE,) if user.all_schools else user.schools


def build_sections(db: Staging, sink: Sink) -> None:
    """Every class with its teachers who have an account, the primary one first."""
    for id_, line, title, course, school, periods in db.all(_CLASSES):
        teachers = list(db.all(_TEACHERS, id_))
        section = Section(
            section_id=id_,
            school_id=school,
            title=title or course or id_,
            period=periods,
            teachers=tuple([row[0] for row in teachers]),
            teacher_names=tuple([f"{row[1]} {row[2]}".strip() for row in teachers]),
            students=_ids(db, _STUDENTS, id_),
        )
        sink.record(SECTION, id_, codec.section_fields(section), (school,), section.title, CLASSES.file, line)
    sink.flush()
