"""100,000 generated texts and calls go through the real dispatch: outside the window only emergencies leave.

The table is replaced by what a worker would find in it; the clock jumps from chunk to chunk.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from chalicelib.content.model import Channel, Lane, SmsPart, VoicePart
from chalicelib.delivery import known, lanes
from chalicelib.delivery.channels.base import HandOver, Outcome
from chalicelib.delivery.channels.errors import Verdict
from chalicelib.delivery.chunk import Chunk, Entry
from chalicelib.delivery.dispatch import dispatch
from chalicelib.delivery.gate import keeper
from chalicelib.delivery.gate.line import Go
from chalicelib.delivery.last_checks import held_up
from chalicelib.delivery.refs import ChunkRef
from chalicelib.delivery.store import chunks, halts, ledger
from chalicelib.directory.model import District, School
from chalicelib.kernel.clock import FixedClock, stamp
from chalicelib.messages.model import Message
from tests.builders import messages as build
from tests.builders import people

SEED, CHUNKS, SIZE = 20261123, 2_000, 50
ZONES = ("America/New_York", "America/Denver", "America/Phoenix", "Pacific/Honolulu", "America/Anchorage", "")
HOURS = (("08:00", "21:00"), ("06:30", "20:15"), ("", "19:00"), ("09:00", ""), ("00:00", "00:00"))


@dataclass
class Left:
    """What left: each call at its own moment, as a slow provider takes it."""

    clock: FixedClock
    dice: random.Random
    channel: Channel = Channel.SMS
    calls: list[tuple[datetime, Chunk]] = field(default_factory=list)

    def hand_over(self, work: HandOver) -> Iterator[Outcome]:
        for entry in work.entries:
            if not work.may_go_on():
                return
            self.calls.append((self.clock.now(), work.chunk))
            self.clock.advance(seconds=self.dice.choice((0, 0.2, 3)))
            yield Outcome(entry.delivery_id, Verdict.HANDED)


def a_message(number: int, school: str, emergency: bool, at: datetime) -> Message:
    sms, voice = SmsPart("Stay home", emergency=emergency), VoicePart("Stay home", emergency=emergency)
    content = build.content(html="", plain="", sms=sms, voice=voice)
    changes: dict[str, Any] = {"content": content, "sender": build.sender(school_id=school), "accepted_at": at}
    return build.message(number, **changes)


@pytest.mark.parametrize("follows", [False, True])
def test_nothing_but_emergencies_leaves_outside_the_window(
    monkeypatch: pytest.MonkeyPatch, follows: bool
) -> None:
    """QUEUE-05, QUEUE-06, A-27: by the hours and the time of the sender's school, or of each recipient's."""
    dice, clock = random.Random(SEED), FixedClock(datetime(2026, 3, 1, tzinfo=UTC))
    schools = {
        f"school-{at}": people.school(f"school-{at}", time_zone=zone, settings=_hours(*hours))
        for at, (zone, hours) in enumerate((zone, hours) for zone in ZONES for hours in HOURS)
    }
    district = people.district(settings=_hours("08:00", "21:00") | {"window_follows_recipient": follows})
    chunk_of: dict[ChunkRef, Chunk] = {}
    message_of: dict[str, Message] = {}
    held: list[Chunk] = []
    _play(monkeypatch, district, schools, chunk_of, message_of, held)
    left = Left(clock, dice)
    for number in range(CHUNKS):
        clock.at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(0, 365 * 24 * 60))
        sender, recipient = dice.choices(list(schools), k=2)
        message = a_message(
            number, sender, dice.random() < 0.2, clock.at - timedelta(minutes=dice.randrange(90))
        )
        left.channel = dice.choice((Channel.SMS, Channel.VOICE))
        ref = ChunkRef("demo", message.message_id, left.channel, 0, 0)
        chunk_of[ref], message_of[message.message_id] = (
            _chunk(ref, message, recipient if follows else ""),
            message,
        )
        dispatch(ref, left, clock, lambda: 50.0)
    outside = [each for each in left.calls if not _allowed(each, message_of, district, schools)]
    assert outside == []
    assert len(left.calls) + SIZE * len(held) > CHUNKS * SIZE * 0.9
    assert held
    emergencies = [chunk for _, chunk in left.calls if chunk.lane is Lane.EMERGENCY]
    assert len(emergencies) == SIZE * sum(each.lane is Lane.EMERGENCY for each in chunk_of.values())


def _hours(not_before: str, not_after: str) -> dict[str, Any]:
    return {"call_window_not_before": not_before, "call_window_not_after": not_after}


def _chunk(ref: ChunkRef, message: Message, window_of: str) -> Chunk:
    entries = tuple(Entry(f"{at}", "+12065550100") for at in range(SIZE))
    at = message.accepted_at
    lane = message.lane(ref.channel)
    return Chunk(ref, lane, 0, stamp(at), stamp(message.expires_at), entries, attempt=1, window_of=window_of)


def _allowed(
    call: tuple[datetime, Chunk],
    message_of: dict[str, Message],
    district: District,
    schools: dict[str, School],
) -> bool:
    """By arithmetic of its own: the local minute lies between the two hours."""
    at, chunk = call
    if chunk.lane is Lane.EMERGENCY:
        return True
    school = schools[chunk.window_of or message_of[chunk.ref.message_id].sender.school_id]
    local = at.astimezone(ZoneInfo(school.time_zone or district.time_zone))
    first, last = (str(school.settings[f"call_window_not_{side}"]) for side in ("before", "after"))
    return (first or "00:00") <= local.strftime("%H:%M") <= (last or "23:59")


def _play(
    patch: pytest.MonkeyPatch,
    district: District,
    schools: dict[str, School],
    chunk_of: dict[ChunkRef, Chunk],
    message_of: dict[str, Message],
    held: list[Chunk],
) -> None:
    """The table, as far as a worker asks it."""

    def hold(chunk: Chunk, *_: object, **__: object) -> bool:
        held.append(chunk)
        return True

    patch.setattr(known, "district", lambda _district, **_: district)
    patch.setattr(known, "schools", lambda _district, **_: schools)
    patch.setattr(known, "message", lambda _district, message_id: message_of[message_id])
    patch.setattr(chunks, "read", lambda refs: {ref: chunk_of[ref] for ref in refs})
    patch.setattr(chunks, "claim", lambda ref, _now, _most: chunk_of[ref])
    patch.setattr(chunks, "hold", hold)
    patch.setattr(chunks, "done", lambda chunk: chunk)
    patch.setattr(chunks, "put_back", lambda chunk, *_, **__: chunk)
    patch.setattr(ledger, "settle", lambda *_: ledger.Settled(closed=False))
    patch.setattr(keeper, "ask", lambda _message, ref, clock, _seconds: Go(clock.now().timestamp(), ref.size))
    patch.setattr(keeper, "tell", lambda *_: None)
    patch.setattr(halts, "read", lambda *_: None)
    patch.setattr(keeper, "shaky", lambda *_: False)
    patch.setattr(held_up, "_forbidden", lambda *_: {})
    patch.setattr(lanes, "put_back", lambda *_, **__: None)
