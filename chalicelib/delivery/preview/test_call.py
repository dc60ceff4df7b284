"""Test Call: one call to a number of the author's choosing, with what they have written so far (CALL-13).

    rights -> content, number -> how often -> opted out? -> written down -> the provider, at once

It is nobody's message: no record, no history, no receipt; what the record of changes says is all that stays.
"""

from chalicelib.access.model import Principal
from chalicelib.audience.model import Selection
from chalicelib.content import ssml
from chalicelib.content.compose import Limits, Written, prepare
from chalicelib.content.field_list import FIELDS
from chalicelib.content.fields import names_used
from chalicelib.content.insertable import insertable
from chalicelib.content.model import Channel, Content
from chalicelib.directory import addresses, audit
from chalicelib.directory.addresses import PhoneFault
from chalicelib.directory.store import audit as audits
from chalicelib.directory.store import suppressions
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid, Throttled, Unavailable
from chalicelib.kernel.settings import setting
from chalicelib.messages import callers, recorded
from chalicelib.messages.desk import Desk, desk_of
from chalicelib.messages.model import Message, Source
from chalicelib.messages.rights import missing_rights

from ..channels import eum, saying, voice
from ..channels.errors import Fault, Verdict, judge
from ..origination import number_for
from ..reasons import words
from ..store import test_calls
from .unsent import unsent

MOST_AN_HOUR = 10
RINGS_WITHIN = 120  # seconds; later the author has put the phone away
_HEARD = 600  # seconds that the link to a recording works
NUMBER = "number"
NO_NUMBER = {
    PhoneFault.NO_NUMBER: "This is no phone number. Write it with its area code, such as 303 555 0142.",
    PhoneFault.EXTENSION: "A call does not get past an extension. Give a number without one.",
    PhoneFault.PREMIUM: "Calls to this number cost extra. Give another.",
}
OPTED_OUT = "The owner of this number asked not to be called. Choose another."
NOT_PLACED = "The call could not be placed just now. Try again in a minute."
PERHAPS = "Nobody can say whether the call was placed. Wait two minutes for it to ring before you try again."
NOTHING_TO_SAY = "There is nothing to say yet. Write the call, or record it."


def place(principal: Principal, school_id: str, number: str, written: Written, clock: Clock) -> str:
    """Call a number now, once; the number in E.164 form. Raises as sending does, Throttled above ten an hour,
    Unavailable when the provider does not take the call."""
    desk = desk_of(principal, school_id, Source.USER)
    content = _content(desk, written)
    called = addresses.direct_phone(number)
    if isinstance(called, PhoneFault):
        raise Invalid.one(NUMBER, NO_NUMBER[called])
    if suppressions.find(principal.district, Channel.VOICE, called):
        raise Conflict(OPTED_OUT, (FieldError(NUMBER, OPTED_OUT),))
    now = clock.now()
    told = audits.write(principal.district, _entry(desk, called, clock))
    if not test_calls.counted(principal.district, principal.user_id, now, MOST_AN_HOUR, told):
        raise Throttled("You have made ten test calls in this hour. The next hour has ten more.")
    _call(unsent("test-call", desk, content, Selection(), now), called)
    return called


def _content(desk: Desk, written: Written) -> Content:
    """What is said, as sending would have it."""
    allowed = frozenset(field.name for field in insertable(desk.principal))
    prepared = prepare(written, Limits.of(desk.settings), allowed)
    missing = tuple(missing_rights(desk.principal, prepared.content, priority=False))
    if missing:
        raise Forbidden(missing[0].message, missing)
    if prepared.content.voice is None:
        raise Invalid.one("voice", NOTHING_TO_SAY)
    if prepared.faults:
        raise Invalid(prepared.faults[0].message, prepared.faults)
    return recorded.with_length(desk, callers.with_number(desk, prepared.content))


def _entry(desk: Desk, called: str, clock: Clock) -> audit.Entry:
    """Who called, and the end of the number: whose it is, is nobody's business."""
    who = audit.Who(desk.principal.user_id, desk.principal.name)
    number = audit.Change("number", None, f"…{called[-4:]}")
    return audit.entry(
        clock.now(), who, audit.Subject.TEST_CALL, desk.school.school_id, desk.school.name, (number,)
    )


def _call(message: Message, called: str) -> None:
    try:
        eum.provider().send_voice_message(**_request(message, called))
    except Exception as error:
        verdict, reason, fault = judge(error)
        if verdict is Verdict.REFUSED:
            raise Invalid.one(NUMBER, words(reason, Channel.VOICE)) from None
        if fault is Fault.TOO_FAST:
            raise Throttled("The phone provider is busy with other calls. Try again in a minute.") from None
        raise Unavailable(PERHAPS if verdict is Verdict.UNKNOWN else NOT_PLACED) from None


def _request(message: Message, called: str) -> dict[str, object]:
    part = message.content.voice
    request: dict[str, object] = {
        "DestinationPhoneNumber": called,
        "ConfigurationSetName": setting("SMS_CONFIGURATION_SET"),
        "TimeToLive": RINGS_WITHIN,
        "MessageBody": _speech(message),
        "MessageBodyTextType": "SSML",
        "VoiceId": voice.voice_for(part.language if part else ""),
    }
    if origination := number_for(message, Channel.VOICE):
        request["OriginationIdentity"] = origination
    return request


def _speech(message: Message) -> str:
    """Insert fields are read out as their titles: there is nobody whose values they could be."""
    if message.content.is_recorded:
        return voice.recording_of(message, _HEARD)
    values = {name: FIELDS[name].title for name in names_used(message.content)}
    return ssml.spoken(saying.text_with(message, Channel.VOICE)(values))
