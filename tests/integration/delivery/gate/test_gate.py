"""The gate before a provider, with the whole line behind it: rates, throttling, outages, emergencies."""

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import RLock
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart
from chalicelib.delivery import known, store
from chalicelib.delivery.channels import base
from chalicelib.delivery.gate import keeper, kept
from chalicelib.delivery.gate.breaker import Breaker
from chalicelib.delivery.gate.keeper import Tally
from chalicelib.delivery.gate.line import Line as Booked
from chalicelib.delivery.gate.line import Wait
from chalicelib.delivery.halting.carry_out import bring_on
from chalicelib.delivery.halting.model import Halt, HaltState
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.store import chunks, gates, halts
from chalicelib.delivery.store.contended import Contended
from chalicelib.directory import audit
from chalicelib.directory import store as directory
from chalicelib.directory.audit import Subject, Who
from chalicelib.kernel.clock import stamp
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.ground import watched
from tests.support.line import Line, settle_district
from tests.support.memory import Call, Work, refused
from tests.support.memory.calls import Answer

from ..test_dispatch import EMAIL_ONLY, TEXT_ONLY, chunk, fan_out, record
from ..test_whole_line import to

CALLS = {Channel.EMAIL: "SendBulkEmail", Channel.SMS: "SendTextMessage"}
KINDS = {Channel.EMAIL: "email", Channel.SMS: "text"}
DOWN = {Channel.EMAIL: "InternalServiceErrorException", Channel.SMS: "InternalServerException"}


def families_of(count: int, name: str = "student") -> list[str]:
    """So many students, each with a mother who has an email address and a phone; their ids."""
    known_ids = [f"{name}-{at}" for at in range(count)]
    settle_district(
        *(
            families.reached_at(each, f"{each}@home.example", f"+1206{at:07d}")
            for at, each in enumerate(known_ids)
        )
    )
    return known_ids


def limited(**settings: Any) -> None:
    directory.put_district(people.district(settings=settings))
    known.forget()


def texts(line: Line, students: list[str], number: int = 1, *, emergency: bool = False) -> Message:
    content = build.content(html="", plain="", sms=SmsPart("Stay home", emergency=emergency))
    sent = build.message(number, accepted_at=line.clock.now(), content=content, selection=to(*students))
    return line.send(sent)


def keep_time(line: Line, patch: pytest.MonkeyPatch) -> Any:
    """The clock moves on when the calls that were begun have ended, and not while somebody holds what this
    gives back: another process has the machine then."""
    standing, sleep = RLock(), line.clock.sleep

    def slept(seconds: float) -> None:
        with standing:
            time.sleep(0.02)
            sleep(seconds)

    patch.setattr(line.clock, "sleep", slept)
    return standing


# ---- Rates --------------------------------------------------------------------------------------------------


def test_texts_leave_at_the_districts_rate_and_no_faster(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-03 (R8): 120 texts at ten a second, from several chunks and workers."""
    keep_time(line, monkeypatch)
    students = families_of(120)
    limited(texts_per_second=10)
    message = texts(line, students)
    line.run(minutes=3)
    assert line.totals(message, Channel.SMS) == Totals(total=120, sent=120)
    seconds = Counter(int(each.at) for each in line.handed_over())
    assert max(seconds.values()) <= 12
    assert len(line.handed_over()) == line.saboteur.calls.count("SendTextMessage") == 120


def test_emails_leave_in_calls_of_what_a_second_takes(line: Line) -> None:
    students = families_of(60)
    limited(emails_per_second=14)
    content = build.content(**EMAIL_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to(*students)))
    line.run(minutes=2)
    assert line.totals(message, Channel.EMAIL) == Totals(total=60, sent=60)
    by_call = Counter(each.at for each in line.handed_over())
    assert max(by_call.values()) <= 14
    assert max(by_call) - min(by_call) == pytest.approx((60 - 10) / 14, abs=0.1)


def test_a_provider_that_says_too_fast_is_called_little_more_than_once_for_each(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-10 (R8): nobody told us its rate. No failure, and at most 1.2 calls a delivery."""
    keep_time(line, monkeypatch)
    students = families_of(100)
    line.simulator.control({"action": "throttle", "kind": "text", "rate": 4})
    message = texts(line, students)
    line.run(minutes=5)
    assert line.totals(message, Channel.SMS) == Totals(total=100, sent=100)
    assert line.saboteur.calls.count("SendTextMessage") <= 120
    assert line.dead_letters == []


# ---- Outages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
@pytest.mark.parametrize("code", ["down", "throttling"])
def test_ten_minutes_of_outage_cost_no_delivery_and_few_calls(line: Line, channel: Channel, code: str) -> None:
    """QUEUE-10 (R10): the breaker opens, deliveries wait without calls, and leave when it closes."""
    students = families_of(100)
    kind = KINDS[channel]
    fault = {"action": "refuse", "code": DOWN[channel]} if code == "down" else {"action": "throttle"}
    line.simulator.control({**fault, "kind": kind, "calls": 100_000})
    options = EMAIL_ONLY if channel is Channel.EMAIL else TEXT_ONLY
    content = build.content(**options)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to(*students)))
    line.run(minutes=9)
    assert gates.read("demo", channel).breaker.open
    assert line.totals(message, channel) == Totals(total=100)
    line.simulator.control({"action": "reset", "what": "faults"})
    line.run(minutes=20)
    assert line.totals(message, channel) == Totals(total=100, sent=100)
    assert not gates.read("demo", channel).breaker.open
    assert len({each.destination for each in line.handed_over()}) == len(line.handed_over()) == 100
    canaries = line.saboteur.calls.count("SendEmail") if channel is Channel.EMAIL else 0
    assert line.saboteur.calls.count(CALLS[channel]) + canaries <= 120
    assert line.dead_letters == []


def test_an_address_at_which_every_call_fails_holds_up_nobody(line: Line) -> None:
    """QUEUE-10: one bad address is no outage."""
    settle_district(
        families.reached_at("bad", "mum@broken.example", "+12060000001"),
        *(families.reached_at(f"sam-{at}", f"mum-{at}@home.example", f"+120600001{at:02}") for at in range(5)),
    )
    content = build.content(**EMAIL_ONLY)
    now = line.clock.now()
    first = build.message(accepted_at=now, content=content, selection=to("bad", "sam-0", "sam-1"))
    line.send(first)
    line.run(minutes=8)
    assert line.totals(first, Channel.EMAIL).sent == 2
    assert not gates.read("demo", Channel.EMAIL).breaker.open
    others = to("sam-2", "sam-3", "sam-4")
    second = line.send(build.message(2, accepted_at=line.clock.now(), content=content, selection=others))
    line.run()
    assert line.totals(second, Channel.EMAIL) == Totals(total=3, sent=3)


def test_a_provider_that_takes_most_is_not_down(line: Line) -> None:
    """QUEUE-10: one call in forty that fails, attempt after attempt, opens no breaker."""
    settle_district()
    for _ in range(3):
        keeper.tell("demo", Channel.SMS, Tally(worked=39, failed=1), line.clock.now())
    assert gates.read("demo", Channel.SMS).breaker == Breaker()


def test_what_expires_while_the_provider_is_down_is_expired(line: Line) -> None:
    """QUEUE-09: nothing leaves, and nothing waits for ever."""
    students = families_of(2)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 100_000})
    message = texts(line, students)
    line.run(minutes=6)
    line.clock.advance(hours=24)
    line.run(minutes=3)
    assert {row.status for row in line.rows(message, Channel.SMS)} == {DeliveryStatus.EXPIRED}


def test_a_breaker_of_one_channel_does_not_hold_up_another(line: Line) -> None:
    students = families_of(3)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 100_000})
    message = line.send(build.message(accepted_at=line.clock.now(), selection=to(*students)))
    line.run(minutes=3)
    assert line.totals(message, Channel.EMAIL) == Totals(total=3, sent=3)
    assert line.totals(message, Channel.SMS) == Totals(total=3)


def broken(*_: Any, **__: Any) -> None:
    raise RuntimeError


def test_an_emergency_leaves_though_the_gate_cannot_be_read(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    students = families_of(2)
    monkeypatch.setattr(gates, "change", broken)
    message = texts(line, students, emergency=True)
    line.run()
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2)


def test_an_emergency_that_could_not_ask_keeps_the_rate_all_the_same(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8, R12: two hundred workers may be in its place."""
    keep_time(line, monkeypatch)
    students = families_of(40)
    limited(texts_per_second=5)
    monkeypatch.setattr(gates, "change", broken)
    message = texts(line, students, emergency=True)
    line.run()
    assert line.totals(message, Channel.SMS) == Totals(total=40, sent=40)
    assert max(Counter(int(each.at) for each in line.handed_over()).values()) <= 6


def test_an_emergency_that_never_gets_through_leaves_within_half_a_minute(line: Line) -> None:
    """QUEUE-04, R12: at the district's rate; a gate that stays out of reach would hold it for as long."""

    def crowded(call: Call, work: Work) -> Answer:
        if "GATE" in json.dumps(call.params.get("Key", "")):
            raise refused("ThrottlingException")
        return work()

    message, began = texts(line, families_of(1), emergency=True), line.clock.now()
    limited(texts_per_second=5)
    fan_out(line, message)
    line.drop_queues()
    back = [chunk(message, Channel.SMS).body()]
    with watched(line.ground, crowded, "dynamodb"):
        while not line.handed_over() and line.clock.now() < began + timedelta(minutes=1):
            if back:
                line.drop_queues()
                line.call("dispatch_sms", record(*back))
            line.clock.advance(seconds=1)
            back = line.waiting("SmsEmergencyQueue")
    assert len(line.handed_over()) == 1
    assert timedelta(seconds=10) <= line.clock.now() - began <= timedelta(seconds=40)


def test_the_wait_of_who_was_turned_away_begins_when_the_tries_are_over(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8: else all who tried for two seconds are back at once."""

    def tries(*_: object, **__: object) -> None:
        line.clock.advance(seconds=2)
        raise Contended(Channel.SMS)

    message = texts(line, families_of(1))
    limited(texts_per_second=5)
    monkeypatch.setattr(gates, "change", tries)
    answer = keeper.ask(message, chunk(message, Channel.SMS), line.clock, 40)
    assert isinstance(answer, Wait)
    assert answer.until >= line.clock.now().timestamp() + 1


@pytest.mark.parametrize("emergency", [False, True])
@pytest.mark.parametrize("operation", ["GetItem", "UpdateItem"])
def test_who_does_not_get_through_to_the_gate_waits_and_has_failed_at_nothing(
    line: Line, operation: str, emergency: bool
) -> None:
    """R8, R12: two hundred workers ask at once, and the table refuses some; nobody leaves without a pace, and
    no receive counts."""

    def crowded(call: Call, work: Work) -> Answer:
        if call.operation == operation and "GATE" in json.dumps(call.params.get("Key", "")):
            raise refused("ThrottlingException")
        return work()

    message = texts(line, families_of(1), emergency=emergency)
    limited(texts_per_second=5)
    fan_out(line, message)
    line.drop_queues()
    kept.forget()
    with watched(line.ground, crowded, "dynamodb"):
        answer = line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert answer == {"batchItemFailures": []}
    assert line.handed_over() == []
    line.clock.advance(seconds=7)
    (back,) = line.waiting("SmsEmergencyQueue" if emergency else "SmsNormalQueue")
    assert "turn" not in back
    line.call("dispatch_sms", record(back))
    assert len(line.handed_over()) == 1


# ---- Emergencies --------------------------------------------------------------------------------------------


def during(line: Line, nth: int, do: Callable[[], None]) -> None:
    """Do something in another process while a worker stands before its nth text."""
    seen = 0

    def before(_call: Call, work: Work) -> Answer:
        nonlocal seen
        seen += 1
        if seen == nth:
            worker, line.rights.function = line.rights.function, ""  # what a test does itself is not restricted
            do()
            line.rights.function, line.saboteur.watching = worker, True
        return work()

    line.ground.watch(before, "pinpoint-sms-voice-v2")


def test_an_emergency_behind_a_flood_starts_at_once_and_the_flood_gives_way(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-04 (R12): within one receive of each of its queues and at most 25 hand-offs of the flood."""
    students = families_of(150)
    limited(texts_per_second=10)
    flood = texts(line, students)

    standing = keep_time(line, monkeypatch)
    monkeypatch.setattr(base, "THREADS", 1)  # two processes at once are enough

    def emergency() -> None:
        with standing:
            _emergency()

    def _emergency() -> None:
        message = texts(line, students[:30], 2, emergency=True)
        body = {"district": "demo", "message": message.message_id}
        line.call("fan_out", record(body))
        plan = store.plan("demo", message.message_id)
        assert plan is not None
        line.call("fan_out", record(body | {"shard": 0, "plan": plan.plan_id}))
        (ref,) = line.waiting("SmsEmergencyQueue")
        line.call("dispatch_sms", record(json.loads(json.dumps(ref))))

    during(line, 20, emergency)
    line.run(minutes=6)
    order = [each.tags["ref"].split("-")[1] == flood.message_id for each in line.handed_over()][::-1]
    first = order.index(False)
    assert first <= 20 + 25
    assert sum(order[first : first + 30]) <= 20, "the flood's worker gives way within two seconds"
    assert order.count(False) == 30
    assert order.count(True) == 150


# ---- Turns that hold no more --------------------------------------------------------------------------------


def one_more(line: Line, student: str, number: int = 9) -> Message:
    content = build.content(html="", plain="", sms=SmsPart("Shoes found"))
    return line.send(
        build.message(number, accepted_at=line.clock.now(), content=content, selection=to(student))
    )


def cancel(line: Line, message: Message) -> None:
    """As its author does, carried out at once."""
    halt = Halt(HaltState.CANCELED, 1, "author", "Ada", stamp(line.clock.now()))
    told = audit.entry(line.clock.now(), Who("author", "Ada"), Subject.MESSAGE, message.message_id, "Stop", ())
    assert halts.put("demo", message.message_id, halt, told, line.clock.now())
    bring_on("demo", message.message_id, line.clock, 60)


def test_nobody_waits_for_what_was_canceled(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-04, A-14: 300 texts at one in four seconds would have taken twenty minutes."""
    keep_time(line, monkeypatch)
    students = families_of(301)
    limited(texts_per_second=0.25)
    flood = texts(line, students[:300])
    line.run(minutes=1)
    cancel(line, flood)
    before = line.clock.now()
    message = one_more(line, students[300])
    line.run()
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)
    assert line.clock.now() - before <= timedelta(seconds=40), "what was in a worker's hands leaves before"


@pytest.mark.parametrize("paused", [False, True], ids=["another worker has it", "its message is paused"])
def test_what_was_booked_for_nothing_is_free_again(line: Line, paused: bool) -> None:
    """QUEUE-04: else whoever comes next waits for texts that never left."""
    message = texts(line, families_of(10))
    limited(texts_per_second=1)
    fan_out(line, message)
    line.drop_queues()
    if paused:
        halt = Halt(HaltState.PAUSED, 1, "author", "Ada", stamp(line.clock.now()))
        told = audit.entry(
            line.clock.now(), Who("author", "Ada"), Subject.MESSAGE, message.message_id, "Stop", ()
        )
        assert halts.put("demo", message.message_id, halt, told, line.clock.now())
    else:
        assert chunks.claim(chunk(message, Channel.SMS), line.clock.now(), most=50)
    line.call("dispatch_sms", record(replace(chunk(message, Channel.SMS), size=10).body()))
    now = line.clock.now().timestamp()
    assert gates.read("demo", Channel.SMS).line.busy_until(now) - now == pytest.approx(0, abs=0.01)
    assert line.handed_over() == []


def test_a_chunk_of_which_nothing_is_left_asks_for_no_place(line: Line) -> None:
    """QUEUE-02: all of it was settled by receipts while its message was paused; its reference would come back
    every second until the message expires."""
    message = texts(line, families_of(1))
    limited(texts_per_second=1)
    fan_out(line, message)
    line.drop_queues()
    line.call("dispatch_sms", record(replace(chunk(message, Channel.SMS), size=0).body()))
    line.clock.advance(seconds=10)  # a reference that came back was delayed
    assert line.waiting("SmsNormalQueue") == []
    line.run(minutes=5)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


@pytest.mark.parametrize("rate", [10, None])
def test_a_rate_that_is_raised_or_removed_frees_those_who_wait(
    line: Line, monkeypatch: pytest.MonkeyPatch, rate: float | None
) -> None:
    """QUEUE-04, A-14: within a minute, a message that waits behind them too."""
    keep_time(line, monkeypatch)
    students = families_of(301)
    limited(texts_per_second=1)
    flood = texts(line, students[:300])
    line.run(minutes=1)
    last = one_more(line, students[300])
    assert line.totals(flood, Channel.SMS).sent <= 200
    limited(**({"texts_per_second": rate} if rate else {}))
    line.run(minutes=2)
    assert line.totals(flood, Channel.SMS) == Totals(total=300, sent=300)
    assert line.totals(last, Channel.SMS) == Totals(total=1, sent=1)
    assert not gates.read("demo", Channel.SMS).line.stale


def test_a_line_that_does_nothing_makes_nobody_wait(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-04, A-14: whatever became of those before, a place far away is no reason to wait."""
    keep_time(line, monkeypatch)
    students = families_of(60)
    limited(texts_per_second=1)
    waited = texts(line, students[:50])
    line.run(minutes=1)
    assert line.totals(waited, Channel.SMS).sent == 50
    now = line.clock.now().timestamp()

    def far(breaker: Breaker, booked: Booked) -> tuple[Breaker, Booked, None]:
        until = {**booked.until, "made normal:lincoln": now + 700, "turn normal": now + 700}
        return breaker, replace(booked, until=until, pace=1), None

    gates.change("demo", Channel.SMS, far)
    kept.forget()
    line.clock.advance(seconds=20)
    message = one_more(line, students[50])
    line.run()
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


def after_a_lower_rate(
    line: Line, patch: pytest.MonkeyPatch, count: int, rates: tuple[float, float], nth: int
) -> list[float]:
    """How many seconds after a lower rate was saved, before the nth text, the texts left that came then."""
    keep_time(line, patch)
    patch.setattr("time.monotonic", lambda: line.clock.now().timestamp())
    students = families_of(count)
    limited(texts_per_second=rates[0])
    texts(line, students)
    saved: list[float] = []

    def lower() -> None:
        directory.put_district(people.district(settings={"texts_per_second": rates[1]}))
        saved.append(line.clock.now().timestamp())

    during(line, nth, lower)
    line.run(minutes=1)
    return [each.at - saved[0] for each in line.handed_over() if each.at > saved[0]]


def test_a_rate_that_was_just_saved_is_obeyed_by_whoever_comes(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-04: within two seconds, whatever is under way."""
    later = after_a_lower_rate(line, monkeypatch, 200, (20, 1), nth=40)
    assert sum(each <= 2 for each in later) <= 41
    assert 1 <= sum(2.1 < each <= 20 for each in later) <= 19


def test_a_worker_under_way_gives_way_to_a_rate_within_five_seconds(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-04: what was promised by the old rate leaves no later."""
    later = after_a_lower_rate(line, monkeypatch, 50, (4, 0.5), nth=5)
    assert sum(each <= 5.5 for each in later) <= 22
    assert sum(5.5 < each <= 20 for each in later) <= 8, "of forty that were promised by then"
