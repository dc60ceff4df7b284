"""Two schools at eight o'clock: does the hundred of one wait for the thousands of the other?

a text to each before the call window --held--> it opens --> how many of the flood leave before all of the few?
"""

from datetime import timedelta

from chalicelib.directory import store as directory
from tests.builders import people
from tests.support.line import settle_district

from .crowds import RATE, is_fanned_out, left, send, settle_school, text_to, until
from .minutes import Minutes
from .report import Report
from .scenario import MORNING
from .stage import staged
from .weather import Weather

BIG, SMALL = "lincoln", "roosevelt"
FEW = 200
BEFORE = timedelta(minutes=2)
HOURS = {"call_window_not_before": "08:00", "call_window_not_after": "21:00"}
MOST_FOR_EACH = 3.0  # texts of the flood for each of the few, until all these have left: half the rate is 1


def neighbours(many: int) -> Report:
    """The flood is one of so many, and was written first."""
    with staged(MORNING - BEFORE, Weather(latency=0.006), 0) as stage:
        settle_district()
        for school, count, first in ((BIG, many, 0), (SMALL, FEW, many)):
            settle_school(school, count, first)
        directory.put_district(people.district(settings={"texts_per_second": RATE, **HOURS}))
        Minutes(stage).begin()
        flood = text_to(stage, 1, BIG, many)
        send(stage, flood)
        until(stage, lambda: is_fanned_out(stage, flood))
        few = text_to(stage, 2, SMALL, FEW)
        send(stage, few)
        until(stage, lambda: len(left(stage, few)) == FEW)
        early = [at for at in left(stage, flood, few) if at < MORNING.timestamp()]
        began, *_, ended = left(stage, few)
        before = sum(at < ended for at in left(stage, flood))
        told = f"{before:,} of {many:,} texts of the big school before the {FEW}th of the small one"
        problems = [f"{len(early)} texts left before the window opened"] if early else []
        problems += [told] if before > MOST_FOR_EACH * FEW else []
        waited = [at - MORNING.timestamp() for at in (began, ended)]
        return Report.of(0, stage, problems, f"{told}; these {waited[0]:.0f} to {waited[1]:.0f} s after eight")
