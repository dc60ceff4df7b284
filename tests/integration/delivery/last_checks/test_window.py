"""Outside the call window: texts, calls and push wait, emails and emergencies go."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import devices, known
from chalicelib.delivery import dispatch as dispatching
from chalicelib.delivery.channels.pace import Pace
from chalicelib.delivery.last_checks import flags
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.store import chunks
from chalicelib.delivery.window import Window
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import moment, stamp
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..test_dispatch import TEXT_ONLY, chunk, fan_out, only, record, send
from ..test_whole_line import to

HOURS = {"call_window_not_before": "08:00", "call_window_not_after": "21:00"}


def close_the_window(line: Line) -> None:
    """It is 22:00 in Denver, where the district is."""
    directory.put_district(people.district(settings=HOURS))
    line.clock.at = line.clock.at.replace(day=24, hour=5)
    known.forget()


def test_emails_go_and_the_rest_waits_for_the_morning(line: Line) -> None:
    """QUEUE-05, CHAN-04, QUEUE-01, QUEUE-03: Pending until the queue job finds the window open."""
    settle_district(families.student("sam"))
    close_the_window(line)
    devices.register("demo", "sam-mum-account", "android", "token-1", "Phone", line.clock.now())
    content = build.content(voice=VoicePart("Bring lunch"), push=True)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run(minutes=5)
    assert [each.kind for each in line.handed_over()] == ["email"]
    for channel in (Channel.SMS, Channel.VOICE, Channel.PUSH):
        assert only(line, message, channel) == (DeliveryStatus.PENDING, "")
    line.clock.advance(hours=9, minutes=50)
    line.run(minutes=1)
    assert [each.kind for each in line.handed_over()] == ["email"], "7:56 in the morning"
    line.clock.advance(minutes=4)
    line.run(minutes=2)
    assert sorted(each.kind for each in line.handed_over()) == ["call", "email", "push", "text"]
    assert line.pending(message) == 0


def held_at_night(line: Line, pupils: int = 1, hours: int = 24) -> Message:
    """It is 22:00, and a text to so many families waits for the morning. `hours`: how long it would live."""
    names = [f"sam-{at}" for at in range(pupils)]
    settle_district(*(families.reached_at(each, number=f"+1206{at:07d}") for at, each in enumerate(names)))
    close_the_window(line)
    content, now = build.content(**TEXT_ONLY), line.clock.now()
    message = build.message(accepted_at=now, content=content, selection=to(*names))
    line.send(replace(message, expires_at=now + timedelta(hours=hours)))
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=pupils)
    return message


def save_hours(monkeypatch: pytest.MonkeyPatch, settings: Mapping[str, object]) -> None:
    """An administrator saves; what each process has kept is three seconds old."""
    directory.put_district(people.district(settings=settings))
    since = time.monotonic
    monkeypatch.setattr("time.monotonic", lambda: since() + 3)


@pytest.mark.parametrize("hours", [{"call_window_not_after": "23:30"}, {}])
def test_a_window_that_is_widened_or_removed_lets_go_at_the_next_run(
    line: Line, monkeypatch: pytest.MonkeyPatch, hours: dict[str, str]
) -> None:
    """QUEUE-05: within a minute, not when it would have opened by the old hours."""
    message = held_at_night(line, 120)
    save_hours(monkeypatch, hours)
    line.run(minutes=1)
    assert line.totals(message, Channel.SMS) == Totals(total=120, sent=120)


def test_what_was_held_past_its_messages_end_waits_for_its_turn_like_anybody(line: Line) -> None:
    """QUEUE-05, A-15: of a message that would have ended at midnight, 100 texts at one a second."""
    message = held_at_night(line, 100, hours=2)
    directory.put_district(people.district(settings=HOURS | {"texts_per_second": 1}))
    known.forget()
    line.clock.at = line.clock.at.replace(hour=15)
    refs = [chunk(message, Channel.SMS, number) for number in range(2)]
    assert set(chunks.read(refs)) == set(refs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pace, "wait", lambda *_: None)
        line.call("dispatch_sms", record(*(ref.body() for ref in refs)))
    first, second = chunks.read(refs)[refs[0]], chunks.read(refs)[refs[1]]
    assert (first.attempt, second.attempt) == (1, 0), "nobody claims what cannot leave"
    line.run(minutes=5)
    assert line.totals(message, Channel.SMS) == Totals(total=100, sent=100)


def test_what_waited_all_night_leaves_when_the_window_opens_earlier(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-05: at ten to seven somebody sets it to half past six."""
    message = held_at_night(line)
    line.clock.at = line.clock.at.replace(hour=13, minute=50)
    line.run(minutes=1)
    save_hours(monkeypatch, HOURS | {"call_window_not_before": "06:30"})
    line.run(minutes=1)
    assert only(line, message, Channel.SMS)[0] is DeliveryStatus.SENT


def test_what_the_window_let_go_keeps_its_place_when_the_hours_change(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-05: at a minute past eight somebody changes when the evening begins."""
    message = held_at_night(line, 200)
    slow = HOURS | {"texts_per_second": 1}
    save_hours(monkeypatch, slow)
    line.run(minutes=2)
    line.clock.at = line.clock.at.replace(hour=15)
    line.call("queue_job", {})
    refs = [chunk(message, Channel.SMS, number) for number in range(4)]
    before = {each.ref: each.due_at for each in chunks.read(refs).values() if each.postponed}
    assert len(before) == 2
    save_hours(monkeypatch, slow | {"call_window_not_after": "20:00"})
    line.clock.advance(seconds=10)
    line.call("queue_job", {})
    assert {each.ref: each.due_at for each in chunks.read(before).values()} == before


def test_what_a_late_worker_holds_by_the_old_rules_is_looked_at_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-05: fan-out read the hours a second before they were saved, and wrote after the job had looked."""
    message = held_at_night(line)
    directory.put_district(people.district())
    with monkeypatch.context() as late:
        late.setattr(dispatching, "concerns", lambda *_: True)
        late.setattr(known, "window_of", lambda *_: Window.of(HOURS, "America/Denver"))
        known.forget()
        line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "")
    line.run(minutes=1)
    assert only(line, message, Channel.SMS)[0] is DeliveryStatus.SENT


def test_a_window_that_is_narrowed_holds_until_it_opens_by_the_new_hours(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-05: what waited for eight o'clock waits for nine; and is looked at twice, not each minute."""
    message = held_at_night(line)
    save_hours(monkeypatch, HOURS | {"call_window_not_before": "09:00"})
    assert [(line.call("queue_job", {}) or {})["let_go"] for _ in range(1)] == [1]
    line.run(minutes=3)
    assert (line.call("queue_job", {}) or {})["let_go"] == 0
    line.clock.at = line.clock.at.replace(day=24, hour=15, minute=30)
    line.run(minutes=2)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, ""), "half past eight"
    line.clock.advance(minutes=35)
    line.run(minutes=2)
    assert only(line, message, Channel.SMS)[0] is DeliveryStatus.SENT


def test_an_emergency_text_or_call_goes_at_night_and_its_push_waits(line: Line) -> None:
    """QUEUE-06"""
    settle_district(families.student("sam"))
    close_the_window(line)
    devices.register("demo", "sam-mum-account", "android", "token-1", "Phone", line.clock.now())
    content = build.content(
        sms=SmsPart("Stay home", emergency=True), voice=VoicePart("Stay home", emergency=True), push=True
    )
    line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run(minutes=1)
    assert sorted(each.kind for each in line.handed_over()) == ["call", "email", "text"]


@pytest.mark.parametrize("queued_in_time", [False, True])
def test_what_was_held_expires_at_the_end_of_the_day_the_window_opens_on(
    line: Line, queued_in_time: bool
) -> None:
    """A-15, QUEUE-09: whether the window closed before fan-out or between it and dispatch."""
    if queued_in_time:
        message = send(line, families.student("sam"), **TEXT_ONLY)
        fan_out(line, message)
        close_the_window(line)
        line.run(minutes=1)
    else:
        settle_district(families.student("sam"))
        close_the_window(line)
        content = build.content(**TEXT_ONLY)
        message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
        line.run()
    (row,) = line.rows(message, Channel.SMS)
    assert (row.status, row.expires_at) == (DeliveryStatus.PENDING, "2026-11-25T07:00:00.000000+00:00")
    assert line.handed_over() == []
    line.clock.at = moment("2026-11-24T15:00:00+00:00")
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)
    assert len(line.handed_over()) == 1


def test_what_was_held_gets_one_attempt_however_late(line: Line) -> None:
    """A-15: the queue job was down for two days; the first run after that still makes the attempt."""
    settle_district(families.student("sam"))
    close_the_window(line)
    content = build.content(**TEXT_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    line.clock.at = moment("2026-11-26T16:00:00+00:00")
    line.run(minutes=1)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


def send_at_night(line: Line) -> Message:
    """A text to one mother, which waits for the morning of 24 November and expires at the end of that day."""
    settle_district(families.student("sam"))
    close_the_window(line)
    content = build.content(**TEXT_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    return message


def test_that_attempt_is_one_even_when_it_is_throttled(line: Line) -> None:
    """A-15, QUEUE-09: what the provider does not take then is expired and does not leave hours later."""
    message = send_at_night(line)
    line.clock.at = moment("2026-11-26T16:00:00+00:00")
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 10_000})
    line.run(minutes=4)
    assert line.saboteur.calls.count("SendTextMessage") == 1
    assert only(line, message, Channel.SMS) == (DeliveryStatus.EXPIRED, "expired")


def test_what_the_provider_does_not_take_all_day_expires_that_day(line: Line) -> None:
    """QUEUE-09, A-15: the window that closes the next evening gives it no other day."""
    message = send_at_night(line)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 10_000})
    calls = []
    for hour in ("2026-11-24T15:00", "2026-11-25T03:55", "2026-11-25T04:05"):
        line.clock.at = moment(f"{hour}:00+00:00")
        line.run(minutes=1)
        calls.append(line.saboteur.calls.count("SendTextMessage"))
    (row,) = line.rows(message, Channel.SMS)
    assert (row.status, row.expires_at) == (DeliveryStatus.PENDING, "2026-11-25T07:00:00.000000+00:00")
    assert 0 < calls[0] < calls[1] == calls[2], "and outside the window nothing is tried"
    line.simulator.control({"action": "reset", "what": "faults"})
    line.clock.at = moment("2026-11-25T07:00:00+00:00")
    line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.EXPIRED, "expired")
    assert line.handed_over() == []


def many_at_a_low_rate(line: Line, at: str, calls: int) -> Message:
    """Calls to so many families, one a minute, from eight o'clock on; sent at this moment."""
    names = [f"sam-{number}" for number in range(calls)]
    settle_district(*(families.reached_at(each, number=f"+1206{at:07d}") for at, each in enumerate(names)))
    hours = {"call_window_not_before": "08:00", "call_window_not_after": "08:05"}
    directory.put_district(people.district(settings=hours | {"calls_per_minute": 1}))
    line.clock.at = moment(f"{at}:00+00:00")
    content = build.content(html="", sms=None, voice=VoicePart("No school tomorrow"))
    return line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to(*names)))


def save_not_after(line: Line, hour: str) -> None:
    """An administrator saves at night, and what is held is looked at again."""
    settings = directory.district("demo").settings
    directory.put_district(people.district(settings={**settings, "call_window_not_after": hour}))
    line.restart()
    line.run(minutes=2)


def morning(line: Line, at: str, minutes: int = 10) -> int:
    """How many calls leave within so many minutes of a moment."""
    line.clock.at = moment(f"{at}:00+00:00")
    before = len(line.handed_over(kind="call"))
    for _ in range(minutes):
        line.run(minutes=1)
    return len(line.handed_over(kind="call")) - before


@pytest.mark.parametrize("calls", [30, 120], ids=["one chunk", "three chunks"])
def test_what_a_low_rate_keeps_from_its_turn_expires_that_day(line: Line, calls: int) -> None:
    """QUEUE-09, A-15: "No school tomorrow" does not ring two days later."""
    message = many_at_a_low_rate(line, "2026-11-24T05:00", calls)  # 22:00 in Denver
    line.run(minutes=1)
    save_not_after(line, "08:06")
    left = morning(line, "2026-11-24T14:59")
    assert 0 < left < calls
    assert {row.expires_at for row in line.rows(message, Channel.VOICE)} == {"2026-11-25T07:00:00.000000+00:00"}
    assert line.totals(message, Channel.VOICE) == Totals(total=calls, sent=left), "the rest may still be let go"
    assert morning(line, "2026-11-25T07:00", minutes=3) == 0
    assert line.totals(message, Channel.VOICE) == Totals(total=calls, sent=left, expired=calls - left)
    assert morning(line, "2026-11-25T14:59") == 0


def test_what_the_first_evening_holds_has_the_next_day_and_no_other(line: Line) -> None:
    """QUEUE-09, A-15: sent while the window was open."""
    message = many_at_a_low_rate(line, "2026-11-23T15:03", 30)
    left = morning(line, "2026-11-23T15:03", minutes=5) + morning(line, "2026-11-24T14:59")
    waiting = [row for row in line.rows(message, Channel.VOICE) if row.status is DeliveryStatus.PENDING]
    assert 0 < left == 30 - len(waiting)
    assert {row.expires_at for row in waiting} == {"2026-11-25T07:00:00.000000+00:00"}
    line.clock.at = moment("2026-11-25T07:00:00+00:00")
    line.run(minutes=3)
    assert line.totals(message, Channel.VOICE) == Totals(total=30, sent=left, expired=30 - left)


def test_a_day_on_which_the_queue_job_did_not_run_is_made_up_for(line: Line) -> None:
    """A-15: at least one attempt, though it came back in the evening of that day, when the window was closed;
    and though a look at the hours let everything go at night."""
    message = many_at_a_low_rate(line, "2026-11-24T05:00", 3)
    line.run(minutes=1)
    save_not_after(line, "08:10")
    assert morning(line, "2026-11-25T04:00", minutes=2) == 0
    assert {row.expires_at for row in line.rows(message, Channel.VOICE)} == {"2026-11-26T07:00:00.000000+00:00"}
    assert morning(line, "2026-11-25T14:59") == 3


def test_a_worker_that_fails_before_it_calls_takes_no_attempt_away(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A-15"""
    message = send_at_night(line)
    line.clock.at = moment("2026-11-26T16:00:00+00:00")
    with monkeypatch.context() as broken:
        broken.setattr(flags, "forbidden", _fail)
        line.run(minutes=1)
    line.run(minutes=6)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


def _fail(*_: object) -> None:
    raise RuntimeError("the table stumbles")


def test_what_left_after_being_held_is_not_settled_before_its_own_expiry(line: Line) -> None:
    """QUEUE-09, A-15: the message's day is over, the delivery's is not."""
    settle_district(families.reached_at("sam", number="+19075550134"))
    close_the_window(line)
    content = build.content(**TEXT_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    line.clock.at = moment("2026-11-24T16:00:00+00:00")
    line.run(minutes=1)
    assert len(line.handed_over()) == 1
    line.clock.at = message.expires_at + timedelta(minutes=6)
    line.run(minutes=1)
    assert stamp(line.clock.now()) < "2026-11-25T07:00"
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "")
    line.clock.at = moment("2026-11-25T07:20:00+00:00")
    line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.SENT, "no_receipt")


def test_the_senders_school_may_lie_in_another_zone(line: Line) -> None:
    """A-27, QUEUE-05: 22:00 in Denver is 21:00 in Los Angeles, the last minute."""
    settle_district(families.student("sam"), school=people.school(time_zone="America/Los_Angeles"))
    close_the_window(line)
    content = build.content(**TEXT_ONLY)
    line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    assert len(line.handed_over()) == 1


def test_the_window_of_each_recipients_school_holds_where_the_district_wants_it(line: Line) -> None:
    """QUEUE-05: it is nine in Denver, where the sender is, and six in Honolulu, where one family lives."""
    near, far = families.student("sam"), families.student("kai", schools=("hana",))
    settle_district(near, far)
    directory.put_school("demo", people.school("hana", time_zone="Pacific/Honolulu"))
    directory.put_district(people.district(settings=HOURS | {"window_follows_recipient": True}))
    known.forget()
    line.clock.at = moment("2026-11-24T16:00:00+00:00")
    content = build.content(html="", plain="")
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kai"))
    )
    line.run(minutes=2)
    statuses = {row.student_id: row.status for row in line.rows(message, Channel.SMS)}
    assert statuses == {"sam": DeliveryStatus.SENT, "kai": DeliveryStatus.PENDING}
    line.clock.at = moment("2026-11-24T17:59:00+00:00")
    line.run(minutes=0)
    line.call("queue_job", {})
    line.run()
    line.clock.at = moment("2026-11-24T18:00:00+00:00")
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2)
    (later, earlier) = line.handed_over()
    assert earlier.at < moment("2026-11-24T16:10:00+00:00").timestamp()
    assert later.at >= moment("2026-11-24T18:00:00+00:00").timestamp()


def test_a_recipients_open_window_does_not_wait_for_the_senders(line: Line) -> None:
    """QUEUE-05: it is ten at night in Denver, where the sender is, and seven in Honolulu."""
    settle_district(families.student("sam"), families.student("kai", schools=("hana",)))
    close_the_window(line)
    directory.put_school("demo", people.school("hana", time_zone="Pacific/Honolulu"))
    directory.put_district(people.district(settings=HOURS | {"window_follows_recipient": True}))
    known.forget()
    content = build.content(html="", plain="")
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kai"))
    )
    line.run(minutes=1)
    statuses = {row.student_id: row.status for row in line.rows(message, Channel.SMS)}
    assert statuses == {"sam": DeliveryStatus.PENDING, "kai": DeliveryStatus.SENT}


def test_a_setting_that_changes_in_the_middle_loses_and_doubles_nobody(line: Line) -> None:
    """QUEUE-02 (R13): how a shard is cut is decided once."""
    near, far = families.student("sam"), families.student("kai", schools=("hana",))
    settle_district(near, far)
    directory.put_school("demo", people.school("hana", time_zone="Pacific/Honolulu"))
    directory.put_district(people.district(settings={"window_follows_recipient": True}))
    known.forget()
    content = build.content(html="", plain="")
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kai"))
    )
    line.saboteur.reset(at=0, after=True)
    line.saboteur.at_call = ("TransactWriteItems", 1)
    line.pump()
    assert line.saboteur.done
    directory.put_district(people.district())
    known.forget()
    line.run(minutes=8)
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2)
    assert len(line.handed_over()) == 2
