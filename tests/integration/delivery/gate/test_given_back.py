"""Time that was booked, or a probe that was given, for deliveries that do not leave after all."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.content.model import Channel, VoicePart
from chalicelib.delivery import dispatch as dispatching
from chalicelib.delivery.channels import base
from chalicelib.delivery.channels.base import Outcome
from chalicelib.delivery.channels.voice import Voice
from chalicelib.delivery.gate import keeper, kept
from chalicelib.delivery.gate.breaker import TRIES, Breaker
from chalicelib.delivery.gate.line import Go
from chalicelib.delivery.gate.line import Line as Booked
from chalicelib.delivery.store import chunks, gates
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.messages.model import Message
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..test_dispatch import chunk, fan_out, record
from ..test_whole_line import to
from .test_gate import families_of, limited, texts


def down(line: Line, channel: Channel) -> None:
    """The provider was down, and a probe is due."""

    def opened(breaker: Breaker, booked: Booked) -> tuple[Breaker, Booked, None]:
        for _ in range(TRIES):
            breaker = breaker.failed(line.clock.now().timestamp() - 60)
        return breaker, booked, None

    gates.change("demo", channel, opened)
    kept.forget()


def call(line: Line, number: int, student: str) -> Message:
    content = build.content(html="", plain="", sms=None, voice=VoicePart("Stay home"))
    now = line.clock.now()
    message = line.send(build.message(number, accepted_at=now, content=content, selection=to(student)))
    fan_out(line, message)
    return message


@pytest.mark.parametrize("what", ["stale", "opted out", "not tried", "broken"])
def test_a_probe_that_calls_nobody_is_made_by_the_next(
    line: Line, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """R10: calls have no simulator, so that a delivery is the probe; who asks first may have nobody to call."""
    sam, kim = "+12065550101", "+12065550102"
    settle_district(families.reached_at("sam", number=sam), families.reached_at("kim", number=kim))
    first, second = call(line, 1, "sam"), call(line, 2, "kim")
    if what == "stale":
        assert chunks.claim(chunk(first, Channel.VOICE), line.clock.now(), most=1)
    if what == "opted out":
        suppressions.suppress("demo", Channel.VOICE, sam, Cause.OPT_OUT, "2026-11-23T14:00:00Z")
    down(line, Channel.VOICE)
    with monkeypatch.context() as patch:
        if what == "not tried":
            patch.setattr(base.HandOver, "may_go_on", lambda _work: False)
        if what == "broken":
            patch.setattr(dispatching, "prepare", fails)
        line.call("dispatch_voice", record(chunk(first, Channel.VOICE).body()))
    assert line.handed_over() == []
    line.call("dispatch_voice", record(chunk(second, Channel.VOICE).body()))
    assert [each.destination for each in line.handed_over()] == [kim]
    assert not gates.read("demo", Channel.VOICE).breaker.open


def fails(*_: Any) -> None:
    raise RuntimeError


def breaks_off(*_: Any) -> Iterator[Outcome]:
    """Nobody knows whether it called somebody."""
    raise RuntimeError
    yield


def test_a_probe_of_which_nobody_knows_whether_it_called_is_nobody_elses(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10: a fault of ours says nothing of the provider, who may be down: no storm of probes."""
    sam, kim = "+12065550101", "+12065550102"
    settle_district(families.reached_at("sam", number=sam), families.reached_at("kim", number=kim))
    first, second = call(line, 1, "sam"), call(line, 2, "kim")
    down(line, Channel.VOICE)
    with monkeypatch.context() as patch:
        patch.setattr(Voice, "hand_over", breaks_off)
        line.call("dispatch_voice", record(chunk(first, Channel.VOICE).body()))
    line.call("dispatch_voice", record(chunk(second, Channel.VOICE).body()))
    assert line.handed_over() == []
    assert gates.read("demo", Channel.VOICE).breaker.open


def test_no_call_waits_until_time_is_given_back(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-03, QUEUE-04: of fifty texts 45 are stopped, and the gate is crowded; the five leave at once."""
    students = families_of(50)
    limited(texts_per_second=2)
    message = texts(line, students, emergency=True)
    fan_out(line, message)
    for at in range(45):
        suppressions.suppress("demo", Channel.SMS, f"+1206{at:07d}", Cause.OPT_OUT, "2026-11-23T14:00:00Z")
    monkeypatch.setattr("chalicelib.delivery.channels.pace.Pace.wait", lambda *_: None)
    given_back: list[int] = []
    monkeypatch.setattr(keeper, "give_back", lambda *_: given_back.append(len(line.handed_over())))
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert given_back == [5]


def test_who_does_not_leave_takes_nobodys_time(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-03: of fifty texts at two a second 45 were stopped; or a fault of ours stopped all."""
    students = families_of(50)
    limited(texts_per_second=2)
    message = texts(line, students)
    fan_out(line, message)
    ref = chunk(message, Channel.SMS)
    monkeypatch.setattr("chalicelib.delivery.channels.pace.Pace.wait", lambda *_: None)
    with monkeypatch.context() as patch:
        patch.setattr(dispatching, "prepare", fails)
        line.call("dispatch_sms", record(ref.body()))
    assert booked(line) <= 0
    for at in range(45):
        suppressions.suppress("demo", Channel.SMS, f"+1206{at:07d}", Cause.OPT_OUT, "2026-11-23T14:00:00Z")
    line.call("dispatch_sms", record(ref.body()))
    assert 0 < booked(line) <= 5 / 2


def test_an_emergencys_reference_that_came_twice_asks_for_no_time(line: Line) -> None:
    """QUEUE-04: the queue job adds some to each chunk that waits for minutes; were each given time that others
    book behind, the last of an emergency would take several times as long."""
    students = families_of(50)
    limited(texts_per_second=5)
    message = texts(line, students, emergency=True)
    fan_out(line, message)
    ref = chunk(message, Channel.SMS)
    assert chunks.claim(ref, line.clock.now(), most=50)
    line.clock.advance(seconds=61)
    before = gates.read("demo", Channel.SMS)
    line.call("dispatch_sms", record(ref.body()))
    assert gates.read("demo", Channel.SMS) == before
    assert line.handed_over() == []


def test_who_asked_for_no_time_gives_none_back(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """R8: of an emergency that left without asking the gate nothing was booked; what stands there is of
    others."""
    students = families_of(50)
    limited(texts_per_second=5)
    message = texts(line, students, emergency=True)
    fan_out(line, message)
    now, ref = line.clock.now(), chunk(message, Channel.SMS)
    keeper.ask(message, ref, line.clock, 40)
    until = gates.read("demo", Channel.SMS).line.until
    with monkeypatch.context() as patch:
        patch.setattr(gates, "change", fails)
        leave = keeper.ask(message, ref, line.clock, 40)
    assert isinstance(leave, Go)
    keeper.give_back(ref, leave, leave.count, now)
    assert gates.read("demo", Channel.SMS).line.until == until


def booked(line: Line) -> float:
    """Seconds of the provider's time, of the school's share as well."""
    until, now = gates.read("demo", Channel.SMS).line.until, line.clock.now().timestamp()
    return max(at for name, at in until.items() if not name.startswith("made ")) - now
