"""The line on the provider simulator, with a small school."""

import pytest

from chalicelib.kernel.clock import FixedClock
from tests.support.ground import Ground
from tests.support.line import Line


@pytest.fixture
def line(aws: None, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Nobody lives in the district yet: `settle_district`."""
    return Line(ground, clock, monkeypatch)
