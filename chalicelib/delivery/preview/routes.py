"""What a sender looks at before Send, over HTTP: the message as it will arrive, and when it will be done."""

from collections.abc import Collection
from datetime import timedelta
from functools import partial

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit, view
from chalicelib.audience.model import Recipient
from chalicelib.content.letter_shown import Shown
from chalicelib.content.model import CALLS_AND_TEXTS, Channel
from chalicelib.kernel.clock import stamp
from chalicelib.messages.desk import desk_of
from chalicelib.messages.model import Source
from chalicelib.messages.schemas import Warned

from ..gate.capacity import expected
from ..gate.waiting import Outlook, Stop, outlook
from ..known import window_of
from .finish_time import Estimate, Send, done_at, estimate
from .schemas import (
    EstimateOut,
    EstimateQuery,
    InAppOut,
    LetterOut,
    PartEstimate,
    PreviewIn,
    PreviewOut,
    ReaderOut,
)
from .show import preview

api = Api("preview")


@api.get(
    "/v1/estimate",
    needs=edit(Permission.SEND_MESSAGES, staff_only=True),
    query=EstimateQuery,
    returns=EstimateOut,
    summary="About when a message to so many would be done, if it were sent now",
)
def read_estimate(call: Call) -> EstimateOut:
    """By the providers' rates in the district's settings, by what the school has sent before, by the call
    window, and by whether the providers answer."""
    asked: EstimateQuery = call.query
    district = call.principal.district
    desk = desk_of(call.principal, asked.school_id, asked.source)
    urgent = CALLS_AND_TEXTS.intersection(asked.emergency)
    rate = partial(expected, desk.district.settings)
    window = window_of(district, None if desk.source is Source.DISTRICT else desk.school.school_id)
    now, deliveries = call.clock.now(), asked.deliveries()
    wanted = [each for each, count in deliveries.items() if count]
    found = outlook(district, desk.school.school_id, wanted, now)
    before = {each: timedelta(seconds=met.seconds) for each, met in found.items() if each not in urgent}
    stops = {each: stop for each, met in found.items() if (stop := _stop(met, urgent))}
    parts = estimate(Send(now, deliveries, urgent, behind=before, stopped=frozenset(stops)), rate, window)
    end = done_at(parts)
    shown = tuple(_part(each, stops.get(each.channel)) for each in parts)
    return EstimateOut(done_at=stamp(end) if end else None, parts=shown)


def _stop(met: Outlook, urgent: Collection[Channel]) -> Stop | None:
    """Emails that are paused leave all the same where a text or a call of the message is an emergency."""
    return None if urgent and met.stop is Stop.PAUSED else met.stop


def _part(part: Estimate, stop: Stop | None) -> PartEstimate:
    return PartEstimate(
        channel=part.channel,
        begins_at=stamp(part.begins_at),
        done_at=stamp(part.done_at) if part.done_at else None,
        held=part.held,
        in_time=part.in_time,
        stopped=stop,
    )


@api.post(
    "/v1/preview",
    needs=view(Permission.COMMUNICATION, staff_only=True),
    body=PreviewIn,
    returns=PreviewOut,
    summary="A message as one of its recipients will get it",
)
def preview_message(call: Call) -> PreviewOut:
    """Also for those who may not send: they print it (PERM-06). Nothing is stored or sent."""
    found = preview(call.principal, call.body.draft(), call.clock)
    parts = found.parts
    return PreviewOut(
        letter=_letter(parts.letter) if parts.letter else None,
        notice=_letter(parts.notice) if parts.notice else None,
        sms_text=parts.sms,
        voice_text=parts.voice,
        push_text=parts.push,
        in_app=InAppOut(subject=parts.in_app.subject, html=parts.in_app.html) if parts.in_app else None,
        sender=found.sender,
        reader=_reader(found.reader) if found.reader else None,
        sample=found.sample,
        samples=found.samples,
        warnings=tuple(Warned(field=each.field, message=each.message) for each in found.warnings),
    )


def _letter(letter: Shown) -> LetterOut:
    return LetterOut(subject=letter.subject, html=letter.html, text=letter.text)


def _reader(who: Recipient) -> ReaderOut:
    return ReaderOut(name=who.name, person_kind=who.kind, regarding_student=who.student_name or None)
