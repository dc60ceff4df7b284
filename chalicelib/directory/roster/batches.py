"""Long sequences in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Each = TypeVar("Each")


def batched(source: Iterable[Each], size: int) -> Iterator[list[Each]]:
    """Lists of at most `size`, in order."""
    iterator = iter(source)
    while chunk := list(islice(iterator, size)):
        yield chunk
