"""Many things in batches of a few (Python 3.12 has this built in)."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Each = TypeVar("Each")


def batched(source: Iterable[Each], size: int) -> Iterator[tuple[Each, ...]]:
    """Tuples of at most `size`, in order."""
    iterator = iter(source)
    while chunk := tuple(islice(iterator, size)):
        yield chunk
