"""Providers' events: early, late, twice, reversed, unknown, unreadable; and when nobody reports."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import plan as plan_file
from chalicelib.delivery import store
from chalicelib.delivery.events import Change, EventKind
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.queue_job.settle import AFTER, settle
from chalicelib.delivery.receipts import Receipt, apply, parse
from chalicelib.delivery.refs import DeliveryRef
from chalicelib.delivery.store import ledger
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel import aws
from chalicelib.kernel.ids import hashed_id
from chalicelib.messages.model import Message
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line

from .test_dispatch import EMAIL_ONLY, TEXT_ONLY, fan_out, only, record, send
from .test_whole_line import to


def held_back(line: Line) -> list[dict[str, Any]]:
    """Let everything leave, and keep the providers' events for the test to deliver."""
    line.muted = True
    line.run()
    line.muted = False
    events, line.lost = line.lost, []
    return events


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "reversed"])
@pytest.mark.parametrize("times", [1, 3])
def test_events_in_any_order_and_number_count_once(line: Line, order: int, times: int) -> None:
    """QUEUE-08 (R11)"""
    message = send(
        line, families.student("sam"), families.reached_at("kim", "kim@bounce.example"), **EMAIL_ONLY
    )
    for body in held_back(line)[::order] * times:
        line.receive_event(body)
        line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=1, errors=1)


def test_of_two_final_events_that_come_together_the_first_decides(line: Line) -> None:
    """QUEUE-08: as it would, had they come one after the other."""
    message = send(line, families.reached_at("kim", "kim@bounce.example"), **EMAIL_ONLY)
    (bounce,) = [each for each in held_back(line) if each["eventType"] == "Bounce"]
    line.receive_event(bounce)
    line.receive_event(bounce | {"eventType": "Delivery"})
    line.run()
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, "bounced")
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, errors=1)


def test_what_is_final_already_moves_no_number_beside_what_is_not(line: Line) -> None:
    """QUEUE-08, REPT-19 (R11): one of a batch comes for the second time, the other for the first."""
    message = send(line, families.student("sam"), families.student("kim"), **EMAIL_ONLY)
    first, second = [each for each in held_back(line) if each["eventType"] == "Delivery"]
    line.receive_event(first)
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=1)
    line.receive_event(first)
    line.receive_event(second)
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=2)


def test_each_change_stamps_the_last_update(line: Line) -> None:
    """QUEUE-08"""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    events = held_back(line)
    (before,) = line.rows(message, Channel.EMAIL)
    line.clock.advance(minutes=5)
    for body in events:
        line.receive_event(body)
    line.run()
    (after,) = line.rows(message, Channel.EMAIL)
    assert (before.status, after.status) == (DeliveryStatus.PENDING, DeliveryStatus.SENT)
    assert after.updated_at > before.updated_at


def test_a_bounce_after_a_delivery_changes_nothing_but_the_next_message(line: Line) -> None:
    """QUEUE-08: a final status never changes; the address is not written to again (CHAN-10)."""
    message = send(line, families.reached_at("sam", "sam@complaint.example"), **EMAIL_ONLY)
    line.run()
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.SENT, "")
    again = build.message(2, accepted_at=line.clock.now(), content=message.content, selection=to("sam"))
    line.send(again)
    line.run()
    assert only(line, again, Channel.EMAIL) == (DeliveryStatus.ERROR, "suppressed_complaint")
    assert len(line.handed_over()) == 1


def test_what_the_provider_took_and_never_sent_is_no_sent(line: Line) -> None:
    """QUEUE-08, QUEUE-10: they complained about a mail of another district; SES keeps one list for all."""
    address = "sam@home.example"
    aws.client("sesv2").put_suppressed_destination(EmailAddress=address, Reason="COMPLAINT")
    message = send(line, families.reached_at("sam", address), **EMAIL_ONLY)
    line.run()
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, "suppressed_complaint")
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, errors=1)
    assert suppressions.among("demo", Channel.EMAIL, [address])


@pytest.mark.parametrize(
    ("address", "reason", "suppressed"),
    [
        ("x@bounce.example", "bounced", True),
        ("x@nomailbox.example", "no_mailbox", True),
        ("x@full.example", "mailbox_full", False),
        ("x@toolarge.example", "too_large", False),
        ("x@content.example", "content_refused", False),
        ("x@transient.example", "bounced_for_now", False),
        ("x@undetermined.example", "bounced_for_now", False),
        ("x@reject.example", "content_refused", False),
        ("suppressionlist@simulator.amazonses.com", "suppressed_bounce", True),
    ],
)
def test_why_an_email_did_not_arrive(line: Line, address: str, reason: str, suppressed: bool) -> None:
    """QUEUE-10: only what is permanent stops the next message."""
    message = send(line, families.reached_at("sam", address), **EMAIL_ONLY)
    line.run()
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, reason)
    assert bool(suppressions.among("demo", Channel.EMAIL, [address])) is suppressed


_EXPECTED = {
    "00": (DeliveryStatus.SENT, ""),
    "01": (DeliveryStatus.SENT, ""),
    "02": (DeliveryStatus.SENT, ""),
    "03": (DeliveryStatus.PENDING, ""),
    "10": (DeliveryStatus.ERROR, "invalid_address"),
    "11": (DeliveryStatus.ERROR, "unreachable_number"),
    "12": (DeliveryStatus.ERROR, "carrier_down"),
    "13": (DeliveryStatus.ERROR, "carrier_blocked"),
    "15": (DeliveryStatus.ERROR, "taken_for_spam"),
    "16": (DeliveryStatus.ERROR, "content_refused"),
    "17": (DeliveryStatus.EXPIRED, "not_in_time"),
    "18": (DeliveryStatus.ERROR, "failed"),
    "35": (DeliveryStatus.SENT, ""),
    "37": (DeliveryStatus.SENT, ""),
    "38": (DeliveryStatus.SENT, ""),
}


def test_why_a_text_did_not_arrive(line: Line) -> None:
    """QUEUE-08, QUEUE-10: Expired is what the phone company could not complete in time."""
    students = [families.reached_at(f"s{code}", number=f"+190755501{code}") for code in _EXPECTED]
    message = send(line, *students, **TEXT_ONLY)
    line.run()
    found = {row.destination[-2:]: (row.status, row.reason) for row in line.rows(message, Channel.SMS)}
    assert found == _EXPECTED


def test_a_number_out_of_service_is_not_texted_again(line: Line) -> None:
    """QUEUE-10, CHAN-10: the word is about texts, so a call is tried; and an emergency tries again."""
    number = "+19075550110"
    message = send(line, families.reached_at("sam", number=number), **TEXT_ONLY)
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "invalid_address")
    content = build.content(html="", sms=SmsPart("Stay home"), voice=VoicePart("Stay home"))
    again = line.send(build.message(2, accepted_at=line.clock.now(), content=content, selection=to("sam")))
    urgent = replace(content, sms=SmsPart("Stay home", emergency=True), voice=None)
    third = line.send(build.message(3, accepted_at=line.clock.now(), content=urgent, selection=to("sam")))
    line.run()
    assert only(line, again, Channel.SMS) == (DeliveryStatus.ERROR, "not_in_service")
    assert only(line, again, Channel.VOICE) == (DeliveryStatus.ERROR, "call_failed")
    assert only(line, third, Channel.SMS) == (DeliveryStatus.ERROR, "invalid_address")


def test_why_a_call_did_not_arrive(line: Line) -> None:
    """QUEUE-10"""
    expected = {"20": "busy", "21": "no_answer", "22": "call_failed"}
    students = [families.reached_at(f"s{code}", number=f"+190755501{code}") for code in expected]
    message = send(line, *students, html="", sms=None, voice=VoicePart("Stay home"))
    line.run()
    assert {row.destination[-2:]: row.reason for row in line.rows(message, Channel.VOICE)} == expected


# ---- What is not ours ---------------------------------------------------------------------------------------


_UNREADABLE = (
    "{",
    "[]",
    "{}",
    "null",
    '{"eventType": 3}',
    '{"eventType": "Delivery"}',
    '{"eventType": "Bounce", "mail": {}}',
    "[" * 3000 + "]" * 3000,
    '{"eventType": "TEXT_DELIVERED", "context": {"ref": "REF"}, "eventTimestamp": 1e30}',
)


@pytest.mark.parametrize("seconds", [25.0, 1.0], ids=["time for all", "no time"])
def test_an_event_that_always_fails_takes_no_other_along(
    line: Line, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """R5: the others of its batch count; without time for them they come back, and count then."""
    settle_changes, poisoned = ledger.settle, set[DeliveryRef]()

    def fails_for_one(changes: Sequence[Change]) -> ledger.Settled:
        if poisoned.intersection(each.ref for each in changes):
            raise RuntimeError("poison")
        return settle_changes(changes)

    monkeypatch.setattr("functions.receipts.handler.seconds_left", lambda _context: lambda: seconds)
    mothers = [families.reached_at(name, f"{name}@bounce.example") for name in ("sam", "kim", "lee")]
    message = send(line, *mothers, **EMAIL_ONLY)
    events = held_back(line)
    bounces = [at for at, each in enumerate(events) if each["eventType"] == "Bounce"]
    poison = next(at for at in bounces if events[at]["mail"]["destination"] == ["kim@bounce.example"])
    poisoned.update(each.ref for each in parse("", json.dumps(events[poison])).events)
    monkeypatch.setattr(ledger, "settle", fails_for_one)
    answer = line.call("receipts", record(*events))
    assert answer is not None
    coming_back = [int(each["itemIdentifier"]) for each in answer["batchItemFailures"]]
    assert sorted(coming_back) == ([poison] if seconds > 4 else list(range(len(events))))
    assert line.totals(message, Channel.EMAIL) == Totals(total=3, errors=2 if seconds > 4 else 0)


def test_an_unreadable_event_comes_back_alone_and_ends_in_the_dead_letter_queue(line: Line) -> None:
    """R5: its neighbour counts."""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    events = held_back(line)
    ref = str(DeliveryRef("demo", message.message_id, Channel.SMS, 0, 0, 0, hashed_id("nobody")))
    unreadable = [text.replace("REF", ref) for text in _UNREADABLE]
    for text in unreadable:
        line.receive_text(text)
    for body in events:
        line.receive_event(body)
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, sent=1)
    assert sorted(line.dead_letters) == sorted(unreadable)


def test_a_phone_company_says_nothing_about_an_email(line: Line) -> None:
    """QUEUE-08: nor is a number on the list of addresses that no email goes to."""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    (_sent, delivered) = held_back(line)
    told = {"eventTimestamp": 1764000000000, "destinationPhoneNumber": "+12065550999"}
    ref = {"context": {"ref": delivered["mail"]["tags"]["ref"][0]}}
    line.receive_event({"eventType": "TEXT_INVALID", **told, **ref})
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=1)
    assert suppressions.among("demo", Channel.EMAIL, {"+12065550999"}) == {}


def test_an_event_about_a_delivery_that_is_not_there_is_tried_again_and_then_given_up(line: Line) -> None:
    """R11: unknown ones are tried again, then counted."""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    (sent, delivered) = held_back(line)
    ref = DeliveryRef.parse(delivered["mail"]["tags"]["ref"][0])
    assert ref is not None
    stranger = DeliveryRef("demo", message.message_id, Channel.EMAIL, 0, 0, 0, hashed_id("nobody"))
    delivered["mail"]["tags"]["ref"] = [str(stranger)]
    line.receive_event(delivered)
    line.receive_event(sent)
    line.run()
    assert len(line.dead_letters) == 1
    assert line.totals(message, Channel.EMAIL) == Totals(total=1)


def bounced(line: Line, count: int) -> tuple[Message, list[Receipt]]:
    """A message to so many, all of whose emails came back; what the provider said of them, in one batch."""
    students = (families.reached_at(f"s{at}", f"s{at}@bounce.example") for at in range(count))
    message = send(line, *students, **EMAIL_ONLY)
    bodies = [each for each in held_back(line) if each["eventType"] == "Bounce"]
    return message, [parse(f"receipt-{at}", json.dumps(each)) for at, each in enumerate(bodies)]


def suppressed(count: int) -> int:
    return len(suppressions.among("demo", Channel.EMAIL, [f"s{at}@bounce.example" for at in range(count)]))


def test_a_batch_of_bounces_does_not_outlive_its_worker(line: Line) -> None:
    """QUEUE-10, R11: every status counts at once, and what could not be suppressed in this time comes back."""
    message, receipts = bounced(line, 12)
    seconds = iter(range(10, 0, -1))
    again = apply(receipts, line.clock, lambda: next(seconds, 0))
    assert line.totals(message, Channel.EMAIL) == Totals(total=12, errors=12)
    assert (suppressed(12), len(again)) == (7, 5)
    assert apply([each for each in receipts if each.message_id in again], line.clock, lambda: 10) == set()
    assert suppressed(12) == 12


def test_an_address_that_cannot_be_suppressed_comes_back_alone(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-10, R5: its neighbours are, and it is the next time."""
    message, receipts = bounced(line, 3)
    suppress, fails = suppressions.suppress, [True]

    def stumbles(*given: Any) -> bool:
        if fails.pop() if fails else False:
            raise suppressions.TooBusy
        return suppress(*given)

    monkeypatch.setattr(suppressions, "suppress", stumbles)
    assert apply(receipts, line.clock, lambda: 10) == {receipts[0].message_id}
    assert line.totals(message, Channel.EMAIL) == Totals(total=3, errors=3)
    assert suppressed(3) == 2
    assert apply(receipts, line.clock, lambda: 10) == set()
    assert suppressed(3) == 3


def test_what_an_owner_said_is_suppressed_before_what_a_mail_server_did(line: Line) -> None:
    """CHAN-10: where the time does not last for both."""
    receipts = bounced(line, 2)[1]
    (first, second) = receipts
    said = replace(second.events[0], kind=EventKind.COMPLAINED, suppress=Cause.COMPLAINT)
    seconds = iter([10, 0])
    assert apply([first, replace(second, events=(said,))], line.clock, lambda: next(seconds)) == {
        first.message_id
    }


def test_mail_of_others_in_the_same_account_is_none_of_ours(line: Line) -> None:
    """R11: no reference, nothing to do, nothing to repeat."""
    send(line, families.student("sam"), **EMAIL_ONLY)
    (sent, delivered) = held_back(line)
    sent["mail"]["tags"] = {}
    delivered["mail"]["tags"]["ref"] = ["somebody-elses-reference"]
    line.receive_event(sent)
    line.receive_event(delivered)
    line.run()
    assert line.dead_letters == []


# ---- When nobody reports ------------------------------------------------------------------------------------


def test_a_text_that_was_handed_over_and_never_reported_on_ends_as_sent(line: Line) -> None:
    """QUEUE-09, A-15: it did leave in time; the note says that no receipt came."""
    message = send(line, families.reached_at("sam", number="+19075550134"), **TEXT_ONLY)
    line.run(minutes=3)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.PENDING, "")
    line.clock.advance(hours=24, minutes=10)
    line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.SENT, "no_receipt")
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)


def test_a_receipt_after_the_end_changes_nothing(line: Line) -> None:
    """QUEUE-08: neither after Expired nor after Sent."""
    message = send(
        line, families.student("sam"), families.reached_at("kim", "kim@bounce.example"), **EMAIL_ONLY
    )
    events = held_back(line)
    line.clock.advance(hours=24, minutes=10)
    line.run(minutes=1)
    before = line.rows(message)
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=2)
    for body in events:
        line.receive_event(body)
    line.run(minutes=1)
    assert line.rows(message) == before
    assert line.dead_letters == []


def test_an_expired_row_stays_expired_when_a_receipt_comes(line: Line) -> None:
    """QUEUE-08, QUEUE-09"""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    fan_out(line, message)
    line.clock.advance(hours=25)
    line.run(minutes=1)
    (row,) = line.rows(message, Channel.EMAIL)
    assert row.status is DeliveryStatus.EXPIRED
    line.receive_event(
        {
            "eventType": "Delivery",
            "mail": {"timestamp": "", "destination": ["x@y.example"], "tags": {"ref": [str(row.ref)]}},
        }
    )
    line.run()
    assert line.rows(message, Channel.EMAIL) == [row]
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, expired=1)


def test_settling_stops_when_its_time_is_over_and_goes_on_where_it_stopped(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-09: bounded work, shard after shard."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 1)
    students = [families.reached_at(f"s{at}", number="+19075550134") for at in range(3)]
    message = send(line, *students, **TEXT_ONLY)
    line.run()
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    now = message.expires_at + AFTER
    left = iter([50.0, 50.0, 1.0])
    assert settle(message, plan, now, lambda: next(left)) == (now, 2)
    assert line.totals(message, Channel.SMS) == Totals(total=3, sent=2)
    assert settle(message, replace(plan, place=2), now, lambda: 50.0) == (None, 0)
    assert line.totals(message, Channel.SMS) == Totals(total=3, sent=3)
