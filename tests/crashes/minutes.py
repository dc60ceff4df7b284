"""The schedule that calls the queue job each minute. Minutes in which it has nothing to do are left out."""

import math
from collections.abc import Iterator
from math import inf

from chalicelib.kernel import settings
from chalicelib.kernel.clock import moment

from .stage import Stage

MINUTE = 60.0


class Minutes:
    """Ends by itself at that time, and before when nothing is due until then; never while something goes on."""

    def __init__(self, stage: Stage, until: float = inf) -> None:
        self._stage, self._baton, self._until = stage, stage.baton, until

    def begin(self) -> None:
        self._baton.at(_next(self._baton.now), self._minute)

    def _minute(self) -> None:
        if self._baton.next > self._baton.now + MINUTE:
            due = min(self._baton.next, *self._due(), inf)
            if max(due, self._baton.now) > self._until or due == inf:
                return
            if due > self._baton.now + MINUTE:  # the last run before that waits for what is due in its minute
                self._baton.at(_next(due - MINUTE), self._minute)
                return
        self._stage.invoke("queue_job", {})
        self._baton.at(_next(self._baton.now), self._minute)

    def _due(self) -> Iterator[float]:
        """When things are due, in seconds: in the line, in the outbox, among the schedules."""
        for stored in self._items("deliveries"):
            if "due_in" in stored and "due_at" in stored:
                yield moment(stored["due_at"]["S"]).timestamp()
        for stored in self._items("messages"):
            if stored["pk"]["S"].endswith("#OUTBOX"):
                yield self._baton.now
            elif stored["pk"]["S"].endswith("#SCHEDULES-DUE"):
                yield moment(stored["sk"]["S"].split("#")[0]).timestamp()

    def _items(self, room: str) -> Iterator[dict[str, dict[str, str]]]:
        table = self._stage.memory.dynamodb.tables[settings.table(room)]
        return (stored.item for stored in table.shelf.items.values())


def _next(after: float) -> float:
    """The next full minute."""
    return (math.floor(after / MINUTE) + 1) * MINUTE
