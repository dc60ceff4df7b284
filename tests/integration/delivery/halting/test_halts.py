"""Paused, resumed, canceled while it goes out: what has left stays, what has not is final at once and visibly,
nobody gets it twice, nobody is lost. Killed at every call, and with two at work (R14)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import pytest

from chalicelib.access.model import Principal
from chalicelib.access.profiles import STANDARD
from chalicelib.content.model import Channel
from chalicelib.delivery import known, store
from chalicelib.delivery.halting import command
from chalicelib.delivery.halting.carry_out import bring_on
from chalicelib.delivery.halting.model import HaltState, may_still_leave
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.sent.progress import Progress
from chalicelib.delivery.store import chunks, halts
from chalicelib.directory import audit as changes
from chalicelib.directory import store as directory
from chalicelib.directory.audit import Subject
from chalicelib.directory.model import EmailAddress, Role
from chalicelib.directory.store import audit
from chalicelib.kernel.errors import Conflict
from chalicelib.messages.model import Message
from chalicelib.messages.store import conversations as inboxes
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.heard import heard
from tests.support.line import Crash, Line, settle_district
from tests.support.memory import refused

from ..last_checks.test_window import close_the_window
from ..queue_job.test_doubt import kill
from ..test_crashes import carry_on, check
from ..test_crashes import send as send_to_two
from ..test_dispatch import EMAIL_ONLY, TEXT_ONLY, chunk, fan_out, only, record, send
from ..test_whole_line import to

EVE = people.user("eve", email=EmailAddress("eve@lincoln.example"))
ANN = Principal("demo", "teacher-1", "Ada Teacher", (Role.TEACHER,), (STANDARD[Role.TEACHER],), ("lincoln",))
Answer = TypeVar("Answer")
CANCELED = (DeliveryStatus.EXPIRED, "canceled")


def cancel(line: Line, message: Message) -> int:
    """Canceled by its author; how many may still leave."""
    return _said(line, message, command.cancel)


def pause(line: Line, message: Message) -> int:
    return _said(line, message, command.pause)


def resume(line: Line, message: Message) -> None:
    command.resume(ANN, message.message_id, line.clock)


def _said(line: Line, message: Message, say: Callable[..., Progress]) -> int:
    found = as_a_request(line, lambda: say(ANN, message.message_id, line.clock))
    assert found.halt is not None
    still = may_still_leave(found.halt, found.pending)
    assert still is not None, "a request has the time to count what is in hand"
    return still


def as_a_request(line: Line, action: Callable[[], Answer]) -> Answer:
    """The API is a process of its own: neither a function's rights nor its murderer concern it."""
    before = line.rights.function, line.saboteur.watching
    line.rights.function, line.saboteur.watching = "", False
    try:
        return action()
    finally:
        line.rights.function, line.saboteur.watching = before


# ---- Cancel -------------------------------------------------------------------------------------------------


def test_what_waits_is_settled_at_once_and_what_left_stays(line: Line) -> None:
    """R14, A-89, QUEUE-08: the text left before; the email and the in-app copy do not."""
    message = send(line, families.student("sam"))
    fan_out(line, message)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert cancel(line, message) == 0
    assert only(line, message, Channel.EMAIL) == CANCELED
    assert only(line, message, Channel.PORTAL) == CANCELED
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, expired=1, canceled=1)
    line.run(minutes=3)
    assert [each.kind for each in line.handed_over()] == ["text"]
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)
    assert inboxes.unread("demo", "sam-mum-account") == 0


def test_beside_one_in_doubt_the_others_end_at_once(line: Line) -> None:
    """R14: of one nobody knows whether it left; another was throttled, and has not."""
    throttled, broken = "+19075550132", "+19075550133"
    numbers = {"sam": throttled, "kim": broken, "lee": "+12065550101"}
    message = send(
        line, *(families.reached_at(each, number=number) for each, number in numbers.items()), **TEXT_ONLY
    )
    fan_out(line, message)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert cancel(line, message) == 1
    found = {row.destination: (row.status, row.reason) for row in line.rows(message, Channel.SMS)}
    assert found[throttled] == CANCELED
    assert found[broken] == (DeliveryStatus.PENDING, "")
    line.run(minutes=4)
    assert [each.destination for each in line.handed_over()] == ["+12065550101"]
    assert line.pending(message) == 0
    assert line.totals(message, Channel.SMS).canceled == 2
    assert line.totals(message, Channel.SMS).sent == 1


def test_a_reference_that_comes_twice_goes_on_once(line: Line) -> None:
    """R14: as long as somebody is in doubt, the walks repeat; they must not become more each time that SQS
    delivers one twice."""
    message = send(line, families.reached_at("kim", number="+19075550133"), **TEXT_ONLY)
    fan_out(line, message)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert cancel(line, message) == 1
    for _ in range(3):
        line.clock.advance(seconds=15)
        (found,) = [each for each in line.waiting("FanOutQueue") if "halt" in each]
        line.drop_queues()
        line.call("fan_out", record(found, found))
        line.call("fan_out", record(found))


def test_an_in_app_copy_that_was_made_stays(line: Line) -> None:
    """R14: what has left stays."""
    message = send(line, families.student("sam"))
    fan_out(line, message)
    line.call("dispatch_portal", record(chunk(message, Channel.PORTAL).body()))
    cancel(line, message)
    line.run(minutes=1)
    assert inboxes.unread("demo", "sam-mum-account") == 1
    assert only(line, message, Channel.SMS) == CANCELED


def test_before_anybody_planned_it_nothing_leaves_and_the_report_is_whole(line: Line) -> None:
    """R14, SEND-09: everybody has a record that says why."""
    message = send_to_two(line)
    cancel(line, message)
    line.run(minutes=2)
    assert line.handed_over() == []
    assert {(row.status, row.reason) for row in line.rows(message)} == {CANCELED}
    for channel in message.content.channels():
        assert line.totals(message, channel) == Totals(total=2, expired=2, canceled=2)


def send_to_both(line: Line) -> Message:
    """An email to a mother and to a teacher: two shards."""
    chosen, content = to("sam", staff=("eve",)), build.content(**EMAIL_ONLY)
    return line.send(build.message(accepted_at=line.clock.now(), selection=chosen, content=content))


def test_in_the_middle_of_the_fan_out_the_rest_is_canceled_as_it_is_made(line: Line) -> None:
    """R14, R13: one shard has left, the other is made with every row final."""
    settle_district(families.student("sam"), staff=(EVE,))
    message = send_to_both(line)
    fan_out(line, message)
    for channel in message.content.channels():
        line.call(f"dispatch_{channel}", record(chunk(message, channel).body()))
    cancel(line, message)
    line.run(minutes=2)
    shards = {(row.ref.shard, row.status) for row in line.rows(message)}
    assert shards == {(0, DeliveryStatus.SENT), (1, DeliveryStatus.EXPIRED)}
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=1, expired=1, canceled=1)


def test_whom_nobody_could_have_reached_is_not_said_to_be_canceled(line: Line) -> None:
    """R14, REPT-19: canceled before the fan-out; who has no number keeps that reason."""
    message = send(line, families.student("sam"), families.reached_at("kim", "kim@home.example"), **TEXT_ONLY)
    cancel(line, message)
    line.run(minutes=2)
    ends = {row.student_id: (row.status, row.reason) for row in line.rows(message, Channel.SMS)}
    assert ends == {"sam": CANCELED, "kim": (DeliveryStatus.ERROR, "no_contact_data")}
    assert line.totals(message, Channel.SMS) == Totals(total=2, expired=1, errors=1, canceled=1)


def test_a_worker_that_saw_nothing_is_counted_and_what_it_makes_is_found(line: Line) -> None:
    """R14: canceled right before the worker's call to the provider; so many were said to leave, no more do."""
    message = send(line, families.student("sam"), families.student("kim"), **EMAIL_ONLY)
    fan_out(line, message)
    said: list[int] = []
    line.saboteur.at_call = ("SendBulkEmail", 1)
    line.saboteur.meet(0, lambda: said.append(cancel(line, message)))
    line.call("dispatch_email", record(chunk(message, Channel.EMAIL).body()))
    line.saboteur.at_call = None
    assert said == [2]
    assert len(line.handed_over()) == 2
    line.run(minutes=2)
    halt = halts.read("demo", message.message_id)
    assert halt is not None
    assert (halt.open, halt.in_flight) == (False, 0)
    assert line.totals(message, Channel.PORTAL) == Totals(total=2, expired=2, canceled=2)


def test_what_the_window_holds_does_not_wait_for_the_morning_to_be_canceled(line: Line) -> None:
    """R14, QUEUE-05"""
    settle_district(families.student("sam"))
    close_the_window(line)
    content = build.content(html="", plain="")
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "")
    cancel(line, message)
    assert only(line, message, Channel.SMS) == CANCELED
    line.clock.advance(hours=12)
    line.run(minutes=3)
    assert line.handed_over() == []


def test_a_canceled_emergency_in_doubt_is_not_sent_again_on_suspicion(line: Line) -> None:
    """R14, R3: without proof it stays unconfirmed."""
    message = send(line, families.student("sam"), emergency=True, **EMAIL_ONLY | {"html": "", "plain": ""})
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    assert cancel(line, message) == 1
    line.run(minutes=5)
    assert len(line.handed_over()) == 1
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "unconfirmed")


def emergency_in_doubt(line: Line, *, left: bool) -> Message:
    """Its worker died at the provider's call, before or after it; no events come."""
    message = send(line, families.student("sam"), emergency=True, html="")
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=left)
    return message


def test_a_canceled_emergency_that_did_not_leave_ends_as_canceled(line: Line) -> None:
    """R14, R3: events prove that nobody has it; the number said before was a bound, and is kept."""
    message = emergency_in_doubt(line, left=False)
    line.muted = False
    assert cancel(line, message) == 1
    line.run(minutes=5)
    assert line.handed_over() == []
    assert only(line, message, Channel.SMS) == CANCELED
    halt = halts.read("demo", message.message_id)
    assert halt is not None
    assert halt.in_flight == 0


def test_a_canceled_emergency_that_left_is_sent(line: Line) -> None:
    """R14, R3: so its event says, whenever it comes."""
    message = emergency_in_doubt(line, left=True)
    assert cancel(line, message) == 1
    line.run(minutes=5)
    line.muted = False
    for body in line.lost:
        line.receive_event(body)
    line.run(minutes=3)
    assert len(line.handed_over()) == 1
    assert only(line, message, Channel.SMS) == (DeliveryStatus.SENT, "")


def test_canceled_before_any_call_about_an_emergency_in_doubt(line: Line) -> None:
    """R14, R3, R4, QUEUE-08: while the queue job puts it back without proof, and a worker takes it. No more
    leave than were said; as it may have left before, it is no canceled one in the numbers."""
    at, hit, kept = -2, True, 0
    while hit:
        at += 3  # some 50 calls, of which each third one is as good as all
        line.wipe()
        message = emergency_in_doubt(line, left=True)
        line.clock.advance(seconds=100)
        said: list[int] = []
        line.saboteur.meet(at, partial(_cancel_and_note, line, message, said))
        line.run(minutes=1)
        hit = line.saboteur.done
        line.run(minutes=2 if hit else 0)
        for most in said:
            assert len(line.handed_over()) <= most, line.saboteur.calls
        status, reason = only(line, message, Channel.SMS)
        assert (reason, line.totals(message, Channel.SMS).canceled) != ("canceled", 1), at
        kept += (status, reason) == (DeliveryStatus.ERROR, "unconfirmed")
    assert at > 20
    assert kept > 2, "nearly always it is kept from leaving a second time"


def _cancel_and_note(line: Line, message: Message, most: list[int]) -> None:
    """How many will have left at most."""
    most.append(len(line.handed_over()) + cancel(line, message))


def test_it_is_in_the_record_of_changes_once(line: Line) -> None:
    """ADMIN-16: who, when, and from what to what; said twice, it is said once."""
    message = send(line, families.student("sam"))
    for say in (command.pause, command.pause, command.cancel, command.cancel):
        say(ANN, message.message_id, line.clock)
    told = [each for each in audit.newest("demo", 10, None).items if each.subject is Subject.MESSAGE]
    assert [(each.who.name, each.about_id) for each in told] == [("Ada Teacher", message.message_id)] * 2
    assert [(each.changes[0].before, each.changes[0].after) for each in told] == [
        ("paused", "canceled"),
        ("resumed", "paused"),
    ]


# ---- Pause and resume ---------------------------------------------------------------------------------------


def test_a_paused_message_waits_and_goes_on_for_everybody_once(line: Line) -> None:
    """QUEUE-02, SEND-09"""
    message = send_to_two(line)
    assert pause(line, message) == 0
    line.run(minutes=10)
    assert line.handed_over() == []
    waiting = chunks.of_shard("demo", message.message_id, 0)
    assert [each.set_aside for each in waiting] == [True] * 3
    assert line.pending(message) == 6
    resume(line, message)
    carry_on(line, message, minutes=2)
    check(line, message, "resumed")


def test_what_could_not_be_queued_when_it_goes_on_is_queued_a_moment_later(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-01, SEND-09 (R14): the table stumbles in the only walk; nothing waits until it expires."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    pause(line, message)
    line.run(minutes=1)
    failures, queue_again = [True], chunks.queue_again

    def stumbles(*asked: Any) -> bool:
        if failures.pop() if failures else False:
            raise refused("InternalServerError", status=500)
        return queue_again(*asked)

    monkeypatch.setattr(chunks, "queue_again", stumbles)
    resume(line, message)
    carry_on(line, message, minutes=2)
    assert not failures
    assert [each.kind for each in line.handed_over()] == ["text"]
    assert line.pending(message) == 0


@pytest.mark.parametrize("say", [cancel, resume])
def test_what_was_said_holds_where_the_message_is_not_there(
    line: Line, monkeypatch: pytest.MonkeyPatch, say: Callable[..., object]
) -> None:
    """R14: it is in the table when the fan-out function is asked to go on, and the answer is no 500."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    pause(line, message)
    line.restart()
    monkeypatch.setattr("chalicelib.messages.store.load", lambda *_: None)
    say(line, message)
    halt = halts.read("demo", message.message_id)
    assert halt
    assert halt.state is (HaltState.CANCELED if say is cancel else HaltState.RESUMED)


def test_a_request_leaves_what_somebody_else_resumed_to_the_fan_out(line: Line) -> None:
    """R14: two administrators at once. The API has no right to queue what leaves, and does not try."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    pause(line, message)
    line.run(minutes=1)
    halt = halts.read("demo", message.message_id)
    assert halt is not None
    now, resumed = line.clock.now(), replace(halt, state=HaltState.RESUMED, number=halt.number + 1)
    told = changes.entry(now, changes.Who("eve", "Eve"), Subject.MESSAGE, message.message_id, "Lunch", ())
    assert halts.put("demo", message.message_id, resumed, told, now)
    line.queues_used.clear()
    bring_on("demo", message.message_id, line.clock, 2.0, may_queue=False)
    assert [url.rsplit("/", 1)[-1] for url in line.queues_used] == ["FanOutQueue"]
    assert {each.set_aside for each in chunks.of_shard("demo", message.message_id, 0)} == {True}
    carry_on(line, message, minutes=2)
    assert [each.kind for each in line.handed_over()] == ["text"]


def test_a_chunk_that_waits_for_its_turn_is_set_aside_no_longer(line: Line) -> None:
    """QUEUE-03, R14: or another pause and resume would let it skip its turn, a wider window pass it over."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    pause(line, message)
    line.run(minutes=1)
    chunks.postpone(chunk(message, Channel.SMS), line.clock.now() + timedelta(minutes=5), turn=True)
    (one,) = chunks.read([chunk(message, Channel.SMS)]).values()
    assert (one.set_aside, one.turn) == (False, True)


def test_paused_past_its_expiry_it_expires(line: Line) -> None:
    """QUEUE-09: held by the window or not, expiry goes on by its rules."""
    settle_district(families.student("sam"))
    close_the_window(line)
    message = line.send(build.message(accepted_at=line.clock.now(), selection=to("sam")))
    pause(line, message)
    line.run(minutes=1)
    line.clock.advance(hours=33)
    line.run(minutes=12)
    assert line.handed_over() == []
    for channel in message.content.channels():
        assert only(line, message, channel) == (DeliveryStatus.EXPIRED, "expired")
    resume(line, message)
    line.run(minutes=3)
    assert line.handed_over() == []


def test_a_slow_worker_stops_between_two_texts(line: Line) -> None:
    """R14: at a known pace it looks every five seconds, in the middle of a chunk. Those it had no time for are
    not among those that were said to leave: it leaves them to another attempt."""
    students = [families.student(f"s{number}") for number in range(20)]
    settle_district(*students)
    directory.put_district(people.district(settings={"texts_per_second": 1}))
    known.forget()
    content = build.content(**TEXT_ONLY)
    ids = [each.student_id for each in students]
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to(*ids)))
    fan_out(line, message)
    line.saboteur.at_call = ("BatchGetItem", 1)  # right after it read that nothing was said
    said: list[int] = []
    line.saboteur.meet(0, lambda: said.append(cancel(line, message)))
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body() | {"turn": True}))
    line.saboteur.at_call = None
    left = len(line.handed_over())
    assert left <= 6
    assert said == [17]  # of the twenty: what one attempt has time for
    line.run(minutes=3)
    assert len(line.handed_over()) == left
    assert line.totals(message, Channel.SMS) == Totals(20, left, 20 - left, canceled=20 - left)


# ---- Killed, and two at once --------------------------------------------------------------------------------


def add_up(line: Line, message: Message, what: str) -> None:
    """Everybody is final; each handed over once, and nobody of whom the report says that it did not leave."""
    rows = line.rows(message)
    assert not [row for row in rows if row.status is DeliveryStatus.PENDING], what
    assert len(rows) == 6, what
    got = Counter(each.destination for each in line.handed_over())
    assert set(got.values()) <= {1}, what
    not_left = {row.destination for row in rows if row.reason == "canceled"} - {""}
    assert not_left.isdisjoint(got), what
    outward = [row for row in rows if row.ref.channel is not Channel.PORTAL]
    assert {row.destination for row in outward} - not_left == set(got), what
    for channel in message.content.channels():
        totals = line.totals(message, channel)
        assert (totals.total, totals.pending, totals.errors) == (2, 0, 0), what
        assert totals.canceled == totals.expired, what


def nothing(line: Line, message: Message) -> None:
    """Nobody has planned it."""


def some_have_left(line: Line, message: Message) -> None:
    """The emails are gone, the rest waits."""
    fan_out(line, message)
    line.call("dispatch_email", record(chunk(message, Channel.EMAIL).body()))


@pytest.mark.parametrize("before", [nothing, fan_out, some_have_left], ids=lambda each: each.__name__)
def test_killed_after_any_call_while_it_is_canceled(
    line: Line, before: Callable[[Line, Message], None]
) -> None:
    """R14, R1: before, in the middle of and after the fan-out; whoever was killed at it does it again."""
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        message = send_to_two(line)
        before(line, message)
        line.saboteur.reset(at=at, after=True)
        under_fire(line, message, command.cancel)
        carry_on(line, message, minutes=12)
        hit = line.saboteur.done
        cancel_if_it_was_not(line, message)
        carry_on(line, message, minutes=12)
        add_up(line, message, f"killed after call {at}: {line.saboteur.calls}")
    assert at > 8


def cancel_if_it_was_not(line: Line, message: Message) -> None:
    """The caller was killed before anything was said, and tries again."""
    if halts.read("demo", message.message_id) is None and line.pending(message):
        cancel(line, message)


def under_fire(line: Line, message: Message, say: Callable[..., object]) -> None:
    """A request is a process of its own, which may be killed as well."""
    line.saboteur.watching = True
    try:
        say(ANN, message.message_id, line.clock)
    except Crash:
        line.restart()
    finally:
        line.saboteur.watching = False


def test_killed_after_any_call_between_pause_and_resume(line: Line) -> None:
    """R1, QUEUE-02: paused in the middle, resumed some minutes later; everybody gets it, once."""
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        message = send_to_two(line)
        fan_out(line, message)
        line.saboteur.reset(at=at, after=True)
        under_fire(line, message, command.pause)
        line.run(minutes=1)
        under_fire(line, message, command.resume)
        hit = line.saboteur.done
        if _is_paused(message):
            resume(line, message)
        carry_on(line, message, minutes=15)
        check(line, message, f"killed after call {at}: {line.saboteur.calls}")
    assert at > 20


def _is_paused(message: Message) -> bool:
    halt = halts.read("demo", message.message_id)
    return halt is not None and halt.paused


@pytest.mark.parametrize("say", [command.pause, command.cancel], ids=["pause", "cancel"])
@pytest.mark.parametrize("step", ["fan_out", "dispatch"])
def test_said_before_any_call_of_a_worker(line: Line, say: Callable[..., Progress], step: str) -> None:
    """R14, R4: what was said to leave at most is kept, and the report adds up."""
    at, met = 0, True
    while met:
        at += 1
        line.wipe()
        message = send_to_two(line)
        work = _worker(line, message, step)
        said: list[int] = []

        def halted(message: Message = message, said: list[int] = said) -> None:
            left = len(line.handed_over())
            try:
                said.append(_said(line, message, say) + left)
            except Conflict:  # all of it had left
                said.append(left)

        line.saboteur.meet(at, halted)
        work()
        met = line.saboteur.done
        line.saboteur.reset(0, after=False)
        line.run(minutes=2)
        if said:
            assert len(line.handed_over()) <= said[0], at
        if met and say is command.pause:
            resume(line, message)
        carry_on(line, message, minutes=3)
        add_up(line, message, f"{step} {at}")
    assert at > 3


def _worker(line: Line, message: Message, step: str) -> Callable[[], object]:
    if step == "dispatch":
        fan_out(line, message)
        return lambda: line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    body = {"district": "demo", "message": message.message_id, "shard": 0, "plan": plan.plan_id}
    return lambda: line.call("fan_out", record(body))


def test_a_walk_goes_on_where_its_time_was_over(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """R14: a request does what it can; the fan-out function, or the queue job, does the rest."""
    settle_district(families.student("sam"), staff=(EVE,))
    message = send_to_both(line)
    plan_and_resolve(line, message)
    monkeypatch.setattr(command, "AT_ONCE", 0.0)
    found = as_a_request(line, lambda: command.cancel(ANN, message.message_id, line.clock))
    assert found.halt is not None
    assert may_still_leave(found.halt, found.pending) is None  # not counted yet: nothing is promised
    line.drop_queues()
    line.run(minutes=3)
    assert {(row.status, row.reason) for row in line.rows(message)} == {CANCELED}


def plan_and_resolve(line: Line, message: Message) -> None:
    fan_out(line, message)
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    body = {"district": "demo", "message": message.message_id, "shard": 1, "plan": plan.plan_id}
    line.call("fan_out", record(body))


def test_what_was_canceled_is_no_alarm(line: Line) -> None:
    """SEND-09: the operator is told of deliveries that did not leave, not of those that somebody took back."""
    message = send_to_two(line)
    cancel(line, message)
    with heard() as lines:
        line.run(minutes=5)
        line.clock.advance(hours=40)
        line.run(minutes=15)
    assert line.pending(message) == 0
    assert "sent_differs" not in "".join(lines)
