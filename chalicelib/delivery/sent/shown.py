"""A sent message and how far it is, as the API says it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from chalicelib.kernel.clock import stamp
from chalicelib.messages.model import Message
from chalicelib.messages.store import resends

from ..halting.model import HaltState, may_still_leave
from ..halting.schemas import HaltShown
from .progress import Progress, Stage
from .schemas import PartNumbers, SenderName, SentMessage, Step, Try, numbers, part_type


def sent_message(progress: Progress) -> SentMessage:
    """A sent message as lists show it."""
    return SentMessage(**fields(progress))


def fields(progress: Progress) -> dict[str, Any]:
    """What every answer about a sent message says."""
    row = progress.row
    return {
        "message_id": row.message_id,
        "subject": row.subject,
        "sent_at": row.sent_at,
        "source": row.source.value,
        "sender": SenderName(user_id=row.sender_id, name=row.sender_name),
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
        "halt": _halt(progress),
    }


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


def tries(made: Sequence[resends.Try], progress: Mapping[str, Progress]) -> tuple[Try, ...]:
    """The tries of a message whose progress is known."""
    return tuple(
        Try(
            number=each.number,
            message_id=each.message_id,
            at=each.at,
            by=SenderName(user_id=each.by.user_id, name=each.by.name),
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


def _halt(progress: Progress) -> HaltShown | None:
    halt = progress.halt
    if halt is None or halt.state is HaltState.RESUMED:
        return None
    return HaltShown.model_validate(
        {
            "state": halt.state.value,
            "by": {"user_id": halt.by_id, "name": halt.by_name},
            "at": halt.at,
            "may_still_leave": may_still_leave(halt, progress.pending),
        }
    )
