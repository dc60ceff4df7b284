"""Communication History over HTTP."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view
from chalicelib.delivery.sent.schemas import PART_TYPES, numbers, part_type

from . import history as use
from .model import Filter
from .schemas import From, HistoryPage, HistoryQuery, HistoryRow, SenderPage, SenderRow, SendersQuery
from .senders import senders

api = Api("reports")
_VIEWERS = view(Permission.COMMUNICATION_REPORTS, staff_only=True)


@api.get(
    "/v1/reports/history",
    needs=_VIEWERS,
    query=HistoryQuery,
    returns=HistoryPage,
    summary="Communication History: what was sent, and what became of it",
)
def read_history(call: Call) -> HistoryPage:
    report = use.history(call.principal, _filter(call.query), call.query.cursor, call.query.limit)
    return HistoryPage(
        items=tuple(map(_row, report.page.items)),
        next_cursor=report.page.next_cursor,
        left_out=tuple(PART_TYPES[each] for each in report.left_out),
    )


@api.get(
    "/v1/reports/senders",
    needs=_VIEWERS,
    query=SendersQuery,
    returns=SenderPage,
    summary="Users that the User filter offers",
)
def list_senders(call: Call) -> SenderPage:
    page = senders(call.principal, call.query.q, call.query.cursor, call.query.limit)
    rows = tuple(SenderRow(user_id=user_id, name=name) for user_id, name in page.items)
    return SenderPage(items=rows, next_cursor=page.next_cursor)


def _filter(query: HistoryQuery) -> Filter:
    return Filter(
        channels=tuple(query.channel),
        schools=tuple(query.school_id),
        first_day=query.from_,
        last_day=query.to,
        users=tuple(query.user_id),
        all_users=query.all_users,
    )


def _row(line: use.Line) -> HistoryRow:
    part = line.part
    shown = {
        "message_id": part.message_id,
        "channel": part.channel,
        "type": part_type(part, part.channel),
        "sent_at": part.sent_at,
        "subject": "" if line.flagged else part.subject,
        "snippet": "" if line.flagged else part.snippet,
        "flagged": line.flagged,
        "source": line.source.value,
        "from": From(user_id=part.sender_id, name=line.from_name),
        "recipient_type": part.recipient_types,
        "to": part.to,
        "regarding_student": part.regarding_student or None,
        "priority": part.priority,
        "emergency": part.emergency,
        "secure": part.secure,
        "resend_of": part.resend_of or None,
        "resend_number": part.resend_number,
    }
    return HistoryRow.model_validate(shown | numbers(line.totals))
