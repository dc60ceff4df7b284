"""What the sweeps over all routes share."""

from functools import cache

import pytest

from chalicelib.access import endpoint
from chalicelib.access.authentication import authenticate
from chalicelib.access.model import Principal
from chalicelib.kernel.clock import SystemClock


@pytest.fixture
def signed_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom a token names is looked up once a test instead of once a call, which is most of a refused call's
    time. Only for sweeps over what comes after the sign-in."""
    known = cache(lambda authorization: authenticate(authorization, SystemClock()))

    def remembered(authorization: str | None, _clock: object) -> Principal:
        return known(authorization)

    monkeypatch.setattr(endpoint, "authenticate", remembered)
