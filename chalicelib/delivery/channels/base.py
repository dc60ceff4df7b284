"""What every channel has in common: the contract, calling a provider for many, and telling its errors apart.

    dispatch --HandOver--> channel.hand_over --Outcome for each entry--> dispatch records

To add a channel, see docs/adding-a-channel.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    ParamValidationError,
)

from chalicelib.content.fields import names_used
from chalicelib.content.model import Channel
from chalicelib.kernel.clock import Clock
from chalicelib.messages.model import Message

from ..model import Chunk, DeliveryRef, Entry
from ..reasons import Reason

_REFUSALS_TAKEN = 3  # throttled calls of one chunk before the rest of it waits
THREADS = 8  # calls at once where a provider takes one recipient per call


class Verdict(StrEnum):
    """How handing over one delivery went."""

    HANDED = "handed"  # the provider took it and will report
    SENT = "sent"  # the provider took it and reports nothing more
    RECORDED = "recorded"  # the channel has written the status itself
    REFUSED = "refused"  # for good
    LATER = "later"  # not taken; may be tried again
    NOT_TRIED = "not_tried"  # no call was made
    UNKNOWN = "unknown"  # nobody knows whether it was taken


@dataclass(frozen=True, slots=True)
class Outcome:
    """One delivery's verdict; a refusal has its reason. `suppress`: never write to the address again."""

    delivery_id: str
    verdict: Verdict
    reason: str = ""
    suppress: bool = False


@dataclass(frozen=True)
class HandOver:
    """What a channel is asked to hand over: some entries of one claimed chunk."""

    message: Message
    sender_name: str
    chunk: Chunk
    entries: tuple[Entry, ...]
    clock: Clock
    seconds_left: Callable[[], float]
    expires_at: datetime

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The message's insert fields, in the order of each entry's values."""
        return names_used(self.message.content)

    def values(self, entry: Entry) -> dict[str, str]:
        """What the insert fields say to one recipient."""
        return dict(zip(self.fields, entry.values, strict=False))

    def ref(self, entry: Entry) -> DeliveryRef:
        return self.chunk.delivery(entry.delivery_id)

    def may_go_on(self) -> bool:
        """Whether another call may begin: there is time for it, and the message has not expired (QUEUE-09)."""
        return self.seconds_left() > LONGEST_CALL and self.clock.now() < self.expires_at


LONGEST_CALL = 3 + 15 + 2  # seconds: connect and read timeouts of `kernel.aws`, and writing down how it went


class Provider(Protocol):
    """A channel. One small file each implements it as a module-level object."""

    @property
    def channel(self) -> Channel: ...

    def hand_over(self, work: HandOver) -> Iterable[Outcome]:
        """Hand entries over and tell of each how it went; an entry not told of is NOT_TRIED.

        Raises nothing for what a provider answers: that is what verdicts are for.
        """
        ...


# ---- One call per recipient ---------------------------------------------------------------------------------


def one_by_one(work: HandOver, call: Callable[[Entry], Outcome]) -> Iterator[Outcome]:
    """Call for each entry, several at once, until the provider throttles or the time is over.

    A chunk that was throttled before begins with one call that must pass, and each attempt begins elsewhere, so
    that neither an outage nor a single number that is always refused makes a storm or holds up its neighbours.
    """
    turn = work.chunk.attempt % len(work.entries)
    entries = [*work.entries[turn:], *work.entries[:turn]]
    refusals: list[Outcome] = []  # appended to by all threads

    def one(entry: Entry) -> Outcome:
        if len(refusals) >= _REFUSALS_TAKEN or not work.may_go_on():
            return Outcome(entry.delivery_id, Verdict.NOT_TRIED)
        outcome = judged(entry.delivery_id, lambda: call(entry))
        if outcome.verdict is Verdict.LATER:
            refusals.append(outcome)
        return outcome

    if work.chunk.throttled or len(entries) == 1:
        first, *entries = entries
        outcome = one(first)
        yield outcome
        if outcome.verdict is Verdict.LATER:
            return
    if entries:
        with ThreadPoolExecutor(min(THREADS, len(entries))) as pool:
            yield from pool.map(one, entries)


def judged(delivery_id: str, call: Callable[[], Outcome]) -> Outcome:
    """The call's outcome, or what its error means."""
    try:
        return call()
    except Exception as error:
        verdict, reason = judge(error)
        return Outcome(delivery_id, verdict, reason, suppress=reason == Reason.OPTED_OUT)


# ---- Errors -------------------------------------------------------------------------------------------------

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
        "SendingPausedException",
        "AccountSuspendedException",
        "SlowDown",
        "KMSThrottling",
    }
)
# Faults of our own set-up, not of the recipient: held until an operator mends them, or until they expire.
_OURS = frozenset(
    {
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
_BY_REASON: Mapping[str, str] = {"DESTINATION_PHONE_NUMBER_OPTED_OUT": Reason.OPTED_OUT}


def judge(error: Exception) -> tuple[Verdict, str]:
    """What an error of a provider call means for the delivery: (verdict, reason)."""
    if isinstance(error, ClientError):
        return _judge_answer(error)
    if isinstance(error, EndpointConnectionError | ConnectTimeoutError):
        return Verdict.LATER, ""  # the request never left
    if isinstance(error, ParamValidationError):
        return Verdict.REFUSED, Reason.INVALID_ADDRESS
    if isinstance(error, HTTPClientError):
        return Verdict.UNKNOWN, ""
    report(error)
    return Verdict.UNKNOWN, ""


def _judge_answer(error: ClientError) -> tuple[Verdict, str]:
    answer: Any = error.response
    code, status = answer["Error"]["Code"], answer["ResponseMetadata"].get("HTTPStatusCode", 400)
    if code in _THROTTLED or status == 429 or answer["Error"].get("Message", "").startswith("454 "):
        return Verdict.LATER, ""
    if code in _OURS or identity_not_verified(answer["Error"].get("Message", "")):
        report(error)
        return Verdict.LATER, ""
    if status >= 500:
        return Verdict.UNKNOWN, ""
    if reason := _BY_REASON.get(answer.get("Reason", "")):
        return Verdict.REFUSED, reason
    return Verdict.REFUSED, Reason.INVALID_ADDRESS if _names_destination(answer) else Reason.REFUSED


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
    from chalicelib.kernel.log import logger

    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else ""
    logger().error("A provider call failed for a reason of ours", error=type(error).__name__, code=code)
