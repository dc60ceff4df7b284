"""What the simulated services share: memory, clock, account, faults, and the queue of provider events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .errors import ReplyLost, ServiceError
from .faults import Weather
from .outcomes import Outcome, Step
from .store import Store

Operation = Callable[[Mapping[str, Any]], dict[str, Any]]
_THROTTLED = {
    "sesv2": ("TooManyRequestsException", "Maximum sending rate exceeded.", 429),
    "pinpoint-sms-voice-v2": ("ThrottlingException", "Rate exceeded", 400),
    "sns": ("Throttled", "Rate exceeded", 429),
}
_BROKEN = {
    "sesv2": ("InternalServiceErrorException", "The service had an internal error.", 500),
    "pinpoint-sms-voice-v2": ("InternalServerException", "The service had an internal error.", 500),
    "sns": ("InternalError", "The service had an internal error.", 500),
}
_REFUSED = {
    "sesv2": ("MessageRejected", "Message failed: refused by the simulator.", 400),
    "pinpoint-sms-voice-v2": ("ValidationException", "Refused by the simulator.", 400),
    "sns": ("InvalidParameter", "Invalid parameter: refused by the simulator.", 400),
}


def throttled(service: str) -> ServiceError:
    code, message, status = _THROTTLED[service]
    return ServiceError(code, message, status=status)


def broken(service: str) -> ServiceError:
    code, message, status = _BROKEN[service]
    return ServiceError(code, message, status=status)


def refused(service: str, code: str = "") -> ServiceError:
    default, message, status = _REFUSED[service]
    if code in (_THROTTLED[service][0], _BROKEN[service][0]):
        return throttled(service) if code == _THROTTLED[service][0] else broken(service)
    if code == "ServiceUnavailable":
        status = 503
    return ServiceError(code or default, message, status=status)


@dataclass
class World:
    """`event_delay` is the time in seconds from a call to its first event, and between its events. `fetch` gets
    the sound behind a link that a call plays; it raises OSError when there is none."""

    store: Store
    clock: Callable[[], float]
    weather: Weather
    region: str
    account: str
    event_delay: float
    fetch: Callable[[str], bytes]

    def admit(self, service: str, kind: str, wanted: int = 1) -> int:
        """How many of the call's messages are taken today. Raises the service's error if none is."""
        faults = self.weather.by_kind[kind]
        if faults.throttled():
            raise throttled(service)
        if faults.refused():
            raise refused(service, faults.refuse_code)
        granted = faults.take(wanted, self.clock())
        if not granted:
            raise throttled(service)
        return granted

    def reply(self, kind: str, lost: bool, result: dict[str, Any]) -> dict[str, Any]:
        """The result, unless the reply is to be lost on its way."""
        if self.weather.by_kind[kind].reply_lost() or lost:
            raise ReplyLost
        return result

    def planned(self, kind: str, outcome: Outcome) -> list[str]:
        """What the provider will report of a message, in words for the page; nothing while it is silent."""
        if self.weather.by_kind[kind].silent:
            return []
        return [f"{step.name} {step.detail}".strip() for step in outcome.steps]

    def schedule(self, kind: str, outcome: Outcome, emit: Callable[[Step, float], None]) -> None:
        """Let `emit` queue each of the outcome's events for its time."""
        faults = self.weather.by_kind[kind]
        if faults.silent:
            return
        gap = self.event_delay if faults.event_delay is None else faults.event_delay
        for at, step in enumerate(outcome.steps, 1):
            for _ in range(outcome.copies * faults.copies):
                emit(step, self.clock() + gap * at)

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"
