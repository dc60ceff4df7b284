"""The author of a message pauses it, lets it go on, or cancels it; and again until there is an answer."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random

from chalicelib.access.model import Principal
from chalicelib.access.profiles import STANDARD
from chalicelib.delivery.halting import order
from chalicelib.delivery.halting.model import may_still_leave
from chalicelib.delivery.progress import Progress
from chalicelib.directory.model import Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict

from .stage import Stage
from .weather import Whim

AUTHOR = Principal("demo", "teacher-1", "Ada Teacher", (Role.TEACHER,), (STANDARD[Role.TEACHER],), ("lincoln",))
PATIENCE = 31.0  # seconds until whoever got no answer asks again: the API has 30
Said = Callable[[Principal, str, Clock], Progress]


@dataclass
class Promise:
    """What the author was answered: from then on no more than `most` leave, until `until`."""

    since: float
    most: int
    until: float = float("inf")


@dataclass
class Author:
    """See the module. `canceled`: somebody may have carried that out, answered or not."""

    stage: Stage
    message_id: str
    promises: list[Promise] = field(default_factory=list)
    canceled: bool = False

    def follow(self, whim: Whim, chance: Random) -> None:
        first = chance.uniform(1, 60)
        if whim is Whim.CANCEL:
            self.stage.baton.after(first, lambda: self._ask(self._cancel))
        elif whim is Whim.PAUSE:
            resume = partial(self.stage.baton.after, chance.uniform(1, 300), lambda: self._ask(self._resume))
            self.stage.baton.after(first, lambda: self._ask(self._pause, resume))

    def _ask(self, say: Callable[[], None], then: Callable[[], None] = lambda: None) -> None:
        answered: list[bool] = []

        def once() -> None:
            with suppress(Conflict):  # there is nothing to stop any more
                say()
            answered.append(True)
            then()

        def perhaps_again() -> None:
            if not answered:
                self.stage.act(once)
                self.stage.baton.after(PATIENCE, perhaps_again)

        perhaps_again()

    def _cancel(self) -> None:
        self.canceled = True
        self._promised(order.cancel)

    def _pause(self) -> None:
        self._promised(order.pause)

    def _resume(self) -> None:
        for promise in self.promises:
            promise.until = min(promise.until, self.stage.baton.now)
        order.resume(AUTHOR, self.message_id, self.stage.baton.clock)

    def _promised(self, say: Said) -> None:
        found = say(AUTHOR, self.message_id, self.stage.baton.clock)
        if found.halt:
            most = may_still_leave(found.halt, found.pending)
            if most is not None:
                self.promises.append(Promise(self.stage.baton.now, most))
