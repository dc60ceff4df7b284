"""What becomes of a message, by its destination: the providers' simulator addresses and our magic ones.

docs/simulator.md lists them for people; the tests compare that list with these tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["email", "text", "call", "push"]


@dataclass(frozen=True)
class Step:
    """One provider event. `name` is the event type, `detail` its subtype (`Permanent/General`)."""

    name: str
    detail: str = ""
    final: bool = True


@dataclass(frozen=True)
class Outcome:
    """`refusal` names how the call itself fails; otherwise `steps` are the events that follow, in order."""

    steps: tuple[Step, ...] = ()
    refusal: Literal["", "rejected", "opted-out", "invalid", "throttled", "broken"] = ""
    copies: int = 1
    reply_lost: bool = False


_SEND, _DELIVERY = Step("Send"), Step("Delivery")
_DELIVERED = Outcome((_SEND, _DELIVERY))


def _bounce(detail: str) -> Outcome:
    return Outcome((_SEND, Step("Bounce", detail)))


# By why an address is on the account's list.
SUPPRESSED = {
    "BOUNCE": _bounce("Permanent/OnAccountSuppressionList"),
    "COMPLAINT": Outcome((_SEND, Step("Complaint", "OnAccountSuppressionList"))),
}

SES_SIMULATOR: dict[str, Outcome] = {
    "success": _DELIVERED,
    "ooto": _DELIVERED,
    "bounce": _bounce("Permanent/General"),
    "complaint": Outcome((_SEND, _DELIVERY, Step("Complaint"))),
    "suppressionlist": _bounce("Permanent/Suppressed"),
}
MAGIC_DOMAINS: dict[str, Outcome] = {
    "bounce.example": _bounce("Permanent/General"),
    "nomailbox.example": _bounce("Permanent/NoEmail"),
    "full.example": _bounce("Transient/MailboxFull"),
    "toolarge.example": _bounce("Transient/MessageTooLarge"),
    "content.example": _bounce("Transient/ContentRejected"),
    "transient.example": _bounce("Transient/General"),
    "undetermined.example": _bounce("Undetermined/Undetermined"),
    "complaint.example": Outcome((_SEND, _DELIVERY, Step("Complaint"))),
    "delay.example": Outcome((_SEND, Step("DeliveryDelay"), _DELIVERY)),
    "reject.example": Outcome((_SEND, Step("Reject"))),
    "silent.example": Outcome(()),
    "twice.example": Outcome((_SEND, _DELIVERY), copies=2),
    "reversed.example": Outcome((_DELIVERY, _SEND)),
    "refused.example": Outcome(refusal="rejected"),
    "throttled.example": Outcome(refusal="throttled"),
    "broken.example": Outcome(refusal="broken"),
    "lost-reply.example": Outcome((_SEND, _DELIVERY), reply_lost=True),
}

_RINGING = (Step("INITIATED", final=False), Step("RINGING", final=False))
_ANSWERED = (*_RINGING, Step("ANSWERED", final=False), Step("COMPLETED"))
_TEXT_DELIVERED, _CALL_COMPLETED = Outcome((Step("DELIVERED"),)), Outcome(_ANSWERED)
_ACCEPTED_BY_CARRIER = Step("SUCCESSFUL", final=False)

NO_SOUND = Outcome((*_RINGING, Step("ANSWERED", final=False), Step("FAILED")))


def _both(text: Outcome, call: Outcome = _CALL_COMPLETED) -> dict[str, Outcome]:
    return {"text": text, "call": call}


def _text_fails(status: str) -> dict[str, Outcome]:
    return _both(Outcome((Step(status),)), Outcome((Step("INITIATED", final=False), Step("FAILED"))))


def _call_ends(status: str) -> dict[str, Outcome]:
    return _both(_TEXT_DELIVERED, Outcome((*_RINGING, Step(status))))


def _same(outcome: Outcome) -> dict[str, Outcome]:
    return _both(outcome, outcome)


AWS_NUMBERS: dict[str, dict[str, Outcome]] = {
    "+14254147755": _both(_TEXT_DELIVERED),
    "+14254147167": _text_fails("BLOCKED"),
}
MAGIC_PREFIX = "+190755501"
MAGIC_NUMBERS: dict[str, dict[str, Outcome]] = {
    "00": _both(_TEXT_DELIVERED),
    "01": _both(Outcome((Step("SUCCESSFUL"),))),
    "02": _both(Outcome((_ACCEPTED_BY_CARRIER, Step("DELIVERED")))),
    "03": _both(Outcome((_ACCEPTED_BY_CARRIER,))),
    "10": _text_fails("INVALID"),
    "11": _text_fails("UNREACHABLE"),
    "12": _text_fails("CARRIER_UNREACHABLE"),
    "13": _text_fails("BLOCKED"),
    "14": _text_fails("CARRIER_BLOCKED"),
    "15": _text_fails("SPAM"),
    "16": _text_fails("INVALID_MESSAGE"),
    "17": _text_fails("TTL_EXPIRED"),
    "18": _text_fails("UNKNOWN"),
    "19": _text_fails("PROTECT_BLOCKED"),
    "20": _call_ends("BUSY"),
    "21": _call_ends("NO_ANSWER"),
    "22": _call_ends("FAILED"),
    "23": _call_ends("TTL_EXPIRED"),
    "30": _same(Outcome(refusal="opted-out")),
    "31": _same(Outcome(refusal="invalid")),
    "32": _same(Outcome(refusal="throttled")),
    "33": _same(Outcome(refusal="broken")),
    "34": _same(Outcome(())),
    "35": _both(Outcome(_TEXT_DELIVERED.steps, copies=2), Outcome(_ANSWERED, copies=2)),
    "36": _both(Outcome(_TEXT_DELIVERED.steps, reply_lost=True), Outcome(_ANSWERED, reply_lost=True)),
    "37": _both(Outcome((Step("DELIVERED"), _ACCEPTED_BY_CARRIER)), Outcome(tuple(reversed(_ANSWERED)))),
    "38": _both(Outcome((Step("UNREACHABLE", final=False), Step("DELIVERED")))),
}
_ADDRESS = re.compile(r"<([^<>]*)>\s*$")


def bare_address(mailbox: str) -> str:
    """`Ana <ana@x.example>` -> `ana@x.example`."""
    match = _ADDRESS.search(mailbox)
    return (match[1] if match else mailbox).strip()


def email_outcome(address: str) -> Outcome:
    """What becomes of mail to a bare address."""
    local, _, domain = address.lower().rpartition("@")
    if domain == "simulator.amazonses.com":
        return SES_SIMULATOR.get(local.split("+")[0], _DELIVERED)
    return MAGIC_DOMAINS.get(domain, _DELIVERED)


def is_ses_simulator(address: str) -> bool:
    return address.lower().endswith("@simulator.amazonses.com")


def phone_outcome(number: str, kind: Literal["text", "call"]) -> Outcome:
    """What becomes of a text or call to an E.164 number."""
    number = number if number.startswith("+") else f"+{number}"
    table = AWS_NUMBERS.get(number)
    if table is None and number.startswith(MAGIC_PREFIX):
        table = MAGIC_NUMBERS.get(number.removeprefix(MAGIC_PREFIX))
    return (table or _both(_TEXT_DELIVERED))[kind]
