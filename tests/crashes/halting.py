"""The author of a message pauses it, lets it go on, cancels it, or sends it again to whom it did not reach."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from chalicelib.access.model import Principal
from chalicelib.access.profiles import NAMED
from chalicelib.delivery.halting import command
from chalicelib.delivery.halting.model import may_still_leave
from chalicelib.delivery.resending import try_again as resending
from chalicelib.delivery.sent.progress import Progress
from chalicelib.directory.model import Role
from chalicelib.kernel.clock import Clock

from .asking import until_answered
from .stage import Stage
from .weather import Whim

_HEAD = next(each for each in NAMED if each.profile_id == "principal")
AUTHOR = Principal("demo", "teacher-1", "Ada Teacher", (Role.ADMIN,), (_HEAD,), ("lincoln",))
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
        elif whim is Whim.AGAIN:
            at = chance.uniform(30, 2400)
            for _ in range(2):
                self.stage.baton.after(at + chance.uniform(0, 2), lambda: self._ask(self._again))

    def _ask(self, say: Callable[[], None], then: Callable[[], None] = lambda: None) -> None:
        until_answered(self.stage, say, then)

    def _cancel(self) -> None:
        self.canceled = True
        self._promised(command.cancel)

    def _pause(self) -> None:
        self._promised(command.pause)

    def _resume(self) -> None:
        for promise in self.promises:
            promise.until = min(promise.until, self.stage.baton.now)
        command.resume(AUTHOR, self.message_id, self.stage.baton.clock)

    def _again(self) -> None:
        offer = resending.offered(AUTHOR, self.message_id, self.stage.baton.clock)
        confirmed = offer.survey.deliveries
        resending.again(AUTHOR, self.message_id, offer.number, confirmed, self.stage.baton.clock)

    def _promised(self, say: Said) -> None:
        found = say(AUTHOR, self.message_id, self.stage.baton.clock)
        if found.halt:
            most = may_still_leave(found.halt, found.pending)
            if most is not None:
                self.promises.append(Promise(self.stage.baton.now, most))
