"""One chunk leaves: races, repeats, refusals, throttling, expiry, and who must not be written to after all."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.content.model import Channel, Lane, SmsPart, VoicePart
from chalicelib.delivery import dispatch as dispatching
from chalicelib.delivery import known, store
from chalicelib.delivery.channels import email
from chalicelib.delivery.channels.base import HandOver, Outcome
from chalicelib.delivery.channels.sms import SMS
from chalicelib.delivery.chunk import ChunkState, Ending
from chalicelib.delivery.dispatch import dispatch
from chalicelib.delivery.gate import kept
from chalicelib.delivery.gate.breaker import Breaker
from chalicelib.delivery.last_checks.stopped import Stopped
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.refs import ChunkRef
from chalicelib.delivery.store import chunks, gates, ledger
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Student
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel import settings
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from .test_whole_line import to

EMAIL_ONLY: dict[str, Any] = {"sms": None}
TEXT_ONLY: dict[str, Any] = {"html": "", "plain": ""}


def send(line: Line, *students: Student, emergency: bool = False, **content: Any) -> Message:
    """A message to the primary contacts of students who live in the district from now on."""
    settle_district(*students)
    usual = build.content(**content)
    if emergency:
        usual = replace(usual, sms=SmsPart("Stay home", emergency=True))
    message = build.message(
        accepted_at=line.clock.now(), content=usual, selection=to(*(each.student_id for each in students))
    )
    return line.send(message)


def fan_out(line: Line, message: Message) -> None:
    """The message's one shard becomes chunks; nothing leaves yet."""
    body = {"district": "demo", "message": message.message_id}
    line.call("fan_out", record(body))
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    line.call("fan_out", record(body | {"shard": 0, "plan": plan.plan_id}))


def record(*bodies: object) -> dict[str, Any]:
    """A Lambda event."""
    return {"Records": [{"messageId": str(at), "body": json.dumps(body)} for at, body in enumerate(bodies)]}


def chunk(message: Message, channel: Channel, number: int = 0) -> ChunkRef:
    return ChunkRef("demo", message.message_id, channel, 0, number)


def only(line: Line, message: Message, channel: Channel) -> tuple[DeliveryStatus, str]:
    """Status and reason of the channel's one row."""
    (row,) = line.rows(message, channel)
    return row.status, row.reason


# ---- Twice is once ------------------------------------------------------------------------------------------


def test_a_chunk_that_comes_twice_leaves_once(line: Line) -> None:
    """QUEUE-02 (R4): the queue delivers a reference again while and after its chunk is worked on."""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    fan_out(line, message)
    body = chunk(message, Channel.EMAIL).body()
    for _ in range(3):
        assert line.call("dispatch_email", record(body, body)) == {"batchItemFailures": []}
    line.run(minutes=4)
    assert len(line.handed_over()) == 1
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, sent=1)


def test_of_two_workers_at_one_chunk_one_passes(line: Line) -> None:
    """QUEUE-02 (R4): the second comes while the first stands between its claim and the provider."""
    message = send(line, families.student("sam"), families.student("kim"), **TEXT_ONLY)
    fan_out(line, message)
    ref = chunk(message, Channel.SMS)

    class Racing:
        channel = Channel.SMS

        def hand_over(self, work: HandOver) -> Iterable[Outcome]:
            dispatch(ref, SMS, line.clock, lambda: 50.0)
            return SMS.hand_over(work)

    dispatch(ref, Racing(), line.clock, lambda: 50.0)
    line.run(minutes=4)
    assert len(line.handed_over()) == 2
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2)


def test_a_worker_that_comes_back_late_ends_nobody_elses_claim(line: Line) -> None:
    """QUEUE-02 (R4): its claim was in doubt, was given back, and is another worker's by now."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    ref, now = chunk(message, Channel.SMS), line.clock.now()
    first = chunks.claim(ref, now, most=50)
    assert first is not None
    assert ledger.settle((), chunks.put_back(first, now, Ending.IN_DOUBT)).closed
    second = chunks.claim(ref, now, most=50)
    assert second is not None
    for late in (chunks.done(first), chunks.put_back(first, now, Ending.THROTTLED), chunks.put_aside(first)):
        assert not ledger.settle((), late).closed
    assert not chunks.hold(first, now)
    assert ledger.settle((), chunks.done(second)).closed


def test_a_reference_days_later_hands_nothing_over_twice(line: Line) -> None:
    """R6: a redrive from the dead-letter queue."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    line.run()
    line.clock.advance(days=13)
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body()))
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    bodies = [{"district": "demo", "message": message.message_id}]
    bodies.append({**bodies[0], "shard": "0", "plan": plan.plan_id})
    line.call("fan_out", record(*bodies))
    line.run(minutes=2)
    assert len(line.handed_over()) == 1


def test_a_worker_without_time_left_puts_the_reference_back(line: Line) -> None:
    """QUEUE-02: it neither begins what it cannot end nor counts as a failure."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    dispatch(chunk(message, Channel.SMS), SMS, line.clock, lambda: 5.0)
    (found,) = chunks.read([chunk(message, Channel.SMS)]).values()
    assert (found.state, found.attempt) == (ChunkState.WAITING, 0)
    line.run()
    assert len(line.handed_over()) == 1


def test_attempts_that_end_before_the_first_call_leave_mails_in_bulk(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-02: only attempts in doubt make each mail go alone."""

    def fail(*_: object) -> None:
        raise RuntimeError("the table stumbles")

    message = send(line, families.student("sam"), families.student("kim"), **EMAIL_ONLY)
    fan_out(line, message)
    with monkeypatch.context() as broken:
        broken.setattr(dispatching, "prepare", fail)
        for _ in range(3):
            line.call("dispatch_email", record(chunk(message, Channel.EMAIL).body()))
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=2)
    assert line.saboteur.calls.count("SendBulkEmail") == 1


def test_after_two_attempts_of_which_nobody_knows_each_mail_goes_alone(line: Line) -> None:
    """QUEUE-02: one that breaks the call each time harms no other."""
    message = send(line, families.student("sam"), families.student("kim"), **EMAIL_ONLY)
    fan_out(line, message)
    for _ in range(2):
        claimed = chunks.claim(chunk(message, Channel.EMAIL), line.clock.now(), most=50)
        assert claimed is not None
        assert ledger.settle((), chunks.put_back(claimed, line.clock.now(), Ending.IN_DOUBT)).closed
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=2)
    assert line.saboteur.calls.count("SendBulkEmail") == 2


def test_a_poison_record_does_not_hold_up_its_neighbours(line: Line) -> None:
    """R5: the others leave, and it comes back alone."""
    message = send(line, families.student("sam"), **TEXT_ONLY)
    fan_out(line, message)
    good = chunk(message, Channel.SMS).body()
    unknown = {**good, "message": build.message_id(99)}
    event = record({"no": "sense"}, unknown, good, "text")
    event["Records"].append({"messageId": "broken", "body": "{"})
    answer = line.call("dispatch_sms", event)
    assert answer == {"batchItemFailures": [{"itemIdentifier": each} for each in ("0", "3", "broken")]}
    assert len(line.handed_over()) == 1


# ---- What the provider says ---------------------------------------------------------------------------------


def test_a_reference_in_the_queue_of_another_channel_hands_nothing_over(line: Line) -> None:
    """QUEUE-02: no text goes to an email address; the email leaves from its own queue."""
    message = send(line, families.student("sam"), **EMAIL_ONLY)
    fan_out(line, message)
    shard = chunks.of_shard("demo", message.message_id, 0)
    emails = next(each.ref for each in shard if each.ref.channel is Channel.EMAIL)
    answer = line.call("dispatch_sms", record(emails.body()))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    line.run()
    assert [each.kind for each in line.handed_over()] == ["email"]


def test_a_permanent_refusal_is_an_error_and_is_not_tried_again(line: Line) -> None:
    """QUEUE-10 (R9): its neighbours are not touched."""
    message = send(
        line,
        families.reached_at("sam", "sam@refused.example", "+19075550131"),
        families.reached_at("kim", "kim@home.example", "+12065550101"),
    )
    line.run(minutes=4)
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=1, errors=1)
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=1, errors=1)
    reasons = {row.reason for row in line.rows(message) if row.status is DeliveryStatus.ERROR}
    assert reasons == {"refused", "invalid_address"}


def test_an_address_that_the_provider_cannot_take_harms_no_other(line: Line) -> None:
    """QUEUE-10"""
    message = send(
        line,
        families.reached_at("sam", "not an address"),
        families.reached_at("kim", "kim@home.example"),
        **EMAIL_ONLY,
    )
    line.run()
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=1, errors=1)


def test_an_opted_out_number_is_an_error_and_is_never_tried_again(line: Line) -> None:
    """CHAN-10: the provider knows before us; the next message does not even reach the provider."""
    message = send(line, families.reached_at("sam", number="+19075550130"), **TEXT_ONLY)
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "opted_out")
    calls = line.saboteur.calls.count("SendTextMessage")
    again = build.message(2, accepted_at=line.clock.now(), content=message.content, selection=to("sam"))
    line.send(again)
    line.run()
    assert only(line, again, Channel.SMS) == (DeliveryStatus.ERROR, "opted_out")
    assert line.saboteur.calls.count("SendTextMessage") == calls


@pytest.mark.parametrize("parts", [EMAIL_ONLY, TEXT_ONLY])
def test_what_expires_while_somebody_asks_who_said_no_does_not_leave(
    line: Line, parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-09: the clock is looked at after that question, which may be answered late."""
    message = send(line, families.student("sam"), **parts)

    def late(*_: object) -> None:
        line.clock.advance(hours=25)

    monkeypatch.setattr(Stopped, "__call__", late)
    line.run(minutes=3)
    assert line.handed_over() == []
    (channel,) = set(message.parts) - {Channel.PORTAL}
    assert line.totals(message, channel) == Totals(total=1, expired=1)


@pytest.mark.parametrize(("kind", "channel"), [("email", Channel.EMAIL), ("text", Channel.SMS)])
def test_a_throttled_chunk_waits_and_leaves_later(line: Line, kind: str, channel: Channel) -> None:
    """QUEUE-10 (R8): neither an error nor the dead-letter queue, and nobody is written to twice."""
    students = [families.student(name) for name in ("sam", "kim", "lee", "joe")]
    message = send(line, *students, **(EMAIL_ONLY if channel is Channel.EMAIL else TEXT_ONLY))
    line.simulator.control({"action": "throttle", "kind": kind, "calls": 2})
    line.run(minutes=6)
    assert len({each.destination for each in line.handed_over()}) == len(line.handed_over()) == 4
    assert line.totals(message, channel) == Totals(total=4, sent=4)
    assert line.dead_letters == []


def test_an_outage_of_ten_minutes_makes_no_storm(line: Line) -> None:
    """R10: a throttling provider gets few calls, and afterwards everything."""
    students = [families.student(f"student-{number}") for number in range(12)]
    message = send(line, *students, **TEXT_ONLY)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 10_000})
    line.run(minutes=10)
    tried = line.saboteur.calls.count("SendTextMessage")
    assert tried <= 11 + 10, "a few at first, then one a try"
    line.simulator.control({"action": "reset", "what": "faults"})
    line.run(minutes=10)
    assert line.totals(message, Channel.SMS) == Totals(total=12, sent=12)
    assert len(line.handed_over()) == 12
    assert line.dead_letters == []


def test_one_number_that_is_always_throttled_does_not_hold_up_its_neighbours(line: Line) -> None:
    """QUEUE-10"""
    message = send(
        line,
        families.reached_at("sam", number="+19075550132"),
        *(
            families.reached_at(name, number=f"+1206555010{at}")
            for at, name in enumerate(("kim", "lee", "joe"))
        ),
        **TEXT_ONLY,
    )
    line.run(minutes=8)
    assert line.totals(message, Channel.SMS) == Totals(total=4, sent=3)


def test_a_fault_of_our_own_set_up_holds_the_message_and_blames_nobody(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-10: a missing configuration set is mended by an operator; the message then leaves."""
    message = send(line, families.student("sam"))
    monkeypatch.setenv("EMAIL_CONFIGURATION_SET", "misspelt")
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "misspelt")
    line.run(minutes=2)
    assert line.pending(message) == 2
    monkeypatch.setenv("EMAIL_CONFIGURATION_SET", "email")
    monkeypatch.setenv("SMS_CONFIGURATION_SET", "sms-voice")
    line.run(minutes=8)
    assert line.pending(message) == 0
    assert len(line.handed_over()) == 2


@pytest.mark.parametrize(
    "status",
    [
        "ACCOUNT_THROTTLED",
        "ACCOUNT_DAILY_QUOTA_EXCEEDED",
        "ACCOUNT_SENDING_PAUSED",
        "ACCOUNT_SUSPENDED",
        "CONFIGURATION_SET_SENDING_PAUSED",
        "CONFIGURATION_SET_NOT_FOUND",
        "INVALID_SENDING_POOL_NAME",
        "MAIL_FROM_DOMAIN_NOT_VERIFIED",
        "TRANSIENT_FAILURE",
    ],
)
def test_what_ses_says_of_our_account_blames_no_recipient(
    line: Line, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    """QUEUE-10 (R8, R9): nothing is refused for good, and nothing more of the chunk is tried."""

    class Ses:
        calls = 0

        def send_bulk_email(self, **request: Any) -> dict[str, object]:
            self.calls += 1
            return {"BulkEmailEntryResults": [{"Status": status} for _ in request["BulkEmailEntries"]]}

    ses = Ses()
    message = send(line, *(families.student(name) for name in ("sam", "kim", "lee")), **EMAIL_ONLY)
    directory.put_district(people.district(settings={"emails_per_second": 1}))
    known.forget()
    with monkeypatch.context() as closed:
        closed.setattr(email, "client", lambda _service: ses)
        line.run()
    assert (ses.calls, line.pending(message)) == (1, 3)
    line.run(minutes=8)
    assert line.totals(message, Channel.EMAIL) == Totals(total=3, sent=3)


@pytest.mark.parametrize("whole_call", [True, False], ids=["the call", "its entries"])
def test_a_sender_that_is_not_verified_blames_no_recipient(
    line: Line, monkeypatch: pytest.MonkeyPatch, whole_call: bool
) -> None:
    """QUEUE-10: SES says so in the words of a refusal; mended by an operator, the mails leave."""
    refusal = {"Status": "MESSAGE_REJECTED", "Error": "Email address is not verified. office@riverbend.example"}

    class Ses:
        calls = 0

        def send_bulk_email(self, **request: Any) -> dict[str, object]:
            self.calls += 1
            if whole_call:
                error: Any = {"Error": {"Code": "MessageRejected", "Message": refusal["Error"]}}
                raise ClientError(error | {"ResponseMetadata": {"HTTPStatusCode": 400}}, "SendBulkEmail")
            return {"BulkEmailEntryResults": [refusal for _ in request["BulkEmailEntries"]]}

    ses = Ses()
    message = send(line, families.student("sam"), families.student("kim"), **EMAIL_ONLY)
    with monkeypatch.context() as unverified:
        unverified.setattr(email, "client", lambda _service: ses)
        line.run()
    assert (ses.calls, line.pending(message)) == (1, 2)
    line.run(minutes=4)
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=2)


def test_a_refused_call_is_taken_apart_no_longer_than_there_is_time(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-10: each mail alone, as long as the worker lives and SES works; the rest goes another time."""
    taken: list[str] = []

    class Ses:
        calls, works = 0, False

        def send_bulk_email(self, **request: Any) -> dict[str, object]:
            self.calls += 1
            line.clock.advance(seconds=10)
            entries = request["BulkEmailEntries"]
            if len(entries) > 1:
                raise answered("MessageRejected", 400)
            if len(taken) == 2 and not self.works:
                raise answered("ThrottlingException", 429)
            taken.extend(entries[0]["Destination"]["ToAddresses"])
            return {"BulkEmailEntryResults": [{"Status": "SUCCESS"}]}

    ses, names = Ses(), [f"student-{at}" for at in range(8)]
    message = send(line, *map(families.student, names), **EMAIL_ONLY)
    fan_out(line, message)
    monkeypatch.setattr(email, "client", lambda _service: ses)
    line.call("dispatch_email", record(chunk(message, Channel.EMAIL).body()))
    assert (ses.calls, len(taken)) == (4, 2), "the whole, two alone, and one that was too fast"
    ses.works = True
    monkeypatch.setattr("functions.dispatch_email.handler.seconds_left", lambda *_: limited(line, 45))
    line.clock.advance(minutes=3)
    ses.calls = 0
    line.call("dispatch_email", record(chunk(message, Channel.EMAIL).body()))
    assert ses.calls == 3, "25 seconds are enough for three calls of ten"
    line.run(minutes=15)
    assert sorted(taken) == sorted(f"{name}-mum@home.example" for name in names)


def answered(code: str, status: int) -> ClientError:
    error: Any = {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(error, "SendBulkEmail")


def limited(line: Line, seconds: float) -> Callable[[], float]:
    """So long may a worker live from now on."""
    until = line.clock.now() + timedelta(seconds=seconds)
    return lambda: (until - line.clock.now()).total_seconds()


# ---- Suppressed addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("emergency", [False, True])
def test_a_suppressed_address_is_not_written_to_until_it_is_lifted(line: Line, emergency: bool) -> None:
    """CHAN-10: an emergency overrides no opt-out; it tries a number that is said to be out of service."""
    causes = {"+12065550101": Cause.OPT_OUT, "+12065550102": Cause.CARRIER}
    for number, cause in causes.items():
        suppressions.suppress("demo", Channel.SMS, number, cause, "2026-11-23")
    students = [families.reached_at(name, number=number) for name, number in zip("ab", causes, strict=True)]
    message = send(line, *students, emergency=emergency, html="")
    line.run()
    taken = [each.destination for each in line.handed_over()]
    assert taken == (["+12065550102"] if emergency else [])
    stopped = suppressions.find("demo", Channel.SMS, "+12065550101")
    assert stopped
    assert suppressions.lift("demo", stopped)
    again = build.message(2, accepted_at=line.clock.now(), content=message.content, selection=to("a"))
    line.send(again)
    line.run()
    assert only(line, again, Channel.SMS) == (DeliveryStatus.SENT, "")


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS, Channel.VOICE])
def test_who_says_no_while_a_message_waits_is_not_written_to(line: Line, channel: Channel) -> None:
    """CHAN-10: each channel asks its own list right before it leaves, and no other's."""
    message = send(line, families.reached_at("sam", "sam@home.example", "+12065550101"), voice=VoicePart("Hi"))
    fan_out(line, message)
    address = "sam@home.example" if channel is Channel.EMAIL else "+12065550101"
    suppressions.suppress("demo", channel, address, Cause.STAFF, "2026-11-23")
    line.run(minutes=1)
    for each in (Channel.EMAIL, Channel.SMS, Channel.VOICE):
        assert line.totals(message, each) == Totals(total=1, **{"errors" if each is channel else "sent": 1})


# ---- Lanes --------------------------------------------------------------------------------------------------


def test_each_part_waits_in_the_lane_of_its_urgency(line: Line) -> None:
    """QUEUE-04, A-13: an emergency text and call, beside an ordinary email."""
    settle_district(families.student("sam"))
    content = build.content(
        sms=SmsPart("Stay home", emergency=True), voice=VoicePart("Stay home", emergency=True)
    )
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    fan_out(line, message)
    found = chunks.read(chunk(message, channel) for channel in content.channels())
    assert {ref.channel: each.lane for ref, each in found.items()} == {
        Channel.EMAIL: Lane.NORMAL,
        Channel.SMS: Lane.EMERGENCY,
        Channel.VOICE: Lane.EMERGENCY,
        Channel.PORTAL: Lane.NORMAL,
    }
    sent_to = [url.rsplit("/", 1)[1] for url in line.queues_used if "FanOut" not in url]
    assert sent_to[:2] == ["SmsEmergencyQueue", "VoiceEmergencyQueue"], "urgent parts are queued first"
    assert settings.lane_queue_url("email", "normal").endswith(sent_to[2])


def test_a_shard_is_resolved_once(line: Line) -> None:
    """RCPT-19 (R13): whoever repeats the step after the roster changed finds what the first one froze."""
    student = families.student("sam")
    message = send(line, student, **EMAIL_ONLY)
    plan_body = {"district": "demo", "message": message.message_id}
    line.call("fan_out", record(plan_body))
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    line.saboteur.reset(at=8, after=True)
    line.call("fan_out", record(plan_body | {"shard": 0, "plan": plan.plan_id}))
    assert line.saboteur.done
    moved = families.contact("sam-mum", emails=(EmailAddress("new@home.example"),))
    directory.put_students("demo", [replace(student, contacts=(moved, families.contact("sam-dad")))])
    line.run(minutes=int(timedelta(minutes=4) / timedelta(minutes=1)))
    assert [each.destination for each in line.handed_over()] == ["sam-mum@home.example"]
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, sent=1)


def test_an_emergency_that_is_not_taken_waits_in_its_own_lane_and_not_for_long(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-04, QUEUE-10: whatever chance says, each try comes at most twenty seconds after the last."""
    monkeypatch.setattr("chalicelib.delivery.record.random.randint", lambda _least, most: most)
    message = send(line, families.student("sam"), emergency=True, html="", plain="")
    fan_out(line, message)
    line.drop_queues()
    line.simulator.control({"action": "refuse", "code": "AccessDeniedException", "kind": "text", "calls": 100})
    body = chunk(message, Channel.SMS).body() | {"size": 1}
    for _ in range(8):
        line.call("dispatch_sms", record(body))
        line.clock.advance(seconds=20)
        (body,) = line.waiting("SmsEmergencyQueue")
        line.drop_queues()
    assert line.waiting("SmsNormalQueue") == []
    assert line.saboteur.calls.count("SendTextMessage") == 8


def test_an_emergency_waits_in_its_queue_while_the_provider_is_down(line: Line) -> None:
    """QUEUE-04: not in the table, where the queue job finds it a minute later."""
    message = send(line, families.student("sam"), emergency=True, html="", plain="")
    fan_out(line, message)
    line.drop_queues()
    gates.change("demo", Channel.SMS, lambda _, booked: (down(line), booked, None))
    kept.forget()
    line.call("dispatch_sms", record(chunk(message, Channel.SMS).body() | {"size": 1}))
    assert line.handed_over() == []
    line.clock.advance(seconds=32)
    assert len(line.waiting("SmsEmergencyQueue")) == 1


def down(line: Line) -> Breaker:
    """The provider does not answer; half a minute from now somebody looks again."""
    now = line.clock.now().timestamp()
    return Breaker(failures=3, opened_at=now, probe_at=now + 30)


def test_each_school_is_a_tenant_of_the_lanes(line: Line) -> None:
    """QUEUE-04 (R12): SQS lets another school's hundred pass before one's flood; at each try."""
    tenants: set[str] = set()

    def note(call: Call, work: Work) -> Answer:
        if call.operation == "SendMessageBatch" and "FanOut" not in call.params["QueueUrl"]:
            tenants.update(each.get("MessageGroupId", "") for each in call.params["Entries"])
        return work()

    line.ground.watch(note, "sqs")
    message = send(line, families.student("sam"), **TEXT_ONLY)
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 1})
    line.run(minutes=2)
    assert line.totals(message, Channel.SMS) == Totals(total=1, sent=1)
    assert tenants == {message.sender.school_id}
