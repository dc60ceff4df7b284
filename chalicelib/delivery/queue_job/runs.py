"""Runs of the queue job: when they began and ended, what they did, what went wrong (QUEUE-15, JOBS-05).

    queue job --begin--> run without an end --finish--> run        administrators see the last ones, and a
    warning

A run that was killed stays without an end. Runs are kept for an hour, those that failed for longer.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.kernel.clock import Clock, moment, stamp
from chalicelib.kernel.log import logger
from chalicelib.kernel.troubles import Trouble, collected, note

from ..store import runs as store
from .run import Run

LATE = timedelta(minutes=5)
MOST_ERRORS = 20  # of one run that are kept; `errors` says how many there were


@dataclass
class Work:
    """What a run did so far: how many things by step and district."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, step: str, by_district: Mapping[str, int]) -> None:
        for district, count in by_district.items():
            steps = self.counts.setdefault(district, {})
            steps[step] = steps.get(step, 0) + count

    def total(self, step: str) -> int:
        return sum(steps.get(step, 0) for steps in self.counts.values())


@contextmanager
def recorded(districts: Iterable[str], clock: Clock) -> Iterator[Work]:
    """Record what happens meanwhile as a run of each district."""
    known, began, work = tuple(districts), Run(stamp(clock.now())), Work()
    for district in known:
        store.put(district, began)
    with collected() as troubles:
        try:
            yield work
        except Exception as error:
            note("The queue job ended early", error)
            raise
        finally:
            for district in known:
                counts = work.counts.get(district, {})
                store.put(district, _ended(began, clock.now(), counts, _of(district, troubles)))
            if troubles:  # a line that `template.yaml` counts for its alarm: whoever failed held up no other
                logger().error("queue_job_troubles", count=len(troubles))


def _of(district: str, troubles: Iterable[Trouble]) -> list[Trouble]:
    """Its own, and those that concern no district in particular."""
    return [each for each in troubles if each.district in ("", district)]


def _ended(began: Run, now: datetime, counts: Mapping[str, int], troubles: list[Trouble]) -> Run:
    what = tuple(f"{each.what} ({each.kind})" for each in troubles[:MOST_ERRORS])
    return replace(began, ended_at=stamp(now), counts=dict(counts), errors=len(troubles), what=what)


def late(runs: Iterable[Run], now: datetime) -> bool:
    """Whether no run began in the last five minutes: nothing scheduled or held leaves then."""
    return not any(moment(each.started_at) > now - LATE for each in runs)
