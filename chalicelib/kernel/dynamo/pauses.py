"""Trying again: one layer of it, with growing pauses."""

import random
import time
from collections.abc import Callable, Iterator
from functools import partial


class StillBusy(RuntimeError):
    """The table went on refusing work for a whole series of pauses; the caller's queue brings it back."""


def too_busy(error: Exception) -> bool:
    """Whether it means that a table, or one of its items, is asked too much at the moment."""
    from botocore.exceptions import ClientError

    if isinstance(error, ClientError):
        return error.response["Error"]["Code"] in _TOO_MUCH
    return isinstance(error, StillBusy)


_TOO_MUCH = {"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"}


def pauses(tries: int = 8) -> Iterator[Callable[[], None]]:
    """Up to `tries` rounds; each yields the pause to take before the next (50 ms growing to 5 s, jittered)."""
    for attempt in range(tries):
        longest = min(5.0, 0.05 * 2**attempt)
        yield partial(_pause, longest)
    raise StillBusy("DynamoDB did not take the request")


def _pause(longest: float) -> None:
    time.sleep(random.uniform(longest / 2, longest))
