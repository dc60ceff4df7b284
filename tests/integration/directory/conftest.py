"""A district to import into."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest

from chalicelib.directory import roster, store
from chalicelib.directory.audit import Who
from chalicelib.directory.roster.model import RosterImport
from chalicelib.kernel.clock import FixedClock
from tests.builders import people
from tests.builders.exports import Tables, export

Importing = Callable[..., RosterImport]
BY_CLERK = Who("clerk", "Dee Clark"), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def district(aws: None) -> str:
    store.put_district(people.district())
    return "demo"


@pytest.fixture
def imported(district: str, clock: FixedClock) -> Importing:
    """Imports an export, or tables, a second after the one before: `imported(tables, hold=False)`."""

    def run(source: BytesIO | Tables | None = None, *, hold: bool = True) -> RosterImport:
        clock.advance(seconds=1)
        zip_ = source if isinstance(source, BytesIO) else export(source)
        return roster.import_zip(district, zip_, "export.zip", clock=clock, hold=hold)

    return run
