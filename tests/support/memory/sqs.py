"""SQS's standard queues: messages that are hidden once received, and come back unless they are deleted."""

import heapq
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .calls import Answer, Operation, Params
from .errors import refused

MOST_ENTRIES, LONGEST_DELAY, LONGEST_HIDDEN = 10, 900, 43_200
LARGEST_BATCH = 1024 * 1024  # bytes of the bodies
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Message:
    """`visible_at` in seconds of the queue's clock; `attributes` as an event source passes them on."""

    message_id: str
    body: str
    visible_at: float
    tenant: str = ""
    receives: int = 0

    @property
    def handle(self) -> str:
        return f"{self.message_id}:{self.receives}"


@dataclass
class Queue:
    """`most_receives`: how often a message is received before it is moved to `dead`; 0: for ever."""

    name: str
    now: Callable[[], float]
    usually_hidden: int = 30
    most_receives: int = 0
    dead: list[Message] = field(default_factory=list)
    added: int = 0  # messages, ever
    seen: Callable[[float], None] = lambda _at: None  # is told when something will be visible
    messages: dict[str, Message] = field(default_factory=dict)
    _order: list[tuple[float, int, str]] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)

    def add(self, body: str, delay: float = 0, tenant: str = "") -> Message:
        number = next(self._numbers)
        message = Message(f"{self.name}-{number}", body, self.now() + delay, tenant)
        self.messages[message.message_id] = message
        self._line_up(message)
        self.added += 1
        return message

    def _line_up(self, message: Message) -> None:
        heapq.heappush(self._order, (message.visible_at, next(self._numbers), message.message_id))
        self.seen(message.visible_at)

    def receive(self, most: int, hidden: float) -> list[Message]:
        """Up to so many that are visible, the longest waiting first; hidden from now on for so long."""
        taken: list[Message] = []
        while len(taken) < most and self._order and self._order[0][0] <= self.now():
            at, _, message_id = heapq.heappop(self._order)
            message = self.messages.get(message_id)
            if message is None or message.visible_at != at:
                continue  # deleted, or hidden for another time since
            if self.most_receives and message.receives >= self.most_receives:
                self.dead.append(self.messages.pop(message_id))
                continue
            message.receives += 1
            taken.append(message)
        for message in taken:
            self.hide(message, hidden)
        return taken

    def hide(self, message: Message, seconds: float) -> None:
        """Not visible before so many seconds have passed; 0: at once."""
        message.visible_at = self.now() + seconds
        self._line_up(message)

    def held(self, handle: str) -> Message | None:
        """The message that somebody holds by a handle; None when it is deleted."""
        return self.messages.get(handle.rpartition(":")[0])

    def purge(self) -> None:
        """Forget whatever waits."""
        self.messages.clear()
        self._order.clear()

    def delete(self, handle: str) -> None:
        if message := self.held(handle):
            del self.messages[message.message_id]


class Sqs:
    """The service."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.queues: dict[str, Queue] = {}  # by name
        self._now = now
        self.operations: Mapping[str, Operation] = {
            "CreateQueue": self._create,
            "GetQueueAttributes": self._count,
            "GetQueueUrl": lambda params: {"QueueUrl": _url(self._named(params["QueueName"]))},
            "SendMessage": self._send,
            "SendMessageBatch": self._send_many,
            "ReceiveMessage": self._receive,
            "DeleteMessage": self._delete,
            "ChangeMessageVisibilityBatch": self._change_visibility,
        }

    def _create(self, params: Params) -> Answer:
        name, attributes = params["QueueName"], params.get("Attributes", {})
        queue = Queue(name, self._now, int(attributes.get("VisibilityTimeout", 30)))
        self.queues[name] = queue
        return {"QueueUrl": _url(queue)}

    def queue(self, url: str) -> Queue:
        """By its address."""
        return self._named(url.rpartition("/")[2])

    def _named(self, name: str) -> Queue:
        if name not in self.queues:
            raise refused("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")
        return self.queues[name]

    def _count(self, params: Params) -> Answer:
        """How many are visible; nothing else is told."""
        queue = self.queue(params["QueueUrl"])
        visible = sum(each.visible_at <= self._now() for each in queue.messages.values())
        return {"Attributes": {"ApproximateNumberOfMessages": str(visible)}}

    def _send(self, params: Params) -> Answer:
        queue = self.queue(params["QueueUrl"])
        _check_sizes([params])
        return {"MessageId": _added(queue, params).message_id}

    def _send_many(self, params: Params) -> Answer:
        queue, entries = self.queue(params["QueueUrl"]), params["Entries"]
        _check_entries(entries)
        _check_sizes(entries)
        sent = [{"Id": each["Id"], "MessageId": _added(queue, each).message_id} for each in entries]
        return {"Successful": sent}

    def _receive(self, params: Params) -> Answer:
        queue = self.queue(params["QueueUrl"])
        most = params.get("MaxNumberOfMessages", 1)
        if not 1 <= most <= MOST_ENTRIES:
            raise refused("InvalidParameterValue", "MaxNumberOfMessages must be between 1 and 10")
        found = queue.receive(most, params.get("VisibilityTimeout", queue.usually_hidden))
        return {"Messages": [_shown(each) for each in found]} if found else {}

    def _delete(self, params: Params) -> Answer:
        self.queue(params["QueueUrl"]).delete(params["ReceiptHandle"])
        return {}

    def _change_visibility(self, params: Params) -> Answer:
        queue, entries = self.queue(params["QueueUrl"]), params["Entries"]
        _check_entries(entries)
        failed = [each["Id"] for each in entries if not _hidden(queue, each)]
        fault = {"SenderFault": True, "Code": "ReceiptHandleIsInvalid"}
        return {
            "Successful": [{"Id": each["Id"]} for each in entries if each["Id"] not in failed],
            "Failed": [{"Id": each, **fault} for each in failed],
        }


def _url(queue: Queue) -> str:
    return f"https://sqs.us-east-1.amazonaws.com/123456789012/{queue.name}"


def _added(queue: Queue, entry: dict[str, Any]) -> Message:
    body, delay = entry["MessageBody"], entry.get("DelaySeconds", 0)
    if not body or _FORBIDDEN.search(body):
        raise refused("InvalidMessageContents", "The message contains characters outside the allowed set.")
    if not 0 <= delay <= LONGEST_DELAY:
        raise refused("InvalidParameterValue", "DelaySeconds is at most 900")
    return queue.add(body, delay, entry.get("MessageGroupId", ""))


def _hidden(queue: Queue, entry: dict[str, Any]) -> bool:
    seconds = entry["VisibilityTimeout"]
    if not 0 <= seconds <= LONGEST_HIDDEN:
        raise refused("InvalidParameterValue", "VisibilityTimeout is at most 43200")
    message = queue.held(entry["ReceiptHandle"])
    if message:
        queue.hide(message, seconds)
    return message is not None


def _check_entries(entries: list[dict[str, Any]]) -> None:
    if not entries:
        raise refused("AWS.SimpleQueueService.EmptyBatchRequest", "There should be at least one entry.")
    if len(entries) > MOST_ENTRIES:
        raise refused("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", "Maximum number of entries is 10.")
    if len({each["Id"] for each in entries}) < len(entries):
        raise refused("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "Two entries have the same Id.")


def _check_sizes(entries: list[dict[str, Any]]) -> None:
    if sum(len(each["MessageBody"].encode()) for each in entries) > LARGEST_BATCH:
        raise refused("AWS.SimpleQueueService.BatchRequestTooLong", f"At most {LARGEST_BATCH} bytes.")


def _shown(message: Message) -> dict[str, Any]:
    return {
        "MessageId": message.message_id,
        "ReceiptHandle": message.handle,
        "Body": message.body,
        "Attributes": {"ApproximateReceiveCount": str(message.receives)},
    }
