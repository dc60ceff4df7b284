"""The queue job's part for one kind of what becomes messages."""

from collections.abc import Callable
from typing import Any

from chalicelib.kernel.clock import Clock
from chalicelib.messages.firing import Kind, fire


def fired(kind: Kind[Any], clock: Clock, seconds_left: Callable[[], float] = lambda: 60.0) -> int:
    """What is due everywhere becomes messages, now; how many things were looked at or made."""
    return fire({kind.name: kind}, clock, seconds_left)[kind.name].total()
