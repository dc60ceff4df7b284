"""A district's marking periods: one small item (`marking_periods`)."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.keys import district_key

from ..marking_periods import MarkingPeriod

SORT = "MARKING-PERIODS"


def marking_periods(district: str) -> tuple[MarkingPeriod, ...]:
    """All that are known, in order; none where no roster told of any."""
    item = dynamo.get(settings.table("directory"), district_key(district, "DISTRICT"), SORT)
    return tuple(MarkingPeriod(**each) for each in json.loads(item["data"])) if item else ()


def put_marking_periods(district: str, periods: Iterable[MarkingPeriod]) -> None:
    """Store them all, in place of those before."""
    data = json.dumps([asdict(each) for each in periods], separators=(",", ":"))
    item = {"pk": district_key(district, "DISTRICT"), "sk": SORT, "data": data}
    dynamo.write_many(settings.table("directory"), (item,))
