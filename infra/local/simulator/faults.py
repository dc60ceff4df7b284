"""Bad days on demand: what the control API can make the providers do. Kept in memory; a restart is a good day.

One `Faults` per kind (email, text, call, push).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

KINDS = ("email", "text", "call", "push")


@dataclass
class Faults:
    """The state for one kind of message. Counters tick down by call; 0 means off."""

    throttle_calls: int = 0
    rate: float = 0.0
    refuse_calls: int = 0
    refuse_code: str = ""
    lose_replies: int = 0
    delay: float = 0.0
    silent: bool = False
    event_delay: float | None = None
    copies: int = 1
    _allowance: float = 0.0
    _last: float = 0.0

    def throttled(self) -> bool:
        return self._count_down("throttle_calls")

    def refused(self) -> bool:
        return self._count_down("refuse_calls")

    def reply_lost(self) -> bool:
        return self._count_down("lose_replies")

    def _count_down(self, name: str) -> bool:
        if (left := getattr(self, name)) <= 0:
            return False
        setattr(self, name, left - 1)
        return True

    def take(self, wanted: int, now: float) -> int:
        """How many of `wanted` messages the rate allows now: a bucket that holds one second's worth."""
        if self.rate <= 0:
            return wanted
        self._allowance = min(max(self.rate, 1.0), self._allowance + (now - self._last) * self.rate)
        self._last = now
        granted = min(wanted, int(self._allowance))
        self._allowance -= granted
        return granted


class Weather:
    """The faults of all kinds, and the control API's orders that change them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.by_kind = {kind: Faults() for kind in KINDS}

    def reset(self) -> None:
        self.by_kind = {kind: Faults() for kind in KINDS}

    def order(self, order: dict[str, object]) -> bool:
        """Carry out one order for its `kind`, or for all; False if the action is none of ours."""
        setter = _SETTERS.get(str(order.get("action")))
        if setter is None:
            return False
        kind = str(order.get("kind") or "")
        if kind and kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        for faults in [self.by_kind[kind]] if kind else self.by_kind.values():
            setter(faults, order, self._clock())
        return True

    def report(self) -> dict[str, dict[str, object]]:
        return {
            kind: {name: value for name, value in vars(faults).items() if not name.startswith("_")}
            for kind, faults in self.by_kind.items()
        }


def _number(order: dict[str, object], name: str, default: float) -> float:
    value = order.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise ValueError(f"{name} must be a number from 0 on")
    return float(value)


def _throttle(faults: Faults, order: dict[str, object], now: float) -> None:
    if "rate" in order:
        faults.rate = _number(order, "rate", 0)
        faults._allowance, faults._last = max(faults.rate, 1.0), now
    else:
        faults.throttle_calls = int(_number(order, "calls", 1))


def _refuse(faults: Faults, order: dict[str, object], _now: float) -> None:
    faults.refuse_calls = int(_number(order, "calls", 1))
    faults.refuse_code = str(order.get("code", ""))


def _delay(faults: Faults, order: dict[str, object], _now: float) -> None:
    faults.delay = _number(order, "seconds", 0)


def _silence(faults: Faults, order: dict[str, object], _now: float) -> None:
    faults.silent = bool(order.get("on", True))


def _event_delay(faults: Faults, order: dict[str, object], _now: float) -> None:
    faults.event_delay = _number(order, "seconds", 0)


def _duplicate(faults: Faults, order: dict[str, object], _now: float) -> None:
    faults.copies = max(1, int(_number(order, "copies", 2)))


def _lose_reply(faults: Faults, order: dict[str, object], _now: float) -> None:
    faults.lose_replies = int(_number(order, "calls", 1))


_SETTERS: dict[str, Callable[[Faults, dict[str, object], float], None]] = {
    "throttle": _throttle,
    "refuse": _refuse,
    "delay": _delay,
    "silence": _silence,
    "event-delay": _event_delay,
    "duplicate-events": _duplicate,
    "lose-reply": _lose_reply,
}
