"""How many requests to AWS some code makes."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from .ground import Ground, watched
from .memory import Call, Work
from .memory.calls import Answer


@contextmanager
def counted(ground: Ground) -> Iterator[Counter[str]]:
    """The calls of DynamoDB by operation, while this lasts."""
    made: Counter[str] = Counter()

    def count(call: Call, work: Work) -> Answer:
        made[call.operation] += 1
        return work()

    with watched(ground, count, "dynamodb"):
        yield made
