"""What the providers took, and of whom, as a witness outside of product code sees it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.delivery.refs import DeliveryRef
from infra.local.simulator.core import PendingEvent, Simulator
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer

from .baton import Baton
from .claims import Claim, Claims
from .fates import SENDING
from .process import Process


@dataclass
class HandOver:
    """One delivery taken by a provider. `asked_at` and `taken_at` in seconds; `who` is its reference, or an
    endpoint and message of push. `heard_at`: when its first event reached the queue of receipts; `decided_at`:
    when the first did that says what became of it. `claim`: what held when its worker claimed it."""

    who: str
    operation: str
    asked_at: float
    taken_at: float
    invocation: str
    claim: Claim | None = None
    heard_at: float = float("inf")
    decided_at: float = float("inf")


@dataclass
class HandOvers:
    """All of them, in order. `tell` is told of the events that follow."""

    baton: Baton
    simulator: Simulator
    claims: Claims
    taken: list[HandOver] = field(default_factory=list)
    tell: Callable[[PendingEvent], None] = lambda _event: None

    def watched(self, call: Call, work: Work) -> Work:
        """The same work, which leaves a note when it is done."""
        if call.operation not in SENDING:
            return work
        asked_at, invocation = self.baton.now, _invocation(self.baton.process)

        def done() -> Answer:
            answer = work()
            for who in _whom(call, answer):
                self.taken.append(self._handed(who, call, asked_at, invocation))
            for event in self.simulator.events(everything=True):
                self.tell(event)
            return answer

        return done

    def _handed(self, who: str, call: Call, asked_at: float, invocation: str) -> HandOver:
        ref = DeliveryRef.parse(who)
        claim = self.claims.of(invocation, ref.chunk_ref) if ref else None
        return HandOver(who, call.operation, asked_at, self.baton.now, invocation, claim)

    def of(self, who: str) -> list[HandOver]:
        return [each for each in self.taken if each.who == who]


def _invocation(process: Process | None) -> str:
    return process.invocation if process else ""


def _whom(call: Call, answer: Answer) -> list[str]:
    params: dict[str, Any] = call.params
    if call.operation == "SendBulkEmail":
        results = zip(params["BulkEmailEntries"], answer["BulkEmailEntryResults"], strict=True)
        return [
            each["ReplacementTags"][0]["Value"] for each, result in results if result["Status"] == "SUCCESS"
        ]
    if call.operation == "SendEmail":
        return [params["EmailTags"][0]["Value"]]
    if call.operation == "Publish":
        message = json.loads(json.loads(params["Message"])["GCM"])["data"]["message_id"]
        return [f"{params['TargetArn']} {message}"]
    return [params["Context"]["ref"]] if "Context" in params else []  # an answer to STOP
