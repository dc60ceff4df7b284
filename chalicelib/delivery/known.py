"""What every step of the line asks for again and again, kept for the life of the process: messages, which
never change once accepted (SEND-10), and districts and who is suppressed in them, for a minute. What a setting
decides about this very moment is asked for `within` A_MOMENT."""

from collections import OrderedDict

from chalicelib.content.limits import Limits
from chalicelib.directory import store as directory
from chalicelib.directory.model import District, School
from chalicelib.directory.preferences import effective
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Suppressed
from chalicelib.kernel.kept import ForAMinute
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message, Source

from .refs import ChunkRef
from .window import Window

KEPT_MESSAGES = 16
A_MOMENT = 2.0  # seconds after which a setting that somebody has just saved holds

_messages: OrderedDict[tuple[str, str], Message] = OrderedDict()


class UnknownMessage(LookupError):
    """A reference to a message that is not there; its queue message ends in the dead-letter queue."""


def message(district: str, message_id: str) -> Message:
    """An accepted message. Raises UnknownMessage."""
    key = (district, message_id)
    found = _messages.get(key) or messages.load(district, message_id)
    if found is None:
        raise UnknownMessage(message_id)
    _messages[key] = found
    _messages.move_to_end(key)
    if len(_messages) > KEPT_MESSAGES:
        _messages.popitem(last=False)
    return found


def message_of(ref: ChunkRef) -> Message:
    """A chunk's. Raises UnknownMessage."""
    return message(ref.district, ref.message_id)


@ForAMinute
def district(district_id: str) -> District:
    """The district as of this minute."""
    return directory.district(district_id)


def suppressed(district_id: str) -> Suppressed:
    """Who must not be written to, as of this minute and of the last time that one of them was let go: they are
    asked once more before the hand-over, so that only one held back too long would be wrong."""
    return _suppressed(f"{district_id} {suppressions.lifted(district_id)}")


@ForAMinute
def _suppressed(district_and_lifted: str) -> Suppressed:
    return suppressions.in_short(district_and_lifted.split(" ")[0])


def window(sent: Message) -> Window:
    """The call window that a message keeps to. Who writes as the district keeps to the district's."""
    return window_of(sent.district, None if sent.source is Source.DISTRICT else sent.sender.school_id)


def follows_recipients(district_id: str) -> bool:
    """Whether the district's messages keep to the call window of each recipient's school, not of the
    sender's."""
    return district(district_id, within=A_MOMENT).settings.get("window_follows_recipient") is True


def window_at(sent: Message, school_id: str) -> Window:
    """The call window of some of a message's deliveries: a school's, or the message's own when that is
    empty."""
    return window_of(sent.district, school_id) if school_id else window(sent)


def window_of(district_id: str, school_id: str | None) -> Window:
    """The call window as a school has it, in its time (A-27); without a school the district's."""
    of = district(district_id, within=A_MOMENT)
    from_ = schools(district_id, within=A_MOMENT).get(school_id) if school_id else None
    return Window.of(effective(of, from_), (from_.time_zone if from_ else "") or of.time_zone)


def limits(sent: Message) -> Limits:
    """How long texts and calls may be, as of this minute (A-27): what was written under a higher limit is cut
    like what fields and translations make too long (A-75)."""
    from_ = None if sent.source is Source.DISTRICT else school(sent)
    return Limits.of(effective(district(sent.district), from_))


def school(sent: Message) -> School | None:
    """The school that the sender worked for, as of this minute; None when it is gone."""
    return schools(sent.district).get(sent.sender.school_id)


@ForAMinute
def schools(district_id: str) -> dict[str, School]:
    """The district's schools as of this minute."""
    return directory.schools(district_id)


def head_name(sent: Message) -> str:
    """What stands above a letter: the school; for the district's own messages the district (COMP-16)."""
    return district(sent.district).name if sent.source is Source.DISTRICT else sent.sender.school_name


def sender_name(sent: Message) -> str:
    """As whom the recipients see it: the author, the school or the district (CHAN-01, CHAN-02)."""
    if sent.source is Source.DISTRICT:
        return district(sent.district).name
    return sent.sender.school_name if sent.source is Source.SCHOOL else sent.sender.name


def forget() -> None:
    """Drop everything kept, as a new process would."""
    _messages.clear()
    district.forget()
    schools.forget()
    _suppressed.forget()
