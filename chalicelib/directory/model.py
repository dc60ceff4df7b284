"""The people of a district and how they belong together. Pure: no AWS, no clock.

A student's record carries its contacts, because resolving an audience reads one record per student.
A contact of several students appears in each of their records under the same `contact_id`.
"""

from dataclasses import field
from enum import StrEnum

from chalicelib.kernel.values import value


class Role(StrEnum):
    """The broad kind of an account (glossary "Role")."""

    ADMIN = "admin"
    TEACHER = "teacher"
    PARENT = "parent"
    STUDENT = "student"


STAFF_ROLES = frozenset({Role.ADMIN, Role.TEACHER})


class PhoneKind(StrEnum):
    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    UNKNOWN = "unknown"


@value
class Phone:
    """A number in E.164 form with its flags (A-21): Callout missing counts as on, Blocked and SMS as off."""

    number: str
    kind: PhoneKind = PhoneKind.UNKNOWN
    callout: bool = True
    blocked: bool = False
    sms: bool = False
    unsubscribed: bool = False


@value
class EmailAddress:
    """An address and whether its owner opted out of it (glossary "Unsubscribed")."""

    address: str
    unsubscribed: bool = False


@value
class LinkedUser:
    """The login account joined to a contact or a student: what sending needs to know of it."""

    user_id: str
    email: EmailAddress | None = None
    phone: Phone | None = None
    profiles: tuple[str, ...] = ()
    email_opt_out: bool = False
    enabled: bool = True
    push_always: bool = False


@value
class StudentContact:
    """The link between a student and an adult reachable about them, with the adult's own data."""

    contact_id: str
    given_name: str
    family_name: str
    relationship: str = ""
    custodial: bool = False
    sort_order: int = 99
    emails: tuple[EmailAddress, ...] = ()
    phones: tuple[Phone, ...] = ()
    language: str = ""
    email_opt_out: bool = False
    linked_user: LinkedUser | None = None
    end_date: str | None = None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@value
class Student:
    """A student's record. `schools` lists the school of enrollment first; `sections` are section ids."""

    student_id: str
    given_name: str
    family_name: str
    schools: tuple[str, ...]
    grade: str = ""
    language: str = ""
    gender: str = ""
    primary_email: EmailAddress | None = None
    personal_email: EmailAddress | None = None
    phone: Phone | None = None
    contacts: tuple[StudentContact, ...] = ()
    linked_students: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    account: LinkedUser | None = None
    active: bool = True
    number: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def school_id(self) -> str:
        return self.schools[0] if self.schools else ""


@value
class User:
    """A login account: staff, parent or student (glossary "User").

    `profiles` empty means the standard profile of each role (`access.profiles.STANDARD`).
    `all_schools` belongs to district administrators. `students`: a parent's children. `email_opt_out`,
    `searchable`, `push_always` and `allows_replies` are what the user set (`my_settings`).
    """

    user_id: str
    given_name: str
    family_name: str
    roles: tuple[Role, ...]
    schools: tuple[str, ...] = ()
    all_schools: bool = False
    profiles: tuple[str, ...] = ()
    username: str = ""
    email: EmailAddress | None = None
    phone: Phone | None = None
    language: str = ""
    students: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    email_opt_out: bool = False
    searchable: bool = True
    enabled: bool = True
    number: str = ""
    push_always: bool = False
    allows_replies: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_staff(self) -> bool:
        return bool(STAFF_ROLES.intersection(self.roles))


@value
class District:
    """The organization (glossary "District"). `settings` are the district preferences that exist so far."""

    district_id: str
    name: str
    time_zone: str = "America/New_York"
    settings: dict[str, str | int | bool] = field(default_factory=dict)


@value
class Period:
    """A named time slot of the school day; `start` and `end` as `HH:MM`, local, empty when unknown."""

    period: str
    title: str = ""
    start: str = ""
    end: str = ""


@value
class School:
    """A unit of the district. `students` counts the active ones, `staff` those whom one can look up.

    Set in Carillon, never by a roster: `time_zone` (empty means the district's), `excluded` (XSCH-01), the
    first and last school years of operation (`2026` is 2026-27; empty is open), and `settings`, the preferences
    in which the school differs from its district (ADMIN-02).
    """

    school_id: str
    name: str
    time_zone: str = ""
    students: int = 0
    grades: dict[str, int] = field(default_factory=dict)
    number: str = ""
    staff: int = 0
    periods: tuple[Period, ...] = ()
    excluded: bool = False
    first_year: str = ""
    last_year: str = ""
    settings: dict[str, str | int | bool] = field(default_factory=dict)

    def is_open(self, year: str) -> bool:
        """Whether it has school in the school year that begins in `year` (PICK-03)."""
        return self.first_year <= year and (not self.last_year or year <= self.last_year)


@value
class Section:
    """One scheduled class: its teachers (user ids and names) and the ids of its students."""

    section_id: str
    school_id: str
    title: str
    period: str = ""
    teachers: tuple[str, ...] = ()
    teacher_names: tuple[str, ...] = ()
    students: tuple[str, ...] = ()


@value
class RollEntry:
    """One active student as a school's roll lists them: enough to choose and count without the record.

    `family` is the same for all students that Linked Students joins, directly or by way of others.
    `digest` is the record's fingerprint, by which an import sees what changed. `places` are the keys of the
    addresses in the record (`places.keys_of`), empty in rolls of older imports.
    """

    student_id: str
    grade: str
    family: str
    digest: str
    contacts: tuple[tuple[str, bool, int], ...] = ()  # (contact id, custodial, sort order)
    places: str = ""


@value
class StudentRow:
    """A student as a picker lists them (PICK-01)."""

    student_id: str
    name: str
    grade: str
    school_id: str
    number: str = ""


@value
class StaffRow:
    """A staff member as a picker lists them (PICK-08)."""

    user_id: str
    name: str
    roles: tuple[Role, ...]
    school_ids: tuple[str, ...]
    profiles: tuple[str, ...] = ()
