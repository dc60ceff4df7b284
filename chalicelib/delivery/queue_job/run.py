"""A run of the queue job. Pure."""

from collections.abc import Mapping
from dataclasses import field

from chalicelib.kernel.values import value


@value
class Run:
    """One run as a district sees it. Times are stamps; `ended_at` is empty while it runs, or when it was
    killed."""

    started_at: str
    ended_at: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    errors: int = 0
    what: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        return self.errors > 0
