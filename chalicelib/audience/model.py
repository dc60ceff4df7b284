"""Who gets it: selection, recipients, and the rules that turn one into the other (RCPT). Pure.

`Selection` is what a sender chose; it is kept as chosen and resolved at sending (RCPT-19, A-82).
`Recipient` is one person, about one student, with a destination or a reason per channel.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from chalicelib.content.model import Channel
from chalicelib.kernel.values import value


class RecipientType(StrEnum):
    """How selected students turn into people to write to (glossary "Recipient type"), and the other kinds."""

    STUDENTS = "students"
    STUDENT_PERSONAL = "student_personal"
    PRIMARY_CONTACTS = "primary_contacts"
    ALL_CONTACTS = "all_contacts"
    ONCE_PER_FAMILY = "once_per_family"
    TEACHERS_OF = "teachers_of"
    STUDENTS_AND_ALL_CONTACTS = "students_and_all_contacts"
    STUDENTS_AND_PRIMARY_CONTACTS = "students_and_primary_contacts"
    STAFF = "staff"
    IMPORTED = "imported"
    REPLY = "reply"  # a parent or student, answered in a conversation


# A message sent once has this occurrence; a recurring one has one occurrence key per due time.
ONLY_OCCURRENCE = "once"


def picks(seed: str, occurrence: str = ONLY_OCCURRENCE) -> str:
    """What random picks follow from: the same for each try of one occurrence, another for the next."""
    return f"{seed} {occurrence}"


class PersonKind(StrEnum):
    STUDENT = "student"
    CONTACT = "contact"
    STAFF = "staff"
    IMPORTED = "imported"
    FAMILY = "family"  # the account of a parent or a student


class Unreachable(StrEnum):
    """Why a channel has no destination for somebody; `delivery.reasons` says it in words.

    A landline is one all the same: a text is sent and may not arrive.
    """

    NO_CONTACT_DATA = "no_contact_data"
    NO_PRIMARY_CONTACT = "no_primary_contact"
    NO_CONTACT = "no_contact"
    NO_TEACHER = "no_teacher"
    SIBLING = "sibling"
    CALLOUT_OFF = "callout_off"
    BLOCKED = "blocked"
    SMS_OFF = "sms_off"
    UNSUBSCRIBED = "unsubscribed"
    EMAIL_OPT_OUT = "email_opt_out"
    NO_ACCOUNT = "no_account"
    NO_INBOX = "no_inbox"  # an account whose profiles do not open it (PERM-05)
    ACCOUNT_CLOSED = "account_closed"
    LANDLINE = "landline"
    # The address is suppressed (`directory.suppression`)
    OPTED_OUT = "opted_out"
    SUPPRESSED_COMPLAINT = "suppressed_complaint"
    STOPPED_BY_STAFF = "stopped_by_staff"
    NOT_IN_SERVICE = "not_in_service"
    SUPPRESSED_BOUNCE = "suppressed_bounce"


@value
class StudentSelection:
    """Chosen students: whole schools, grades of schools, sections, single students, groups; the union of all.

    A group stays a group: its members are looked up at sending (A-82).
    """

    recipient_type: RecipientType
    schools: tuple[str, ...] = ()
    grades: tuple[tuple[str, str], ...] = ()  # (school id, grade)
    sections: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        return not (self.schools or self.grades or self.sections or self.students or self.groups)


@value
class Selection:
    """What the sender chose: students through a recipient type, staff by user id and by user group (COMP-01),
    and a list of imported recipients by its id (IMPT-01). `accounts` are those of families, who are answered in
    a conversation and in no other way (RPLY-11)."""

    students: StudentSelection | None = None
    staff: tuple[str, ...] = ()
    staff_groups: tuple[str, ...] = ()
    imported: str = ""
    accounts: tuple[str, ...] = ()

    @property
    def has_staff(self) -> bool:
        return bool(self.staff or self.staff_groups)

    @property
    def groups(self) -> tuple[str, ...]:
        """The ids of all groups in it."""
        return (*(self.students.groups if self.students else ()), *self.staff_groups)

    @property
    def needs_scope(self) -> bool:
        """Whether whom it means depends on how far its sender reaches, also when it is sent."""
        kind = self.students.recipient_type if self.students else None
        return bool(self.groups) or kind is RecipientType.TEACHERS_OF

    def is_empty(self) -> bool:
        no_students = self.students is None or self.students.is_empty()
        return no_students and not (self.has_staff or self.imported or self.accounts)


@value
class Destination:
    """Where a channel reaches a recipient: an address, or the reason why there is none.

    `duplicate` marks what is kept as a record and never transmitted (A-18, RCPT-12); `reason` may say more.
    """

    address: str = ""
    reason: Unreachable | None = None
    duplicate: bool = False


@value
class Recipient:
    """One person to write to about one student (or about nobody, for staff and imported people).

    `account` is the user id whose in-app inbox gets a copy, empty when there is none (RCPT-20).
    A channel missing from `destinations` makes no delivery; one with a reason makes an Error (RCPT-23).
    `children` are the ids of all students that it is about, where they are several. `values` are those of the
    message's insert fields, in the order of `content.fields.names_used`; empty when it has none. `wants_push`:
    the account's owner opted in to a push for every message (CHAN-03).
    """

    person_id: str
    kind: PersonKind
    name: str
    recipient_type: RecipientType
    school_id: str
    language: str = ""
    student_id: str = ""
    student_name: str = ""
    account: str = ""
    destinations: Mapping[Channel, Destination] = field(default_factory=dict)
    children: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    wants_push: bool = False


@value
class Count:
    """The numbers shown before sending (SEND-13): distinct people (A-26), and per channel who can be reached.

    `students`, `staff` and `imported` are those selected; `unreachable_people` are reached by no channel, the
    in-app copy included. `approximate` says that the numbers per channel are projected from a sample.

    `deliveries` are what sending will make, those that cannot go out among them but no duplicates: the
    report's Total (A-89). `reasons` count by code why recipients are not reached; `landlines` are the home and
    work phones among the numbers texted.
    """

    people: int = 0
    students: int = 0
    staff: int = 0
    imported: int = 0
    unreachable_people: int = 0
    approximate: bool = False
    reachable: Mapping[Channel, int] = field(default_factory=dict)
    unreachable: Mapping[Channel, int] = field(default_factory=dict)
    deliveries: Mapping[Channel, int] = field(default_factory=dict)
    duplicates: Mapping[Channel, int] = field(default_factory=dict)
    reasons: Mapping[Channel, Mapping[str, int]] = field(default_factory=dict)
    landlines: int = 0
