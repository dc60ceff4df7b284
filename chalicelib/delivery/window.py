"""The call window: the hours in which calls, texts and push may leave (QUEUE-05, QUEUE-06, ADMIN-01). Pure.

Kept as `call_window_not_before` and `call_window_not_after` (`HH:MM`; absent: no limit on that side) in the
settings of the district, and of each school that has hours of its own; local time there. Whose hours a delivery
keeps to - its sender's school's, its recipient's, or the district's - is `known.window_at`'s. The "not after"
minute itself still belongs to the window.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.content.model import Channel, Lane
from chalicelib.kernel.values import value

_MINUTE = timedelta(minutes=1)
_MOST_SKIPPED = 120  # minutes that clocks ever skip at once, and more
KEEPS_TO_IT = frozenset({Channel.SMS, Channel.VOICE, Channel.PUSH})


@value
class Window:
    """Local hours. None on a side is no limit there."""

    zone: ZoneInfo
    not_before: time | None = None
    not_after: time | None = None

    @classmethod
    def of(cls, settings: Mapping[str, object], zone: str) -> "Window":
        """From the settings that hold somewhere, in its zone. Raises ValueError for hours that are none."""
        hours = [settings.get(f"call_window_{side}") for side in ("not_before", "not_after")]
        return cls(ZoneInfo(zone), *(time.fromisoformat(str(each)) if each else None for each in hours))

    def opening(self, at: datetime) -> datetime | None:
        """When it opens next, in UTC; None when it is open."""
        local = at.astimezone(self.zone)
        minute = local.time().replace(second=0, microsecond=0)
        if self.not_before is not None and minute < self.not_before:
            return self._opening_of(local)
        if self.not_after is not None and minute > self.not_after:
            return self._opening_of(local + timedelta(days=1))
        return None

    def _opening_of(self, day: datetime) -> datetime:
        """When it opens on a local day; on the next one, where the clocks skip all its hours."""
        opens = self._moment(day, self.not_before or time())
        late = self.not_after is not None and opens.astimezone(self.zone).time() > self.not_after
        return self._moment(day + timedelta(days=1), self.not_before or time()) if late else opens

    def opened(self, at: datetime) -> datetime:
        """When it opened last, in UTC, if it is open then; at midnight where it has no "not before"."""
        return self._moment(at.astimezone(self.zone), self.not_before or time())

    def closing(self, at: datetime) -> datetime | None:
        """When it closes next, in UTC, if it is open; None when it never does."""
        if self.not_after is None:
            return None
        local = at.astimezone(self.zone)
        closing = self._moment(local, self.not_after.replace(fold=local.fold)) + _MINUTE
        # The clocks may skip its last minutes. Hours the wrong way round never open, however far one looks.
        before = (closing - _MINUTE * minutes for minutes in range(_MOST_SKIPPED))
        return next((each for each in before if self.opening(each - _MINUTE) is None), closing)

    def expiry(self, opening: datetime) -> datetime:
        """A-15: what was held expires at the end of the local day on which the window opens."""
        return self._moment(opening.astimezone(self.zone) + timedelta(days=1), time())

    def _moment(self, day: datetime, hour: time) -> datetime:
        """That hour of a local day. One that the clocks skip is an hour later; one they repeat is the first,
        unless the hour says otherwise."""
        return datetime.combine(day.date(), hour, tzinfo=self.zone).astimezone(UTC)


def concerns(channel: Channel, lane: Lane, *, announced: bool) -> bool:
    """Whether deliveries keep to the window: emails and in-app copies only where their message is an
    announcement's (A-12); emergencies, which only texts and calls can be, never."""
    return (announced or channel in KEEPS_TO_IT) and lane is not Lane.EMERGENCY
