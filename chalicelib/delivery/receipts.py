"""The provider's answer comes back: events move deliveries to where they belong.

    receipts queue, up to 100 bodies --parse--> events --> rows with totals, accepted marks --> suppressions

Events come early, late, twice, reversed and for what we do not know: a row moves only while it is pending, an
event for a row that is not there is tried again until the queue gives up on it. To suppress an address takes
longer than to move a row, and a hundred may take longer than there is time: what is not reached comes back.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import Clock, stamp
from chalicelib.kernel.troubles import note
from chalicelib.kernel.values import value

from . import store
from .channels.email import EMAIL, Email
from .channels.sms import SMS, Sms
from .channels.voice import VOICE, Voice
from .events import Change, DeliveryEvent, EventKind, advance
from .gate import guard
from .gate.canary import Canary, came_back
from .refs import ChunkRef, DeliveryRef
from .store import chunks, ledger

ENOUGH_TIME = 3.0  # seconds that must be left to begin with another suppression


class NotAReceipt(ValueError):
    """A body that no provider of ours sends."""


@value
class Receipt:
    """One queue message: its id, and the events in it; or the canary that it is about."""

    message_id: str
    events: tuple[DeliveryEvent, ...] = ()
    canary: Canary | None = None


def parse(message_id: str, body: str) -> Receipt:
    """A provider's message. Raises NotAReceipt."""
    try:
        content: dict[str, Any] = json.loads(body)
        if canary := Canary.parse(_reference(content)):
            return Receipt(message_id, canary=canary)
        return Receipt(message_id, _events(content))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise NotAReceipt(type(error).__name__) from error


def _events(content: dict[str, Any]) -> tuple[DeliveryEvent, ...]:
    """Those about deliveries by the channel whose provider tells them."""
    channel = _channel(content["eventType"])
    return tuple(each for each in channel.parse_events(content) if each.ref.channel is channel.channel)


def _channel(kind: str) -> Email | Sms | Voice:
    if kind.startswith("TEXT_"):
        return SMS
    return VOICE if kind.startswith("VOICE_") else EMAIL


def _reference(content: dict[str, Any]) -> str:
    if "mail" in content:
        return next(iter(content["mail"].get("tags", {}).get("ref", ())), "")
    return str((content.get("context") or {}).get("ref", ""))


def apply(receipts: Sequence[Receipt], clock: Clock, left: Callable[[], float]) -> set[str]:
    """Make the events of a batch count, in the seconds that are `left`. Gives back the ids of messages that
    have to come back: about deliveries that are not there, or addresses that could not be suppressed yet.

    Canaries come after all rows: they say that whatever came before them has been counted.
    """
    events = [event for receipt in receipts for event in receipt.events]
    changes = _changes(events, stamp(clock.now()))
    refused = ledger.settle(changes).refused
    guard.note(set(changes) - set(refused), clock.now())
    missing = store.missing(change.ref for change in refused)
    _note_accepted(event.ref for event in events if event.kind in (EventKind.ACCEPTED, EventKind.DELAYED))
    for receipt in receipts:
        if receipt.canary:
            came_back(receipt.canary, clock.now())
    late = _not_suppressed(events, left)
    return {
        receipt.message_id
        for receipt in receipts
        if any(event.ref in missing or event in late for event in receipt.events)
    }


def _not_suppressed(events: Iterable[DeliveryEvent], left: Callable[[], float]) -> set[DeliveryEvent]:
    """Suppress addresses, what their owners said first; the events of those for which there was no time, or
    which failed."""
    wanted = [(event, event.suppress) for event in events if event.suppress]
    wanted.sort(key=lambda each: not each[1].is_the_owners)
    return {event for event, cause in wanted if left() <= ENOUGH_TIME or not _is_suppressed(event, cause)}


def _is_suppressed(event: DeliveryEvent, cause: Cause) -> bool:
    ref = event.ref
    try:
        suppressions.suppress(ref.district, ref.channel, event.address, cause, event.at)
    except Exception as error:
        note("An address could not be suppressed", error, district=ref.district, delivery=str(ref))
        return False
    return True


def _changes(events: Iterable[DeliveryEvent], now: str) -> list[Change]:
    """One change for each delivery: its first final event decides."""
    changes: dict[DeliveryRef, Change] = {}
    for event in events:
        status = advance(event.kind)
        if status is not None:
            reason = "" if event.kind is EventKind.COMPLAINED else event.reason
            changes.setdefault(event.ref, Change(event.ref, status, now, reason))
    return list(changes.values())


def _note_accepted(refs: Iterable[DeliveryRef]) -> None:
    """Remember what was taken, where the hand-over has not been recorded yet."""
    by_chunk: dict[ChunkRef, set[str]] = {}
    for ref in refs:
        by_chunk.setdefault(ref.chunk_ref, set()).add(ref.delivery_id)
    for chunk in chunks.open_among(by_chunk):
        chunks.note_accepted(chunk, by_chunk[chunk])
