"""Dead letters go back to where they came from, once what stopped them is mended.

    python -m infra.redrive            show what lies in each dead-letter queue
    python -m infra.redrive all        put everything back
    python -m infra.redrive normal     or one of: fan-out emergency priority normal receipts mail texts

    dead-letter queue --receive--> the queue its body names --send, then delete--> worked on as if it came now

Nothing is sent twice by it, however late: a reference names a chunk, and one that was worked on since, or was
handed over before, refuses its claim; a shard that is finished is left alone; a provider's event moves a row
only while it is pending. Should the command die between sending and deleting, the letter is there twice, which
is the same. AWS is where the environment says; the stack is `carillon`, or `$STACK`.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import boto3

from chalicelib.content.model import Channel
from infra import stack

LANES = {"emergency": "Emergency", "priority": "Priority", "normal": "Normal"}
# Dead-letter queues by the name that is typed, as `template.yaml` calls them.
DEAD = {
    "fan-out": "FanOutDeadQueue",
    **{name: f"{lane}DeadQueue" for name, lane in LANES.items()},
    "receipts": "ReceiptsDeadQueue",
    "mail": "MailDeadQueue",
    "texts": "TextsDeadQueue",
}
ROSTER_DEAD = "RosterDeadQueue"  # only looked at
ORIGIN = {"fan-out": "FanOutQueue", "receipts": "ReceiptsQueue", "mail": "MailQueue", "texts": "TextsQueue"}
_BATCH, _HIDDEN = 10, 60  # messages a call; seconds that one is hidden while it is moved
_EMPTY = 3  # receives without anything, after which a queue counts as empty


def main(arguments: Sequence[str]) -> int:
    """The exit status: 1 when something could not be put back."""
    parser = argparse.ArgumentParser(prog="python -m infra.redrive", description="Put dead letters back.")
    parser.add_argument("which", nargs="*", choices=[*DEAD, "all", []], help="nothing: only show")
    asked = parser.parse_args(arguments).which
    try:
        queues, sqs = stack.queues(), boto3.client("sqs")
    except stack.NotFound as error:
        print(error, file=sys.stderr)
        return 1
    left = 0
    for name in DEAD if "all" in asked else asked:
        moved, stayed = redrive(sqs, queues, name)
        left += stayed
        print(
            f"{name:<10} {moved} put back" + (f", {stayed} stay: nobody knows what they are" if stayed else "")
        )
    if not asked:
        for name in DEAD:
            print(f"{name:<10} dead letters: {waiting(sqs, queues[DEAD[name]])}")
        print(
            f"roster     dead letters: {waiting(sqs, queues[ROSTER_DEAD])} (not put back: drop the file again)"
        )
    return 1 if left else 0


def redrive(sqs: Any, queues: Mapping[str, str], name: str) -> tuple[int, int]:
    """Empty one dead-letter queue; how many were put back, and how many stay because they are unreadable."""
    moved, stayed = 0, 0
    for letter in _letters(sqs, queues[DEAD[name]]):
        origin = origin_of(name, letter["Body"])
        if origin is None:
            stayed += 1
            continue
        sqs.send_message(QueueUrl=queues[origin], MessageBody=letter["Body"], **_tenant(letter))
        sqs.delete_message(QueueUrl=queues[DEAD[name]], ReceiptHandle=letter["ReceiptHandle"])
        moved += 1
    return moved, stayed


def _tenant(letter: Mapping[str, Any]) -> dict[str, str]:
    """As it was sent: without its school a flood put back would stand outside the lanes' fair queues
    (`docs/decisions/0034-a-gate-before-each-provider.md`)."""
    group = letter.get("Attributes", {}).get("MessageGroupId")
    return {"MessageGroupId": group} if group else {}


def _letters(sqs: Any, url: str) -> Iterator[dict[str, Any]]:
    """Each letter that lies there, once."""
    seen: set[str] = set()
    empty, asked = 0, {"MaxNumberOfMessages": _BATCH, "VisibilityTimeout": _HIDDEN}
    while empty < _EMPTY:
        found = sqs.receive_message(QueueUrl=url, MessageSystemAttributeNames=["MessageGroupId"], **asked)
        fresh = [each for each in found.get("Messages", ()) if each["MessageId"] not in seen]
        empty = 0 if fresh else empty + 1
        seen.update(each["MessageId"] for each in fresh)
        yield from fresh


def origin_of(name: str, body: str) -> str | None:
    """The queue that a letter came from; None for one that is none of ours."""
    if name not in LANES:
        return ORIGIN[name]
    try:
        told = json.loads(body)
        if name == "emergency" and "channel" not in told and "message" in told:
            return "FanOutEmergencyQueue"  # no chunk yet: a message, a shard of it, or its halt
        channel = Channel(told["channel"])
    except (ValueError, KeyError, TypeError):
        return None
    return f"{channel.value.title()}{LANES[name]}Queue"


def waiting(sqs: Any, url: str) -> int:
    """About how many lie in a queue."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[each]) for each in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
