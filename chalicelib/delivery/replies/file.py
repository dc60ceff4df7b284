"""An answer by email becomes a message in the conversation (RPLY-02, RPLY-05), as if it had been written there.

somebody with an account --> the conversation's own rules decide whether they may (`messages.replies`)
somebody without one     --> a correspondent: their address, about the student that the message was about

What answers a secure message, or comes into a secure conversation, is secure: its reader is mailed a notice.
An answer may come from any address (RPLY-02); one that the records do not have of its writer is told with it,
since a letter that was passed on can be answered by whoever has it.
"""

from dataclasses import replace
from html import escape

from chalicelib.access.model import Principal
from chalicelib.access.principal import principal_of_user
from chalicelib.content.letter_words import words_in
from chalicelib.content.model import Content
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import NotFound, Unauthenticated
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.values import value
from chalicelib.messages import replies
from chalicelib.messages.correspondents import Correspondent
from chalicelib.messages.model import Message, Source
from chalicelib.messages.replies import Side
from chalicelib.messages.send import body_hash
from chalicelib.messages.store import Request, conversations, correspondents, secrecy
from chalicelib.messages.threads import Counterpart, counterpart_of

from .. import known
from .mail import Mail
from .writer import Writer

NO_TEXT = "(No text)"


def takes_answers(message: Message) -> bool:
    """Whether anybody may answer a message; the district's and a school's nobody can."""
    return message.replies and message.source is Source.USER


def file(message: Message, writer: Writer, mail: Mail, mail_id: str, clock: Clock) -> bool:
    """File what somebody wrote. False when the message takes no answers, or none from them (RPLY-04, RPLY-08).

    Raises Throttled for somebody who has written enough in this hour.
    """
    if not takes_answers(message):
        return False
    if writer.account:
        return _file_of_account(message, writer, mail, mail_id, clock)
    return _file_of_correspondent(message, writer, mail, mail_id, clock)


def _file_of_account(message: Message, writer: Writer, mail: Mail, mail_id: str, clock: Clock) -> bool:
    account = writer.account
    author = directory.users(message.district, (account,)).get(account)
    principal = _principal(message.district, account)
    if author is None or principal is None:
        return False
    other_side = counterpart_of(message, known.district(message.district).name)
    try:
        thread = conversations.thread(message.district, account, other_side.thread_id)
    except NotFound:
        return False
    thread = replace(thread, answerable=True)  # the message that is answered allows it, whatever came later
    to = replies.other_side(message.district, thread)
    if to is None or replies.why_not(principal, thread, to, clock.now()):
        return False
    _file(message, author, to, thread.counterpart, _told(mail, writer, to), mail_id, clock)
    return True


def _principal(district: str, account: str) -> Principal | None:
    try:
        return principal_of_user(district, account)
    except Unauthenticated:
        return None


def _file_of_correspondent(message: Message, writer: Writer, mail: Mail, mail_id: str, clock: Clock) -> bool:
    to = directory.users(message.district, (message.sender.user_id,)).get(message.sender.user_id)
    if to is None or not (to.enabled and to.is_staff):
        return False
    author = correspondent(message, writer)
    correspondents.keep(author)
    side = Counterpart(Source.USER, to.user_id, to.name, message.sender.school_name)
    _file(message, author, to, side, _told(mail, writer, to), mail_id, clock)
    return True


def correspondent(message: Message, writer: Writer) -> Correspondent:
    """Who got this delivery, as the other side of a conversation. An answer to an answer is about the same
    student as the first message was."""
    row = writer.delivery
    return Correspondent(
        message.district,
        row.destination,
        row.name or row.destination,
        row.student_id or message.regarding_id,
        row.student_name or message.regarding_student,
        writer.language,
        (message.sender.school_id,) if message.sender.school_id else (),
    )


@value
class Told:
    """A mail, and what its reader is told of where it came from; nothing where that is no surprise."""

    mail: Mail
    origin: str = ""


def _told(mail: Mail, writer: Writer, to: Side) -> Told:
    if not mail.sender or writer.is_known_by(mail.sender):
        return Told(mail)
    return Told(mail, words_in(to.language).sent_from.format(address=mail.sender))


def _file(
    message: Message,
    author: Side,
    to: Side,
    conversation: Counterpart,
    told: Told,
    mail_id: str,
    clock: Clock,
) -> None:
    secure = message.content.secure or secrecy.is_secure_between(message.district, author.user_id, to.user_id)
    content = _content(message, told, secure=secure)
    request = Request(author.user_id, f"mail-{mail_id}", body_hash(content.html))
    # A mail may come again when its request is known no longer: its message then is.
    made_of = hashed_id("mail", message.district, mail_id)
    reply = replies.Reply(message.district, author, to, conversation, content, request, made_of)
    replies.file_reply(reply, clock.now())


def _content(message: Message, told: Told, *, secure: bool) -> Content:
    mail, notes = told.mail, []
    text = mail.text.replace("{{", "{ {")  # what a stranger writes is no insert field
    paragraphs = [each for each in text.split("\n\n") if each.strip()] or [NO_TEXT]
    html = "".join(f"<p>{escape(each, quote=False)}</p>".replace("\n", "<br>") for each in paragraphs)
    if mail.attachments:
        notes.append(", ".join(name or "?" for name in mail.attachments))
    if told.origin:
        notes.append(told.origin.replace("{{", "{ {"))
    html += "".join(f"<p><em>{escape(each)}</em></p>" for each in notes)
    return replies.prepared(message.district, message.content.subject, html, secure=secure)
