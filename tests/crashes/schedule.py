"""One seed from beginning to end: a scenario, its weather, and what came of it."""

from dataclasses import dataclass, field
from functools import cache
from random import Random

from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message

from .ending import Ending, Verdict
from .halting import Author
from .minutes import Minutes
from .scenario import NUMBER, Scenario, scenario
from .stage import Stage, staged
from .weather import QUIET, Weather

PATIENCE = 5.0  # seconds until whoever got no answer asks again
LONG_AGO = 3600.0  # seconds before the begin: so that all people are in the tables for whoever reads
LONGEST = 4 * 86_400.0  # seconds that anything may take to end


@dataclass(frozen=True)
class Report:
    """`problems` is empty when all is well. `figures` count what happened."""

    seed: int
    problems: tuple[str, ...]
    calls: int
    crashes: int
    trace: tuple[str, ...] = field(default=(), repr=False)


def run(seed: int, *, traced: bool = False) -> Report:
    """Live through one seed's day."""
    number = seed % NUMBER
    weather, expected = Weather.of(Random(f"weather of {seed}")), quiet(number)
    with staged(scenario(number).begin, weather, seed, traced=traced) as stage:
        author = Author(stage, scenario(number).messages[0].message_id)
        author.follow(weather.whim, Random(f"author {seed}"))
        problems = _live(stage, scenario(number))
        verdict = Verdict(stage, scenario(number), expected, author)
        problems += list(verdict.problems()) if not problems else []
        return Report(seed, tuple(problems), stage.fates.calls, stage.fates.killed, tuple(stage.trace.lines))


@cache
def quiet(number: int) -> Ending:
    """How a scenario ends when nothing goes wrong."""
    with staged(scenario(number).begin, QUIET, number) as stage:
        problems = _live(stage, scenario(number))
        assert not problems, problems
        return Ending.of(stage, scenario(number))


def _live(stage: Stage, what: Scenario) -> list[str]:
    with stage.baton.earlier(LONG_AGO):
        what.settle()
    for message, at in zip(what.messages, what.at, strict=True):
        stage.baton.after(at, Sender(stage, message).send)
    Minutes(stage).begin()
    end = stage.baton.now + LONGEST
    while not stage.baton.idle:
        if stage.baton.now > end:
            return ["it does not come to an end"]
        stage.baton.step()
    return []


@dataclass
class Sender:
    """Somebody who sends a message, and again until there is an answer."""

    stage: Stage
    message: Message
    answered: bool = False

    def send(self) -> None:
        if not self.answered:
            self.stage.act(self._accept)
            self.stage.baton.after(PATIENCE, self.send)

    def _accept(self) -> None:
        try:
            messages.accept(self.message)
        except messages.NotAccepted:
            self.answered = True  # by a process that died before it could say so
            return
        outbox.publish_or_leave(self.message)
        self.answered = True
