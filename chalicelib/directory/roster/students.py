"""The students' records, rolls and contacts (`sink` keeps them)."""

import json
from itertools import groupby

from chalicelib.directory import codec, places
from chalicelib.directory.model import LinkedUser, Student

from . import adults
from .report import Report
from .sink import CONTACT, STUDENT, Sink, digest
from .staging import Staging, Values
from .tables import USERS

_STUDENTS = """
SELECT u.id, u.line, u.given, u.family, u.grade, u.language, ifnull(d.gender, ''), u.email, u.personal, u.sms,
    u.phone, u.number, u.extra, u.enabled, f.family
FROM pupils p JOIN users u ON u.id = p.user LEFT JOIN demographics d ON d.user = u.id
LEFT JOIN family f ON f.student = u.id ORDER BY u.id
"""
_SCHOOLS = "SELECT school FROM belongs WHERE user = ? AND kind = 'student' ORDER BY main DESC, school"
_SECTIONS = "SELECT section FROM seats WHERE student = ? ORDER BY section"
_FAMILY = "SELECT student FROM family WHERE family = ? AND student <> ? ORDER BY student"


def build(db: Staging, report: Report, sink: Sink) -> None:
    """Every student of the file, then the contacts as people of their own for comparing."""
    for row in db.all(_STUDENTS):
        student = _student(db, report, row)
        mark = sink.record(
            STUDENT,
            student.student_id,
            codec.student_fields(student),
            student.schools,
            student.name,
            USERS.file,
            row[1],
        )
        if mark:
            _enroll(sink, student, row[14] or student.student_id, mark, row[1])
    sink.flush()
    _build_contacts(db, sink)
    sink.flush()


def _ids(db: Staging, query: str, *values: str) -> tuple[str, ...]:
    return tuple([row[0] for row in db.all(query, *values)])


def _student(db: Staging, report: Report, row: Values) -> Student:
    id_, _, given, family, grade, language, gender, mail, personal, sms, phone, number, extra, enabled, kin = (
        row
    )
    account = LinkedUser(id_, adults.email(mail), adults.one_phone(sms, phone)) if enabled else None
    return Student(
        student_id=id_,
        given_name=given,
        family_name=family,
        schools=_ids(db, _SCHOOLS, id_),
        grade=grade,
        language=language,
        gender=gender,
        primary_email=adults.email(mail),
        personal_email=adults.email(personal),
        phone=adults.one_phone(sms, phone),
        contacts=adults.contacts(db, report, id_),
        linked_students=_ids(db, _FAMILY, kin, id_) if kin else (),
        sections=_ids(db, _SECTIONS, id_),
        account=account,
        number=number,
        extra=json.loads(extra) if extra else {},
    )


def _enroll(sink: Sink, student: Student, family: str, mark: str, line: int) -> None:
    """The student's line in each school's roll, and each contact's mark."""
    listed = [[each.contact_id, each.custodial, each.sort_order] for each in student.contacts]
    entry = json.dumps([mark, listed, places.keys_of(student)])
    for school in student.schools:
        sink.row("roll", (school, family, student.student_id, student.grade, entry))
    for each in student.contacts:
        mark = digest(codec.text(codec.contact_fields(each)))
        sink.row("marks", (each.contact_id, student.student_id, mark, each.name, line))
        sink.members(CONTACT, student.schools, each.contact_id)
        if each.linked_user:
            sink.row("children", (each.linked_user.user_id, student.student_id))


def _build_contacts(db: Staging, sink: Sink) -> None:
    """A contact's fingerprint is that of all their links."""
    marks = db.all("SELECT contact, student || mark, name, line FROM marks ORDER BY contact, student")
    for contact, found in groupby(marks, key=lambda row: str(row[0])):
        rows = list(found)
        whole = digest("".join(row[1] for row in rows))
        sink.row("fresh", (CONTACT, contact, whole, rows[0][2], USERS.file, rows[0][3], ""))
