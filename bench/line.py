"""What one delivery costs: AWS requests and CPU, from a shard's reference to the provider and back.

AWS and the providers are a stub server on loopback in a process of its own (`_stub`); CPU is that of this
process, which does what the functions do, the best of three rounds. Requests are counted by a botocore event
hook, without those to the providers; two are added for each full batch: the invocation, and holding the batch
(`kernel.queue_batch`). What Lambda's pollers ask of SQS (one receive and one delete for ten messages) is told
apart, as `queue_polls_...`.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bench import _stub as stub

LANE_BATCH, RECEIPT_BATCH, POLL = 5, 100, 10  # as template.yaml says; POLL is SQS's limit
WARM_UP = 200
DELIVERIES, ROUNDS, PORT = 1000, 3, 4755
# What providers report of a delivery that arrives.
EVENTS: Mapping[str, tuple[str, ...]] = {
    "email": ("Send", "Delivery"),
    "sms": ("TEXT_SUCCESSFUL", "TEXT_DELIVERED"),
    "voice": ("VOICE_INITIATED", "VOICE_COMPLETED"),
    "push": (),
    "portal": (),
}


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    with stub.served(PORT):
        return _measure()


class Meter:
    """Counts requests that are not the provider's, and the CPU of a stretch of work."""

    def __init__(self) -> None:
        from chalicelib.kernel import aws

        self.requests: Counter[str] = Counter()
        self.cpu = 0.0
        for service in ("dynamodb", "sqs"):
            aws.client(service).meta.events.register("request-created", self._count)

    def _count(self, operation_name: str, **_: Any) -> None:
        self.requests[operation_name] += 1

    @contextmanager
    def measuring(self) -> Iterator[None]:
        self.requests.clear()
        before = time.process_time()
        yield
        self.cpu = time.process_time() - before


def _measure() -> dict[str, Any]:
    from chalicelib.content.model import Channel

    meter = Meter()
    _people(DELIVERIES)
    rounds = {
        channel: [_run(channel, DELIVERIES, meter) for _ in range(ROUNDS)]
        for channel in (Channel.EMAIL, Channel.SMS)
    }
    email, sms = (min(each, key=lambda figures: figures["cpu_send"]) for each in rounds.values())
    return {
        "requests_per_delivery_send": max(email["requests_send"], sms["requests_send"]),
        "requests_per_delivery_receipts": max(email["requests_receipts"], sms["requests_receipts"]),
        "cpu_s_per_1000_email": email["cpu_send"],
        "cpu_s_per_1000_sms": sms["cpu_send"],
        "line": {"email": email, "sms": sms},
    }


def _people(count: int) -> None:
    from chalicelib.directory import store
    from chalicelib.directory.model import District, EmailAddress, Phone, School, Student, StudentContact

    def student(at: int) -> Student:
        contact = StudentContact(
            f"c{at}",
            "Ana",
            f"Li{at}",
            custodial=True,
            emails=(EmailAddress(f"ana.li.{at}@home.example"),),
            phones=(Phone(f"+1206{at:07d}", sms=True),),
            language="en",
        )
        other = StudentContact(f"d{at}", "Bo", f"Li{at}", sort_order=2)
        return Student(f"s{at}", "Max", f"Li{at}", ("lincoln",), "09", contacts=(contact, other))

    store.put_district(District("demo", "Riverbend"))
    store.put_school("demo", School("lincoln", "Lincoln High"))
    store.put_students("demo", map(student, range(count)))


def _run(channel: Any, deliveries: int, meter: Meter) -> dict[str, float]:
    message, shards = _accept(channel, deliveries)
    refs = _send(message, channel, meter, shards[:1])
    _receive(refs[:WARM_UP], channel, meter)
    refs = _send(message, channel, meter, shards[1:])
    count = len(refs)
    cpu, requests = meter.cpu, sum(meter.requests.values())
    batches = len(shards) - 1 + -(-count // 50) / LANE_BATCH
    sent = {
        "cpu_send": round(cpu / count * 1000, 3),
        "requests_send": round((requests + 2 * batches) / count, 4),
        "queue_polls_send": round(2 * batches / count, 4),
    }
    events = _receive(refs, channel, meter)
    return sent | {
        "cpu_receipts": round(meter.cpu / count * 1000, 3),
        "requests_receipts": round((sum(meter.requests.values()) + events / RECEIPT_BATCH) / count, 4),
        "queue_polls_receipts": round(2 * events / POLL / count, 4),
        "events_per_delivery": events / count,
    }


def _accept(channel: Any, deliveries: int) -> tuple[Any, list[int]]:
    """A message of one part to everybody, stored and cut into shards."""
    from chalicelib.audience.model import RecipientType, Selection, StudentSelection
    from chalicelib.content.model import Channel, Content, SmsPart
    from chalicelib.delivery import store
    from chalicelib.delivery.shards import SHARD_SIZE, PlanState, ShardList
    from chalicelib.kernel.batches import batched
    from chalicelib.kernel.clock import stamp
    from chalicelib.kernel.ids import new_id
    from chalicelib.messages import store as messages
    from chalicelib.messages.model import Message, Sender

    paragraph = "<p>School is closed tomorrow because of snow. Please stay at home and keep warm.</p>"
    content = Content("Snow day", html=paragraph * 20, plain="School is closed. " * 60)
    if channel is Channel.SMS:
        content = Content("Snow day", sms=SmsPart("School is closed tomorrow because of snow."))
    now = datetime.now(UTC)
    message = Message(
        message_id=new_id(),
        district="demo",
        sender=Sender("ada", "Ada Teacher", "lincoln", "Lincoln High"),
        content=content,
        selection=Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln",))),
        accepted_at=now,
        expires_at=now + timedelta(hours=24),
        people=deliveries,
    )
    messages.accept(message)
    lists = [ShardList(ids) for ids in batched((f"s{at}" for at in range(deliveries)), SHARD_SIZE)]
    store.put_shards("demo", message.message_id, "bench", lists)
    store.put_plan("demo", message.message_id, PlanState("bench", len(lists), expires_at=stamp(now)), now)
    return message, list(range(len(lists)))


def _send(message: Any, channel: Any, meter: Meter, shards: list[int]) -> list[Any]:
    """Fan out the shards and dispatch their chunks, as the functions would; the deliveries' references."""
    from chalicelib.delivery.channels.email import EMAIL
    from chalicelib.delivery.channels.sms import SMS
    from chalicelib.delivery.dispatch import dispatch
    from chalicelib.delivery.fan_out import fan_out
    from chalicelib.delivery.refs import ChunkRef
    from chalicelib.delivery.shards import SHARD_SIZE
    from chalicelib.kernel.clock import SystemClock

    clock, provider = SystemClock(), EMAIL if channel is EMAIL.channel else SMS
    with meter.measuring():
        for number in shards:
            fan_out("demo", message.message_id, number, "bench", clock)
            for chunk in range(SHARD_SIZE // 50):
                dispatch(ChunkRef("demo", message.message_id, channel, number, chunk), provider, clock, _plenty)
    return list(_refs(message, channel, shards))


def _plenty() -> float:
    """Seconds left."""
    return 50.0


def _refs(message: Any, channel: Any, shards: list[int]) -> Iterator[Any]:
    from chalicelib.delivery.store import codec, keys
    from chalicelib.kernel import dynamo

    for number in shards:
        pk = keys.rows("demo", message.message_id, channel, number)
        for item in dynamo.query_all("DELIVERIES", pk):
            yield codec.row_from(item).ref


def _receive(refs: list[Any], channel: Any, meter: Meter) -> int:
    """The providers' events for these deliveries, in batches; how many events."""
    from chalicelib.content.model import Channel
    from functions.receipts.handler import handle

    kinds, body = EVENTS[channel.value], _email_event if channel is Channel.EMAIL else _text_event
    bodies = [body(ref, kind) for kind in kinds for ref in refs]
    with meter.measuring():
        for at in range(0, len(bodies), RECEIPT_BATCH):
            batch = bodies[at : at + RECEIPT_BATCH]
            records = [{"messageId": str(number), "body": body} for number, body in enumerate(batch)]
            assert handle({"Records": records}, None) == {"batchItemFailures": []}
    return len(bodies)


def _email_event(ref: Any, kind: str) -> str:
    mail = {
        "timestamp": "2026-11-22T10:00:00.123Z",
        "source": "Maple <office@x.example>",
        "messageId": "0100-0",
        "destination": ["a@b.example"],
        "headers": [{"name": name, "value": "value of a header"} for name in ("From", "To", "Subject", "Date")],
        "commonHeaders": {"from": ["office@x.example"], "to": ["a@b.example"], "subject": "Snow day"},
        "tags": {"ses:operation": ["SendBulkEmail"], "ref": [str(ref)]},
    }
    return json.dumps({"eventType": kind, "mail": mail, kind.lower(): {"timestamp": mail["timestamp"]}})


def _text_event(ref: Any, kind: str) -> str:
    return json.dumps(
        {
            "eventType": kind,
            "eventVersion": "1.0",
            "eventTimestamp": 1763805600123,
            "isFinal": kind not in ("TEXT_SUCCESSFUL", "VOICE_INITIATED"),
            "destinationPhoneNumber": "+12065550123",
            "messageId": "m",
            "messageStatus": "DELIVERED",
            "context": {"ref": str(ref)},
        }
    )


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
