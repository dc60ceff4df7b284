"""The line on moto and the provider simulator, with a small school."""

import pytest

from chalicelib.kernel.clock import FixedClock
from tests.support.line import Line


@pytest.fixture
def line(aws: None, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Nobody lives in the district yet: `settle_district`."""
    return Line(clock, monkeypatch)
