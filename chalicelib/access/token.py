"""The access token of a request, verified in this process at every call (docs/decisions).

Cognito signs RS256 access tokens; its public keys stand at TOKEN_KEYS_URL. They are fetched once per process
and again when a token names a key that is not among them (keys rotate), at most once a minute.
"""

import json
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jwt

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Unauthenticated, Unavailable
from chalicelib.kernel.ids import DISTRICT_ID
from chalicelib.kernel.settings import setting
from chalicelib.kernel.values import value

DISTRICT_GROUP = "district-"
REFETCH_AFTER = timedelta(minutes=1)
FETCH_SECONDS = 3
TOKEN_USES = ("access",)  # an ID token says who somebody is, not what they may do
REQUIRED = ["exp", "iss", "sub", "token_use", "client_id", "username"]


@value
class Identity:
    """Who a token says it is for: one district, one sign-in name."""

    district: str
    username: str


@dataclass
class KeyRing:
    """The issuer's public keys, by key id, when they were asked for, and whether they could be had then."""

    url: str
    keys: dict[str, Any] = field(default_factory=dict)
    asked_at: datetime | None = None
    failed: bool = False

    def key(self, key_id: str, now: datetime) -> Any:
        """The key, fetching the set when it is not known. Raises Unauthenticated when there is none such,
        Unavailable when the set cannot be had and the key may be in it."""
        if key_id not in self.keys and self._may_ask(now):
            self._ask(now)
        if key_id in self.keys:
            return self.keys[key_id]
        raise _unavailable() if self.failed else Unauthenticated()

    def _may_ask(self, now: datetime) -> bool:
        """Once a minute; as long as there are no keys at all, each time."""
        return not self.keys or self.asked_at is None or now - self.asked_at >= REFETCH_AFTER

    def _ask(self, now: datetime) -> None:
        found = _fetched(self.url)
        self.asked_at, self.failed = now, found is None
        self.keys = found or self.keys


def fetch(url: str) -> Any:
    """The key set. The address is our own setting, not a client's word."""
    with urllib.request.urlopen(url, timeout=FETCH_SECONDS) as answer:  # noqa: S310 - the address is a setting
        return json.load(answer)


def _fetched(url: str) -> dict[str, Any] | None:
    """The keys; None when they cannot be had."""
    try:
        found = jwt.PyJWKSet.from_dict(fetch(url)).keys
    except (OSError, ValueError, jwt.PyJWTError):
        return None
    return {each.key_id: each.key for each in found if each.key_id}


def _unavailable() -> Unavailable:
    return Unavailable("We cannot check who is signed in just now. Please try again in a minute.")


_rings: dict[str, KeyRing] = {}


def _ring() -> KeyRing:
    url = setting("TOKEN_KEYS_URL")
    return _rings.setdefault(url, KeyRing(url))


def bearer(header: str | None) -> str:
    """The token of an Authorization header. Raises Unauthenticated when there is none."""
    kind, _, token = (header or "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated("Please sign in first.")
    return token.strip()


def verify(token: str, clock: Clock) -> Identity:
    """Signature, issuer, expiry, use and client of a token. Raises Unauthenticated, not saying which failed,
    and Unavailable when it cannot be told."""
    try:
        key = _ring().key(_key_id(token), clock.now())
        claims = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            issuer=setting("TOKEN_ISSUER"),
            # Access tokens of Cognito carry no audience, they name the client; the clock below knows the time.
            options={"require": REQUIRED, "verify_aud": False, "verify_exp": False, "verify_iat": False},
        )
    except jwt.PyJWTError:
        raise Unauthenticated from None
    _check_claims(claims, clock.now())
    return Identity(_district(claims), str(claims["username"]))


def _key_id(token: str) -> str:
    header = jwt.get_unverified_header(token)
    if header.get("alg") != "RS256" or not isinstance(header.get("kid"), str):
        raise Unauthenticated
    return str(header["kid"])


def _check_claims(claims: dict[str, Any], now: datetime) -> None:
    alive = isinstance(claims["exp"], int | float) and claims["exp"] > now.timestamp()
    ours = claims["client_id"] == setting("USER_POOL_CLIENT_ID")
    if not (alive and ours and claims["token_use"] in TOKEN_USES):
        raise Unauthenticated


def _district(claims: dict[str, Any]) -> str:
    """The one district among the token's groups. Raises Unauthenticated for none or several."""
    groups = claims.get("cognito:groups")
    names = [str(group) for group in groups] if isinstance(groups, list) else []
    districts = [name.removeprefix(DISTRICT_GROUP) for name in names if name.startswith(DISTRICT_GROUP)]
    if len(districts) != 1 or not DISTRICT_ID.fullmatch(districts[0]):
        raise Unauthenticated
    return districts[0]
