"""Signing in through Cognito (moto): tokens, the first password, refresh, sign-out, and what is refused."""

from unittest.mock import Mock

import pytest
from botocore.exceptions import ClientError

from chalicelib.access import sign_in as use
from chalicelib.kernel.aws import client
from chalicelib.kernel.errors import CarillonError, Invalid, Throttled, Unauthenticated
from tests.support.api import HttpApi
from tests.support.pool import PASSWORD, Pool

pytestmark = pytest.mark.moto


def sign_in(api: HttpApi, username: str = "ann", password: str = PASSWORD) -> dict[str, str]:
    answer = api.post("/v1/sign-in", {"username": username, "password": password})
    assert answer.status == 200, answer.text
    found: dict[str, str] = answer.json
    return found


def test_the_right_password_gives_tokens(api: HttpApi, pool: Pool) -> None:
    tokens = sign_in(api)
    assert tokens["access_token"]
    assert tokens["refresh_token"]
    assert int(tokens["expires_in"]) > 0
    assert tokens["challenge"] is None


def test_tokens_are_never_kept_by_a_cache(api: HttpApi, pool: Pool) -> None:
    answer = api.post("/v1/sign-in", {"username": "ann", "password": PASSWORD})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_wrong_name_and_wrong_password_get_the_same_answer(api: HttpApi, pool: Pool, username: str) -> None:
    """Whether a name exists is not said."""
    answer = api.post("/v1/sign-in", {"username": username, "password": "Wrong-password-1"})
    assert answer.status == 401
    assert answer.json["detail"] == use.WRONG


def test_a_first_sign_in_asks_for_a_password_of_ones_own(api: HttpApi, pool: Pool) -> None:
    pool.add("new", permanent=False)
    challenge = sign_in(api, "new")
    assert challenge["challenge"] == "new_password_required"
    assert challenge["access_token"] is None

    answer = api.post(
        "/v1/sign-in/new-password",
        {"username": "new", "session": challenge["session"], "new_password": "Another-lark-2026"},
    )
    assert answer.status == 200
    assert answer.json["access_token"]
    assert sign_in(api, "new", "Another-lark-2026")["access_token"]


def test_a_session_that_is_over_is_refused(api: HttpApi, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cognito's own answer to it; moto has another."""
    over = ClientError({"Error": {"Code": "NotAuthorizedException", "Message": "Invalid session"}}, "Respond")
    monkeypatch.setattr(client("cognito-idp"), "respond_to_auth_challenge", Mock(side_effect=over))
    body = {"username": "ann", "session": "x" * 40, "new_password": "Another-lark-2026"}
    answer = api.post("/v1/sign-in/new-password", body)
    assert (answer.status, answer.json["detail"]) == (401, use.SESSION_OVER)


def test_a_refresh_token_gives_a_new_access_token(api: HttpApi, pool: Pool) -> None:
    answer = api.post("/v1/sign-in/refresh", {"refresh_token": sign_in(api)["refresh_token"]})
    assert answer.status == 200
    assert answer.json["access_token"]


def test_a_made_up_refresh_token_is_refused(api: HttpApi, pool: Pool) -> None:
    assert api.post("/v1/sign-in/refresh", {"refresh_token": "made-up"}).status == 401


def test_after_signing_out_the_refresh_token_is_worth_nothing(api: HttpApi, pool: Pool) -> None:
    tokens = sign_in(api)
    use.sign_out(tokens["access_token"])
    assert api.post("/v1/sign-in/refresh", {"refresh_token": tokens["refresh_token"]}).status == 401
    use.sign_out("a token that Cognito does not know")


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        ("TooManyRequestsException", Throttled),
        ("LimitExceededException", Throttled),
        ("NotAuthorizedException", Unauthenticated),
        ("UserNotFoundException", Unauthenticated),
        ("UserNotConfirmedException", Unauthenticated),
        ("InvalidParameterException", Unauthenticated),
        ("CodeMismatchException", Unauthenticated),
        ("ExpiredCodeException", Unauthenticated),
        ("PasswordResetRequiredException", Unauthenticated),
        ("InvalidPasswordException", Invalid),
    ],
)
def test_every_refusal_of_cognitos_has_our_words(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, code: str, ours: type[CarillonError]
) -> None:
    refused = ClientError({"Error": {"Code": code, "Message": "ann is locked"}}, "InitiateAuth")
    monkeypatch.setattr(client("cognito-idp"), "initiate_auth", Mock(side_effect=refused))
    with pytest.raises(ours) as refusal:
        use.sign_in("ann", PASSWORD)
    assert "ann" not in refusal.value.detail


def test_throttling_says_when_to_try_again(api: HttpApi, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = ClientError({"Error": {"Code": "TooManyRequestsException", "Message": ""}}, "InitiateAuth")
    monkeypatch.setattr(client("cognito-idp"), "initiate_auth", Mock(side_effect=busy))
    answer = api.post("/v1/sign-in", {"username": "ann", "password": PASSWORD})
    assert answer.status == 429
    assert answer.headers["retry-after"] == "60"
