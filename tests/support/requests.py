"""How many requests to AWS some code makes, counted where botocore sends them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.kernel.aws import dynamodb


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls of DynamoDB by operation, while this lasts."""
    made: Counter[str] = Counter()

    def count(model: Any, **_: Any) -> None:
        made[model.name] += 1

    events = dynamodb().meta.events
    events.register("before-call.dynamodb", count)
    try:
        yield made
    finally:
        events.unregister("before-call.dynamodb", count)
