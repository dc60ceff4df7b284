"""What rounds in turns say about two sides. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some figures, and the outermost."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> "Spread":
        """Raises ValueError for none."""
        if not figures:
            raise ValueError("There are no figures")
        return cls(median(figures), min(figures), max(figures))

    def rounded(self, digits: int) -> dict[str, float]:
        """As results keep it."""
        return {
            "median": round(self.median, digits),
            "lowest": round(self.lowest, digits),
            "highest": round(self.highest, digits),
        }


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ours for one of theirs, round by round: what slowed the machine in a round slowed both sides of it.

    Raises ValueError unless there are as many rounds of each, at least one, and each of theirs cost something.
    """
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} rounds of ours and {len(theirs)} of theirs cannot be compared")
    if any(each <= 0 for each in theirs):
        raise ValueError("A round that cost nothing was not measured")
    return Spread.of([one / other for one, other in zip(ours, theirs, strict=True)])
