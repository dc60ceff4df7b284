"""Where two who write to each other meet. Pure.

At the schools that both belong to; with none in common at all of both. It is the same in both directions, so
that whoever may see what one of them wrote sees what the other did (PERM-R02).
"""

from collections.abc import Iterable, Sequence


def meeting(author: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """The schools, by id, that a message between members of these is of; the author's own first."""
    shared = tuple(each for each in author if each in other)
    return shared or tuple(dict.fromkeys((*author, *other)))


def meetings(author: Sequence[str], others: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Those of a message to several."""
    return tuple(dict.fromkeys(school for other in others for school in meeting(author, other)))
