"""What came of one seed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .stage import Stage


@dataclass(frozen=True)
class Report:
    """`problems` is empty when all is well."""

    seed: int
    problems: tuple[str, ...]
    calls: int
    crashes: int
    figures: str = ""  # what was measured
    trace: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, seed: int, stage: Stage, problems: Iterable[str], figures: str = "") -> "Report":
        fates = stage.fates
        return cls(seed, tuple(problems), fates.calls, fates.killed, figures, tuple(stage.trace.lines))
