"""The circuit breaker before a provider. Pure.

    closed --three attempts in a row without a success--> open --its time comes--> probe --it worked--> closed
                                                           ^                         |
                                                           +------- it failed -------+   waits longer

An attempt is a worker's try to hand over a chunk. While the breaker is open deliveries wait and nobody calls.
Attempts that failed at one address only count once for that address: it may be the address.
"""

from dataclasses import replace

from chalicelib.kernel.values import value

TRIES = 3  # attempts without any success, one after the other, that open it
FIRST_WAIT, LONGEST_WAIT = 5.0, 30.0  # seconds from opening to the first probe, and at most between two
LEASE = 40.0  # seconds that a probe may take; then somebody else may try


@value
class Breaker:
    """Times are seconds since 1970; `opened_at` 0 means closed. `failures` counts attempts since a success,
    `alone` names the addresses at which some of them failed that had no other, each as a hash."""

    failures: int = 0
    opened_at: float = 0
    probe_at: float = 0
    probes: int = 0
    alone: str = ""

    @property
    def open(self) -> bool:
        return self.opened_at > 0

    def failed(self, now: float, whom: str = "") -> "Breaker":
        """After an attempt without success; `whom` is the one address at which it failed, empty where they were
        several. One that began before the breaker opened changes nothing."""
        if self.open and self.probes == 0 and now < self.probe_at:
            return self
        if not self.open and whom and whom in self.alone.split():
            return self
        failures = self.failures + 1
        if not self.open and failures < TRIES:
            return replace(self, failures=failures, alone=f"{self.alone} {whom}".strip())
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**self.probes)
        return Breaker(failures, self.opened_at or now, now + wait, self.probes)

    def probing(self, now: float) -> "Breaker":
        """Somebody has begun the probe that was due."""
        return replace(self, probe_at=now + LEASE, probes=self.probes + 1)

    def not_probed(self, began: float, now: float) -> "Breaker":
        """Whoever began to probe then called nobody: the next may try at once, unless somebody already does."""
        if not self.open or self.probe_at != began + LEASE:
            return self
        return replace(self, probe_at=min(now, self.probe_at), probes=self.probes - 1)

    def worked(self) -> "Breaker":
        """After any success."""
        return Breaker()
