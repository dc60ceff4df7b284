"""The parts of a message as its channels render them for one reader.

    content + the reader's values --letter, text, call--> what is shown

Without a reader the insert fields stand as their titles in brackets.
"""

from collections.abc import Callable, Mapping

from chalicelib.audience.model import PersonKind, Recipient
from chalicelib.content.field_list import FIELDS
from chalicelib.content.fields import names_used
from chalicelib.content.filled import filled, in_app_html
from chalicelib.content.letter import Letter, Letterhead, Reader, compose
from chalicelib.content.letter_notice import compose_notice
from chalicelib.content.letter_shown import Shown, shown
from chalicelib.content.letter_words import listed
from chalicelib.content.model import Channel, Content
from chalicelib.directory import store as directory
from chalicelib.messages.model import Message

from .. import known
from ..channels import push, saying
from ..channels.email import inbox_url
from .model import InApp, Parts, Readers

Compose = Callable[[Content, Letterhead], Letter]
Values = Mapping[str, str]


def parts(message: Message, readers: Readers) -> Parts:
    """As one of the readers gets them."""
    content, first, mailed = message.content, readers.first, readers.by(Channel.EMAIL)
    has_app = first is None or first.kind is not PersonKind.IMPORTED
    return Parts(
        letter=_letter(message, compose, mailed) if content.html else None,
        notice=_letter(message, _notice, mailed) if content.html and content.secure else None,
        sms=_text(message, readers.by(Channel.SMS)),
        voice=_spoken(message, readers.by(Channel.VOICE)),
        push=_push(message, readers.by(Channel.PUSH)) if content.push and has_app else None,
        in_app=_in_app(content, readers.by(Channel.PORTAL)) if has_app else None,
    )


def _text(message: Message, who: Recipient | None) -> str | None:
    if message.content.sms is None:
        return None
    return saying.text_with(message, Channel.SMS)(_values(message.content, who))


def _spoken(message: Message, who: Recipient | None) -> str | None:
    """What a call says; nothing to read of a recording."""
    if message.content.voice is None or message.content.is_recorded:
        return None
    return saying.text_with(message, Channel.VOICE)(_values(message.content, who))


def _push(message: Message, who: Recipient | None) -> str:
    return push.body_of(message.content)(_values(message.content, who), who.language if who else "")


def _in_app(content: Content, who: Recipient | None) -> InApp:
    values = _values(content, who)
    read = filled(content, [values.get(name, "") for name in names_used(content)])
    return InApp(read.subject, in_app_html(read))


def _letter(message: Message, composed: Compose, who: Recipient | None) -> Shown:
    head = Letterhead(known.head_name(message), known.sender_name(message))
    letter, values = composed(message.content, head), _values(message.content, who)
    reader = Reader(fields=values)
    if who:
        about = _children(message.district, who)
        reader = Reader(who.kind, who.language, about, inbox_url(who.account), values)
    return shown(letter, letter.values_for(head, reader))


def _notice(_content: Content, head: Letterhead) -> Letter:
    return compose_notice(head)


def _children(district: str, who: Recipient) -> str:
    """The names of the students whom it is about."""
    students = directory.students(district, who.children) if who.children else {}
    return listed([student.name for student in students.values()], who.language) or who.student_name


def _values(content: Content, reader: Recipient | None) -> Values:
    names = names_used(content)
    if reader is None:
        return {name: f"[{FIELDS[name].title}]" for name in names}
    return dict(zip(names, reader.values, strict=False))
