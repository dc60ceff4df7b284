"""Sent messages over HTTP: their progress, their recipients, and what their calls played."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view, view_any
from chalicelib.audience.model import PersonKind
from chalicelib.content.model import Channel
from chalicelib.content.recordings import store as recordings
from chalicelib.directory import store as directory
from chalicelib.kernel.errors import NotFound
from chalicelib.messages import store as messages
from chalicelib.messages.gone import gone_among

from ..model import Delivery
from ..reasons import code, words
from . import progress as use
from . import school_numbers
from .by_nothing import Missed, by_nothing
from .schemas import (
    CursorQuery,
    MissedPage,
    MissedPerson,
    PageQuery,
    PlayableAudio,
    RecipientPage,
    RecipientRow,
    RecipientsQuery,
    SentMessageWhole,
    SentPage,
    WhyMissed,
)
from .shown import fields, people, sent_messages, steps, tries
from .stopped import stopped_parts

api = Api("delivery")
_SENDERS = view(Permission.COMMUNICATION, staff_only=True)
# One message and its recipients open from Sent and from the reports alike.
_READERS = view_any(Permission.COMMUNICATION, Permission.COMMUNICATION_REPORTS, staff_only=True)
HEARD_SECONDS = 300


@api.get(
    "/v1/messages", needs=_SENDERS, query=PageQuery, returns=SentPage, summary="Messages I sent, newest first"
)
def list_sent(call: Call) -> SentPage:
    page = use.sent(call.principal, call.query.cursor, call.query.limit)
    rows = sent_messages(call.principal.district, page.items)
    return SentPage(items=rows, next_cursor=page.next_cursor)


@api.get(
    "/v1/messages/{message_id}",
    needs=_READERS,
    returns=SentMessageWhole,
    summary="One message: what it says and how far it is",
)
def read_message(call: Call) -> SentMessageWhole:
    progress = use.one(call.principal, call.path["message_id"])
    message = messages.load(call.principal.district, progress.row.message_id)
    if message is None:
        raise NotFound
    content, (made, progresses) = message.content, use.resends_of(message)
    left = gone_among(call.principal.district, people(progress, made))
    return SentMessageWhole(
        **fields(progress, left),
        html=content.html,
        sms_text=content.sms.text if content.sms else None,
        voice_text=content.voice.text or None if content.voice else None,
        voice_seconds=content.voice.seconds if content.voice and content.is_recorded else None,
        if_not_read=steps(message),
        stopped=stopped_parts(message, progress, call.clock.now()),
        resends=tries(made, progresses, left),
        # Who has a device is seen at sending only.
        counted={each: number for each, number in message.counted.items() if each is not Channel.PUSH},
    )


@api.get(
    "/v1/messages/{message_id}/recipients",
    needs=_READERS,
    query=RecipientsQuery,
    returns=RecipientPage,
    summary="Who a message was for, and what became of each",
)
def list_recipients(call: Call) -> RecipientPage:
    query, district = call.query, call.principal.district
    found = use.recipients(
        call.principal,
        call.path["message_id"],
        query.channel,
        query.status,
        query.q,
        query.cursor,
        query.limit,
    )
    items = found.page.items
    schools = {each.school_id: each.name for each in directory.schools(district).values()} if items else {}
    known = school_numbers.known_to(district, items)
    return RecipientPage(
        items=tuple(_recipient(row, schools.get(row.school_id, ""), known) for row in items),
        next_cursor=found.page.next_cursor,
        total=found.total,
    )


@api.get(
    "/v1/messages/{message_id}/reached-by-nothing",
    needs=_READERS,
    query=CursorQuery,
    returns=MissedPage,
    summary="Whom no part of a message reached, nor any other try at it",
)
def list_reached_by_nothing(call: Call) -> MissedPage:
    """People, not deliveries; who may still be reached is not among them."""
    found = by_nothing(call.principal, call.path["message_id"], call.query.cursor)
    return MissedPage(items=tuple(map(_missed, found.items)), next_cursor=found.next_cursor)


def _missed(who: Missed) -> MissedPerson:
    first = who.deliveries[0]
    return MissedPerson(
        person_id=first.person_id,
        person_kind=PersonKind(first.person_kind),
        name=first.name,
        deliveries=tuple(
            WhyMissed(
                channel=row.ref.channel,
                regarding_student=row.student_name or None,
                error=words(row.reason, row.ref.channel) or None,
                reason=code(row.reason),
            )
            for row in who.deliveries
        ),
    )


@api.get(
    "/v1/messages/{message_id}/audio",
    needs=_READERS,
    returns=PlayableAudio,
    summary="The recording that a message's calls played",
)
def read_audio(call: Call) -> PlayableAudio:
    """404 for a message without one: spoken text is not stored."""
    row = use.one(call.principal, call.path["message_id"]).row
    message = messages.load(call.principal.district, row.message_id)
    if message is None or message.content.voice is None or not message.content.is_recorded:
        raise NotFound
    voice = message.content.voice
    named = recordings.Named(message.district, voice.owner or message.sender.user_id, voice.recording)
    return PlayableAudio(seconds=round(voice.seconds, 1), url=recordings.link(named, HEARD_SECONDS))


def _recipient(row: Delivery, school_name: str, known: school_numbers.SchoolNumbers) -> RecipientRow:
    return RecipientRow(
        delivery_id=row.ref.delivery_id,
        last_update=row.updated_at,
        status=row.status,
        channel=row.ref.channel,
        recipient_type=row.recipient_type,
        name=row.name,
        person_id=row.person_id,
        person_kind=PersonKind(row.person_kind),
        destination=row.destination or None,
        school_id=row.school_id,
        school_name=school_name,
        regarding_student=row.student_name or None,
        student_id=row.student_id or None,
        student_number=known.students.get(row.student_id) or None,
        staff_number=known.staff.get(row.person_id) or None,
        expires_at=row.expires_at,
        error=words(row.reason, row.ref.channel) or None,
        reason=code(row.reason),
    )
