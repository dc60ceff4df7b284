"""Scheduled messages over HTTP. Each author reaches their own only: the key is made from the caller's id."""

from typing import Any
from urllib.parse import quote

from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import Permission, edit
from chalicelib.access.reply import tag_of
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import NotFound

from .. import send
from ..schemas import Warned
from . import orders, store, write
from .model import Run, Schedule
from .schemas import LastSent, RunRow, ScheduledList, ScheduledMessage, ScheduledRow, ScheduleIn, When

api = Api("schedules")
_SENDERS = edit(Permission.SEND_MESSAGES, staff_only=True)


@api.post(
    "/v1/scheduled-messages",
    needs=_SENDERS,
    body=ScheduleIn,
    returns=ScheduledMessage,
    status=201,
    headers=("Idempotency-Key",),
    sends=True,
    summary="Schedule a message, once or again and again",
)
def schedule_message(call: Call) -> Reply:
    """Checked as if it were sent now; more than 100 people need a confirmation (SEND-05)."""
    kept = write.create(call.principal, _wish(call, send.check_key(call.header("Idempotency-Key"))), call.clock)
    location = f"/v1/scheduled-messages/{quote(kept.schedule.schedule_id)}"
    return Reply(_whole(kept.schedule, kept), headers={"Location": location})


@api.get(
    "/v1/scheduled-messages",
    needs=_SENDERS,
    returns=ScheduledList,
    summary="My scheduled messages, the next first",
)
def list_scheduled(call: Call) -> ScheduledList:
    found = store.of_author(call.principal.district, call.principal.user_id)
    return ScheduledList(items=tuple(ScheduledRow(**_row(each)) for each in sorted(found, key=_order)))


@api.get(
    "/v1/scheduled-messages/{schedule_id}",
    needs=_SENDERS,
    returns=ScheduledMessage,
    summary="One scheduled message of mine",
)
def read_scheduled(call: Call) -> ScheduledMessage:
    return _whole(write.own(call.principal, call.path["schedule_id"]))


@api.put(
    "/v1/scheduled-messages/{schedule_id}",
    needs=_SENDERS,
    body=ScheduleIn,
    returns=ScheduledMessage,
    sends=True,
    summary="Change a scheduled message or its time",
)
def change_scheduled(call: Call) -> Reply:
    """What has been sent stays as it is. A time of today that has passed sends at once."""
    schedule = write.own(call.principal, call.path["schedule_id"])
    call.check_unchanged(_whole(schedule))
    kept = write.change(call.principal, schedule, _wish(call, key=""), call.clock)
    tag = tag_of(_whole(kept.schedule), call.language)  # a read shows no warnings
    return Reply(_whole(kept.schedule, kept), headers={"ETag": tag})


@api.delete("/v1/scheduled-messages/{schedule_id}", needs=_SENDERS, summary="Delete a scheduled message")
def delete_scheduled(call: Call) -> None:
    """What it has sent already stays in Sent."""
    write.delete(write.own(call.principal, call.path["schedule_id"]))


def _wish(call: Call, key: str) -> write.Wish:
    asked: ScheduleIn = call.body
    when = asked.schedule
    return write.Wish(orders.order_of(asked, key), when.date, when.time, when.every, when.until)


def _order(schedule: Schedule) -> tuple[int, str]:
    """What is due next, then what needs its author, then what is over, the newest first."""
    if schedule.next:
        return 1, stamp(schedule.next.due)
    return (0 if schedule.problem else 2), schedule.created_at


def _row(schedule: Schedule) -> dict[str, Any]:
    rule, summary, last = schedule.rule, schedule.summary, schedule.last_sent
    return {
        "schedule_id": schedule.schedule_id,
        "subject": summary.subject,
        "snippet": summary.snippet,
        "to": summary.to,
        "people": summary.people,
        "channels": summary.channels,
        "priority": summary.priority,
        "emergency": summary.emergency,
        "secure": summary.secure,
        "if_not_read": [{"channel": channel, "after_minutes": after} for channel, after in summary.waits],
        "imported_list_id": summary.imported or None,
        "schedule": When(date=rule.first, time=rule.at, every=rule.every, until=rule.until),
        "time_zone": rule.zone,
        "state": schedule.state,
        "problem": schedule.problem or None,
        "retrying": schedule.tried,
        "next_at": stamp(schedule.next.due) if schedule.next else None,
        "last_sent": LastSent(message_id=last.message_id, sent_at=last.at, note=last.note or None)
        if last
        else None,
    }


def _whole(schedule: Schedule, kept: write.Kept | None = None) -> ScheduledMessage:
    body = store.body(schedule)
    if not body:
        raise NotFound
    warnings, order = kept.warnings if kept else (), _readable(body)
    return ScheduledMessage(
        **_row(schedule),
        message=order.asked if isinstance(order, orders.MessageOrder) else None,
        answer=order.asked if isinstance(order, orders.AnswerOrder) else None,
        runs=tuple(map(_run, reversed(schedule.runs))),
        warnings=tuple(Warned(field=each.field, message=each.message) for each in warnings),
    )


def _readable(body: str) -> orders.Order | None:
    """The order; None for one of an older release that nobody understands any more. `problem` says so once it
    was due, and its author can write another in its place."""
    try:
        return orders.read(body)
    except ValueError:
        return None


def _run(run: Run) -> RunRow:
    return RunRow(
        occurrence=run.occurrence,
        outcome=run.outcome,
        at=run.at,
        message_id=run.message_id or None,
        problem=run.problem or None,
        note=run.note or None,
    )
