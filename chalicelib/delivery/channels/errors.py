"""What an error of a provider's call means: verdict and reason for the delivery, a fault for the provider.

    no connection, no proxy, its certificate refused, nothing to sign with -> nothing has left: LATER
    no answer, the connection dropped                                      -> it may have left: UNKNOWN

A connection that drops in its handshake looks as one whose answer got lost, and counts as that.
"""

import ssl
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProxyConnectionError,
)
from botocore.exceptions import ConnectionError as BrokenConnection

from chalicelib.audience.model import Unreachable

from ..reasons import Reason


class Verdict(StrEnum):
    """How handing over one delivery went."""

    HANDED = "handed"  # the provider took it and will report
    SENT = "sent"  # the provider took it and reports nothing more
    RECORDED = "recorded"  # the channel has written the status itself
    REFUSED = "refused"  # for good
    LATER = "later"  # not taken; may be tried again
    NOT_TRIED = "not_tried"  # no call was made
    UNKNOWN = "unknown"  # nobody knows whether it was taken


class Fault(StrEnum):
    """What a call showed about the provider itself."""

    NONE = ""
    TOO_FAST = "too_fast"  # it throttles
    FAILED = "failed"  # it is down, does not answer, or does not let us send at all


Judgement = tuple[Verdict, str, Fault]

_THROTTLED = frozenset(
    {
        "ThrottlingException",
        "Throttling",
        "Throttled",
        "ThrottledException",
        "TooManyRequestsException",
        "LimitExceededException",
        "RequestLimitExceeded",
        "ServiceQuotaExceededException",
        "SlowDown",
        "KMSThrottling",
    }
)
# Nothing leaves, whoever it is for: by the provider's decision, or by a fault of our own set-up. Held until an
# operator mends it, or until it expires.
_CLOSED = frozenset(
    {
        "SendingPausedException",
        "AccountSuspendedException",
        "AccessDeniedException",
        "AccessDenied",
        "AuthorizationError",
        "AuthorizationErrorException",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
        "SignatureDoesNotMatch",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "ResourceNotFoundException",
    }
)
_BY_REASON: Mapping[str, str] = {"DESTINATION_PHONE_NUMBER_OPTED_OUT": Unreachable.OPTED_OUT}


def judge(error: Exception) -> Judgement:
    """What an error of a provider's call means."""
    if isinstance(error, ClientError):
        return _judge_answer(error)
    if _never_left(error):
        return Verdict.LATER, "", Fault.FAILED
    if isinstance(error, ParamValidationError):
        if "OriginationIdentity" in str(error):  # no number to call from is set: nobody's address is wrong
            report(error)
            return Verdict.LATER, "", Fault.FAILED
        return Verdict.REFUSED, Reason.INVALID_ADDRESS, Fault.NONE
    if isinstance(error, HTTPClientError | BrokenConnection):
        return Verdict.UNKNOWN, "", Fault.FAILED
    report(error)
    return Verdict.UNKNOWN, "", Fault.NONE


# Before a connection stands, and before a request is signed.
_UNCONNECTED = (EndpointConnectionError, ConnectTimeoutError, ProxyConnectionError)
_UNSIGNED = (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError)


def _never_left(error: Exception) -> bool:
    """Whether the request surely did not reach the provider. What only we can mend is logged."""
    ours = isinstance(error, _UNSIGNED) or any(isinstance(each, _NOT_TRUSTED) for each in _causes(error))
    if ours:
        report(error)
    return ours or isinstance(error, _UNCONNECTED)


_NOT_TRUSTED = ssl.SSLCertVerificationError  # the handshake ends there, and no request follows


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _judge_answer(error: ClientError) -> Judgement:
    answer: Any = error.response
    code, status = answer["Error"]["Code"], answer["ResponseMetadata"].get("HTTPStatusCode", 400)
    if code in _CLOSED or identity_not_verified(answer["Error"].get("Message", "")):
        report(error)
        return Verdict.LATER, "", Fault.FAILED
    if code in _THROTTLED or status == 429 or answer["Error"].get("Message", "").startswith("454 "):
        return Verdict.LATER, "", Fault.TOO_FAST
    if status >= 500:
        return Verdict.UNKNOWN, "", Fault.FAILED
    if reason := _BY_REASON.get(answer.get("Reason", "")):
        return Verdict.REFUSED, reason, Fault.NONE
    reason = Reason.INVALID_ADDRESS if _names_destination(answer) else Reason.REFUSED
    return Verdict.REFUSED, reason, Fault.NONE


def identity_not_verified(text: str) -> bool:
    """Whether SES minds an address or domain that we did not verify. It says so in words only, with a code of
    all sorts of refusals: "Email address is not verified. The following identities failed the check"."""
    return "not verified" in text.lower()


def _names_destination(answer: Any) -> bool:
    """Whether a validation error is about where the message should go."""
    fields = [field.get("Name", "") for field in answer.get("Fields", ())]
    return "DestinationPhoneNumber" in fields or "address" in answer["Error"].get("Message", "").lower()


def report(error: Exception) -> None:
    """Log a fault by its kind: its text may hold an address."""
    from chalicelib.kernel.log import failure, logger

    logger().error("A provider call failed for a reason of ours", **failure(error))
