"""An announcement: what it says, who sees it and when, and what of it has been sent. Pure.

Its days are local days of its `zone`. On the portal it stands from the first to the last, both included; its
email, text and call leave on the first, each once (A-36):

    part attached --due--> waits for the call window (an emergency does not) --> sent | refused | too late
"""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.audience.model import RecipientType
from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.directory.model import STAFF_ROLES, Role
from chalicelib.kernel.values import value

LIFETIME = timedelta(days=7)  # of a part from when it is due, where the announcement has no end
NOTHING_LEFT = "A part of it was not sent: nothing was left of it to say. Write it anew."
MOST_SCHOOLS = 40  # that one announcement names; more is the whole district


@value
class Parts:
    """What it sends. `email` is HTML, empty for what the announcement itself says; None is no such part."""

    email: str | None = None
    sms: SmsPart | None = None
    voice: VoicePart | None = None

    @property
    def channels(self) -> frozenset[Channel]:
        given = {Channel.EMAIL: self.email, Channel.SMS: self.sms, Channel.VOICE: self.voice}
        return frozenset(channel for channel, part in given.items() if part is not None)

    def only(self, channels: Container[Channel]) -> "Parts":
        """Those by some ways."""
        return Parts(
            self.email if Channel.EMAIL in channels else None,
            self.sms if Channel.SMS in channels else None,
            self.voice if Channel.VOICE in channels else None,
        )

    @property
    def emergencies(self) -> frozenset[Channel]:
        """The parts that do not wait for the call window (SMS-09)."""
        given = {Channel.SMS: self.sms, Channel.VOICE: self.voice}
        return frozenset(channel for channel, part in given.items() if part and part.emergency)


@value
class Sending:
    """That parts of it became a message. `at` is a stamp, `note` what its author should know of it."""

    message_id: str
    channels: tuple[Channel, ...]
    at: str
    note: str = ""


@value
class Viewer:
    """Somebody at a school; `grade` is that of the student through whom a family is there. People of an
    excluded school see what is for it alone (XSCH-02)."""

    role: Role
    school_id: str
    grade: str = ""
    excluded: bool = False


@value
class Announcement:
    """Without `schools` it is the whole district's (A-37). `school_id` is the school that its author works
    for.

    `contacts` says which contacts get what is sent, where parents see it. `due` is when what was not sent yet
    may leave at the earliest; None while there is nothing. `problem` says why something has not left.
    `author_id` is who posted or last changed it: by their rights it is sent. `asked` is the fingerprint of
    the request that made it. `withdrawn`: it is being deleted; nothing of it is shown or leaves any more."""

    announcement_id: str
    district: str
    author_id: str
    author_name: str
    school_id: str
    title: str
    start: date
    zone: str  # IANA
    end: date | None = None
    html: str = ""
    snippet: str = ""
    schools: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    contacts: RecipientType = RecipientType.PRIMARY_CONTACTS
    sort_order: int | None = None
    parts: Parts = Parts()
    sent: tuple[Sending, ...] = ()
    due: datetime | None = None
    problem: str = ""
    posted_at: str = ""
    version: int = 1
    asked: str = ""
    withdrawn: bool = False

    @property
    def only_school(self) -> str:
        """The school that it comes from; empty when the district posts it (A-23)."""
        return self.schools[0] if len(self.schools) == 1 else ""

    @property
    def pending(self) -> frozenset[Channel]:
        """The parts that have not been sent: one that was never is again (ANN-25)."""
        return self.parts.channels - {channel for sending in self.sent for channel in sending.channels}

    @property
    def parts_pending(self) -> Parts:
        """What those say."""
        return self.parts.only(self.pending)

    @property
    def has_emergency(self) -> bool:
        """Whether something that was not sent yet does not wait for the call window."""
        return bool(self.parts_pending.emergencies)

    @property
    def expires_at(self) -> datetime | None:
        """When what was not sent yet may no longer leave (A-15); None while there is nothing."""
        if self.due is None:
            return None
        return midnight(self.end + timedelta(days=1), self.zone) if self.end else self.due + LIFETIME

    def day(self, now: datetime) -> date:
        """The local day at a moment."""
        return now.astimezone(ZoneInfo(self.zone)).date()

    def is_over(self, now: datetime) -> bool:
        """ANN-22: one to come is not."""
        return self.withdrawn or (self.end is not None and self.end < self.day(now))

    def is_shown(self, now: datetime) -> bool:
        """ANN-04."""
        return self.start <= self.day(now) and not self.is_over(now)

    def is_for(self, viewer: Viewer) -> bool:
        """Whether somebody sees it while it is shown (ANN-05, ANN-07, ANN-09, ANN-19, ANN-20)."""
        if viewer.excluded:
            here = self.schools == (viewer.school_id,)
        else:
            here = not self.schools or viewer.school_id in self.schools
        grade = not self.grades or viewer.role in STAFF_ROLES or viewer.grade in self.grades
        return here and grade and viewer.role in self.roles


def midnight(day: date, zone: str) -> datetime:
    """The beginning of a local day, in UTC."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def due_at(announcement: Announcement, now: datetime) -> datetime | None:
    """When what it sends is due, once it is saved: as its first day begins, or now; None: nothing is."""
    return max(midnight(announcement.start, announcement.zone), now) if announcement.pending else None


def sent(
    announcement: Announcement, sending: Sending, waiting: frozenset[Channel] = frozenset(), refused: str = ""
) -> Announcement:
    """The announcement after parts of it became a message. Those whose time has not come are `waiting`, and
    stay due. Any other that is still pending was `refused`, which says why, or had nothing left to say; it
    leaves once somebody changes it."""
    after = replace(
        announcement,
        sent=(*announcement.sent, sending),
        due=announcement.due if waiting else None,
        version=announcement.version + 1,
    )
    return replace(after, problem=(refused or NOTHING_LEFT) if after.pending - waiting else "")


def withdrawn(announcement: Announcement) -> Announcement:
    """The announcement as it is while it is being deleted."""
    return replace(announcement, withdrawn=True, due=None, version=announcement.version + 1)


def in_order(found: Iterable[Announcement]) -> list[Announcement]:
    """As the portal shows them: by sort order, those without one last; equal ones by newest day (ANN-10)."""
    newest = sorted(found, key=lambda each: (each.start, each.posted_at), reverse=True)
    return sorted(newest, key=lambda each: (each.sort_order is None, each.sort_order or 0))
