"""Whether an announcement can be posted as it was written: everything wrong with it, in one answer.

    wish --places, rights--> may this be posted there, with these parts? --faults--> is it usable?
         --> an announcement, its text and its parts cleaned

What was sent of it before stays as it was, and is not looked at again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.access.model import Principal
from chalicelib.audience.model import RecipientType
from chalicelib.content import tokens
from chalicelib.content.compose import html_is_blank, tidied
from chalicelib.content.model import Channel
from chalicelib.content.plain import plain_text
from chalicelib.content.text import is_blank, one_line
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say
from chalicelib.messages import callers, periods, recorded
from chalicelib.messages.desk import Desk
from chalicelib.messages.model import SNIPPET

from . import compose, places, rights, whom
from .model import Announcement, Parts, due_at

BODY_LIMIT = 64 * 1024  # bytes, as sent and as cleaned
FURTHEST = timedelta(days=5 * 366)  # from today to a day of an announcement
NO_FIELDS = "Insert fields say something to one person; here everybody reads the same. Use them in its email."
NO_TITLE = "Give the announcement a title."
NOTHING = "There is nothing in it yet. Write something, or attach an email, a text message or a call."
NOBODY = "Choose at least one profile that sees it."
LEFT_OUT = "There was nothing in this part, so it was left out."
END_FIRST = "The end is before the start. Choose a later day."
PAST = "This day has passed. Choose today or a later one."
TOO_FAR = "Choose a day within five years."
NO_SUCH_GRADE = "None of these schools has grade {grade}. Leave it out, or add a school that has it."
NOT_WITH_STUDENTS = "Where students get it too, choose their primary or all contacts."


@value
class To:
    """Whom an announcement is wished for, by somebody who works for `school_id`."""

    school_id: str
    schools: tuple[str, ...]
    grades: tuple[str, ...]
    roles: tuple[Role, ...]
    contacts: RecipientType


@value
class Wish:
    """What somebody asks for, as validated; `fingerprint` stands for the whole of it. Without `start`,
    today."""

    to: To
    title: str
    html: str
    start: date | None
    end: date | None
    sort_order: int | None
    parts: Parts
    fingerprint: str = ""


@value
class Checked:
    """The announcement as it will be stored, and what its author should know."""

    announcement: Announcement
    warnings: tuple[FieldError, ...] = ()


def checked(principal: Principal, wish: Wish, before: Announcement, now: datetime) -> Checked:
    """What a wish makes of an announcement, which is empty for a new one. What was sent stays as it was.

    Raises Forbidden, NotFound, Conflict or Invalid.
    """
    addressed, desk = to_whom(principal, wish.to, before)
    html, html_fault = _body(wish.html)
    typed = _typed(wish, addressed, desk, html, now)
    parts = typed.parts_pending
    rights.check(desk, parts)
    prepared = compose.prepared(desk, typed)
    faults = tuple(_faults(typed, before, html_fault, now))
    faults = (*faults, *_more(faults, prepared.faults))
    if faults:
        raise Invalid(faults[0].message, faults)
    recorded.with_length(desk, callers.with_number(desk, prepared.content))
    ready = replace(typed, parts=with_sent(before, compose.cleaned(parts, prepared.content)))
    period = periods.at_composing(desk.district, prepared.content, now)
    blank = periods.blank(prepared.content, period)
    warnings = (*prepared.warnings, *blank, *_left_out(parts, ready.parts))
    return Checked(replace(ready, due=due_at(ready, now)), warnings)


def to_whom(principal: Principal, to: To, before: Announcement) -> tuple[Announcement, Desk]:
    """The announcement for these people, and the desk that it is sent from. Raises NotFound or Invalid."""
    schools = places.chosen(principal, to.school_id, to.schools)
    addressed = replace(
        before,
        school_id=to.school_id,
        schools=schools,
        grades=to.grades,
        roles=to.roles,
        contacts=to.contacts,
    )
    return addressed, places.desk_for(principal, to.school_id, schools)


def _typed(wish: Wish, before: Announcement, desk: Desk, html: str, now: datetime) -> Announcement:
    """The announcement as it was written, with the parts that were sent as they are."""
    zoned = replace(before, zone=places.zone_of(desk))
    return replace(
        zoned,
        author_id=desk.principal.user_id,
        author_name=desk.principal.name,
        title=one_line(wish.title),
        html=html,
        snippet=plain_text(html)[:SNIPPET],
        start=wish.start or zoned.day(now),
        end=wish.end,
        sort_order=wish.sort_order,
        parts=with_sent(before, _owned(before, compose.with_its_own_words(wish.parts))),
        problem="",
    )


def with_sent(before: Announcement, parts: Parts) -> Parts:
    """A-36: what was sent stays as it was, whatever is asked."""
    sent, was = before.parts.channels - before.pending, before.parts
    return Parts(
        was.email if Channel.EMAIL in sent else parts.email,
        was.sms if Channel.SMS in sent else parts.sms,
        was.voice if Channel.VOICE in sent else parts.voice,
    )


def _owned(before: Announcement, parts: Parts) -> Parts:
    """A call that is as it was keeps the caller ID and the recording of whoever wrote it, whoever changes the
    rest."""
    was = before.parts.voice
    if was is None or parts.voice != replace(was, owner=""):
        return parts
    return replace(parts, voice=replace(was, owner=was.owner or before.author_id))


def _left_out(asked: Parts, kept: Parts) -> Iterator[FieldError]:
    """A warning for each part that says nothing (COMP-35)."""
    for channel in sorted(asked.channels - kept.channels):
        yield FieldError(f"parts.{channel.value}", LEFT_OUT)


# ---- What is wrong ------------------------------------------------------------------------------------------


def _body(written: str) -> tuple[str, tuple[FieldError, ...]]:
    """The clean HTML, and why it cannot be shown."""
    size = len(written.encode())
    html, problem = ("", "") if size > BODY_LIMIT else tidied(written, "announcement")
    size = max(size, len(html.encode()))
    if size > BODY_LIMIT:
        problem = say(
            "The announcement may have up to {most} KB of text; it has {size} KB. Shorten it.",
            most=BODY_LIMIT // 1024,
            size=size // 1024,
        )
    if not problem and any(map(any, map(tokens.meant, (html, plain_text(html))))):  # formatted within, too
        problem = NO_FIELDS
    blank = "" if html_is_blank(html) else html
    return blank, ((FieldError("html", problem),) if problem else ())


def _faults(
    typed: Announcement, before: Announcement, html: tuple[FieldError, ...], now: datetime
) -> Iterator[FieldError]:
    if is_blank(typed.title):
        yield FieldError("title", NO_TITLE)
    elif any(tokens.meant(typed.title)):
        yield FieldError("title", NO_FIELDS)
    yield from html
    if not (html or typed.html or typed.parts.channels):
        yield FieldError("html", NOTHING)
    yield from _days(typed, before, now)
    yield from whom_faults(typed)


def whom_faults(typed: Announcement) -> Iterator[FieldError]:
    """What is wrong with whom it is for (ANN-05, ANN-06)."""
    if not typed.roles:
        yield FieldError("roles", NOBODY)
    yield from _grades(typed)
    if typed.pending and whom.families(typed) not in whom.RECIPIENTS:
        yield FieldError("student_contacts", NOT_WITH_STUDENTS)


def _more(faults: Iterable[FieldError], of_parts: Iterable[FieldError]) -> Iterator[FieldError]:
    """What else is wrong with the parts: their subject is the title, and an email that says what the
    announcement says is not empty because that was refused."""
    named = {each.field for each in faults}
    for each in of_parts:
        field = "title" if each.field == "subject" else each.field
        if field not in named and not (field == "parts" and "html" in named):
            yield FieldError(field, each.message)


def _days(typed: Announcement, before: Announcement, now: datetime) -> Iterator[FieldError]:
    """ANN-03: a day in the past is for changes."""
    today = typed.day(now)
    for field, day in (("start", typed.start), ("end", typed.end)):
        if day and abs(day - today) > FURTHEST:
            yield FieldError(field, TOO_FAR)
    if not before.posted_at and typed.start < today:
        yield FieldError("start", PAST)
    if typed.end and typed.end < typed.start:
        yield FieldError("end", END_FIRST)


def _grades(typed: Announcement) -> Iterator[FieldError]:
    """Those of the schools that it is for."""
    if not typed.grades:
        return
    known = directory.schools(typed.district)
    schools = [known[each] for each in typed.schools or known if each in known]
    there = {grade for school in schools for grade in school.grades}
    for grade in typed.grades:
        if grade not in there:
            yield FieldError("grades", say(NO_SUCH_GRADE, grade=grade))
