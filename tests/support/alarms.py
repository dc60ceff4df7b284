"""What the alarms of `template.yaml` make of the very lines that the functions write.

    with Alarms(line.clock).listening() as alarms:
        line.run(minutes=5)
    alarms.fired                     # the logical ids of those that were in alarm at some minute

A line is matched by the filters' own patterns, counted by minute, and held against each alarm as CloudWatch
does. Alarms on AWS's own metrics (queues, Lambda) have nothing to go by here.
"""

import json
import operator
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.log import logger

from .stack import resources

Properties = dict[str, Any]
Series = tuple[str, frozenset[tuple[str, str]]]  # a metric's name and dimensions
MINUTE = 60
_BREACHES: Mapping[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
}
_STATISTICS: Mapping[str, Callable[[Iterable[float]], float]] = {"Sum": sum, "Maximum": max}
_TERM = re.compile(r'\$\.(\w+) = "(\w+)"')


def matches(pattern: str, line: Mapping[str, Any]) -> bool:
    """Whether a line is meant by CloudWatch's pattern for JSON, as far as the template uses that: fields that
    equal a text, joined by `&&`. Raises ValueError for any other."""
    if not (pattern.startswith("{ ") and pattern.endswith(" }")):
        raise ValueError(pattern)
    terms = [_TERM.fullmatch(each) for each in pattern[2:-2].split(" && ")]
    if None in terms:
        raise ValueError(pattern)
    return all(str(line.get(term[1])) == term[2] for term in terms if term)


@dataclass
class Alarms:
    """See the module."""

    clock: FixedClock
    lines: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)
    _rest: str = ""

    @contextmanager
    def listening(self) -> Iterator["Alarms"]:
        """The logger writes here meanwhile, and nowhere else."""
        handler: Any = logger().registered_handler
        before = handler.setStream(self)
        try:
            yield self
        finally:
            handler.setStream(before)

    def write(self, text: str) -> None:
        """As a stream."""
        *whole, self._rest = (self._rest + text).split("\n")
        self.lines += [(self.clock.now(), json.loads(each)) for each in whole]

    def flush(self) -> None:
        """As a stream."""

    @property
    def fired(self) -> set[str]:
        """Those that were in alarm at some minute."""
        return set(self.first)

    @property
    def first(self) -> dict[str, datetime]:
        """When each of them was in alarm first: at the end of the minute that decided it."""
        points = self._points()
        minutes = range(_minute(self.lines[0][0]), _minute(self.clock.now()) + 1) if self.lines else ()
        found: dict[str, datetime] = {}
        for name, alarm in of_logs().items():
            series = points[alarm["MetricName"], _dimensions(alarm)]
            for at in minutes:
                if _in_alarm(alarm, series, at):
                    found[name] = datetime.fromtimestamp((at + 1) * MINUTE, tz=self.clock.now().tzinfo)
                    break
        return found

    def _points(self) -> dict[Series, dict[int, list[float]]]:
        """What was counted, by series and minute."""
        points: dict[Series, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
        filters = resources("AWS::Logs::MetricFilter").values()
        for at, line in self.lines:
            for each in filters:
                if matches(each["FilterPattern"], line):
                    (counted,) = each["MetricTransformations"]
                    named = frozenset(
                        (one["Key"], str(_of(line, one["Value"]))) for one in counted.get("Dimensions", ())
                    )
                    points[counted["MetricName"], named][_minute(at)].append(
                        float(_of(line, counted["MetricValue"]))
                    )
        return points


def _of(line: Mapping[str, Any], value: str) -> Any:
    """`$.seconds` is the line's; anything else is itself."""
    return line[value.removeprefix("$.")] if value.startswith("$.") else value


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // MINUTE


def of_logs() -> dict[str, Properties]:
    """The alarms on what the functions log."""
    found = resources("AWS::CloudWatch::Alarm").items()
    return {name: each for name, each in found if not str(each["Namespace"]).startswith("AWS/")}


def _dimensions(alarm: Properties) -> frozenset[tuple[str, str]]:
    return frozenset((each["Name"], each["Value"]) for each in alarm.get("Dimensions", ()))


def _in_alarm(alarm: Properties, series: Mapping[int, list[float]], last: int) -> bool:
    """Whether as many of the periods up to this minute are over the threshold as it takes. Where nothing was
    counted, nothing is wrong."""
    assert alarm["TreatMissingData"] == "notBreaching"
    length, statistic = alarm["Period"] // MINUTE, _STATISTICS[alarm["Statistic"]]
    wanted = int(alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"])
    breaching = 0
    for period in range(alarm["EvaluationPeriods"]):
        end = last - period * length
        values = [each for minute in range(end - length + 1, end + 1) for each in series.get(minute, ())]
        if values and _BREACHES[alarm["ComparisonOperator"]](statistic(values), alarm["Threshold"]):
            breaching += 1
    return breaching >= wanted
