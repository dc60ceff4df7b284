"""SQS's and Lambda's part of the line, in this process: whatever is put on a queue is brought to its function.

    message --fan-out queue--> functions.fan_out --lane queues--> functions.dispatch_<channel> --> provider

The calls to SQS are made and answered by the stub server (`_stub`); what they carried is remembered here, and
comes in batches of the sizes that `template.yaml` has.
"""

import importlib
import json
from collections import Counter, deque
from typing import Any

FAN_OUT, FAN_OUT_BATCH, LANE_BATCH = "fanout", 1, 5


class Queues:
    """One for a process. `invocations` counts the functions' calls by name."""

    def __init__(self) -> None:
        from chalicelib.kernel import aws

        self.invocations: Counter[str] = Counter()
        self._waiting: dict[str, deque[str]] = {}
        aws.sqs().meta.events.register("provide-client-params.sqs.SendMessageBatch", self._put)

    def _put(self, params: dict[str, Any], **_: Any) -> None:
        queue = self._waiting.setdefault(_name(params["QueueUrl"]), deque())
        queue.extend(entry["MessageBody"] for entry in params["Entries"])

    def deliver(self, message: Any) -> None:
        """Everything that an accepted message sets off, up to the provider."""
        self._waiting[FAN_OUT] = deque(
            [json.dumps({"district": message.district, "message": message.message_id})]
        )
        while waiting := [name for name, bodies in self._waiting.items() if bodies]:
            for name in waiting:
                self._invoke(name)

    def _invoke(self, name: str) -> None:
        plans = name.startswith(FAN_OUT)  # emergencies' fan-out has a queue of its own
        function = "fan_out" if plans else f"dispatch_{_channel(name)}"
        bodies, size = self._waiting[name], FAN_OUT_BATCH if plans else LANE_BATCH
        batch = [bodies.popleft() for _ in range(min(size, len(bodies)))]
        records = [_record(name, number, body) for number, body in enumerate(batch)]
        answer = importlib.import_module(f"functions.{function}.handler").handle({"Records": records}, None)
        if answer["batchItemFailures"]:
            raise RuntimeError(f"{function} gave back {len(answer['batchItemFailures'])} of {len(batch)}")
        self.invocations[function] += 1


def _name(url: str) -> str:
    return url.rpartition("/")[2]


def _channel(queue: str) -> str:
    """`EMAILNORMAL` -> `email`."""
    for lane in ("EMERGENCY", "PRIORITY", "NORMAL"):
        queue = queue.removesuffix(lane)
    return queue.lower()


def _record(queue: str, number: int, body: str) -> dict[str, Any]:
    return {
        "messageId": str(number),
        "receiptHandle": str(number),
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "eventSourceARN": f"arn:aws:sqs:us-east-1:000000000000:{queue}",
    }
