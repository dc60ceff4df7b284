"""The contactability report as a file: a row per person, a column per channel with the reason. Pure."""

from collections.abc import Iterable

from chalicelib.audience.model import PersonKind
from chalicelib.content.model import Channel
from chalicelib.delivery.reasons import words
from chalicelib.kernel.errors import TooLarge

from .contactability import Line
from .csv_file import Full, csv_text

# Bytes of an answer: a function's may have 6 MB. That is about 40,000 people.
LONGEST = 5_000_000
_COLUMNS = {
    Channel.EMAIL: "Email",
    Channel.SMS: "Text message",
    Channel.VOICE: "Call",
    Channel.PORTAL: "Inbox copy",
}
_HEAD = ("Name", "Person", "About student", "Student ID", *_COLUMNS.values())
_KINDS = {PersonKind.CONTACT: "Contact", PersonKind.STUDENT: "Student", PersonKind.STAFF: "Staff"}


def csv_of(lines: Iterable[Line]) -> str:
    """The file's text. Raises TooLarge for more than one answer carries, as soon as it is; the other lines are
    not looked up then."""
    try:
        return csv_text(_HEAD, (_cells(line) for line in lines), LONGEST)
    except Full as full:
        told = "This is too much for one file. Choose a channel or a reason, and export each by itself."
        raise TooLarge(told) from full


def _cells(line: Line) -> tuple[str, ...]:
    who = line.who
    about = () if who.kind is PersonKind.STUDENT else (who.student_name,)
    reasons = (words(line.missed.get(channel, ""), channel) for channel in _COLUMNS)
    return (who.name, _KINDS.get(who.kind, who.kind), *(about or ("",)), who.student_id, *reasons)
