"""What a schedule keeps, as it was asked: a message, or an answer in a conversation (SCHD-05).

Either is checked as if it were sent now, when it is written and again each time it is due.
"""

from dataclasses import replace

from chalicelib.access.model import Principal
from chalicelib.access.scope import scope_of
from chalicelib.audience.remaining import remaining
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import FieldError, NotFound, under
from chalicelib.kernel.values import value
from chalicelib.kernel.words import joined, say

from .. import callers, replies, send, signed
from ..desk import desk_of
from ..schemas import NewMessage
from ..store import Request, conversations
from .ready import Ready
from .schemas import AnswerIn, ScheduleIn

LEFT_OUT = "Left out, because they left or are no longer among those you can write to: {who}."
SCHOOL_GONE = "The school that this was written for has closed, or is no longer among yours."
NOBODY_LEFT = "Nobody is left to write to. They left or are no longer among those you can write to: {who}."


@value
class MessageOrder:
    """A new message."""

    asked: NewMessage
    key: str = ""

    @property
    def body(self) -> str:
        return self.asked.as_asked()

    @property
    def school_id(self) -> str:
        return self.asked.school_id

    def warnings(self, principal: Principal, period: MarkingPeriod | None) -> tuple[FieldError, ...]:
        return _of_message(send.warnings(principal, self.asked.order(self.key), period))

    def ready(self, principal: Principal, clock: Clock) -> Ready:
        """Raises as `send.send` does."""
        with under("message"):
            made = send.composed(principal, self.asked.order(self.key), clock)
        return Ready(made.message, _of_message(made.warnings))

    def due(self, author: Principal, clock: Clock) -> Ready:
        """The same when nobody is there to confirm the number."""
        order, left_out = _reaching(author, self.asked.order(key=""), clock)
        written, note = callers.still_there(author, order.school_id, order.written)
        order, too_long = _signed(author, replace(order, written=written))
        made = send.composed(author, order, clock, confirm=False)
        notes = (left_out, note, too_long)
        return Ready(made.message, note=joined([each for each in notes if each], " "))


def _of_message(told: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
    return tuple(each.under("message") for each in told)


def _reaching(author: Principal, order: send.Order, clock: Clock) -> tuple[send.Order, str]:
    """To those who are still there, and a note of who is not (RCPT-19). Raises NotFound when nobody is, or when
    the author works for the school no more."""
    try:
        at_desk = desk_of(author, order.school_id, order.source).principal
    except NotFound as gone:
        raise NotFound(SCHOOL_GONE) from gone
    within = scope_of(replace(at_desk, asked_at=clock.now()))
    left = remaining(at_desk, order.selection, within)
    if not left.gone:
        return order, ""
    if left.selection.is_empty():
        raise NotFound(say(NOBODY_LEFT, who=left.gone_in_words))
    return replace(order, selection=left.selection), say(LEFT_OUT, who=left.gone_in_words)


def _signed(author: Principal, order: send.Order) -> tuple[send.Order, str]:
    """With the signatures of this moment, if it asks for them, and a note where the text goes without."""
    if not order.signature:
        return order, ""
    settings = desk_of(author, order.school_id, order.source).settings
    written, note = signed.still_fitting(author, order.written, settings)
    return replace(order, written=written, signature=False), note


@value
class AnswerOrder:
    """An answer in a conversation of the author's; it keeps to the time of their school."""

    asked: AnswerIn
    key: str = ""

    @property
    def body(self) -> str:
        return self.asked.model_dump_json()

    @property
    def school_id(self) -> str:
        return ""

    def warnings(self, principal: Principal, _period: MarkingPeriod | None) -> tuple[FieldError, ...]:
        thread = conversations.thread(principal.district, principal.user_id, self.asked.thread_id)
        other = replies.other_side(principal.district, thread)
        return _warnings(replies.warning(principal, thread, other))

    def ready(self, principal: Principal, clock: Clock) -> Ready:
        """Raises NotFound for somebody else's conversation, Forbidden with the reason why nobody answers it."""
        with under("answer"):
            made = self.due(principal, clock)
        return replace(made, warnings=_warnings(made.note), note="")

    def due(self, author: Principal, clock: Clock) -> Ready:
        """The same, and on record with it what its author should know."""
        thread = conversations.thread(author.district, author.user_id, self.asked.thread_id)
        request = Request(author.user_id, self.key, send.body_hash(self.body))
        asked, now = self.asked, clock.now()
        reply = replies.answer(author, thread, asked.html, request, now, signature=asked.include_signature)
        message = replies.message_of(reply, now)
        note = replies.warning(author, thread, reply.to)
        return Ready(message, note=note, kept=lambda final: replies.kept_of(reply, final))


def _warnings(told: str) -> tuple[FieldError, ...]:
    return (FieldError("answer.html", told),) if told else ()


Order = MessageOrder | AnswerOrder


def order_of(asked: ScheduleIn, key: str = "") -> Order:
    """The one that a request names."""
    return MessageOrder(asked.message, key) if asked.message else AnswerOrder(asked.the_answer, key)


def read(body: str) -> Order:
    """What was kept. Raises ValueError when it can no longer be read."""
    if '"thread_id"' in body[:40]:
        return AnswerOrder(AnswerIn.model_validate_json(body))
    return MessageOrder(NewMessage.model_validate_json(body))
