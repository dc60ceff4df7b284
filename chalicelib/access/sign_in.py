"""Signing in, staying signed in and signing out: Cognito's answers in our words. Nothing here is logged.

Whether a name exists is never said: a wrong name, a wrong password and a disabled account get one text.
"""

from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from chalicelib.kernel.aws import client
from chalicelib.kernel.errors import CarillonError, Invalid, Throttled, Unauthenticated
from chalicelib.kernel.settings import setting
from chalicelib.kernel.values import value

WRONG = "The user name or the password is not right. Please check both and try again."
SESSION_OVER = "That took too long. Please sign in again."
_REFUSED = {
    "NotAuthorizedException",
    "UserNotFoundException",
    "UserNotConfirmedException",
    "PasswordResetRequiredException",
    "CodeMismatchException",
    "ExpiredCodeException",
}
_TOO_MANY = {"TooManyRequestsException", "LimitExceededException", "TooManyFailedAttemptsException"}
_UNUSABLE = {"InvalidParameterException", "SerializationException"}


@value
class Tokens:
    """What a signed-in client holds. `refresh` is empty when an older one goes on being valid."""

    access: str
    expires_in: int
    refresh: str = ""


@value
class Challenge:
    """Cognito wants a new password before it lets the user in."""

    session: str


def sign_in(username: str, password: str) -> Tokens | Challenge:
    """Tokens for a name and password, or a challenge. Raises Unauthenticated or Throttled."""
    answer = _ask(
        "initiate_auth",
        WRONG,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    if answer.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
        return Challenge(answer["Session"])
    return _tokens(answer)


def new_password(username: str, session: str, password: str) -> Tokens:
    """Answer the challenge. Raises Invalid for a weak password, Unauthenticated when the session is over."""
    answer = _ask(
        "respond_to_auth_challenge",
        SESSION_OVER,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=session,
        ChallengeResponses={"USERNAME": username, "NEW_PASSWORD": password},
    )
    return _tokens(answer)


def refresh(refresh_token: str) -> Tokens:
    """A new access token. Raises Unauthenticated when the refresh token is over or revoked."""
    answer = _ask(
        "initiate_auth",
        SESSION_OVER,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": refresh_token},
    )
    return _tokens(answer)


def sign_out(access_token: str) -> None:
    """Revoke the user's refresh tokens; an access token already handed out ends within the hour."""
    try:
        client("cognito-idp").global_sign_out(AccessToken=access_token)
    except ClientError as error:
        if _code(error) not in _REFUSED:  # refused: signed out already
            raise _as_ours(error, SESSION_OVER) from None


def _ask(operation: str, refused: str, **parameters: Any) -> dict[str, Any]:
    """One call of the user pool's client. Raises our errors for Cognito's; `refused` is the text of a 401."""
    try:
        answer: dict[str, Any] = getattr(client("cognito-idp"), operation)(
            ClientId=setting("USER_POOL_CLIENT_ID"), **parameters
        )
    except ParamValidationError:  # too short or too long to be anything that Cognito gave out
        raise Unauthenticated(refused) from None
    except ClientError as error:
        raise _as_ours(error, refused) from None
    return answer


def _as_ours(error: ClientError, refused: str) -> CarillonError | ClientError:
    """Our error for a code of Cognito's; one that we do not know stays itself and ends as a fault of ours."""
    code = _code(error)
    if code in _TOO_MANY:
        return Throttled("Too many tries. Please wait a minute, then try again.")
    if code in {"InvalidPasswordException", "PasswordHistoryPolicyViolationException"}:
        return Invalid.one(
            "new_password", "Use at least 12 characters, with upper case, lower case and a digit."
        )
    return Unauthenticated(refused) if code in _REFUSED | _UNUSABLE else error


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def _tokens(answer: dict[str, Any]) -> Tokens:
    """The tokens of an answer. Another challenge (a second factor) is refused: no page asks for it yet."""
    result = answer.get("AuthenticationResult")
    if not result:
        raise Unauthenticated("This account needs a further step to sign in. Please ask your school office.")
    return Tokens(result["AccessToken"], int(result["ExpiresIn"]), result.get("RefreshToken", ""))
