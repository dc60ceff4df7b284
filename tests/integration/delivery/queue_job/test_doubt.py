"""The worker dies between the provider and its own record: what happens to those it may have handed over."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import devices
from chalicelib.delivery.channels import base
from chalicelib.delivery.channels.base import THREADS, HandOver, Outcome
from chalicelib.delivery.channels.errors import Fault, Verdict
from chalicelib.delivery.chunk import ChunkState
from chalicelib.delivery.gate import canary
from chalicelib.delivery.gate.breaker import TRIES, Breaker
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.queue_job import doubt
from chalicelib.delivery.reasons import Reason
from chalicelib.delivery.record import Record, write
from chalicelib.delivery.store import canaries, chunks, endings, gates, keys, ledger
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import stamp
from chalicelib.messages.model import Message
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..test_dispatch import EMAIL_ONLY, TEXT_ONLY, chunk, fan_out, only, record, send
from ..test_whole_line import to


def kill(line: Line, message: Message, channel: Channel, call: str, *, after: bool, count: int = 1) -> None:
    """Dispatch the channel's chunk and kill the worker at its count-th call of an operation."""
    line.saboteur.reset(at=0, after=after)
    line.saboteur.at_call = (call, count)
    line.call(f"dispatch_{channel}", record(chunk(message, channel).body()))
    assert line.saboteur.done
    line.saboteur.at_call = None


@pytest.mark.parametrize(
    ("channel", "call"), [(Channel.EMAIL, "SendBulkEmail"), (Channel.SMS, "SendTextMessage")]
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_with_events_everybody_gets_it_exactly_once(
    line: Line, channel: Channel, call: str, after: bool
) -> None:
    """R3: silence while a canary comes back means that it did not leave."""
    students = [families.student(name) for name in ("sam", "kim")]
    message = send(line, *students, **(EMAIL_ONLY if channel is Channel.EMAIL else TEXT_ONLY))
    fan_out(line, message)
    kill(line, message, channel, call, after=after)
    line.run(minutes=6)
    destinations = [each.destination for each in line.handed_over()]
    assert len(destinations) == len(set(destinations)) == 2
    assert line.totals(message, channel) == Totals(total=2, sent=2)


def test_without_events_ordinary_texts_wait_and_are_shown_as_unconfirmed(line: Line) -> None:
    """R3: within 15 minutes the report says so; when events return, those left over leave, once."""
    message = send(line, families.student("sam"), families.student("kim"), **TEXT_ONLY)
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    taken = len(line.handed_over())
    line.run(minutes=14)
    assert len(line.handed_over()) == taken
    rows = line.rows(message, Channel.SMS)
    assert {(row.status, row.reason) for row in rows} == {(DeliveryStatus.PENDING, "unconfirmed")}
    line.muted = False
    for body in line.lost:
        line.receive_event(body)
    line.run(minutes=3)
    assert len({each.destination for each in line.handed_over()}) == len(line.handed_over()) == 2
    assert {(row.status, row.reason) for row in line.rows(message)} == {(DeliveryStatus.SENT, "")}


def test_what_is_handed_over_again_is_unconfirmed_no_longer(line: Line) -> None:
    """QUEUE-08 (R3): the report does not doubt what the provider has just taken. (Its carrier is silent.)"""
    message = send(line, families.reached_at("sam", number="+19075550103"), **TEXT_ONLY)
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=False)
    line.run(minutes=5)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "unconfirmed")
    line.muted = False
    line.run(minutes=5)
    assert len(line.handed_over()) == 1
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "")


def test_a_worker_that_was_only_late_leaves_nothing_in_doubt(line: Line) -> None:
    """QUEUE-01 (R1): it ends while the queue job looks at its claim; nothing is marked, no canary is sent."""
    message = send(line, families.reached_at("sam", number="+19075550103"), **TEXT_ONLY)
    fan_out(line, message)
    seen = chunks.claim(chunk(message, Channel.SMS), line.clock.now(), most=50)
    assert seen is not None
    ledger.settle((), chunks.done(seen))
    doubt.resolve(seen, line.clock.now())
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "")
    assert line.simulator.handed_over() == []


def test_without_events_an_emergency_is_sent_again(line: Line) -> None:
    """R3: twice is better than never."""
    message = send(line, families.student("sam"), emergency=True, html="")
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    line.run(minutes=3)
    assert [each.kind for each in line.handed_over()] == ["text", "text"]


def test_with_its_event_an_emergency_is_not_sent_again(line: Line) -> None:
    """R3: proof that it left counts for emergencies too."""
    message = send(line, families.student("sam"), emergency=True, html="")
    fan_out(line, message)
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    line.run(minutes=4)
    assert len(line.handed_over()) == 1


def test_an_accepted_event_is_proof_long_before_delivery(line: Line) -> None:
    """R3: a mail that its reader's server delays is not sent again."""
    message = send(line, families.reached_at("sam", "sam@delay.example"), **EMAIL_ONLY)
    fan_out(line, message)
    kill(line, message, Channel.EMAIL, "SendBulkEmail", after=True)
    send_event, *later = [each.body for each in line.simulator.events(everything=True)]
    line.receive_event(send_event)
    line.run(minutes=5)
    assert len(line.handed_over()) == 1
    for body in later:
        line.receive_event(body)
    line.run()
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.SENT, "")


def test_a_text_that_the_carrier_still_tries_is_not_sent_again(line: Line) -> None:
    """R3: a phone that is off is no proof that it did not leave."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    body = line.simulator.events(everything=True)[0].body
    line.receive_event(body | {"eventType": "TEXT_UNREACHABLE", "isFinal": False})
    line.run(minutes=6)
    assert len(line.handed_over()) == 1


def test_beside_one_in_doubt_whom_the_provider_took_is_not_written_to_again(line: Line) -> None:
    """R3: also where no event ever tells of them."""
    silent = families.reached_at("sam", number="+19075550134")
    message = send(line, silent, families.reached_at("lee", number="+12065550101"), **TEXT_ONLY)
    fan_out(line, message)
    claimed = chunks.claim(chunk(message, Channel.SMS), line.clock.now(), most=50)
    assert claimed is not None
    taken, lost = sorted(claimed.entries, key=lambda each: each.address, reverse=True)
    attempt, until = Record(claimed, []), message.expires_at
    work = HandOver(message, "Ada", claimed, claimed.entries, line.clock, lambda: 50.0, until)
    told = [Outcome(taken.delivery_id, Verdict.HANDED)]
    told.append(Outcome(lost.delivery_id, Verdict.UNKNOWN, fault=Fault.FAILED))
    attempt.take(work, told)
    write(attempt, work, {each.delivery_id for each in claimed.entries})
    line.run(minutes=6)
    assert [each.destination for each in line.handed_over()] == [lost.address]


@pytest.mark.parametrize("kind", ["email", "text"])
def test_an_answer_that_gets_lost_is_no_reason_to_send_again(line: Line, kind: str) -> None:
    """R3: the connection drops after the provider took it; no worker died."""
    message = send(line, families.student("sam"), **(EMAIL_ONLY if kind == "email" else TEXT_ONLY))
    line.simulator.control({"action": "lose-reply", "kind": kind, "calls": 1})
    line.run(minutes=5)
    assert len(line.handed_over()) == 1
    assert line.pending(message) == 0


def test_a_provider_that_breaks_is_tried_again_ever_more_slowly(line: Line) -> None:
    """R3, QUEUE-10: nobody knows whether a 500 was a hand-over; the canary tells."""
    message = send(
        line,
        families.reached_at("sam", number="+19075550133"),
        families.reached_at("kim", number="+12065550101"),
        **TEXT_ONLY,
    )
    line.run(minutes=30)
    assert line.saboteur.calls.count("SendTextMessage") < 20
    statuses = {row.destination: row.status for row in line.rows(message)}
    assert statuses == {"+19075550133": DeliveryStatus.PENDING, "+12065550101": DeliveryStatus.SENT}
    assert len(line.handed_over()) == 1


def test_the_fourth_doubt_is_told_as_soon_as_the_first(line: Line) -> None:
    """R3: nobody looks at it again for 24 minutes, and what had been said of it was taken back."""
    message = send(line, families.reached_at("sam", number="+19075550133"), **TEXT_ONLY)
    ref = chunk(message, Channel.SMS)
    for _ in range(30):
        line.run(minutes=1)
        if chunks.read([ref])[ref].in_doubt == 4:
            break
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "unconfirmed")


def test_an_emergency_is_tried_steadily_through_an_outage(line: Line) -> None:
    """R3, QUEUE-04: twelve minutes of an outage do not cost ten more."""
    message = send(line, families.student("sam"), emergency=True, html="", plain="")
    fan_out(line, message)
    outage = {"action": "refuse", "code": "InternalServerException", "kind": "text", "calls": 100_000}
    line.simulator.control(outage)
    line.run(minutes=12)
    line.simulator.control({"action": "reset", "what": "faults"})
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


def broken_off(line: Line, patch: pytest.MonkeyPatch) -> Message:
    """An emergency to twelve: the provider breaks at the first three, and the worker stops."""
    patch.setattr(base, "THREADS", 1)
    message = send(
        line, *(families.student(f"student-{at}") for at in range(12)), emergency=True, html="", plain=""
    )
    fan_out(line, message)
    line.drop_queues()
    broken = {"action": "refuse", "code": "InternalServerException", "kind": "text", "calls": 3}
    line.simulator.control(broken)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    return message


def test_of_an_emergency_only_those_in_doubt_wait_for_an_event(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3, QUEUE-04: the other nine certainly have not left, and leave within seconds."""
    message = broken_off(line, monkeypatch)
    for _ in range(3):
        line.clock.advance(seconds=5)
        line.pump()
    assert len(line.handed_over()) == 9
    (found,) = chunks.read([chunk(message, Channel.SMS)]).values()
    assert (found.state, len(found.remaining)) == (ChunkState.WAITING, 3)
    line.clock.advance(seconds=60)
    line.pump()
    assert len(line.handed_over()) == 9, "an event may still tell"
    line.run(minutes=1)
    assert line.totals(message, Channel.SMS) == Totals(total=12, sent=12)
    assert len({each.destination for each in line.handed_over()}) == len(line.handed_over()) == 12


def test_with_their_events_those_in_doubt_are_not_sent_again_while_others_go_on(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R3: three answers get lost, and their texts arrive."""
    monkeypatch.setattr(base, "THREADS", 1)
    students = [families.student(f"student-{at}") for at in range(12)]
    message = send(line, *students, emergency=True, html="", plain="")
    line.simulator.control({"action": "lose-reply", "kind": "text", "calls": 3})
    line.run(minutes=4)
    assert line.totals(message, Channel.SMS) == Totals(total=12, sent=12)
    assert len(line.handed_over()) == 12


def test_an_emergency_that_is_canceled_says_of_each_whether_it_may_have_left(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R14: nobody says of the three that they did not leave, nor of the nine that they might have."""
    message = broken_off(line, monkeypatch)
    ref = chunk(message, Channel.SMS)
    assert endings.stop(chunks.read([ref])[ref], Reason.CANCELED, line.clock.now())
    found = Counter((row.status, row.reason) for row in line.rows(message, Channel.SMS))
    assert found == {(DeliveryStatus.EXPIRED, "canceled"): 9, (DeliveryStatus.ERROR, "unconfirmed"): 3}


def test_a_number_at_which_each_call_of_an_emergency_breaks_is_not_called_for_ever(line: Line) -> None:
    """R3"""
    send(line, families.reached_at("sam", number="+19075550133"), emergency=True, html="", plain="")
    line.run(minutes=180)
    assert 20 <= line.saboteur.calls.count("SendTextMessage") <= 30


def test_nor_are_three_that_break_one_after_the_other(line: Line) -> None:
    """R3: of each attempt the first call must pass, so that they come apart in turns; of each the report says
    that it is not certain."""
    three = [families.reached_at(name, number="+19075550133") for name in ("sam", "kim", "lee")]
    message = send(line, *three, emergency=True, html="", plain="")
    line.run(minutes=180)
    assert 3 * 20 <= line.saboteur.calls.count("SendTextMessage") <= 3 * 30
    assert {(row.status, row.reason) for row in line.rows(message)} == {(DeliveryStatus.PENDING, "unconfirmed")}


def test_what_stays_in_doubt_until_it_expires_ends_as_an_error_that_can_be_sent_again(line: Line) -> None:
    """R3, QUEUE-09"""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    line.clock.advance(hours=25)
    line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unconfirmed")
    for body in line.lost:
        line.receive_event(body)
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unconfirmed"), "too late to matter"


def test_a_call_is_proved_by_the_canary_of_texts(line: Line) -> None:
    """R3"""
    settle_district(families.student("sam"))
    content = build.content(html="", sms=None, voice=VoicePart("Stay home"))
    message = build.message(accepted_at=line.clock.now(), content=content, selection=to("sam"))
    line.send(message)
    fan_out(line, message)
    kill(line, message, Channel.VOICE, "SendVoiceMessage", after=False)
    line.run(minutes=5)
    assert [each.kind for each in line.handed_over()] == ["call"]
    assert only(line, message, Channel.VOICE) == (DeliveryStatus.SENT, "")


@pytest.mark.parametrize(
    ("code", "slower"), [("InternalServerException", False), ("ThrottlingException", True)]
)
def test_a_canary_by_text_says_nothing_of_the_provider_of_calls(line: Line, code: str, slower: bool) -> None:
    """QUEUE-10 (R10): texts fail for minutes while a call is in doubt; calls go on."""
    settle_district(families.student("sam"))
    content = build.content(html="", sms=None, voice=VoicePart("Stay home"))
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    fan_out(line, message)
    kill(line, message, Channel.VOICE, "SendVoiceMessage", after=True)
    line.muted = True
    line.simulator.control({"action": "refuse", "kind": "text", "code": code, "calls": 100})
    line.run(minutes=7)
    assert gates.read("demo", Channel.VOICE).breaker == Breaker()
    found = gates.read("demo", Channel.SMS)
    assert found.breaker.failures >= TRIES
    assert (found.line.rate > 0) is slower


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_push_is_never_sent_again_on_suspicion(line: Line, after: bool) -> None:
    """R3: nothing could ever prove it; its reader has the in-app copy."""
    settle_district(families.student("sam"))
    devices.register("demo", "sam-mum-account", "android", "token-1", "Phone", line.clock.now())
    content = build.content(html="", sms=None, push=True)
    message = build.message(accepted_at=line.clock.now(), content=content, selection=to("sam"))
    line.send(message)
    fan_out(line, message)
    kill(line, message, Channel.PUSH, "Publish", after=after)
    line.run(minutes=4)
    assert len(line.handed_over()) == int(after)
    assert only(line, message, Channel.PUSH) == (DeliveryStatus.ERROR, "unconfirmed")
    assert only(line, message, Channel.PORTAL) == (DeliveryStatus.SENT, "")


def test_in_the_middle_of_a_chunk_of_texts_only_those_not_handed_over_are_sent_again(line: Line) -> None:
    """R3"""
    students = [families.student(f"student-{number}") for number in range(3 * THREADS)]
    message = send(line, *students, **TEXT_ONLY)
    fan_out(line, message)
    kill(line, message, Channel.SMS, "SendTextMessage", after=True, count=3)
    assert 0 < len(line.handed_over()) < len(students)
    line.run(minutes=6)
    assert len({each.destination for each in line.handed_over()}) == len(line.handed_over()) == len(students)
    assert line.totals(message, Channel.SMS) == Totals(total=len(students), sent=len(students))


def test_a_canary_is_sent_only_in_doubt_and_at_most_one_a_minute(line: Line) -> None:
    message = send(line, families.student("sam"))
    line.run(minutes=3)
    assert line.simulator.handed_over(destination=canary.EMAIL_SIMULATOR) == []
    now = line.clock.now()
    assert canary.send("demo", Channel.EMAIL, now)
    assert not canary.send("demo", Channel.EMAIL, now + timedelta(seconds=1))
    line.run()
    later = now + canary.SETTLED
    assert canary.flowing("demo", Channel.EMAIL, now, later)
    assert not canary.flowing("demo", Channel.EMAIL, now + timedelta(seconds=1), later)
    assert not canary.flowing("demo", Channel.SMS, now, later)
    assert line.pending(message) == 0


def test_a_canary_proves_nothing_at_once_and_nothing_when_it_was_late(line: Line) -> None:
    """R3: what was held up comes within SNS's 20 seconds after it; and a late one was held up with the rest."""
    sent = line.clock.now()
    assert canary.send("demo", Channel.EMAIL, sent)
    line.run()
    assert not canary.flowing("demo", Channel.EMAIL, sent, sent + canary.SETTLED - timedelta(seconds=1))
    line.clock.advance(minutes=1)
    late = line.clock.now()
    assert canary.send("demo", Channel.EMAIL, late)
    line.clock.advance(seconds=21)
    line.run()
    assert not canary.flowing("demo", Channel.EMAIL, late, late + timedelta(minutes=5))


def test_a_canary_from_before_the_worker_was_surely_dead_proves_nothing(line: Line) -> None:
    """R3: it may have called the provider after that one was sent."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    line.clock.advance(seconds=30)
    canaries.note_seen("demo", Channel.SMS, line.clock.now())
    line.clock.advance(seconds=70)
    line.call("queue_job", {})
    line.run()
    assert len(line.handed_over()) == 1
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "unconfirmed")


def test_the_canary_before_the_last_one_still_proves(line: Line) -> None:
    """R3: else doubts that begin each minute would keep every proof too young."""
    first = line.clock.now()
    for _ in range(2):
        canary.send("demo", Channel.EMAIL, line.clock.now())
        line.run()
        line.clock.advance(seconds=55)
    assert canary.flowing("demo", Channel.EMAIL, first, first + timedelta(seconds=60))


def test_a_canary_counts_after_the_events_beside_it(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """R3: and not while one of them has to come back, as when the table stumbled over it."""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    fan_out(line, message)
    kill(line, message, Channel.EMAIL, "SendBulkEmail", after=True)
    sent = line.clock.now()
    canary.send("demo", Channel.EMAIL, sent)
    bodies = [event.body for event in line.simulator.events(everything=True)]
    for body in reversed(bodies):  # canary first
        line.receive_event(body)
    monkeypatch.setattr(ledger, "settle", stumbling(ledger.settle, times=2))
    counted: list[bool] = []  # whether the mail's event had been, each time that a canary was noted

    def note(*_: object) -> None:
        counted.append(only(line, message, Channel.EMAIL)[0].final)

    monkeypatch.setattr(canaries, "note_seen", note)
    line.pump()
    assert counted
    assert all(counted)


def stumbling(work: Any, times: int) -> Any:
    """The same, after so many failures."""
    left = iter(range(times))

    def tried(*given: Any) -> Any:
        if next(left, None) is not None:
            raise OSError("stumbled")
        return work(*given)

    return tried


def test_a_chunk_that_a_worker_has_just_taken_is_not_in_doubt(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-02 (R4): the index of what is due may be a moment behind. Else an emergency would leave twice."""
    message = send(line, families.student("sam"), sms=SmsPart("Stay home", emergency=True), html="")
    fan_out(line, message)
    ref = chunk(message, Channel.SMS)
    claimed = chunks.claim(ref, line.clock.now(), most=50)
    assert claimed
    monkeypatch.setattr("chalicelib.delivery.store.due", lambda *_: iter([keys.chunk(ref)]))
    line.call("queue_job", {})
    assert chunks.read([ref])[ref] == claimed
    line.clock.advance(seconds=91)
    line.call("queue_job", {})
    assert chunks.read([ref])[ref].state is ChunkState.WAITING


def hurried(line: Line, minutes: int, **content: Any) -> Message:
    """A message to one mother that expires soon."""
    settle_district(families.student("sam"))
    now = line.clock.now()
    sent: Any = {"content": build.content(**content), "selection": to("sam"), "accepted_at": now}
    return line.send(build.message(expires_at=now + timedelta(minutes=minutes), **sent))


@pytest.mark.parametrize("emergency", [False, True])
def test_what_expires_says_whether_it_may_have_left(line: Line, emergency: bool) -> None:
    """QUEUE-08, QUEUE-09 (R3): an emergency that was to leave again without proof is unconfirmed."""
    message = hurried(line, 3, sms=SmsPart("Stay home", emergency=emergency), html="")
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    line.drop_queues()
    line.clock.advance(seconds=100)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 100})
    line.run(minutes=6)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unconfirmed")


def test_who_says_no_after_it_may_have_left_is_unconfirmed(line: Line) -> None:
    """QUEUE-08, CHAN-10 (R3): an emergency in doubt is not sent again, and nobody says that it was not sent."""
    message = send(line, families.student("sam"), emergency=True, html="")
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    number = families.contact("sam-mum").phones[0].number
    suppressions.suppress("demo", Channel.SMS, number, Cause.OPT_OUT, stamp(line.clock.now()))
    line.run(minutes=3)
    assert [each.kind for each in line.handed_over()] == ["text"]
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unconfirmed")


def test_an_in_app_copy_that_expires_in_doubt_was_not_made(line: Line) -> None:
    """CHAN-02, QUEUE-09: copy and status are one transaction, so nothing is unconfirmed."""
    message = hurried(line, 1, **EMAIL_ONLY)
    fan_out(line, message)
    kill(line, message, Channel.PORTAL, "TransactWriteItems", after=False)
    line.drop_queues()
    line.run(minutes=4)
    assert only(line, message, Channel.PORTAL) == (DeliveryStatus.EXPIRED, "expired")


def test_queue_jobs_one_upon_the_other_do_no_harm(line: Line) -> None:
    """QUEUE-01 (R1)"""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    kill(line, message, Channel.SMS, "SendTextMessage", after=False)
    for _ in range(5):
        line.clock.advance(seconds=61)
        line.call("queue_job", {})
        line.call("queue_job", {})
        line.pump()
    assert len(line.handed_over()) == 1
    assert replace(line.totals(message, Channel.SMS)) == Totals(total=1, sent=1)


def test_an_emergency_text_beside_an_ordinary_email_is_handled_by_its_own_rules(line: Line) -> None:
    """A-13: without events the text is sent again and the email waits."""
    settle_district(families.student("sam"))
    content = build.content(sms=SmsPart("Stay home", emergency=True))
    message = build.message(accepted_at=line.clock.now(), content=content, selection=to("sam"))
    line.send(message)
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=True)
    kill(line, message, Channel.EMAIL, "SendBulkEmail", after=True)
    line.run(minutes=5)
    kinds = sorted(each.kind for each in line.handed_over())
    assert kinds == ["email", "text", "text"]
