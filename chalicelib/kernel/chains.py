"""Groups that grow together when a pair joins them (union-find)."""

from collections.abc import Iterable


class Chains:
    """Who is joined with whom, directly or by way of others.

    chains = Chains(["a", "b", "c"])
    chains.join("a", "b")
    chains.groups()     # [["a", "b"], ["c"]], in the order in which they came
    """

    def __init__(self, members: Iterable[str] = ()) -> None:
        self._above: dict[str, str] = {each: each for each in members}
        self._size: dict[str, int] = {}  # of groups of more than one, by their top

    def top(self, one: str) -> str:
        """The member that stands for the group; another one after a join."""
        above = self._above
        top = above.setdefault(one, one)
        while above[top] != top:
            top = above[top]
        while above[one] != top:
            above[one], one = top, above[one]
        return top

    def join(self, one: str, other: str, most: int | None = None) -> bool:
        """Make one group of two. False, and nothing done, when it would have more than `most` members."""
        first, second = self.top(one), self.top(other)
        if first == second:
            return True
        size = self._size.get(first, 1) + self._size.get(second, 1)
        if most is not None and size > most:
            return False
        if self._size.get(first, 1) < self._size.get(second, 1):
            first, second = second, first
        self._above[second] = first
        self._size[first] = size
        return True

    def groups(self) -> list[list[str]]:
        """The groups in the order of their first members, members in the order in which they came."""
        found: dict[str, list[str]] = {}
        for each in self._above:
            found.setdefault(self.top(each), []).append(each)
        return list(found.values())
