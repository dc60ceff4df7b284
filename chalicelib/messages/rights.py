"""Which permissions a message asks of its sender, part by part (PERM-02, PERM-11)."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from chalicelib.access.model import Level, Permission, Principal
from chalicelib.audience import reach
from chalicelib.audience.model import Selection
from chalicelib.content.model import Channel, Content, SmsPart, VoicePart
from chalicelib.directory.model import School
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.words import say

from .model import Message, Source

P = Permission
Asked = tuple[str, tuple[Permission, ...], str]  # a field, the permissions that it needs, and what it is for
_NOT_AS = {
    Source.DISTRICT: "Your profile does not let you send as the district.",
    Source.SCHOOL: "Your profile does not let you send as the school.",
}


def missing(
    principal: Principal,
    school: School,
    content: Content,
    selection: Selection,
    source: Source,
    *,
    priority: bool,
) -> tuple[FieldError, ...]:
    """Everything that a message asks of its sender and their profiles do not grant: asked when it is written,
    when a part of it has waited, and when it is sent again (PERM-02, PERM-12)."""
    return (
        *missing_rights(principal, content, priority=priority),
        *missing_source(principal, source, school),
        *reach.check_types(principal, selection),
    )


def missing_of(
    principal: Principal, school: School, message: Message, channels: Container[Channel]
) -> tuple[FieldError, ...]:
    """What some parts of a message that is there ask of whoever sends them now (PERM-12): those of an
    announcement what attaching them does."""
    said = of_channels(message.content, channels)
    if message.announcement:
        return tuple(not_granted(principal, announced(email=bool(said.html), sms=said.sms, voice=said.voice)))
    return missing(principal, school, said, message.selection, message.source, priority=message.priority)


def missing_rights(principal: Principal, content: Content, *, priority: bool) -> Iterator[FieldError]:
    """A fault for each thing in the message that the principal's profiles do not grant."""
    return not_granted(principal, _asked(content, priority=priority))


def not_granted(principal: Principal, asked: Iterable[Asked]) -> Iterator[FieldError]:
    """A fault for each thing asked that the principal's profiles do not grant."""
    for field, needed, what in asked:
        if not all(principal.may(each, Level.EDIT) for each in needed):
            yield FieldError(field, _told(principal, needed, what))


def of_channels(content: Content, channels: Container[Channel]) -> Content:
    """What a message says by some ways only, as far as rights are concerned."""
    return replace(
        content,
        html=content.html if Channel.EMAIL in channels else "",
        sms=content.sms if Channel.SMS in channels else None,
        voice=content.voice if Channel.VOICE in channels else None,
        push=content.push and Channel.PUSH in channels,
    )


def announced(*, email: bool, sms: SmsPart | None, voice: VoicePart | None) -> Iterator[Asked]:
    """What parts of an announcement ask (PERM-A18 to PERM-A21): of whoever attaches them, and of whoever sends
    them. Who sends no messages sends none here either (PERM-06)."""
    both = (P.ANNOUNCEMENTS, P.SEND_MESSAGES)
    text, call = (*both, P.ANNOUNCEMENTS_SEND_SMS), (*both, P.ANNOUNCEMENTS_SEND_CALLS)
    if email:
        yield "parts.email", (*both, P.ANNOUNCEMENTS_SEND_EMAILS), "send emails with announcements"
    if sms:
        yield "parts.sms", text, "send text messages with announcements"
        if sms.emergency:
            yield "parts.sms.emergency", (*text, P.EMERGENCY_CALLS), "send emergency text messages"
    if voice:
        yield "parts.voice", call, "make phone calls with announcements"
        if voice.emergency:
            yield "parts.voice.emergency", (*call, P.EMERGENCY_CALLS), "make emergency calls"


def missing_source(principal: Principal, source: Source, school: School) -> Iterator[FieldError]:
    """A fault when the principal may not write as the district or the school (PERM-A04, PERM-A05).

    Either permission lets one write as an excluded school, where the two are one (XSCH-06).
    """
    needed = {Source.DISTRICT: P.SEND_FROM_DISTRICT, Source.SCHOOL: P.SEND_FROM_SCHOOL}.get(source)
    enough = {needed, P.SEND_FROM_DISTRICT} if school.excluded else {needed}
    if needed and not any(principal.may(each, Level.EDIT) for each in enough if each):
        yield FieldError("source", _NOT_AS[source])


def _told(principal: Principal, needed: tuple[Permission, ...], what: str) -> str:
    if principal.withheld.isdisjoint(needed):
        return say("Your profile does not let you {do_it}.", do_it=say(what))
    return say(
        "Nobody can {do_it} here: calls and texts are turned off for your district or school. Leave them out.",
        do_it=say(what),
    )


def _asked(content: Content, *, priority: bool) -> Iterator[Asked]:
    if content.sms:
        yield "parts.sms", (P.SEND_SMS,), "send text messages"
        if content.sms.emergency:
            yield "parts.sms.emergency", (P.SEND_SMS, P.EMERGENCY_CALLS), "send emergency text messages"
    if content.voice:
        yield "parts.voice", (P.PHONE_CALLS,), "make phone calls"
        if content.voice.emergency:
            yield "parts.voice.emergency", (P.PHONE_CALLS, P.EMERGENCY_CALLS), "make emergency calls"
    if content.push:
        yield "parts.push", (P.PUSH,), "send push messages"
    if priority:
        yield "priority", (P.SEND_AS_PRIORITY,), "send with priority"
