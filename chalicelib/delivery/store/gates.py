"""The gate before each provider: its breaker and its line, in one item of a district and channel.

Workers change it all the time, so each change names the version it was made from; who was too late reads again.
"""

import json
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, field
from typing import TypeVar

from chalicelib.content.model import Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from ..breaker import Breaker
from ..rates import Line

Answer = TypeVar("Answer")
_TRIES = 12  # with as many workers at once the last one still passes


@value
class Gate:
    """What holds for a provider's calls. `version` 0: nothing was ever written."""

    breaker: Breaker = field(default_factory=Breaker)
    line: Line = field(default_factory=Line)
    version: int = 0


class Contended(RuntimeError):
    """Other workers were faster again and again; the queue brings this one's work back."""


def read(district: str, channel: Channel) -> Gate:
    """The gate as it is now."""
    item = dynamo.get(table("deliveries"), *_key(district, channel), consistent=True)
    return _gate(item) if item else Gate()


def read_all(district: str, channels: Iterable[Channel]) -> dict[Channel, Gate]:
    """Several, by one request."""
    asked = {_key(district, each): each for each in channels}
    found = {asked[key]: _gate(item) for key, item in dynamo.get_many(table("deliveries"), asked).items()}
    return {each: found.get(each, Gate()) for each in asked.values()}


def change(
    district: str,
    channel: Channel,
    rule: Callable[[Breaker, Line], tuple[Breaker, Line, Answer]],
    known: Gate | None = None,
) -> tuple[Gate, Answer]:
    """Apply a rule to the gate; gives back the gate as it is then, and the rule's answer.

    `known` may be old: what changes is written only if it is not, and nothing is written when nothing changes.
    Raises Contended.
    """
    gate = known or read(district, channel)
    for attempt in range(_TRIES):
        breaker, line, answer = rule(gate.breaker, gate.line)
        wanted = Gate(breaker, line, gate.version + 1)
        if (breaker, line) == (gate.breaker, gate.line) or _write(district, channel, wanted):
            return (wanted if (breaker, line) != (gate.breaker, gate.line) else gate), answer
        time.sleep(random.uniform(0, 0.005 * attempt))
        gate = read(district, channel)
    raise Contended(channel)


def _write(district: str, channel: Channel, wanted: Gate) -> bool:
    state = json.dumps([asdict(wanted.breaker), asdict(wanted.line)], separators=(",", ":"))
    values = {":state": state, ":version": wanted.version, ":before": wanted.version - 1}
    condition = "gate_version = :before" if wanted.version > 1 else "attribute_not_exists(gate_version)"
    if wanted.version == 1:
        del values[":before"]
    expression = "SET gate = :state, gate_version = :version"
    key = _key(district, channel)
    return dynamo.update(table("deliveries"), *key, expression, values, condition=condition) is not None


def _gate(item: dynamo.Item) -> Gate:
    breaker, line = json.loads(item["gate"])
    return Gate(Breaker(**breaker), Line(**line), item["gate_version"])


def _key(district: str, channel: Channel) -> tuple[str, str]:
    return district_key(district, "GATE"), channel.value
