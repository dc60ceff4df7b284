"""What a text or a call says to each recipient: its insert fields filled, and cut at the district's limit."""

from collections.abc import Callable, Mapping

from chalicelib.content.limits import MOST_CODE_POINTS
from chalicelib.content.model import Channel
from chalicelib.content.text import cut, is_blank
from chalicelib.content.tokens import parse
from chalicelib.messages.model import Message

from .. import known
from ..chunk import Entry
from ..reasons import Reason
from .base import HandOver, Outcome
from .errors import Verdict


def text_for(work: HandOver, channel: Channel) -> Callable[[Entry], str]:
    """The text of each recipient."""
    said = text_with(work.message, channel)
    return lambda entry: said(work.values(entry))


def text_with(message: Message, channel: Channel) -> Callable[[Mapping[str, str]], str]:
    """The text with somebody's values, cut where they made it too long; the inbox has all (A-75, CALL-09)."""
    text = message.content.text(channel)
    template = parse(text)
    if not template.slots:
        return lambda _values: text
    limits = known.limits(message)
    most = limits.sms if channel is Channel.SMS else limits.voice
    return lambda values: cut(template.fill(values), most, MOST_CODE_POINTS[channel]).strip()


def nothing_left(text: str, entry: Entry) -> Outcome | None:
    """The refusal of a text in which blank fields left nothing to say."""
    return Outcome(entry.delivery_id, Verdict.REFUSED, Reason.NOTHING_LEFT) if is_blank(text) else None
