"""How bad a day it is: drawn from the seed once, asked at every call.

A quiet day has none of it: the same scenario under it says how a bad one must end, too.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Whim(StrEnum):
    """What the author of the first message does to it."""

    NOTHING = "nothing"
    PAUSE = "pause"  # and after a while resume
    CANCEL = "cancel"
    AGAIN = "again"  # to those whom it did not reach, from two desks at once


class Stream(StrEnum):
    """What happens to the providers' events."""

    FLOWING = "flowing"  # within seconds, some twice, not in order
    HELD = "held"  # for minutes none comes; then all of them, as SNS tries again every 20 seconds
    LOSSY = "lossy"  # some never come, some when it is too late


@dataclass(frozen=True)
class Weather:
    """Probabilities of each call, unless told otherwise. Seconds are from the beginning.

    `until`: faults begin no later than that. `crashes`: at most so many.
    """

    until: float = 0
    latency: float = 0.02  # seconds that a call takes on average
    crashes: int = 0
    crash: float = 0
    crash_at_provider: float = 0
    stumble: float = 0  # DynamoDB or SQS answers with an error, or not at all
    unheard: float = 0  # a write on a condition is done at the first try, and answered with an error
    crowded: float = 0  # a provider's gate takes no change, at any try: too many change it at once
    left_over: float = 0  # of a batch
    too_fast: float = 0  # the provider says so
    broken: float = 0  # the provider answers 500, or not at all, and perhaps has done it
    slow: float = 0  # a call takes many seconds
    again: float = 0  # a queue message is delivered again while somebody has it,
    repeats: int = 0  # from each queue so often at most: repeated references that wait repeat themselves
    lag: float = 0  # seconds that reads which are not consistent are behind, at most
    whim: Whim = Whim.NOTHING
    recipients: float = 0  # that each of them reads, texts STOP, ends emails
    stream: Stream = Stream.FLOWING
    held: tuple[float, float] = (0, 0)

    @classmethod
    def of(cls, chance: Random) -> "Weather":
        begins = chance.uniform(0, 120)
        return cls(
            until=chance.choice((60, 300, 900)),
            crashes=chance.randint(1, 6),
            crash=chance.choice((0, 0.005, 0.02, 0.1)),
            crash_at_provider=chance.choice((0, 0.1, 0.4)),
            stumble=chance.choice((0, 0, 0.03, 0.2)),
            unheard=chance.choice((0, 0, 0, 0.3)),
            left_over=chance.choice((0, 0, 0.1, 0.4)),
            too_fast=chance.choice((0, 0, 0.1, 0.5)),
            broken=chance.choice((0, 0, 0.1, 0.5)),
            slow=chance.choice((0, 0, 0.005, 0.03)),
            again=chance.choice((0, 0.05, 0.3)),
            repeats=chance.randint(1, 8),
            lag=chance.choice((0, 0, 0.5, 3)),
            whim=chance.choice((Whim.NOTHING, Whim.NOTHING, Whim.PAUSE, Whim.CANCEL, Whim.AGAIN)),
            stream=chance.choice((Stream.FLOWING, Stream.FLOWING, Stream.HELD, Stream.LOSSY)),
            held=(begins, begins + chance.uniform(5, 600)),
            recipients=chance.choice((0, 0, 0.3, 0.6)),
            crowded=chance.choice((0, 0, 0, 0.3)),
        )


QUIET = Weather()
