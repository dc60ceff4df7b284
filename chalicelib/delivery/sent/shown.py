"""A sent message and how far it is, as the API says it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from chalicelib.kernel.clock import stamp
from chalicelib.messages.gone import DELETED, gone_among
from chalicelib.messages.model import Message
from chalicelib.messages.store import resends

from ..halting.model import HaltState, may_still_leave
from ..halting.schemas import HaltShown
from .progress import Progress, Stage
from .schemas import PartNumbers, SenderName, SentMessage, Step, Try, numbers, part_type

Gone = Collection[str]  # ids of accounts that are there no more


def people(progress: Progress, made: Sequence[resends.Try] = ()) -> set[str]:
    """The ids of whoever is named beside a message: its sender, who paused it, who tried again."""
    halted = {progress.halt.by_id} if progress.halt else set()
    return {progress.row.sender_id, *halted, *(each.by.user_id for each in made)}


def sent_messages(district: str, found: Sequence[Progress]) -> tuple[SentMessage, ...]:
    """Sent messages as lists show them."""
    gone = gone_among(district, set().union(*map(people, found)))
    return tuple(SentMessage(**fields(each, gone)) for each in found)


def sent_message(district: str, progress: Progress) -> SentMessage:
    """One of them."""
    return sent_messages(district, (progress,))[0]


def fields(progress: Progress, gone: Gone) -> dict[str, Any]:
    """What every answer about a sent message says."""
    row = progress.row
    return {
        "message_id": row.message_id,
        "subject": row.subject,
        "snippet": row.snippet,
        "sent_at": row.sent_at,
        "source": row.source.value,
        "sender": _name(row.sender_id, row.sender_name, gone),
        "school_id": row.school_id,
        "recipient_type": row.recipient_types,
        "to": row.to,
        "priority": row.priority,
        "emergency": row.emergency,
        "secure": row.secure,
        "status": _status(progress),
        "people": row.people,
        "parts": _parts(progress),
        "resend_of": row.resend_of or None,
        "resend_number": row.resend_number,
        "halt": _halt(progress, gone),
    }


def _name(user_id: str, name: str, gone: Gone) -> SenderName:
    return SenderName(user_id=user_id, name=DELETED if user_id in gone else name)


def _status(progress: Progress) -> Literal["resolving", "sending", "paused", "done"]:
    """Its stage; a message that was stopped until further notice is not sending."""
    stopped = progress.halt is not None and progress.halt.paused
    return "paused" if stopped and progress.stage is Stage.SENDING else progress.stage.value


def _parts(progress: Progress) -> tuple[PartNumbers, ...]:
    return tuple(
        PartNumbers(
            channel=channel,
            type=part_type(progress.row, channel),
            canceled=totals.canceled,
            spared=totals.spared,
            **numbers(totals),
        )
        for channel, totals in progress.parts.items()
    )


def tries(made: Sequence[resends.Try], progress: Mapping[str, Progress], gone: Gone) -> tuple[Try, ...]:
    """The tries of a message whose progress is known."""
    return tuple(
        Try(
            number=each.number,
            message_id=each.message_id,
            at=each.at,
            by=_name(each.by.user_id, each.by.name, gone),
            status=_status(progress[each.message_id]),
            parts=_parts(progress[each.message_id]),
        )
        for each in made
        if each.message_id in progress
    )


def steps(message: Message) -> tuple[Step, ...]:
    """The parts that wait for readers."""
    return tuple(
        Step(channel=rung.channel, after_minutes=rung.after, at=stamp(at))
        for rung in message.ladder
        if (at := message.begins(rung.channel))
    )


def _halt(progress: Progress, gone: Gone) -> HaltShown | None:
    halt = progress.halt
    if halt is None or halt.state is HaltState.RESUMED:
        return None
    return HaltShown.model_validate(
        {
            "state": halt.state.value,
            "by": _name(halt.by_id, halt.by_name, gone).model_dump(),
            "at": halt.at,
            "may_still_leave": may_still_leave(halt, progress.pending),
        }
    )
