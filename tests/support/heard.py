"""What the product's log says meanwhile."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.kernel import log


class _Into(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.INFO)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(str(vars(record)))


@contextmanager
def heard() -> Iterator[list[str]]:
    """The lines written inside, from INFO on, each with all its fields. The logger hands on to no other, so
    pytest's own capturing sees none."""
    lines: list[str] = []
    handler = _Into(lines)
    written = logging.getLogger(log.logger().name)
    written.addHandler(handler)
    level = written.level
    written.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        written.setLevel(level)
        written.removeHandler(handler)
