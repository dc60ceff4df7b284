"""Tokens: what Cognito signs for our client is taken; everything else is refused, without saying why."""

import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import token as tokens
from chalicelib.access.token import Identity, bearer, verify
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.errors import Unauthenticated, Unavailable
from tests.support.tokens import KEY_ID, Issuer, key_set


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def part(claims: dict[str, Any]) -> str:
    """A part of a token written by hand."""
    return encoded(json.dumps(claims).encode())


@pytest.fixture
def standing(issuer: Issuer) -> FixedClock:
    return FixedClock(issuer.now)


def test_an_access_token_names_district_and_user(issuer: Issuer, standing: FixedClock) -> None:
    assert verify(issuer.token("ann"), standing) == Identity("demo", "ann")


REFUSED: dict[str, dict[str, Any]] = {
    "expired": {"exp": 1_000_000_000},
    "expiry is no number": {"exp": "tomorrow"},
    "no expiry": {"exp": None},
    "an ID token": {"token_use": "id"},
    "no use": {"token_use": None},
    "another client": {"client_id": "somebody-else"},
    "no client": {"client_id": None},
    "another pool": {"iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other"},
    "no issuer": {"iss": None},
    "no user name": {"username": None},
    "no groups": {"cognito:groups": None},
    "groups are no list": {"cognito:groups": "district-demo"},
    "no district": {"cognito:groups": ["teachers"]},
    "two districts": {"cognito:groups": ["district-demo", "district-other"]},
    "a district that cannot be": {"cognito:groups": ["district-De#mo"]},
    "an empty district": {"cognito:groups": ["district-"]},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_with_a_wrong_claim_is_refused(
    issuer: Issuer, standing: FixedClock, changes: dict[str, Any]
) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        verify(issuer.token("ann", **changes), standing)
    assert refusal.value.detail == Unauthenticated.title


def test_a_token_ends_at_its_very_second(issuer: Issuer, standing: FixedClock) -> None:
    token = issuer.token("ann")
    standing.advance(minutes=59, seconds=58)
    verify(token, standing)
    standing.advance(seconds=2)
    with pytest.raises(Unauthenticated):
        verify(token, standing)


def test_a_token_signed_by_another_key_is_refused(issuer: Issuer, standing: FixedClock) -> None:
    """Both when the key id is unknown and when it pretends to be ours."""
    for token in (issuer.token("ann", key="foreign"), issuer.token("ann", key="foreign", kid=KEY_ID)):
        with pytest.raises(Unauthenticated):
            verify(token, standing)


def test_other_algorithms_are_refused(issuer: Issuer, standing: FixedClock) -> None:
    """`none`, and HMAC with the public key as its secret."""
    unsigned = ".".join((part({"alg": "none", "kid": KEY_ID}), part(issuer.claims("ann")), ""))
    words = ".".join((part({"alg": "HS256", "kid": KEY_ID}), part(issuer.claims("ann"))))
    signature = hmac.digest(json.dumps(key_set()).encode(), words.encode(), "sha256")
    for token in (unsigned, f"{words}.{encoded(signature)}", f"{words}."):
        with pytest.raises(Unauthenticated):
            verify(token, standing)


def test_a_token_whose_words_were_changed_is_refused(issuer: Issuer, standing: FixedClock) -> None:
    head, _, signature = issuer.token("ann").split(".")
    body = part(issuer.claims("bob"))
    with pytest.raises(Unauthenticated):
        verify(f"{head}.{body}.{signature}", standing)


@pytest.mark.parametrize(
    "text", ["", "x", "a.b.c", "....", "é.é.é", "eyJhbGciOiJSUzI1NiJ9..", "\x00", "a" * 9000]
)
def test_what_is_no_token_is_refused(issuer: Issuer, standing: FixedClock, text: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(text, standing)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer  ", "Basic YWRtaW46YWRtaW4=", "token"])
def test_without_a_bearer_token_one_is_asked_to_sign_in(header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        bearer(header)


def test_the_scheme_may_be_written_in_any_case() -> None:
    assert bearer("bearer abc") == bearer("BEARER abc") == "abc"


def test_a_rotated_key_is_fetched_and_invented_ones_do_not_make_us_ask_again_and_again(
    issuer: Issuer, standing: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    real = tokens.fetch

    def counted(url: str) -> Any:
        fetched.append(url)
        return real(url)

    monkeypatch.setattr(tokens, "fetch", counted)
    verify(issuer.token("ann"), standing)
    assert len(fetched) == 1

    for _ in range(5):
        with pytest.raises(Unauthenticated):
            verify(issuer.token("ann", key="new"), standing)
    assert len(fetched) == 1, "asked again within the minute"

    issuer.publish(KEY_ID, "new")
    standing.at += timedelta(minutes=1)
    assert verify(issuer.token("ann", key="new"), standing).username == "ann"
    assert len(fetched) == 2


def test_while_the_keys_cannot_be_had_invented_ones_do_not_make_us_ask_again_and_again(
    issuer: Issuer, standing: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each asking may take three seconds. Who has a key that is known is let in; the others may have a new one,
    so they are not signed out."""
    verify(issuer.token("ann"), standing)
    standing.at += timedelta(minutes=1)
    asked: list[str] = []

    def failing(url: str) -> Any:
        asked.append(url)
        raise OSError("no way there")

    with monkeypatch.context() as broken:
        broken.setattr(tokens, "fetch", failing)
        for _ in range(5):
            with pytest.raises(Unavailable):
                verify(issuer.token("ann", key="new"), standing)
        assert verify(issuer.token("ann"), standing).username == "ann"
    assert len(asked) == 1
    issuer.publish(KEY_ID, "new")
    standing.at += timedelta(minutes=1)
    assert verify(issuer.token("ann", key="new"), standing).username == "ann"


@pytest.mark.parametrize("failure", [OSError("no way there"), ValueError("no JSON"), None])
def test_keys_that_cannot_be_fetched_sign_nobody_out(
    issuer: Issuer, standing: FixedClock, monkeypatch: pytest.MonkeyPatch, failure: Exception | None
) -> None:
    """Neither unauthenticated, nor shut out for the minute that we do not ask again."""
    tokens._rings.clear()

    def failing(url: str) -> Any:
        if failure:
            raise failure
        return {"keys": []}

    with monkeypatch.context() as broken:
        broken.setattr(tokens, "fetch", failing)
        with pytest.raises(Unavailable):
            verify(issuer.token("ann"), standing)
    assert verify(issuer.token("ann"), standing) == Identity("demo", "ann")
