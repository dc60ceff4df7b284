"""A message is sent again to those whom it did not reach.

may they see it, and send such a thing? -> is it over, canceled, paused? -> survey -> a yes to the number
    -> the try, a message of its own, accepted with its entry in the record of changes; or the one that is there
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.access.model import Principal
from chalicelib.access.scope import scope_of
from chalicelib.audience import reach
from chalicelib.audience.model import Selection
from chalicelib.content.model import Channel
from chalicelib.directory.audit import Change, Subject, Who, entry
from chalicelib.directory.store import audit
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import ConfirmationRequired, Conflict, Forbidden, Invalid, NotFound
from chalicelib.kernel.values import value
from chalicelib.kernel.words import say
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.desk import Desk, desk_of
from chalicelib.messages.model import IMMEDIATE_LIFETIME, Message, Resend
from chalicelib.messages.rights import missing_of
from chalicelib.messages.store import resends
from chalicelib.messages.store.resends import Try

from ..halting.command import may_halt
from ..sent import progress
from ..sent.progress import Progress, Stage
from .model import Survey
from .survey import survey

MOST_TRIES = 5
NOT_YOURS = "Your profile does not let you send other people's messages again."
IS_A_TRY = "This is another try itself. Open the first message and send it again from there."
CANCELED = "This message was canceled, so it is not sent again. Write a new message."
PAUSED = "This message is paused. Let it go on first, then see who was not reached."
STILL_TRYING = "The last try is still going out. Wait until it has ended, then see who was not reached."
NOBODY = "Nobody is left who could be reached by trying again. Correct the addresses first."
ENOUGH = "This message was tried five times. Correct the addresses, or send a new message."
NOT_THE_NEXT = "This is not the number of the next try. Load the message again."
ANNOUNCEMENT_OVER = (
    "The announcement that this belonged to is over, so it is not sent again. Write a new message."
)
OUT_OF_REACH = "You no longer reach everybody to whom this went. Send a new message to those you reach."


@value
class Offer:
    """What could be sent again now: `number` is that of the try it would be."""

    number: int
    survey: Survey


def offered(who: Principal, message_id: str, clock: Clock) -> Offer:
    """Raises NotFound, Forbidden or Conflict as `again` does."""
    found = _steerable(who, message_id)
    tries = resends.of(who.district, message_id)
    first = _first(who, found, tries, clock.now())
    return Offer(len(tries) + 1, survey(first, _messages(who.district, tries), clock))


def again(who: Principal, message_id: str, number: int, confirmed: int | None, clock: Clock) -> Progress:
    """Make the try of this number, or give back the one that was made. Raises NotFound, Forbidden, Conflict,
    Invalid or ConfirmationRequired; then nothing is stored."""
    found = _steerable(who, message_id)
    tries = resends.of(who.district, message_id)
    if number <= len(tries):
        return progress.one(who, tries[number - 1].message_id)
    first = _first(who, found, tries, clock.now())
    if number != len(tries) + 1:
        raise Invalid.one("number", NOT_THE_NEXT)
    wanted = survey(first, _messages(who.district, tries), clock)
    if not wanted.deliveries:
        raise Conflict(NOBODY)
    desk = desk_of(who, first.sender.school_id, first.source)
    _check_rights(desk, first, wanted.channels, clock.now())
    _check_confirmed(desk, wanted, confirmed)
    return progress.one(who, _accept(who, first, number, wanted, clock.now()))


def _steerable(who: Principal, message_id: str) -> Progress:
    """Raises NotFound for a message that is not theirs to see, Forbidden for one that is not theirs to send."""
    found = progress.one(who, message_id)
    if not may_halt(who, found.row):
        raise Forbidden(NOT_YOURS)
    if found.row.resend_of:
        raise Conflict(IS_A_TRY)
    return found


def _first(who: Principal, found: Progress, tries: Sequence[Try], now: datetime) -> Message:
    """The message, when there may be another try of it. Raises Conflict."""
    if found.halt and found.halt.canceled:
        raise Conflict(CANCELED)
    if found.halt and found.halt.paused and found.stage is not Stage.DONE:
        raise Conflict(PAUSED)
    if len(tries) >= MOST_TRIES:
        raise Conflict(ENOUGH)
    if tries and progress.one(who, tries[-1].message_id).stage is not Stage.DONE:
        raise Conflict(STILL_TRYING)
    first = messages.load(who.district, found.row.message_id)
    if first is None:
        raise NotFound
    if first.announcement and (now >= first.expires_at or resends.are_closed(who.district, first.message_id)):
        raise Conflict(ANNOUNCEMENT_OVER)
    return first


def _messages(district: str, tries: Sequence[Try]) -> list[Message]:
    found = messages.load_many(district, [each.message_id for each in tries])
    return [found[each.message_id] for each in tries]


# ---- May it leave? ------------------------------------------------------------------------------------------


def _check_rights(desk: Desk, first: Message, channels: Sequence[Channel], now: datetime) -> None:
    """As for a new message, of the parts that leave again (PERM-02, PERM-07)."""
    faults = missing_of(desk.principal, desk.school, first, channels)
    if faults:
        raise Forbidden(faults[0].message, faults)
    if desk.principal.user_id != first.sender.user_id:
        return  # whoever sees everybody's messages sees those of their schools (`progress.may_read`)
    students = first.selection.students
    places = Selection(replace(students, groups=()) if students else None, first.selection.staff)
    try:
        reach.check_reach(desk.principal, places, scope_of(replace(desk.principal, asked_at=now)))
    except NotFound as gone:
        raise Forbidden(OUT_OF_REACH) from gone


def _check_confirmed(desk: Desk, wanted: Survey, confirmed: int | None) -> None:
    """SEND-02: many need a yes to the server's number."""
    count = wanted.deliveries
    if count > desk.confirm_over and confirmed != count:
        told = say("This sends {count:,} deliveries again. Please confirm.", count=count)
        raise ConfirmationRequired(told, recipients=count)


# ---- The try ------------------------------------------------------------------------------------------------


def _accept(who: Principal, first: Message, number: int, wanted: Survey, now: datetime) -> str:
    """Store the try and ask for its fan-out; the id of the one that counts."""
    by = Who(who.user_id, who.name)
    made = replace(
        first,
        message_id=resends.resend_id(first.message_id, number),
        accepted_at=now,
        expires_at=_ends(first, now),
        people=wanted.deliveries,
        counted={},
        seed=first.seed or first.message_id,  # so that whoever was picked at random is picked again
        ladder=(),
        resend=Resend(first.message_id, number, wanted.channels, wanted.shards),
    )
    told = entry(now, by, Subject.MESSAGE, first.message_id, first.content.subject, (_change(number),))
    try:
        messages.accept(made, also=(resends.entry(made, by, now), audit.write(who.district, told)))
    except messages.NotAccepted:
        return made.message_id  # the same try, at the same moment: the other one made it
    outbox.publish_or_leave(made)
    return made.message_id


def _ends(first: Message, now: datetime) -> datetime:
    """A day from now; what an announcement sends ends with it (A-15)."""
    end = now + IMMEDIATE_LIFETIME
    return min(end, first.expires_at) if first.announcement else end


def _change(number: int) -> Change:
    return Change("tries", number - 1, number)
