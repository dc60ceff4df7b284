"""The gate before each provider: its breaker and its line, in one item of a district and channel.

Workers change it all the time, so each change names the version it was made from; who was too late reads again,
after a pause that grows: of two hundred who ask together one passes at each moment, and the line that they find
then has no room for most of them, which costs no write.
"""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, field, replace
from typing import Any, TypeVar

from chalicelib.content.model import Channel
from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

from ..gate.breaker import Breaker
from ..gate.line import Line
from .contended import Contended

Answer = TypeVar("Answer")
Rule = Callable[[Breaker, Line], tuple[Breaker, Line, Answer]]
_TRIES = 8  # within about two seconds; how many workers ask at once, nothing limits
_SHORTEST, _LONGEST = 0.02, 1.0  # seconds: a pause is a part of the first, then of twice as much, and so on


@value
class Gate:
    """What holds for a provider's calls. `paused_at`: since when the district sends nothing by it (seconds
    since 1970), 0 while it does. `version` 0: nothing was ever written."""

    breaker: Breaker = field(default_factory=Breaker)
    line: Line = field(default_factory=Line)
    version: int = 0
    paused_at: float = 0.0


def read(district: str, channel: Channel) -> Gate:
    """The gate as it is now. Raises Contended."""
    with _crowded(channel):
        item = dynamo.get(table("deliveries"), *_key(district, channel), consistent=True)
    return _gate(item) if item else Gate()


def read_all(district: str, channels: Iterable[Channel], *, consistent: bool = False) -> dict[Channel, Gate]:
    """Several, by one request. `consistent`: as they are now, not a moment ago."""
    asked = {_key(district, each): each for each in channels}
    items = dynamo.get_many(table("deliveries"), asked, consistent=consistent)
    found = {asked[key]: _gate(item) for key, item in items.items()}
    return {each: found.get(each, Gate()) for each in asked.values()}


def change(
    district: str,
    channel: Channel,
    rule: Rule[Answer],
    known: Gate | None = None,
    *,
    trusted: bool = True,
) -> tuple[Gate, Answer]:
    """Apply a rule to the gate; gives back the gate as it is then, and the rule's answer.

    `known` may be old: what changes is written only if it is not, and a refusal tells how it is. Where nothing
    changes nothing is written, and the answer is that of `known` where that is `trusted`. Raises Contended.
    """
    gate, trusted = known or read(district, channel), trusted or known is None
    for attempt in range(_TRIES):
        breaker, line, answer = rule(gate.breaker, gate.line)
        wanted = replace(gate, breaker=breaker, line=line, version=gate.version + 1)
        changes, found = (breaker, line) != (gate.breaker, gate.line), None
        if not changes and trusted:
            return gate, answer
        if changes:
            done, found = _write(district, channel, wanted)
            if done:
                return wanted, answer
        if gate is not known:  # it has just been read: somebody else writes at this moment
            _breathe(attempt)
            found = None
        gate, trusted = found or read(district, channel), True
    raise Contended(channel)


def pause(district: str, channel: Channel, at: float) -> bool:
    """Shut it. False when it was shut already. Raises Contended."""
    for attempt in range(_TRIES):
        gate = read(district, channel)
        if gate.paused_at:
            return False
        if _write(district, channel, replace(gate, paused_at=at, version=gate.version + 1))[0]:
            return True
        _breathe(attempt)
    raise Contended(channel)


def resume(district: str, channel: Channel, *told: dynamo.Write) -> bool:
    """Open it again, in one transaction with what tells of it. False when it was open. Raises Contended."""
    for attempt in range(_TRIES):
        gate = read(district, channel)
        if not gate.paused_at:
            return False
        line = replace(gate.line, stale=True)  # all that waited may leave now
        opened = _change(district, channel, replace(gate, line=line, paused_at=0.0, version=gate.version + 1))
        try:
            dynamo.transact([opened, *told])
        except dynamo.Refused:
            _breathe(attempt)
            continue
        return True
    raise Contended(channel)


def _breathe(attempt: int) -> None:
    time.sleep(random.uniform(0, min(_LONGEST, _SHORTEST * 2**attempt)))


def _write(district: str, channel: Channel, wanted: Gate) -> tuple[bool, Gate | None]:
    """Whether it was done, and the gate as it is then; None where the table does not say."""
    with _crowded(channel):
        done, item = dynamo.update_or_see(_change(district, channel, wanted))
    return done, _gate(item) if "gate" in item else None


@contextmanager
def _crowded(channel: Channel) -> Iterator[None]:
    """What the table answers where more ask for one item than it serves."""
    try:
        yield
    except Exception as error:
        if dynamo.too_busy(error):
            raise Contended(channel) from error
        raise


def _change(district: str, channel: Channel, wanted: Gate) -> dynamo.Write:
    """To write it, alone or as part of a transaction."""
    expression, values, condition = _statement(wanted)
    return dynamo.change(table("deliveries"), *_key(district, channel), expression, values, condition=condition)


def _statement(wanted: Gate) -> tuple[str, dict[str, Any], str]:
    parts = [asdict(wanted.breaker), asdict(wanted.line), wanted.paused_at]
    state = json.dumps(parts, separators=(",", ":"))
    values: dict[str, Any] = {":state": state, ":version": wanted.version}
    condition = "attribute_not_exists(gate_version)"
    if wanted.version > 1:
        values[":before"], condition = wanted.version - 1, "gate_version = :before"
    return "SET gate = :state, gate_version = :version", values, condition


def _gate(item: dynamo.Item) -> Gate:
    breaker, line, *paused_at = json.loads(item["gate"])  # without it, written before there was a guard
    return Gate(Breaker(**breaker), Line(**line), item["gate_version"], *paused_at)


def _key(district: str, channel: Channel) -> tuple[str, str]:
    return district_key(district, "GATE"), channel.value
