"""Small random districts to resolve: siblings in chains across schools, shared accounts, phones and emails,
contacts that ended, every flag, closed accounts, opt-outs, teachers. A number always makes the same world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from chalicelib.audience.households import households
from chalicelib.audience.people import Terms
from chalicelib.content.model import Channel
from chalicelib.directory.model import (
    EmailAddress,
    LinkedUser,
    Phone,
    Role,
    RollEntry,
    Student,
    StudentContact,
    User,
)
from chalicelib.directory.places import keys_of
from chalicelib.directory.suppression import Cause, Suppressed, short_hash
from tests.support.districts import families_of

TODAY, YESTERDAY = "2026-11-23", "2026-11-22"
EMAILS = ("a@x.example", "A@x.example", "b@x.example", "c@x.example", "d@x.example")
NUMBERS = tuple(f"+1206555000{digit}" for digit in range(4))
ACCOUNTS = ("u1", "u2", "u3", "u4")
SECTIONS = ("algebra", "biology", "chess", "drama")
PARTS = (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PUSH)

Of = TypeVar("Of")


# A suppression's cause by the reason that is shown for it.
CAUSES = {
    "opted_out": Cause.OPT_OUT,
    "suppressed_complaint": Cause.COMPLAINT,
    "stopped_by_staff": Cause.STAFF,
    "not_in_service": Cause.CARRIER,
    "suppressed_bounce": Cause.BOUNCE,
}


@dataclass(frozen=True)
class Stopped:
    """An address that must not be written to on a channel, and the reason that is shown for it."""

    channel: Channel
    address: str
    reason: str


@dataclass(frozen=True)
class World:
    """Selected students in the order of their rolls, and the terms of a message to them."""

    students: tuple[Student, ...]
    teachers: Mapping[str, tuple[User, ...]]
    channels: tuple[Channel, ...]
    emergency: frozenset[Channel]
    one_per_address: bool
    once_per_teacher: bool
    seed: str
    suppressed: tuple["Stopped", ...]

    def terms(self) -> Terms:
        return Terms(
            self.channels,
            self.emergency,
            inbox,
            TODAY,
            self.seed,
            self.teachers,
            self.once_per_teacher,
            households=self._households() if self.one_per_address else {},
            suppressed=self._suppressed(),
        )

    def _suppressed(self) -> Suppressed:
        causes: dict[str, dict[str, Cause]] = {}
        for each in self.suppressed:
            causes.setdefault(each.channel, {})[short_hash(each.address)] = CAUSES[each.reason]
        return Suppressed(causes)

    def _households(self) -> dict[str, str]:
        """As planning finds them, from the rolls alone."""
        of = families_of(self.students)
        entries = [
            RollEntry(each.student_id, "09", of[each.student_id], "", (), keys_of(each))
            for each in self.students
        ]
        return {entry.student_id: entry.family for entry in households(entries)}


def inbox(user: LinkedUser, role: Role) -> bool:
    """Accounts with a profile at all do not see Communication."""
    return not user.profiles


def world(number: int) -> World:
    chance = Random(number)
    count = chance.choice((1, 2, 2, 3, 4, 5))
    ids = [f"s{at}" for at in range(count)]
    pool = [_contact(chance, f"c{at}") for at in range(chance.randint(1, 4))]
    staff = [_teacher(chance, f"t{at}") for at in range(3)]
    channels = tuple(part for part in PARTS if chance.random() < 0.7)
    return World(
        tuple(_student(chance, each, ids, pool) for each in ids),
        {section: tuple(chance.sample(staff, chance.choice((0, 1, 1, 2)))) for section in SECTIONS},
        (*channels, Channel.PORTAL),
        frozenset(part for part in (Channel.SMS, Channel.VOICE) if chance.random() < 0.3),
        chance.random() < 0.5,
        chance.random() < 0.5,
        str(chance.random()),
        _stopped(chance),
    )


def _stopped(chance: Random) -> tuple[Stopped, ...]:
    """Half of the districts have any."""
    share = chance.choice((0, 0, 0.15, 0.4))
    places = {Channel.EMAIL: EMAILS[1:], Channel.SMS: NUMBERS, Channel.VOICE: NUMBERS}
    return tuple(
        Stopped(channel, each, chance.choice(tuple(CAUSES)))
        for channel, known in places.items()
        for each in known
        if chance.random() < share
    )


def _student(chance: Random, student_id: str, ids: Sequence[str], pool: Sequence[StudentContact]) -> Student:
    contacts = [_of_student(chance, each) for each in chance.sample(pool, chance.randint(0, min(3, len(pool))))]
    return Student(
        student_id,
        "Stu",
        student_id,
        (chance.choice(("lincoln", "hill")),),
        language=chance.choice(("", "es")),
        primary_email=_maybe(chance, _email(chance)),
        personal_email=_maybe(chance, _email(chance)),
        phone=_maybe(chance, _phone(chance)),
        contacts=tuple(contacts),
        linked_students=tuple(each for each in ids if each != student_id and chance.random() < 0.3),
        sections=tuple(each for each in (*SECTIONS, "gone") if chance.random() < 0.3),
        account=_maybe(chance, _account(chance)),
        active=chance.random() < 0.9,
    )


def _contact(chance: Random, contact_id: str) -> StudentContact:
    return StudentContact(
        contact_id,
        "Con",
        contact_id,
        emails=tuple(_email(chance) for _ in range(chance.choice((0, 1, 1, 2)))),
        phones=tuple(_phone(chance) for _ in range(chance.choice((0, 1, 1, 2)))),
        email_opt_out=chance.random() < 0.2,
        linked_user=_maybe(chance, _account(chance)),
    )


def _of_student(chance: Random, contact: StudentContact) -> StudentContact:
    """The same adult, in another place for each child."""
    return StudentContact(
        contact.contact_id,
        contact.given_name,
        contact.family_name,
        custodial=chance.random() < 0.5,
        sort_order=chance.randint(1, 3),
        emails=contact.emails,
        phones=contact.phones,
        email_opt_out=contact.email_opt_out,
        linked_user=contact.linked_user,
        end_date=chance.choice((None, None, None, TODAY, YESTERDAY)),
    )


def _email(chance: Random) -> EmailAddress:
    return EmailAddress(chance.choice(EMAILS), unsubscribed=chance.random() < 0.2)


def _phone(chance: Random) -> Phone:
    return Phone(
        chance.choice(NUMBERS),
        callout=chance.random() < 0.8,
        blocked=chance.random() < 0.25,
        sms=chance.random() < 0.7,
        unsubscribed=chance.random() < 0.15,
    )


def _account(chance: Random) -> LinkedUser:
    return LinkedUser(
        chance.choice(ACCOUNTS),
        _maybe(chance, _email(chance)),
        _maybe(chance, _phone(chance)),
        chance.choice(((), (), ("no-inbox",))),
        chance.random() < 0.2,
        chance.random() < 0.8,
    )


def _teacher(chance: Random, user_id: str) -> User:
    return User(
        user_id,
        "Tea",
        user_id,
        (Role.TEACHER,),
        ("lincoln",),
        profiles=chance.choice(((), (), ("no-inbox",))),
        email=_maybe(chance, _email(chance)),
        phone=_maybe(chance, _phone(chance)),
        email_opt_out=chance.random() < 0.2,
        enabled=chance.random() < 0.8,
    )


def _maybe(chance: Random, what: Of) -> Of | None:
    return what if chance.random() < 0.6 else None
