"""The whole line in one process: the queues and tables that the test stands on, the provider simulator, the
functions' handlers, a clock that is told what time it is, and a saboteur who kills the process at any call.

    line = Line(ground, clock, monkeypatch)  # inside the `aws` fixture
    line.send(message)                  # accepted, with its outbox entry, as `messages.send` leaves it
    line.run(minutes=5)                 # pump queues and events, and let the queue job run each minute
"""

import importlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import RLock
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.profiles import STANDARD
from chalicelib.content.model import Channel
from chalicelib.delivery import known, store
from chalicelib.delivery.gate import kept
from chalicelib.delivery.model import Delivery, DeliveryStatus, Totals
from chalicelib.directory import store as directory
from chalicelib.directory.model import RollEntry, School, Student, User
from chalicelib.kernel import aws, settings
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from infra.local.simulator.rendering import HandedOver
from tests.builders import people
from tests.support.calling import can_call

from .ground import Ground
from .memory import Call, Work
from .memory.calls import Answer
from .memory.tables import Lag
from .providers import make_providers
from .rights import Rights

TEXTS_TOPIC = "arn:aws:sns:us-east-1:000000000000:texts"
SERVICES = ("dynamodb", "sqs", "sesv2", "pinpoint-sms-voice-v2", "sns")
RECEIVES = 5  # as the template's queues, before a message goes to the dead-letter queue


class Crash(BaseException):
    """The process was killed. Not an Exception: nothing may catch it."""


@dataclass
class Saboteur:
    """Counts the process's calls and kills it before or after the `at`-th, or the n-th of one operation.

    Dead it stays until `revive`. Texts leave in several threads: counting and killing is one step. Instead of
    killing, it may let another process do its work at that call (`meet`).
    """

    at: int = 0
    at_call: tuple[str, int] | None = None
    after: bool = False
    calls: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    lock: Any = field(default_factory=RLock, repr=False)
    dead: bool = False
    done: bool = False
    meanwhile: Callable[[], object] | None = None  # what another process does before that call
    watching: bool = False  # only while a function runs: tests look on undisturbed

    def reset(self, at: int, *, after: bool) -> None:
        """Plan the next murder."""
        self.at, self.after, self.dead, self.done, self.meanwhile = at, after, False, False, None
        self.calls.clear()
        self.answers.clear()

    def meet(self, at: int, other: Callable[[], object]) -> None:
        """Before the `at`-th call, `other` happens from beginning to end; then the call goes on."""
        self.reset(at, after=False)
        self.meanwhile = other

    def carry_out(self, call: Call, work: Work) -> Answer:
        """A call, and what is planned for it."""
        if not self.watching:
            return work()
        self._before(call.operation)
        try:
            answer = work()
        except ClientError:
            self._after(call.operation)
            raise
        self._after(call.operation)
        return answer

    def _before(self, operation: str) -> None:
        with self.lock:
            if self.dead:
                raise Crash
            self.calls.append(operation)
            other = self._met()
            if not (self.after or self.meanwhile):
                self._perhaps(self.calls)
        if other:
            other()

    def _met(self) -> Callable[[], object] | None:
        """What another process does now, once."""
        if not self.meanwhile or self.done or not self._is_time(self.calls):
            return None
        self.done = True
        return self.meanwhile

    def _after(self, operation: str) -> None:
        with self.lock:
            self.answers.append(operation)
            if self.after:
                self._perhaps(self.answers)

    def _perhaps(self, past: list[str]) -> None:
        if not self.done and self._is_time(past):
            self.dead = self.done = True
        if self.dead:
            raise Crash

    def _is_time(self, past: list[str]) -> bool:
        if self.at_call:
            name, count = self.at_call
            return past[-1] == name and past.count(name) == count
        return len(past) == self.at

    def revive(self) -> None:
        self.dead = False


@dataclass
class Record:
    """A message lying in a queue of the pump's own (receipts)."""

    message_id: str
    body: str
    receives: int = 0


class Line:
    """See the module."""

    def __init__(self, ground: Ground, clock: FixedClock, patch: pytest.MonkeyPatch) -> None:
        self.ground, self.clock = ground, clock
        self.simulator = ground.provide(self._seconds)
        self.saboteur = Saboteur()
        self.rights = Rights()
        self.receipts: list[Record] = []
        self.texts: list[Record] = []  # what families text to us
        self.dead_letters: list[str] = []
        self.muted = False  # provider events get lost, and are kept here
        self.lost: list[dict[str, Any]] = []
        self._sqs = ground.client("sqs")
        self._busy: set[str] = set()
        self.queues_used: dict[str, None] = {}  # by URL, in the order of their first use
        self._received: Counter[str] = Counter()
        self._number = 0
        self._set_up(patch)
        self._handlers = {name: self._handler(name, patch) for name in _FUNCTIONS}

    # ---- Setting up ----------------------------------------------------------------------------------------

    def _seconds(self) -> float:
        return self.clock.now().timestamp()

    def _set_up(self, patch: pytest.MonkeyPatch) -> None:
        self.restart()
        make_providers(aws.client, patch)
        self.ground.watch(self._around, *SERVICES)

    def _around(self, call: Call, work: Work) -> Answer:
        if url := call.params.get("QueueUrl"):
            self._busy.add(url)
            self.queues_used[url] = None
        if self.rights.function and call.service in ("dynamodb", "sqs"):
            self.rights.check(self.rights.function, call.operation, call.params)
        return self.saboteur.carry_out(call, work)

    def _handler(self, name: str, patch: pytest.MonkeyPatch) -> Callable[[Any, Any], Any]:
        module = importlib.import_module(f"functions.{name}.handler")
        patch.setattr(module, "SystemClock", lambda: self.clock, raising=name != "inbound_text")
        handle: Callable[[Any, Any], Any] = module.handle
        return handle

    def wipe(self) -> None:
        """An empty district again, without making the stack anew: a hundred runs in one test."""
        self.fall_behind(None)
        for room in ("directory", "access", "audience", "messages", "deliveries", "announcements"):
            self.ground.clear(settings.table(room))
        self.drop_queues()
        self.simulator.control({"action": "reset"})
        self.receipts.clear()
        self.texts.clear()
        self.restart()

    def fall_behind(self, draw: Callable[[], float] | None) -> None:
        """From now on reads may be so many seconds behind, drawn for each write; None: no longer."""
        self.ground.fall_behind(Lag(self._seconds, draw) if draw else None)

    def restart(self) -> None:
        """A new process: it knows nothing."""
        known.forget()
        kept.forget()
        scope.forget()
        self.saboteur.revive()

    # ---- Using ---------------------------------------------------------------------------------------------

    def send(self, message: Message) -> Message:
        """Accept a message and publish it."""
        messages.accept(message)
        outbox.publish(message)
        return message

    def run(self, minutes: int = 0) -> None:
        """Pump until nothing moves; then that often let a minute pass, run the queue job and pump again."""
        self.pump()
        for _ in range(minutes):
            self.clock.advance(seconds=61)
            self.call("queue_job", {})
            self._busy.update(self.queues_used)  # what was delayed in a queue may be seen by now
            self.pump()

    def pump(self) -> None:
        """Work off the queues and the providers' events."""
        while self._work_texts() or self._work_queues() or self._work_events():
            pass

    def call(self, name: str, event: Any) -> dict[str, Any] | None:
        """Invoke a function; None when the process was killed in it."""
        before = self.saboteur.watching, self.rights.function
        self.saboteur.watching, self.rights.function = True, name
        try:
            answer: dict[str, Any] = self._handlers[name](event, self._context(name))
        except Crash:
            self.restart()
            return None
        finally:
            self.saboteur.watching, self.rights.function = before
        assert not self.rights.overstepped, "AWS would not let it do that: see its policies in template.yaml"
        return answer

    def _context(self, name: str) -> Any:
        """Workers have a minute from now on, by the tests' clock."""
        end = self._seconds() + 60
        left = SimpleNamespace(get_remaining_time_in_millis=lambda: (end - self._seconds()) * 1000)
        return left if name.startswith("dispatch") else None

    def _work_queues(self) -> bool:
        worked = False
        for url in sorted(self._busy):
            while records := self._receive(url):
                worked = True
                answer = self.call(_function_of(url), {"Records": [_event(each) for each in records]})
                self._settle(url, records, answer)
            self._busy.discard(url)
        return worked

    def _receive(self, url: str) -> list[dict[str, Any]]:
        answer = self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=5, VisibilityTimeout=0)
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def _settle(self, url: str, records: list[dict[str, Any]], answer: dict[str, Any] | None) -> None:
        """Delete what succeeded; what failed stays, at once visible again, up to five receives."""
        failed = {each["MessageId"] for each in records} if answer is None else _failed(answer)
        for record in records:
            self._received[record["MessageId"]] += 1
            given_up = self._received[record["MessageId"]] >= RECEIVES
            if given_up and record["MessageId"] in failed:
                self.dead_letters.append(record["Body"])
            if given_up or record["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=url, ReceiptHandle=record["ReceiptHandle"])

    def _work_events(self) -> bool:
        self._take_events()
        if not self.receipts:
            return False
        batch, self.receipts = self.receipts[:100], self.receipts[100:]
        records = [{"messageId": each.message_id, "body": each.body} for each in batch]
        answer = self.call("receipts", {"Records": records})
        self.receipts += self._come_back(batch, answer)
        return True

    def _take_events(self) -> None:
        for event in self.simulator.events(everything=True):
            if event.destination == TEXTS_TOPIC:
                self.texts.append(self._enveloped(event.body))
            elif self.muted:
                self.lost.append(event.body)
            else:
                self.receive_event(event.body)

    def _come_back(self, batch: list[Record], answer: dict[str, Any] | None) -> list[Record]:
        """What the queue delivers again, up to five times; the rest of what failed is a dead letter."""
        failed = {each.message_id for each in batch} if answer is None else _failed(answer)
        again = [each for each in batch if each.message_id in failed]
        for each in again:
            each.receives += 1
        self.dead_letters += [each.body for each in again if each.receives >= RECEIVES]
        return [each for each in again if each.receives < RECEIVES]

    def text_from(self, number: str, body: str, to: str = "") -> None:
        """Somebody texts us; it waits for `pump`. Its time is now, however late it is read."""
        order = {"from": number, "to": to or settings.setting("SMS_ORIGINATION"), "body": body}
        self.simulator.control(
            {"action": "inbound-text", "self_managed_opt_outs": True, "topic": TEXTS_TOPIC, **order}
        )
        self._take_events()

    def _enveloped(self, note: dict[str, Any]) -> Record:
        """As SNS hands a message to a queue that asked for no raw ones."""
        self._number += 1
        now = self.clock.now()
        moment = f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z"
        envelope = {"Type": "Notification", "Message": json.dumps(note), "Timestamp": moment}
        return Record(f"text-{self._number}", json.dumps(envelope))

    def _work_texts(self) -> bool:
        if not self.texts:
            return False
        batch, self.texts = self.texts[:5], self.texts[5:]
        records = [{"messageId": each.message_id, "body": each.body} for each in batch]
        answer = self.call("inbound_text", {"Records": records})
        self.texts += self._come_back(batch, answer)
        return True

    def receive_event(self, body: dict[str, Any]) -> None:
        """Put a provider's event on the receipts queue."""
        self.receive_text(json.dumps(body))

    def receive_text(self, body: str) -> None:
        """Put whatever came on the receipts queue."""
        self._number += 1
        self.receipts.append(Record(f"receipt-{self._number}", body))

    def drop_queues(self) -> None:
        """Lose everything that waits in SQS."""
        for url in self.queues_used:
            self.ground.purge(url.rsplit("/", 1)[1])
        self._busy.clear()

    def waiting(self, queue: str) -> list[dict[str, Any]]:
        """The bodies that wait in a queue; they stay there."""
        url = self._sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        answer = self._sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [json.loads(each["Body"]) for each in answer.get("Messages", ())]

    # ---- Looking -------------------------------------------------------------------------------------------

    def handed_over(self, **filters: Any) -> list[HandedOver]:
        """What the providers took, canaries apart."""
        taken = self.simulator.handed_over(**filters)
        return [each for each in taken if not each.tags.get("ref", "").startswith("canary-")]

    def rows(self, message: Message, channel: Channel | None = None) -> list[Delivery]:
        """All rows of a message."""
        return list(self._rows(message, channel))

    def _rows(self, message: Message, channel: Channel | None) -> Iterator[Delivery]:
        plan = store.plan(message.district, message.message_id)
        channels = [channel] if channel else list(message.parts)
        cursor = None
        while plan:
            page = store.rows(
                message.district, message.message_id, channels, plan.shards, limit=100, cursor=cursor
            )
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def totals(self, message: Message, channel: Channel) -> Totals:
        """The numbers of a part."""
        asked = [(message.message_id, channel, message.slices)]
        return store.totals(message.district, asked)[(message.message_id, channel)]

    def pending(self, message: Message) -> int:
        """How many rows are not final."""
        return sum(row.status is DeliveryStatus.PENDING for row in self.rows(message))


_FUNCTIONS = (
    "fan_out",
    "dispatch_email",
    "dispatch_sms",
    "dispatch_voice",
    "dispatch_push",
    "dispatch_portal",
    "receipts",
    "inbound_text",
    "inbound_mail",
    "queue_job",
)


def _function_of(url: str) -> str:
    """`.../EmailNormalQueue` is worked off by `dispatch_email`."""
    name = url.rsplit("/", 1)[1]
    if name.startswith("FanOut"):
        return "fan_out"
    if name.startswith("Mail"):
        return "inbound_mail"
    return "dispatch_" + next(channel for channel in Channel if name.lower().startswith(channel))


def _event(message: dict[str, Any]) -> dict[str, str]:
    return {"messageId": message["MessageId"], "body": message["Body"]}


def _failed(answer: dict[str, Any]) -> set[str]:
    return {each["itemIdentifier"] for each in answer["batchItemFailures"]}


def settle_district(*students: Student, staff: tuple[User, ...] = (), school: School | None = None) -> None:
    """A district with one school of these students, each a family of their own unless linked."""
    directory.put_district(people.district())
    can_call()
    directory.put_school("demo", school or people.school())
    directory.put_students("demo", students)
    directory.put_users("demo", staff)
    roll = [RollEntry(each.student_id, each.grade, each.student_id, "") for each in students]
    directory.put_roll("demo", "lincoln", roll)
    access.put_profiles("demo", STANDARD.values())
