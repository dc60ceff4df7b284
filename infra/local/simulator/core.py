"""The simulator itself, without sockets: `handle(service, operation, params)` answers as the provider would.

Used by the server (`server`) and, in tests, behind a boto3 client (`hook`). Safe to call from several threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from . import sounds
from .errors import ReplyLost, ServiceError
from .eum import Eum
from .faults import Weather
from .inbound import inbound_text
from .push import Push
from .records import PendingEvent
from .rendering import HandedOver
from .ses import Ses
from .store import Store
from .wire import EUM, SES, SNS, Call, Request, Response, answer, refuse, understand
from .world import World

_KIND_OF = {
    "SendEmail": "email",
    "SendBulkEmail": "email",
    "SendTextMessage": "text",
    "SendVoiceMessage": "call",
    "Publish": "push",
}
_RESOURCES = (
    "ses-configuration-set",
    "ses-suppressed",
    "ses-identity",
    "eum-configuration-set",
    "eum-opt-out-list",
    "eum-opted-out",
    "sns-application",
    "sns-endpoint",
    "sns-token",
)
_SUPPRESSIONS = ("ses-suppressed", "eum-opted-out")


class Simulator:
    """`path` is the SQLite file, None for memory; `event_delay` in seconds; `keep` hand-overs at most."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        clock: Callable[[], float] = time.time,
        region: str = "us-east-1",
        account: str = "000000000000",
        event_delay: float = 0.5,
        keep: int = 50_000,
        fetch: Callable[[str], bytes] = sounds.fetched,
    ) -> None:
        self.clock = clock
        self.store = Store(path, keep=keep)
        self.weather = Weather(clock)
        self._world = World(self.store, clock, self.weather, region, account, event_delay, fetch)
        self._push = Push(self._world)
        self._operations = {
            SES: Ses(self._world).operations,
            EUM: Eum(self._world).operations,
            SNS: self._push.operations,
        }
        self._lock = threading.RLock()

    # Requests

    def handle(self, service: str, operation: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Raises ServiceError, or ReplyLost when the work is done but stays unanswered."""
        try:
            carry_out = self._operations[service][operation]
        except KeyError:
            raise ServiceError(
                "UnknownOperationException", f"The simulator does not know {service} {operation}.", status=404
            ) from None
        with self._lock:
            return carry_out(params)

    def respond(self, request: Request) -> Response | None:
        """The whole way of an HTTP request; None if it is not ours. Raises ReplyLost."""
        call = understand(request)
        return self.respond_to(call) if call is not None and self.is_ours(call) else None

    def is_ours(self, call: Call) -> bool:
        return call.service != SNS or self._push.is_ours(call)

    def respond_to(self, call: Call) -> Response:
        """Raises ReplyLost."""
        try:
            if call.problems:
                raise _refusal_of(call)
            return answer(call, self.handle(call.service, call.operation, call.params))
        except ServiceError as error:
            return refuse(call.service, error)

    def delay_of(self, call: Call) -> float:
        """Seconds that the control API wants this call to take."""
        kind = _KIND_OF.get(call.operation)
        return self.weather.by_kind[kind].delay if kind else 0.0

    # Events

    def events(self, *, everything: bool = False, limit: int = 1_000_000) -> list[PendingEvent]:
        """Take the provider events that are due, or all of them, oldest first, off the queue."""
        with self._lock:
            due = self.store.due_events(float("inf") if everything else self.clock(), limit)
            self.store.published([event.id for event in due])
            return due

    def expect(self, destination: str, kind: str, body: str) -> None:
        """Queue something for a topic that is no provider event, such as a mail that came in."""
        with self._lock:
            self.store.expect(self.clock(), destination, kind, body)
            self.store.flush()

    def due_events(self, limit: int) -> list[PendingEvent]:
        """Events whose time has come; they stay queued until `published`."""
        with self._lock:
            return self.store.due_events(self.clock(), limit)

    def published(self, ids: Iterable[int]) -> None:
        with self._lock:
            self.store.published(ids)

    def postpone(self, ids: Iterable[int], seconds: float) -> None:
        with self._lock:
            self.store.postpone(ids, self.clock() + seconds)

    # What left, and control

    def handed_over(self, **filters: Any) -> list[HandedOver]:
        """What left, newest first. Filters: kind, destination, recipient, message_id, since, before, limit."""
        with self._lock:
            return [HandedOver.of(item) for item in self.store.search(**{"limit": 1_000_000, **filters})]

    def one_handed_over(self, item_id: int) -> HandedOver | None:
        with self._lock:
            item = self.store.one(item_id)
        return HandedOver.of(item) if item else None

    def control(self, order: dict[str, Any]) -> dict[str, Any]:
        """Carry out one order of the control API (docs/simulator.md). Raises ValueError with what is wrong."""
        with self._lock:
            action = order.get("action")
            if action == "reset":
                self._reset(str(order.get("what", "all")))
            elif action == "inbound-text":
                return inbound_text(self._world, order)
            elif not self.weather.order(order):
                raise ValueError(f"Unknown action {action!r}; docs/simulator.md lists them.")
            return {"faults": self.weather.report()}

    def _reset(self, what: str) -> None:
        """`resources` (configuration sets, endpoints) go only when named: a reset must not undo the set-up."""
        doings: dict[str, list[Callable[[], None]]] = {
            "faults": [self.weather.reset],
            "handed-over": [self.store.forget_hand_overs],
            "events": [self.store.forget_events],
            "suppression": [lambda: self.store.forget_resources(*_SUPPRESSIONS)],
            "resources": [lambda: self.store.forget_resources(*_RESOURCES)],
        }
        doings["all"] = [
            do for name in ("faults", "handed-over", "events", "suppression") for do in doings[name]
        ]
        if what not in doings:
            raise ValueError(f"what must be one of {', '.join(doings)}")
        for do in doings[what]:
            do()

    def flush(self) -> None:
        with self._lock:
            self.store.flush()

    def close(self) -> None:
        with self._lock:
            self.store.close()


def _refusal_of(call: Call) -> ServiceError:
    """What each service answers to members that its model refuses."""
    told = "; ".join(
        f"Value at '{path}' failed to satisfy constraint: Member {what}" for path, what in call.problems
    )
    message = f"{len(call.problems)} validation error{'s' * (len(call.problems) > 1)} detected: {told}"
    if call.service == EUM:
        fields = [{"Name": path, "Message": what} for path, what in call.problems]
        return ServiceError(
            "ValidationException", message, members={"Reason": "FIELD_VALIDATION_FAILED", "Fields": fields}
        )
    return ServiceError("BadRequestException" if call.service == SES else "InvalidParameter", message)


__all__ = ["HandedOver", "PendingEvent", "ReplyLost", "ServiceError", "Simulator"]
