"""End User Messaging: texts and spoken calls handed over, opted-out numbers refused, events planned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal
from uuid import uuid4
from xml.parsers import expat

from .errors import ServiceError
from .eum_account import EumAccount
from .eum_events import Dispatch, event, event_type
from .eum_optouts import EumOptOuts
from .outcomes import NO_SOUND, Outcome, Step, phone_outcome
from .segments import encoding, parts
from .sounds import heard
from .speech import recordings
from .wire import EUM
from .world import Operation, World, broken, throttled

DEFAULT_ORIGIN = "+18335550100"
_MAX_SPOKEN_TEXT = 3000
"""SendVoiceMessage takes 3,000 characters of text; 6,000, the model's limit, of SSML."""


class Eum:
    def __init__(self, world: World) -> None:
        self._world = world
        self._account = EumAccount(world)
        self._opt_outs = EumOptOuts(world)
        self.operations: dict[str, Operation] = {
            **self._account.operations,
            **self._opt_outs.operations,
            "SendTextMessage": self._send_text,
            "SendVoiceMessage": self._send_voice,
        }

    def _send_text(self, params: Mapping[str, Any]) -> dict[str, Any]:
        body = params.get("MessageBody", "")
        if not body:
            raise missing("MessageBody")
        detail = {"parts": parts(body), "encoding": encoding(body)}
        return self._send("text", params, {"text": body}, detail)

    def _send_voice(self, params: Mapping[str, Any]) -> dict[str, Any]:
        body, written_as = params.get("MessageBody", ""), params.get("MessageBodyTextType", "TEXT")
        if not body:
            raise missing("MessageBody")
        sound: str | None = ""
        if written_as == "SSML":
            _check_ssml(body)
            sound = heard(recordings(body), self._world.fetch)
        elif len(body) > _MAX_SPOKEN_TEXT:
            raise invalid("MessageBody", f"must have length less than or equal to {_MAX_SPOKEN_TEXT}")
        detail = {"voice": params.get("VoiceId", "MATTHEW"), "text_type": written_as}
        content = {"speech": body, **({"sound": sound} if sound else {})}
        return self._send("call", params, content, detail, NO_SOUND if sound is None else None)

    def _send(
        self,
        kind: Literal["text", "call"],
        params: Mapping[str, Any],
        content: Mapping[str, str],
        detail: Mapping[str, Any],
        instead: Outcome | None = None,
    ) -> dict[str, Any]:
        """`instead` of what the number makes of it: a call without its sound fails when it is answered."""
        number = _e164(params["DestinationPhoneNumber"])
        set_name = self._account.known_set(params.get("ConfigurationSetName", ""))
        outcome = instead or phone_outcome(number, kind)
        if outcome.refusal == "opted-out" or self._opt_outs.opted_out(number):
            raise opted_out(number)
        if outcome.refusal:
            raise _REFUSALS[outcome.refusal]()
        self._world.admit(EUM, kind)
        dispatch = Dispatch(
            kind=kind,
            message_id=str(uuid4()),
            origin=_origin(params.get("OriginationIdentity", "")),
            destination=number,
            body=next(iter(content.values())),
            message_type=params.get("MessageType", "TRANSACTIONAL"),
            context=params.get("Context", {}),
            at=self._world.clock(),
        )
        if params.get("DryRun"):
            return {"MessageId": dispatch.message_id}
        self._hand_over(
            dispatch,
            content,
            {**detail, "configuration_set": set_name, "outcome": self._world.planned(kind, outcome)},
        )
        self._world.schedule(kind, outcome, self._emitter(dispatch, set_name))
        return self._world.reply(kind, outcome.reply_lost, {"MessageId": dispatch.message_id})

    def _hand_over(self, dispatch: Dispatch, content: Mapping[str, str], detail: Mapping[str, Any]) -> None:
        store = self._world.store
        detail = {**detail, "tags": dict(dispatch.context), "message_type": dispatch.message_type}
        store.hand_over(
            dispatch.kind,
            dispatch.message_id,
            dispatch.destination,
            dispatch.origin,
            "",
            dispatch.at,
            store.content(content),
            detail,
        )

    def _emitter(self, dispatch: Dispatch, set_name: str) -> Callable[[Step, float], None]:
        def emit(step: Step, due: float) -> None:
            kind = event_type(dispatch.kind, step)
            for topic in self._account.topics(set_name, kind):
                self._world.store.expect(due, topic, kind, event(dispatch, step, due))

        return emit


def missing(field: str) -> ServiceError:
    return ServiceError(
        "ValidationException",
        f"1 validation error detected: {field} must not be null",
        members={"Reason": "MISSING_PARAMETER", "Fields": [{"Name": field, "Message": "must not be null"}]},
    )


def invalid(field: str, message: str) -> ServiceError:
    return ServiceError(
        "ValidationException",
        f"1 validation error detected: Value at '{field}' {message}",
        members={"Reason": "FIELD_VALIDATION_FAILED", "Fields": [{"Name": field, "Message": message}]},
    )


def opted_out(number: str) -> ServiceError:
    return ServiceError(
        "ConflictException",
        'Conflict Occurred - Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT" '
        f'ResourceType="phone-number" ResourceId="{number}"',
        members={
            "Reason": "DESTINATION_PHONE_NUMBER_OPTED_OUT",
            "ResourceType": "phone-number",
            "ResourceId": number,
        },
    )


_MARKS = frozenset(
    {
        "speak",
        "break",
        "audio",
        "p",
        "s",
        "prosody",
        "say-as",
        "sub",
        "lang",
        "phoneme",
        "w",
        "mark",
        "emphasis",
    }
)
_REFUSALS: dict[str, Callable[[], ServiceError]] = {
    "invalid": lambda: ServiceError(
        "ValidationException",
        "Destination phone number is not valid",
        members={
            "Reason": "INVALID_PARAMETER",
            "Fields": [{"Name": "DestinationPhoneNumber", "Message": "is not a valid phone number"}],
        },
    ),
    "throttled": lambda: throttled(EUM),
    "broken": lambda: broken(EUM),
}


def _e164(number: str) -> str:
    return number if number.startswith("+") else f"+{number}"


def _origin(identity: str) -> str:
    """The number a text comes from; of a pool, an id or an ARN we know none, so our own stands for it."""
    plain = identity.rpartition("/")[2]
    return plain if plain.lstrip("+").isdigit() or (plain.isalnum() and len(plain) <= 11) else DEFAULT_ORIGIN


def _check_ssml(body: str) -> None:
    """Well-formed, with <speak> around it, without declarations of its own, and of marks that Polly knows."""
    parser, names = expat.ParserCreate(), list[str]()
    parser.StartElementHandler = lambda name, _attributes: names.append(name)
    parser.StartDoctypeDeclHandler = lambda *_: parser.Parse("<", True)
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        raise invalid("MessageBody", "is not well-formed SSML") from None
    if names[0] != "speak":
        raise invalid("MessageBody", "must be inside a <speak> element")
    if unknown := next((name for name in names if name not in _MARKS and not name.startswith("amazon:")), ""):
        raise invalid("MessageBody", f"holds <{unknown}>, which is no mark of SSML that can be spoken")
