"""A message's fan-out: who is in each of its shards, and how far they are. Pure."""

from enum import StrEnum

from chalicelib.kernel.values import value

SHARD_SIZE = 200


@value
class PlanState:
    """How far a message's fan-out is. `plan_id` names the planner whose cut of the audience counts.

    `moved_at` is when it was planned or the last shard finished, `place` where the queue job stopped settling.
    """

    plan_id: str
    shards: int
    finished: frozenset[int] = frozenset()
    expires_at: str = ""
    moved_at: str = ""
    place: int = 0

    @property
    def resolved(self) -> bool:
        """Whether every recipient has a delivery."""
        return len(self.finished) >= self.shards

    @property
    def unfinished(self) -> tuple[int, ...]:
        return tuple(number for number in range(self.shards) if number not in self.finished)


class ShardKind(StrEnum):
    """Whose ids a shard holds. Teachers Of makes shards of teachers, and of students without any; an imported
    list makes one of each of its pages; `accounts` are those of families, answered in a conversation."""

    STUDENTS = "students"
    STAFF = "staff"
    TEACHERS = "teachers"
    UNTAUGHT = "untaught"
    IMPORTED = "imported"
    ACCOUNTS = "accounts"


@value
class ShardList:
    """Who is in a shard. `only` goes with teachers: for each the one chosen student they teach, or nothing.

    `households`, where an address gets one delivery: how many of the students, in their order, are of each.
    """

    ids: tuple[str, ...]
    kind: ShardKind = ShardKind.STUDENTS
    only: tuple[str, ...] = ()
    households: tuple[int, ...] = ()

    def household_of(self) -> dict[str, str]:
        """Each student's household by a name; empty where there are none."""
        names = (str(at) for at, size in enumerate(self.households) for _ in range(size))
        return dict(zip(self.ids, names, strict=False))
