"""Writes a district as a roster zip: files grow on disk while the people pass, so that any size fits.

plan + staff + households -> rows -> one CSV per file in a scratch folder -> the zip, the same bytes each time
"""

import csv
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from . import plan
from .columns import ABSENT, COLUMNS, COMPANIONS
from .households import households
from .people import DemoContact, DemoPhone, DemoStaff, DemoStudent, Household, Tie
from .plan import PERIODS, PlannedSchool, PlannedSection
from .staff import staff, teacher_id

DISTRICT = "riverbend"
DISTRICT_NAME = "Riverbend Unified School District"
YEAR, FIRST_DAY, LAST_DAY = "2027", "2026-08-17", "2027-06-04"
TERM, TERM_NAME = "y27", "2026-2027"
QUARTERS = (
    ("2026-08-17", "2026-10-16"),
    ("2026-10-19", "2026-12-18"),
    ("2027-01-05", "2027-03-12"),
    ("2027-03-22", "2027-06-04"),
)
ZIP_TIME = (2026, 8, 17, 12, 0, 0)
FIRST_BELL = 8 * 60
LESSON, BREAK = 47, 5


class Files:
    """The CSV files being written, by name; fields that a row does not give are empty."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._writers: dict[str, csv.DictWriter[str]] = {}
        for name, columns in COLUMNS.items():
            file = stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.DictWriter(file, columns, restval="")
            self._writers[name].writeheader()

    def add(self, name: str, row: Mapping[str, Any]) -> None:
        self._writers[name].writerow(row)


def write_zip(target: Path, students: int = plan.USUAL_TOTAL, seed: int = 7) -> None:
    """A whole district of so many students. The same numbers give the same file, byte for byte."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with ExitStack() as stack:
            _write(Files(folder, stack), students, seed)
        _pack(folder, target)


def _pack(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name in COLUMNS:
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (folder / name).open("rb") as source, packed.open(entry, "w") as goal:
                while block := source.read(1 << 20):
                    goal.write(block)


def _write(files: Files, students: int, seed: int) -> None:
    schools = plan.schools(students)
    _manifest(files)
    _calendar(files)
    for school in schools:
        _school(files, school)
    for person in staff(schools, seed):
        _staff(files, person)
    by_id = {school.school_id: school for school in schools}
    for household in households(schools, seed):
        _household(files, household, by_id)


def _manifest(files: Files) -> None:
    facts = {"manifest.version": "1.0", "oneroster.version": "1.2"}
    facts |= {f"file.{name}": "absent" for name in ABSENT}
    bulk = [name.removesuffix(".csv") for name in COLUMNS if name not in (*COMPANIONS, "manifest.csv")]
    facts |= {f"file.{name}": "bulk" for name in bulk}
    facts |= {"source.systemName": "Carillon demo district", "source.systemCode": "carillon-demo"}
    for name, value in facts.items():
        files.add("manifest.csv", {"propertyName": name, "value": value})


def _calendar(files: Files) -> None:
    files.add(
        "orgs.csv", {"sourcedId": DISTRICT, "name": DISTRICT_NAME, "type": "district", "identifier": "RUSD"}
    )
    year = {"sourcedId": TERM, "title": TERM_NAME, "type": "schoolYear", "schoolYear": YEAR}
    files.add("academicSessions.csv", {**year, "startDate": FIRST_DAY, "endDate": LAST_DAY})
    for number, (first, last) in enumerate(QUARTERS, 1):
        quarter = {"sourcedId": f"{TERM}q{number}", "title": f"Quarter {number}", "type": "gradingPeriod"}
        within = {"parentSourcedId": TERM, "schoolYear": YEAR}
        files.add("academicSessions.csv", {**quarter, **within, "startDate": first, "endDate": last})


# ---- schools -----------------------------------------------------------------------------------------------


def _school(files: Files, school: PlannedSchool) -> None:
    record = {"sourcedId": school.school_id, "name": school.name, "type": "school"}
    files.add("orgs.csv", {**record, "identifier": school.school_id[1:], "parentSourcedId": DISTRICT})
    for number, (start, end) in enumerate(_bells(), 1):
        times = {"title": f"Period {number}", "startTime": start, "endTime": end}
        files.add("periods.csv", {"schoolSourcedId": school.school_id, "period": number, **times})
    courses: set[str] = set()
    for section in school.sections():
        _section(files, section, courses)


def _bells() -> Iterator[tuple[str, str]]:
    for at in range(PERIODS):
        start = FIRST_BELL + at * (LESSON + BREAK)
        yield _clock(start), _clock(start + LESSON)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _section(files: Files, section: PlannedSection, courses: set[str]) -> None:
    subject = section.title.rsplit(" ", 1)[0]
    course = f"{section.school}-{subject.lower().replace(' ', '-')}-{section.grade}"
    if course not in courses:
        courses.add(course)
        about = {
            "title": f"{subject} {section.grade.lstrip('0')}",
            "grades": section.grade,
            "subjects": subject,
        }
        files.add(
            "courses.csv",
            {
                "sourcedId": course,
                "schoolYearSourcedId": TERM,
                "courseCode": course,
                "orgSourcedId": DISTRICT,
                **about,
            },
        )
    kind = "homeroom" if subject == "Homeroom" else "scheduled"
    files.add(
        "classes.csv",
        {
            "sourcedId": section.section_id, "title": section.title, "grades": section.grade,
            "courseSourcedId": course, "classCode": section.section_id, "classType": kind,
            "schoolSourcedId": section.school, "termSourcedIds": TERM, "subjects": subject,
            "periods": section.period,
        },
    )  # fmt: skip
    _enroll(files, section.section_id, section.school, teacher_id(section.school, section.teacher), "teacher")


def _enroll(files: Files, section_id: str, school: str, user: str, role: str) -> None:
    primary = "true" if role == "teacher" else "false"
    row = {"classSourcedId": section_id, "schoolSourcedId": school, "userSourcedId": user, "role": role}
    files.add("enrollments.csv", {"sourcedId": f"{section_id}~{user}", "primary": primary, **row})


# ---- people ------------------------------------------------------------------------------------------------


def _staff(files: Files, person: DemoStaff) -> None:
    home = person.schools[0] if person.schools else DISTRICT
    files.add(
        "users.csv",
        {
            "sourcedId": person.user_id, "enabledUser": "true", "username": person.username,
            "givenName": person.given_name, "familyName": person.family_name, "identifier": person.user_id,
            "email": person.email, "primaryOrgSourcedId": home, "metadata.language": "en",
            **_numbers((person.phone,)),
        },
    )  # fmt: skip
    for org in person.schools or (DISTRICT,):
        _role(files, person.user_id, person.role, org)


def _role(files: Files, user: str, role: str, org: str) -> None:
    row = {"userSourcedId": user, "roleType": "primary", "role": role, "orgSourcedId": org}
    files.add("roles.csv", {"sourcedId": f"{user}~{org}", "beginDate": FIRST_DAY, **row})


def _numbers(phones: tuple[DemoPhone, ...]) -> dict[str, str]:
    """OneRoster's two columns: `sms` for a mobile, `phone` for any other."""
    mobiles = [each.number for each in phones if each.kind == "mobile"]
    others = [each.number for each in phones if each.kind != "mobile"]
    return {"sms": mobiles[0] if mobiles else "", "phone": others[0] if others else ""}


def _household(files: Files, household: Household, schools: Mapping[str, PlannedSchool]) -> None:
    first_school = household.children[0].school
    accounts = [tie.contact for tie in household.ties if tie.contact.username]
    for child in household.children:
        _student(files, child, [each.contact_id for each in accounts], schools[child.school])
        for tie in household.ties:
            _tie(files, child, tie)
    for contact in accounts:
        _parent(files, contact, first_school)
    for sibling in household.children[1:]:
        row = {"studentSourcedId": household.children[0].student_id, "siblingSourcedId": sibling.student_id}
        files.add("siblings.csv", row)


def _student(files: Files, child: DemoStudent, agents: list[str], school: PlannedSchool) -> None:
    files.add(
        "users.csv",
        {
            "sourcedId": child.student_id, "enabledUser": "true" if child.username else "false",
            "username": child.username, "givenName": child.given_name, "familyName": child.family_name,
            "identifier": child.student_id[2:], "email": child.email, "agentSourcedIds": ",".join(agents),
            "grades": child.grade, "primaryOrgSourcedId": child.school, "metadata.language": child.language,
            "metadata.personalEmail": child.personal_email, **_numbers((child.phone,) if child.phone else ()),
        },
    )  # fmt: skip
    _role(files, child.student_id, "student", child.school)
    files.add(
        "demographics.csv", {"sourcedId": child.student_id, "birthDate": child.birth_date, "sex": child.sex}
    )
    for section_id in school.sections_of_student(child.grade, child.position):
        _enroll(files, section_id, child.school, child.student_id, "student")


def _parent(files: Files, contact: DemoContact, school: str) -> None:
    files.add(
        "users.csv",
        {
            "sourcedId": contact.contact_id, "enabledUser": str(contact.enabled).lower(),
            "username": contact.username, "givenName": contact.given_name, "familyName": contact.family_name,
            "identifier": contact.contact_id, "email": contact.email, "primaryOrgSourcedId": school,
            "metadata.language": contact.language,
            **_numbers(contact.phones),
        },
    )  # fmt: skip
    _role(files, contact.contact_id, "guardian", school)


def _tie(files: Files, child: DemoStudent, tie: Tie) -> None:
    contact = tie.contact
    row: dict[str, Any] = {
        "studentSourcedId": child.student_id, "contactSourcedId": contact.contact_id,
        "linkedUserSourcedId": contact.contact_id if contact.username else "", "givenName": contact.given_name,
        "familyName": contact.family_name, "relationship": tie.relationship,
        "custodial": str(tie.custodial).lower(),
        "sortOrder": tie.order, "language": contact.language, "email1": contact.email,
        "emailOptOut": str(contact.email_opt_out).lower(),
    }  # fmt: skip
    for at, phone in enumerate(contact.phones, 1):
        flags = {"Callout": phone.callout, "Blocked": phone.blocked, "Sms": phone.sms}
        row |= {f"phone{at}": phone.number, f"phone{at}Type": phone.kind}
        row |= {f"phone{at}{name}": str(value).lower() for name, value in flags.items()}
    files.add("contacts.csv", row)
