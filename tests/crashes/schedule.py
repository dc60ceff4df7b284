"""One seed from beginning to end: a scenario, its weather, and what came of it."""

from dataclasses import dataclass
from functools import cache
from random import Random

from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message

from .ending import Ending, Verdict
from .halting import Author
from .minutes import Minutes
from .recipients import Recipients
from .report import Report
from .scenario import NUMBER, Scenario, scenario, unhurried
from .stage import Stage, staged
from .weather import QUIET, Stream, Weather

PATIENCE = 5.0  # seconds until whoever got no answer asks again
LONG_AGO = 3600.0  # seconds before the begin: so that all people are in the tables for whoever reads
STORM = 6_000  # calls of one day; a usual bad one has 450
LONGEST = 4 * 86_400.0  # seconds that anything may take to end


def run(seed: int, *, traced: bool = False) -> Report:
    """Live through one seed's day, on which anything may happen."""
    return live(seed, Weather.of(Random(f"weather of {seed}")), scenario(seed % NUMBER), traced=traced)


def stumble(seed: int, *, traced: bool = False) -> Report:
    """A day on which the table and the queues throttle, fail and leave things over, and nothing else is wrong:
    it must end as the quiet one did."""
    chance = Random(f"stumbling {seed}")
    weather = Weather(
        until=900,
        stumble=chance.uniform(0.01, 0.2),
        left_over=chance.uniform(0, 0.5),
        lag=chance.choice((0, 1)),
    )
    return live(seed, weather, unhurried(seed), traced=traced)


def unheard(seed: int, *, traced: bool = False) -> Report:
    """A day on which each write on a condition is done at its first try, and answered with an error: who wrote
    it knows it again, so that everything ends as on a quiet day, and as soon."""
    weather = Weather(until=LONGEST, unheard=1, lag=Random(f"unheard {seed}").choice((0, 1)))
    return live(seed, weather, unhurried(seed), traced=traced, prompt=True)


def crowded(seed: int, *, traced: bool = False) -> Report:
    """A day on which providers throttle, their gates take few changes, as all tell them at once, and events are
    long in coming: nobody dies and nothing breaks, so nobody is written to twice, an emergency neither."""
    chance = Random(f"crowded {seed}")
    weather = Weather(
        until=300,
        too_fast=chance.uniform(0.1, 0.6),
        crowded=chance.uniform(0.3, 0.9),
        stream=Stream.HELD,
        held=(0, chance.uniform(200, 600)),
    )
    return live(seed, weather, unhurried(seed), traced=traced)


def live(seed: int, weather: Weather, what: Scenario, *, traced: bool, prompt: bool = False) -> Report:
    """Under any weather; `prompt`: nothing may take longer than a claim lasts."""
    expected = quiet(what.number)
    with staged(what.begin, weather, seed, traced=traced) as stage:
        author = Author(stage, what.messages[0].message_id)
        author.follow(weather.whim, Random(f"author {seed}"))
        recipients = Recipients(stage, what)
        recipients.follow(weather.recipients, Random(f"recipients {seed}"))
        problems = _live(stage, what)
        verdict = Verdict(stage, what, expected, author, recipients)
        problems = problems or [*verdict.problems(), *(verdict.late() if prompt else ())]
        return Report.of(seed, stage, problems)


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
        if stage.fates.calls > STORM:
            return ["a storm of calls"]
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
