"""A question that a worker asks before each call to the provider, and that the table may fail to answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel.log import failure, logger

from .store.contended import Contended

_PAUSE = timedelta(seconds=2)  # after a question that had no answer


@dataclass
class LastAnswer:
    """Without an answer the last one holds, and for two seconds nobody asks again: whoever has none may be one
    of too many who ask. Deliveries that are under way must not end with an error of a look at something else,
    as nobody could say then which of them had left. Of several threads whose answer is too old one asks, and
    the others wait for what it is told."""

    ask: Callable[[datetime], bool]
    answer: bool = False
    not_before: datetime | None = None
    lock: Lock = field(default_factory=lambda: Lock())  # looked up late: simulated threads have another

    def __call__(self, now: datetime) -> bool:
        with self.lock:
            if self.not_before and now < self.not_before:
                return self.answer
            try:
                self.answer = self.ask(now)
            except (BotoCoreError, ClientError, Contended) as error:
                self.not_before = now + _PAUSE
                logger().warning("A look before a hand-over had no answer", **failure(error))
            return self.answer
