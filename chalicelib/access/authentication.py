"""From an Authorization header to the principal.

Apart from `principal.py`, because functions that act for somebody who asked earlier check no token, and PyJWT
is a third of their cold start.
"""

from dataclasses import replace

from chalicelib.kernel.clock import Clock

from .model import Principal
from .principal import principal_of_login
from .token import bearer, verify


def authenticate(authorization: str | None, clock: Clock) -> Principal:
    """The principal of an Authorization header. Raises Unauthenticated for any reason, without saying which."""
    identity = verify(bearer(authorization), clock)
    return replace(principal_of_login(identity.district, identity.username), asked_at=clock.now())
