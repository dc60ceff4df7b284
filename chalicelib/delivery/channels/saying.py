"""What a text or a call says to each recipient: its insert fields filled, and cut at the district's limit."""

from collections.abc import Callable

from chalicelib.content.limits import MOST_CODE_POINTS, Limits
from chalicelib.content.model import Channel
from chalicelib.content.text import cut, is_blank
from chalicelib.content.tokens import parse

from .. import known
from ..model import Entry
from ..reasons import Reason
from .base import HandOver, Outcome, Verdict


def text_for(work: HandOver, channel: Channel) -> Callable[[Entry], str]:
    """The text of each recipient. What fields made too long is cut; the inbox has the whole (A-75, CALL-09)."""
    text = work.message.content.text(channel)
    template = parse(text)
    if not template.slots:
        return lambda _entry: text
    limits = Limits.of(known.district(work.message.district).settings)
    most = limits.sms if channel is Channel.SMS else limits.voice
    return lambda entry: cut(template.fill(work.values(entry)), most, MOST_CODE_POINTS[channel]).strip()


def nothing_left(text: str, entry: Entry) -> Outcome | None:
    """The refusal of a text in which blank fields left nothing to say."""
    return Outcome(entry.delivery_id, Verdict.REFUSED, Reason.NOTHING_LEFT) if is_blank(text) else None
