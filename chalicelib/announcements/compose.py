"""What an announcement sends: its parts that have not gone, to whom it is for at that moment (ANN-06,
ANN-14).

parts --content--> as the line takes it     schools, grades, profiles, contacts --selection--> an audience
                            both --message--> a message as the school or the district (A-23)
"""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.access.scope import Scope, scope_of
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.compose import Limits, Prepared, Written, prepare
from chalicelib.content.insertable import insertable
from chalicelib.content.model import Channel, Content
from chalicelib.directory import store as directory
from chalicelib.directory.model import STAFF_ROLES, Role, StaffRow
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.messages import callers, recorded, send
from chalicelib.messages.desk import Desk
from chalicelib.messages.model import Message

from .model import Announcement, Parts

T = RecipientType
Families = tuple[bool, RecipientType | None]  # whether students get it, and which of their contacts
# The recipient type of each such pair. There is no other: students and one contact of each family, say.
RECIPIENTS: Mapping[Families, RecipientType | None] = {
    (False, None): None,
    (True, None): T.STUDENTS,
    (True, T.PRIMARY_CONTACTS): T.STUDENTS_AND_PRIMARY_CONTACTS,
    (True, T.ALL_CONTACTS): T.STUDENTS_AND_ALL_CONTACTS,
    (False, T.PRIMARY_CONTACTS): T.PRIMARY_CONTACTS,
    (False, T.ALL_CONTACTS): T.ALL_CONTACTS,
    (False, T.ONCE_PER_FAMILY): T.ONCE_PER_FAMILY,
    (False, T.TEACHERS_OF): T.TEACHERS_OF,
}
STAFF_PAGE = 500
NO_RECIPIENT = "Nobody is there to send this to."


@value
class Made:
    """A message, before anything of it is stored, and what its author should know of it."""

    message: Message
    note: str = ""


def pending(announcement: Announcement) -> Parts:
    """Its parts that have not been sent."""
    waiting, parts = announcement.pending, announcement.parts
    return Parts(
        parts.email if Channel.EMAIL in waiting else None,
        parts.sms if Channel.SMS in waiting else None,
        parts.voice if Channel.VOICE in waiting else None,
    )


def content(desk: Desk, announcement: Announcement) -> Prepared:
    """What its parts that have not been sent say."""
    if not announcement.pending:
        return Prepared(Content(announcement.title))
    return _prepared(desk, _written(announcement))


def _written(announcement: Announcement) -> Written:
    """An email without a text of its own says what the announcement says."""
    parts = pending(announcement)
    return Written(
        subject=announcement.title,
        html=None if parts.email is None else parts.email.strip() or announcement.html,
        sms=parts.sms,
        voice=parts.voice,
    )


def _prepared(desk: Desk, written: Written) -> Prepared:
    allowed = frozenset(field.name for field in insertable(desk.principal))
    return prepare(written, Limits.of(desk.settings), allowed)


def cleaned(parts: Parts, said: Content) -> Parts:
    """The parts as they are kept: clean, and without those in which a reader would see nothing (COMP-35)."""
    own = said.html if parts.email and parts.email.strip() else ""
    return Parts(own if said.html else None, said.sms, said.voice)


def made(desk: Desk, announcement: Announcement, clock: Clock) -> Made:
    """The message that its parts make now. Raises as `messages.send` does."""
    within = scope_of(replace(desk.principal, asked_at=clock.now()))
    chosen = selection(announcement, within)
    if chosen.is_empty():
        raise Invalid.one("audience", NO_RECIPIENT)
    content, note = _content_now(desk, announcement)
    order = send.Order(
        key=announcement.announcement_id,
        body_hash="",
        school_id=desk.school.school_id,
        written=Written(),
        selection=chosen,
        source=desk.source,
        confirmed=send.ANY_NUMBER,
    )
    message = send.message_of(desk, order, content, within, clock)
    message = replace(
        message,
        message_id=message_id(announcement),
        expires_at=announcement.expires_at or message.expires_at,
        announcement=announcement.announcement_id,
    )
    return Made(message, note)


def _content_now(desk: Desk, announcement: Announcement) -> tuple[Content, str]:
    """What it says as of now, and what its author should know of that. Raises Invalid for what no longer
    fits."""
    written, note = callers.still_there(desk.principal, desk.school.school_id, _written(announcement))
    prepared = _prepared(desk, written)
    if prepared.faults:
        raise Invalid(prepared.faults[0].message, prepared.faults)
    return recorded.with_length(desk, callers.with_number(desk, prepared.content)), note


def message_id(announcement: Announcement) -> str:
    """That of its next message: the same whoever makes it, and another for parts that are added later."""
    number = str(len(announcement.sent))
    return hashed_id("announcement", announcement.district, announcement.announcement_id, number)


# ---- Whom it goes to ----------------------------------------------------------------------------------------


def families(announcement: Announcement) -> Families:
    """Whom of the families it goes to."""
    parents = Role.PARENT in announcement.roles
    return Role.STUDENT in announcement.roles, announcement.contacts if parents else None


def selection(announcement: Announcement, within: Scope) -> Selection:
    """The students of its schools and grades through their recipient type, and the staff of its schools."""
    schools = announcement.schools or within.schools
    kind = RECIPIENTS.get(families(announcement))
    pairs = tuple((school, grade) for school in schools for grade in announcement.grades)
    students = StudentSelection(kind, schools=() if pairs else schools, grades=pairs) if kind else None
    return Selection(students=students, staff=_staff(announcement, schools))


def _staff(announcement: Announcement, schools: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of the staff whose role it is for; the district's office has what is for the whole district."""
    roles = STAFF_ROLES.intersection(announcement.roles)
    if not (roles and schools):
        return ()

    def keep(row: StaffRow) -> bool:
        return not roles.isdisjoint(row.roles)

    found: list[str] = []
    after: str | None = None
    while True:
        page = directory.search_staff(
            announcement.district,
            schools,
            after=after,
            limit=STAFF_PAGE,
            keep=keep,
            office=not announcement.schools,
        )
        found += [row.user_id for row in page.items]
        after = page.next_cursor
        if after is None:
            return tuple(dict.fromkeys(found))
