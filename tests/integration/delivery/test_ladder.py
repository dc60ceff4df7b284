"""If not read: a text after half an hour, a call after an hour, to those who have neither read nor answered;
asked anew at each step, ended by whatever ends the message, and never twice, whoever dies."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.profiles import NAMED
from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import devices, known
from chalicelib.delivery.halting import command as halting
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role, Student, User
from chalicelib.kernel.clock import stamp
from chalicelib.messages import threads
from chalicelib.messages.correspondents import Correspondent
from chalicelib.messages.model import Message, Rung
from chalicelib.messages.store import conversations as inboxes
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .halting.test_halts import ANN, as_a_request
from .last_checks.test_window import close_the_window
from .test_dispatch import chunk, fan_out, only, record
from .test_whole_line import to

ANN_HERSELF = people.user("teacher-1", roles=(Role.TEACHER,))
LADDER = (Rung(Channel.SMS, 30), Rung(Channel.VOICE, 60))
NO_EMAIL = {"html": "", "plain": ""}
PENDING, SPARED = (DeliveryStatus.PENDING, ""), (DeliveryStatus.DUPLICATE, "read")


def send(
    line: Line,
    *students: Student,
    ladder: tuple[Rung, ...] = LADDER,
    night: bool = False,
    hours: int = 24,
    author: User = ANN_HERSELF,
    content: dict[str, Any] | None = None,
    **changes: Any,
) -> Message:
    """An email at once, the rest by the ladder, to the mothers of students who live in the district by now.
    `hours`: how long it lives."""
    settle_district(*students, staff=(author,))
    if night:
        close_the_window(line)
    message = build.message(
        accepted_at=line.clock.now(),
        content=build.content(
            **{"voice": VoicePart("Bring lunch") if len(ladder) > 1 else None} | (content or {})
        ),
        selection=to(*(each.student_id for each in students)),
        ladder=ladder,
        **changes,
    )
    return line.send(replace(message, expires_at=message.accepted_at + timedelta(hours=hours)))


def later(line: Line, minutes: int) -> None:
    """So many minutes pass; the queue job runs in the last ones."""
    line.clock.advance(minutes=minutes - 2)
    line.run(minutes=2)


def read(message: Message, account: str = "sam-mum-account") -> None:
    """Its reader opens the conversation."""
    inboxes.mark_read("demo", account, threads.counterpart_of(message, "").thread_id)


def kinds(line: Line) -> list[str]:
    return sorted(each.kind for each in line.handed_over())


# ---- Step by step -------------------------------------------------------------------------------------------


def test_who_does_not_read_gets_the_text_and_then_the_call(line: Line) -> None:
    """SEND-09, QUEUE-03: each part has its numbers from the beginning, and waits."""
    message = send(line, families.student("sam"), families.student("kim"))
    line.run()
    assert kinds(line) == ["email", "email"]
    assert line.totals(message, Channel.SMS) == Totals(total=2)
    later(line, 28)
    assert kinds(line) == ["email", "email"]
    later(line, 4)
    assert kinds(line) == ["email", "email", "text", "text"]
    later(line, 30)
    assert kinds(line) == ["call", "call", "email", "email", "text", "text"]
    for channel in message.content.channels():
        assert line.totals(message, channel) == Totals(total=2, sent=2), channel


def test_who_has_read_is_spared_the_rest(line: Line) -> None:
    """A-89: deliberately not sent, so it counts in no total; the other still gets it."""
    message = send(line, families.student("sam"), families.student("kim"))
    line.run()
    later(line, 20)
    read(message)
    later(line, 12)
    assert only_of(line, message, Channel.SMS, "sam-mum") == SPARED
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1, duplicates=1, spared=1)
    read(message, "kim-mum-account")
    later(line, 30)
    assert "call" not in kinds(line)
    assert line.totals(message, Channel.VOICE) == Totals(duplicates=2, spared=2)


def test_who_has_read_takes_no_place_before_those_who_have_not(line: Line) -> None:
    """QUEUE-03: two hundred parents, eight of whom have not read it, at a text in four seconds: within a minute
    or two, where two hundred would take thirteen."""
    names = [f"sam-{at}" for at in range(200)]
    unread = range(0, 200, 25)
    message = send(line, *map(families.student, names), ladder=(Rung(Channel.SMS, 30),))
    line.run()
    directory.put_district(people.district(settings={"texts_per_second": 0.25}))
    known.forget()
    for at, name in enumerate(names):
        if at not in unread:
            read(message, f"{name}-mum-account")
    later(line, 32)
    assert line.totals(message, Channel.SMS) == Totals(total=8, sent=8, duplicates=192, spared=192)


def only_of(line: Line, message: Message, channel: Channel, person: str) -> tuple[DeliveryStatus, str]:
    (row,) = [row for row in line.rows(message, channel) if row.person_id == person]
    return row.status, row.reason


def test_what_fell_off_the_first_page_unseen_was_not_read(line: Line) -> None:
    """A-10: read in the count only."""
    message = send(line, families.student("sam"))
    line.run()
    for number in range(31):
        other = build.counterpart(id=f"teacher-{number + 2}")
        late = build.copy(number + 500, "sam-mum-account", counterpart=other)
        build.arrive(late)
    inboxes.first_page("demo", "sam-mum-account", 20)
    later(line, 32)
    assert "text" in kinds(line)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.SENT, "")


def test_marked_unread_again_it_counts_as_unread(line: Line) -> None:
    """INBOX-06"""
    message = send(line, families.student("sam"))
    line.run()
    read(message)
    thread = threads.counterpart_of(message, "").thread_id
    inboxes.mark_unread("demo", "sam-mum-account", thread, threads.entry_key(message, "sam"))
    later(line, 32)
    assert "text" in kinds(line)


@pytest.mark.parametrize("account", ["sam-mum-account", ""], ids=["by the account", "by email, without one"])
def test_who_has_answered_is_spared(line: Line, account: str) -> None:
    """RPLY-02, RPLY-05"""
    mum = families.contact("sam-mum", **({} if account else {"linked_user": None}))
    message = send(line, families.student("sam", mum), replies=True)
    line.run()
    line.clock.advance(minutes=3)
    writer = account or Correspondent("demo", "SAM-mum@home.example", "Sam-Mum", "sam").user_id
    answer = build.copy(7, "teacher-1", counterpart=build.counterpart(id=writer))
    build.arrive(replace(answer, arrived_at="", sent_at=stamp(line.clock.now())))
    later(line, 30)
    assert "text" not in kinds(line)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.DUPLICATE, "answered")


def test_who_cannot_read_in_the_app_gets_every_step(line: Line) -> None:
    """RCPT-23: no account, no copy."""
    message = send(line, families.reached_at("sam", "sam@home.example", "+12065550123"))
    line.run()
    later(line, 32)
    later(line, 30)
    assert kinds(line) == ["call", "email", "text"]
    assert line.rows(message, Channel.PORTAL) == []


def test_a_push_may_be_the_first_step(line: Line) -> None:
    """CHAN-03, QUEUE-03"""
    ladder = (Rung(Channel.PUSH, 5), *LADDER)
    student = families.student("sam")
    devices.register("demo", "sam-mum-account", "android", "token-1", "Phone", line.clock.now())
    message = send(line, student, ladder=ladder, content={"push": True})
    line.run()
    assert kinds(line) == ["email"]
    later(line, 7)
    assert kinds(line) == ["email", "push"]
    read(message)
    later(line, 60)
    assert kinds(line) == ["email", "push"]


# ---- What ends it -------------------------------------------------------------------------------------------


def test_canceled_no_step_comes(line: Line) -> None:
    """R14"""
    message = send(line, families.student("sam"))
    line.run()
    halting.cancel(ANN, message.message_id, line.clock)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.EXPIRED, "canceled")
    later(line, 70)
    assert kinds(line) == ["email"]


def test_paused_the_steps_wait_and_ask_again(line: Line) -> None:
    """R14, QUEUE-02: read while it was paused, nothing comes."""
    message = send(line, families.student("sam"), families.student("kim"))
    line.run()
    halting.pause(ANN, message.message_id, line.clock)
    later(line, 40)
    assert kinds(line) == ["email", "email"]
    read(message)
    halting.resume(ANN, message.message_id, line.clock)
    line.run(minutes=1)
    assert kinds(line) == ["email", "email", "text"]


def test_whoever_may_no_longer_send_it_does_not(line: Line) -> None:
    """PERM-12: the author's account was closed before the text's time came."""
    message = send(line, families.student("sam"))
    line.run()
    directory.put_users("demo", [replace(ANN_HERSELF, enabled=False)])
    later(line, 32)
    assert kinds(line) == ["email"]
    assert only(line, message, Channel.SMS) == (DeliveryStatus.EXPIRED, "no_longer_allowed")


@pytest.mark.parametrize("allowed", [False, True])
def test_its_time_may_come_before_the_fan_out_does(line: Line, allowed: bool) -> None:
    """PERM-12, QUEUE-03: it was held up for longer than the text waits, and the text's author is asked for all
    that; who may still send it is held up by a minute."""
    message = send(line, families.student("sam"))
    if not allowed:
        directory.put_users("demo", [replace(ANN_HERSELF, enabled=False)])
    line.clock.advance(minutes=45)
    line.run(minutes=2)
    assert kinds(line) == (["email", "text"] if allowed else ["email"])
    expected = (DeliveryStatus.SENT, "") if allowed else (DeliveryStatus.EXPIRED, "no_longer_allowed")
    assert only(line, message, Channel.SMS) == expected


def test_made_anew_after_its_time_it_waits_for_the_queue_job(line: Line) -> None:
    """PERM-12, QUEUE-12 (R1): the fan-out died when the text was made, and comes back when its time is over."""
    message = send(line, families.student("sam"))
    line.saboteur.reset(0, after=True)
    line.saboteur.at_call = ("SendMessageBatch", 3)  # for the shard, the emails, and the in-app copies
    fan_out(line, message)
    assert line.saboteur.done
    line.saboteur.at_call = None
    assert only(line, message, Channel.SMS) == PENDING
    directory.put_users("demo", [replace(ANN_HERSELF, enabled=False)])
    line.clock.advance(minutes=45)
    line.run(minutes=2)
    assert kinds(line) == ["email"]
    assert only(line, message, Channel.SMS) == (DeliveryStatus.EXPIRED, "no_longer_allowed")


def test_an_opt_out_since_counts(line: Line) -> None:
    """CHAN-10"""
    message = send(line, families.student("sam"))
    line.run()
    mum = families.contact("sam-mum")
    silent = replace(mum, phones=tuple(replace(each, unsubscribed=True) for each in mum.phones))
    directory.put_students("demo", [families.student("sam", silent)])
    later(line, 32)
    assert kinds(line) == ["email"]
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unsubscribed")


def test_the_night_holds_it_and_the_morning_asks_again(line: Line) -> None:
    """QUEUE-05: read during the night, nothing comes in the morning; unread, it does."""
    message = send(line, families.student("sam"), families.student("kim"), night=True)
    line.run()
    later(line, 70)
    assert kinds(line) == ["email", "email"]
    read(message)
    later(line, 9 * 60)
    assert kinds(line) == ["call", "email", "email", "text"]


def test_an_emergency_step_goes_at_night(line: Line) -> None:
    """QUEUE-06, PERM-11: its author may still call an emergency then."""
    sms = SmsPart("Stay home", emergency=True)
    author = people.user("teacher-1", profiles=("principal",))
    send(line, families.student("sam"), ladder=LADDER[:1], content={"sms": sms}, night=True, author=author)
    access.put_profiles("demo", NAMED)
    line.run()
    later(line, 32)
    assert "text" in kinds(line)


def test_held_past_the_end_of_its_message_it_goes_in_the_morning(line: Line) -> None:
    """A-15: as everything that the window held."""
    message = send(line, families.student("sam"), ladder=LADDER[:1], night=True, hours=2)
    line.run()
    later(line, 32)
    assert only(line, message, Channel.SMS) == PENDING
    later(line, 10 * 60)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.SENT, "")


def test_it_ends_with_its_message_but_not_before_it_had_its_hour(line: Line) -> None:
    """QUEUE-09: the message ends at its step's time, and the provider takes nothing for an hour from then."""
    message = send(line, families.student("sam"), ladder=LADDER[:1], hours=0)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 100_000})
    later(line, 60)
    assert only(line, message, Channel.SMS) == PENDING
    later(line, 60)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.EXPIRED, "expired")
    assert "text" not in kinds(line)


# ---- Once, whoever dies -------------------------------------------------------------------------------------


def test_killed_after_any_call_each_step_comes_once(line: Line) -> None:
    """R1, QUEUE-02, QUEUE-12: in the minute in which the text's time comes; kim's mother reads it after the
    text."""
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        message = send(line, families.student("sam"), families.student("kim"), content=NO_EMAIL)
        line.run()
        line.clock.advance(minutes=30)
        line.saboteur.reset(at=at, after=True)
        line.run(minutes=1)
        hit = line.saboteur.done
        line.saboteur.reset(0, after=False)
        line.run(minutes=8)
        read(message, "kim-mum-account")
        later(line, 24)
        assert Counter(kinds(line)) == {"text": 2, "call": 1}, at
        assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2), at
        assert line.totals(message, Channel.VOICE) == Totals(total=1, sent=1, duplicates=1, spared=1), at
    assert at > 25


def test_killed_after_any_call_nobody_who_read_is_called(line: Line) -> None:
    """R1, A-89: in the minute in which both are spared; the numbers move once."""
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        message = send(line, families.student("sam"), ladder=LADDER[:1], content=NO_EMAIL)
        line.run()
        read(message)
        line.clock.advance(minutes=30)
        line.saboteur.reset(at=at, after=True)
        line.run(minutes=1)
        hit = line.saboteur.done
        line.saboteur.reset(0, after=False)
        line.run(minutes=8)
        assert kinds(line) == [], at
        assert line.totals(message, Channel.SMS) == Totals(duplicates=1, spared=1), at
    assert at > 20


def test_two_queue_jobs_at_once_make_one_step(line: Line) -> None:
    """QUEUE-12 (R4): the second does all of its work between any two calls of the first."""
    at, met = 0, True
    while met:
        at += 1
        line.wipe()
        message = send(line, families.student("sam"), families.student("kim"), ladder=LADDER[:1])
        line.run()
        line.clock.advance(minutes=31)

        def other() -> None:
            line.call("queue_job", {})
            line.pump()

        line.saboteur.meet(at, other)
        line.call("queue_job", {})
        met = line.saboteur.done
        line.saboteur.reset(0, after=False)
        line.run(minutes=2)
        assert Counter(each.kind for each in line.handed_over())["text"] == 2, at
        assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2), at
    assert at > 5


def test_read_between_any_two_calls_of_the_worker_it_is_sent_or_spared(line: Line) -> None:
    """A-89: never both, and the report says which."""
    at, met = 0, True
    outcomes = set[DeliveryStatus]()
    while met:
        at += 1
        line.wipe()
        message = send(line, families.student("sam"), ladder=LADDER[:1])
        line.run()
        line.clock.advance(minutes=31)
        line.saboteur.meet(at, partial(as_a_request, line, partial(read, message)))
        line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
        met = line.saboteur.done
        line.saboteur.reset(0, after=False)
        line.run(minutes=3)
        status, _ = only(line, message, Channel.SMS)
        outcomes.add(status)
        assert ("text" in kinds(line)) == (status is DeliveryStatus.SENT), at
    assert outcomes == {DeliveryStatus.SENT, DeliveryStatus.DUPLICATE}


def test_a_reference_that_comes_too_early_makes_no_step(line: Line) -> None:
    """QUEUE-03: whatever queued it, its time has not come."""
    message = send(line, families.student("sam"))
    fan_out(line, message)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    assert "text" not in kinds(line)
    later(line, 33)
    assert "text" in kinds(line)
