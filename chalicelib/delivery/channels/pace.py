"""No faster than a provider takes them: calls begin at their time, not before."""

from dataclasses import dataclass

from chalicelib.kernel.clock import Clock


@dataclass
class Pace:
    """`per_second` deliveries, the first at `next_at` (seconds since 1970). None: as fast as they can."""

    per_second: float | None = None
    next_at: float = 0

    def wait(self, clock: Clock, count: int = 1) -> None:
        """Return when `count` more may leave."""
        if self.per_second is None:
            return
        now = clock.now().timestamp()
        if self.next_at > now:
            clock.sleep(self.next_at - now)
        self.next_at = max(now, self.next_at) + count / self.per_second

    def at_once(self, most: int) -> int:
        """How many may leave in one call: what leaves in a second, at least one."""
        return most if self.per_second is None else max(1, min(most, int(self.per_second)))
