"""A small school and what is sent in it: all channels and lanes, siblings, staff, addresses that bounce.

A few dozen of them, so that each need end well once on a quiet day, to be the measure of many bad ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from chalicelib.audience.imported import store as imported
from chalicelib.audience.imported.model import ImportedList, Person, Upload
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, Content, SmsPart, VoicePart
from chalicelib.delivery import devices
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Student, StudentContact
from chalicelib.messages import ladder
from chalicelib.messages.model import Message, Rung
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import settle_district

NUMBER = 60
MORNING = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 8 o'clock where the school is
EVENING = datetime(2026, 11, 24, 3, 53, tzinfo=UTC)  # a few minutes before the call window closes
WINDOW = {"call_window_not_before": "08:00", "call_window_not_after": "21:00"}
STAFF = ("ann", "bob")
AUTHOR = "teacher-1"
STRANGERS = (
    Person("Ida Import", "ida@import.example", "+12065550180"),
    Person("Ivo Import", "ivo@nomailbox.example"),
    Person("Ines Import", phone="+12065550181"),
)


@dataclass(frozen=True)
class Scenario:
    """`with_devices` are accounts that have the app; `at` when each message is sent, in seconds."""

    number: int
    begin: datetime
    students: tuple[Student, ...]
    settings: dict[str, Any]
    messages: tuple[Message, ...]
    at: tuple[float, ...]
    with_devices: tuple[str, ...]
    hurried: bool  # messages expire within minutes
    devices: dict[str, str] = field(default_factory=dict)  # endpoints by account, once settled

    def settle(self) -> None:
        """Put its people into the tables."""
        author = people.user(AUTHOR, profiles=("principal",))
        settle_district(*self.students, staff=(author, *map(people.user, STAFF)))
        for each in self.messages:
            if each.selection.imported:
                settle_list(each.selection.imported, self.begin)
        directory.put_district(people.district(settings=self.settings))
        for account in self.with_devices:
            made = devices.register("demo", account, "android", f"token-{account}", "Phone", self.begin)
            self.devices[account] = made.endpoint


def settle_list(list_id: str, now: datetime, who: Sequence[Person] = STRANGERS, owner: str = AUTHOR) -> None:
    """A list of imported recipients, in its first version."""
    empty, upload = ImportedList(list_id, "demo", owner, now), Upload("upload1", len(who))
    imported.begin(empty)
    imported.put_pages(empty, upload, who)
    assert imported.save(empty, empty.with_upload(upload, who))


@cache
def scenario(number: int) -> Scenario:
    """The scenario of that number, below NUMBER."""
    chance = Random(f"scenario {number}")
    begin = EVENING if number % 6 == 5 else MORNING
    hurried = number % 5 == 4
    count = chance.choice((1, 1, 2))
    students = _students(chance, bounces=count == 1)  # a second message would know of the first one's bounces
    messages = tuple(_message(chance, at, students, begin, hurried=hurried) for at in range(count))
    rates = {"emails_per_second": 14, "texts_per_second": 3, "calls_per_minute": 60}
    settings = chance.choice(({}, rates)) | (WINDOW if begin == EVENING else {})
    accounts = sorted(
        {each.linked_user.user_id for who in students for each in who.contacts if each.linked_user}
    )
    return Scenario(
        number,
        begin,
        students,
        settings,
        messages,
        tuple(chance.uniform(0, 30) for _ in messages),
        tuple(each for each in accounts if chance.random() < 0.6),
        hurried,
    )


def unhurried(seed: int) -> Scenario:
    """One whose messages have time to be handed over again."""
    found = [each for each in range(NUMBER) if not scenario(each).hurried]
    return scenario(found[seed % len(found)])


def _students(chance: Random, *, bounces: bool) -> tuple[Student, ...]:
    """Some have a brother or sister with the same mother."""
    found: list[Student] = []
    for at in range(chance.randint(1, 4)):
        name = f"kid{at}"
        contacts = [_contact(chance, f"{name}-mum", bounces=bounces)]
        if chance.random() < 0.3:
            contacts.append(_contact(chance, f"{name}-dad", bounces=bounces))
        if found and chance.random() < 0.3:
            contacts[0] = found[-1].contacts[0]
        found.append(families.student(name, *contacts))
    return tuple(found)


def _contact(chance: Random, name: str, *, bounces: bool) -> StudentContact:
    """Most can be reached; of some the mail bounces, or the phone is off."""
    changes: dict[str, Any] = {}
    luck = chance.random()
    if luck < 0.1 and bounces:
        changes["emails"] = (EmailAddress(f"{name}@nomailbox.example"),)
    elif luck < 0.2:
        changes["phones"] = (families.phone(f"+190755501{chance.choice(('11', '12', '15'))}"),)
    elif luck < 0.3:
        changes["linked_user"] = None
    return families.contact(name, **changes)


def _message(
    chance: Random, number: int, students: tuple[Student, ...], begin: datetime, *, hurried: bool
) -> Message:
    more = Random(f"more {chance.random()}")
    chosen = StudentSelection(
        RecipientType.PRIMARY_CONTACTS, students=tuple(each.student_id for each in students)
    )
    life = timedelta(minutes=chance.uniform(2, 12)) if hurried else timedelta(hours=chance.uniform(4, 20))
    content = _content(chance)
    staff = STAFF if chance.random() < 0.3 else ()
    return build.message(
        number,
        content=content,
        selection=Selection(chosen, staff, imported=f"list{number}" if more.random() < 0.3 else ""),
        imported_version=1,
        accepted_at=begin,
        expires_at=begin + life,
        priority=chance.random() < 0.3,
        ladder=_ladder(more, content) if more.random() < 0.4 else (),
    )


def _ladder(chance: Random, content: Content) -> tuple[Rung, ...]:
    """Some of the parts that may wait for readers do, the later the more urgent."""
    waiting = [each for each in Channel if each in ladder.CHANNELS and each in content.channels()]
    times = sorted(chance.randint(ladder.SHORTEST, 40) for _ in waiting)
    return tuple(map(Rung, waiting, times))


def _content(chance: Random) -> Content:
    urgent = chance.random() < 0.3
    return build.content(
        html="<p>Bring lunch.</p>" if chance.random() < 0.8 else "",
        sms=SmsPart("Bring lunch", emergency=urgent) if chance.random() < 0.8 else None,
        voice=VoicePart("Bring lunch", emergency=urgent) if chance.random() < 0.4 else None,
        push=chance.random() < 0.4,
    )
