"""Which of the selected students are reached at the same phones and addresses, for "one text per phone".

    roll entries --families, then shared addresses, those of the fewest students first--> households

What is one delivery is decided inside a household, and a household inside a shard, so that nothing has to be
compared across shards (`docs/decisions/0008-households.md`). Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from chalicelib.directory.model import District, RollEntry
from chalicelib.directory.places import split
from chalicelib.kernel.chains import Chains

MOST_SHARING = 100  # students with one address; more share a placeholder, or the number of an agency
MOST_TOGETHER = 200  # students in a household; an address that would make it larger does not join the two


def wanted_by(district: District) -> bool:
    """Whether the district wants one delivery per phone and address (off until it says so)."""
    return district.settings.get("one_per_address") is True


def households(entries: Sequence[RollEntry]) -> tuple[RollEntry, ...]:
    """The same students, with their household as their family, in the order of the first of each."""
    chains = Chains()
    first: dict[str, str] = {}
    for entry in entries:
        chains.join(first.setdefault(entry.family, entry.student_id), entry.student_id)
    for students in _sharing(entries):
        for one, other in pairwise(students):
            chains.join(one, other, most=MOST_TOGETHER)
    known = {entry.student_id: entry for entry in entries}
    return tuple(_of(known[each], group[0]) for group in chains.groups() for each in group)


def _of(entry: RollEntry, household: str) -> RollEntry:
    return entry if entry.family == household else replace(entry, family=household)


def _sharing(entries: Iterable[RollEntry]) -> list[list[str]]:
    """The students of each address that several share, the fewest first: they are the likeliest household."""
    first: dict[str, str] = {}
    shared: dict[str, list[str]] = {}
    for entry in entries:
        for place in split(entry.places):
            other = first.setdefault(place, entry.student_id)
            if other != entry.student_id:
                shared.setdefault(place, [other]).append(entry.student_id)
    usable = ((len(students), place) for place, students in shared.items() if len(students) <= MOST_SHARING)
    return [shared[place] for _, place in sorted(usable)]
