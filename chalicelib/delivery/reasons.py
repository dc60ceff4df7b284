"""Why a delivery is not simply Sent, as a code that is stored and as words for people (RCPT-23, QUEUE-10).

Codes never change; words may. What was found before queueing comes from `audience.model.Unreachable`, the rest
from the providers and from ourselves.
"""

from enum import StrEnum

from chalicelib.audience.model import Unreachable
from chalicelib.content.model import Channel


class Reason(StrEnum):
    """What can happen on the way out, beside `Unreachable`."""

    DUPLICATE = "duplicate"
    # Found at the moment of sending
    EXPIRED = "expired"
    EMAILS_PAUSED = "emails_paused"
    CANCELED = "canceled"
    READ = "read"
    ANSWERED = "answered"
    NO_LONGER_ALLOWED = "no_longer_allowed"
    MODULE_OFF = "module_off"
    SCHOOL_EXCLUDED = "school_excluded"
    NO_DEVICE = "no_device"
    NOTHING_LEFT = "nothing_left"
    # Said by the provider
    INVALID_ADDRESS = "invalid_address"
    REFUSED = "refused"
    BOUNCED = "bounced"
    NO_MAILBOX = "no_mailbox"
    MAILBOX_FULL = "mailbox_full"
    TOO_LARGE = "too_large"
    CONTENT_REFUSED = "content_refused"
    BOUNCED_FOR_NOW = "bounced_for_now"
    UNREACHABLE_NUMBER = "unreachable_number"
    CARRIER_DOWN = "carrier_down"
    CARRIER_BLOCKED = "carrier_blocked"
    TAKEN_FOR_SPAM = "taken_for_spam"
    NOT_IN_TIME = "not_in_time"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    CALL_FAILED = "call_failed"
    DEVICE_GONE = "device_gone"
    NOT_RENDERED = "not_rendered"
    FAILED = "failed"
    # Nothing was said
    UNCONFIRMED = "unconfirmed"
    NO_RECEIPT = "no_receipt"


_CODES: dict[str, Reason | Unreachable] = {each.value: each for each in (*Unreachable, *Reason)}
_WORDS: dict[str, str] = {
    Unreachable.NO_CONTACT_DATA: "No email address or phone number on file",
    Unreachable.NO_PRIMARY_CONTACT: "No primary contact on file",
    Unreachable.NO_CONTACT: "No contact on file",
    Unreachable.NO_TEACHER: "No current schedule, so no teacher",
    Unreachable.SIBLING: "Sent once per family: see the delivery about a brother or sister",
    Unreachable.CALLOUT_OFF: "Callout is turned off for this number",
    Unreachable.BLOCKED: "This number is blocked",
    Unreachable.SMS_OFF: "This number is not marked for text messages",
    Unreachable.UNSUBSCRIBED: "The owner has unsubscribed",
    Unreachable.EMAIL_OPT_OUT: "The owner has opted out of email",
    Unreachable.NO_ACCOUNT: "No account to read it with",
    Unreachable.NO_INBOX: "Their profile does not let them read messages in the app",
    Unreachable.ACCOUNT_CLOSED: "The account has been closed",
    Unreachable.LANDLINE: "A home or work phone: a text may not arrive",
    Unreachable.OPTED_OUT: "The owner has opted out by texting STOP",
    Unreachable.SUPPRESSED_COMPLAINT: "The owner reported an earlier email as spam",
    Unreachable.STOPPED_BY_STAFF: "The school stopped it, because the owner asked",
    Unreachable.NOT_IN_SERVICE: "This number is not in service. Please check it",
    Unreachable.SUPPRESSED_BOUNCE: "Earlier emails to this address came back. Please check the address",
    Reason.DUPLICATE: "Already sent to the same person or address in this message",
    Reason.EXPIRED: "Not sent in time",
    Reason.EMAILS_PAUSED: "Not sent in time: emails were paused, because too many addresses did not exist",
    Reason.CANCELED: "Not sent: the message was canceled",
    Reason.READ: "Not needed: the message was read in the app",
    Reason.ANSWERED: "Not needed: the message was answered",
    Reason.NO_LONGER_ALLOWED: "Not sent: by then its sender was no longer allowed to send this",
    Reason.MODULE_OFF: "Not sent: calls and texts were turned off for the district",
    Reason.SCHOOL_EXCLUDED: "Not sent: the school was excluded from calls and texts",
    Reason.NO_DEVICE: "No device is registered any more",
    Reason.NOTHING_LEFT: "Not sent: the text holds only insert fields, and they are blank for this person",
    Reason.INVALID_ADDRESS: "This is not a valid address. Please check it",
    Reason.REFUSED: "The provider refused the message",
    Reason.BOUNCED: "The receiving mail server refused it for good. Please check the address",
    Reason.NO_MAILBOX: "There is no such mailbox. Please check the address",
    Reason.MAILBOX_FULL: "The mailbox is full",
    Reason.TOO_LARGE: "The receiving mail server found the message too large",
    Reason.CONTENT_REFUSED: "The receiving mail server refused the content",
    Reason.BOUNCED_FOR_NOW: "The receiving mail server could not take it",
    Reason.UNREACHABLE_NUMBER: "The phone could not be reached",
    Reason.CARRIER_DOWN: "The phone company could not be reached",
    Reason.CARRIER_BLOCKED: "The phone company blocked the message",
    Reason.TAKEN_FOR_SPAM: "The phone company took the message for spam",
    Reason.NOT_IN_TIME: "The phone company could not deliver it in time",
    Reason.BUSY: "The line was busy",
    Reason.NO_ANSWER: "Nobody answered",
    Reason.CALL_FAILED: "The call could not be made",
    Reason.DEVICE_GONE: "The app was removed from this device",
    Reason.NOT_RENDERED: "The email could not be put together. Please tell your administrator",
    Reason.FAILED: "The provider could not deliver it and did not say why",
    Reason.UNCONFIRMED: "We could not confirm that it was handed over. Please send it again if it matters",
    Reason.NO_RECEIPT: "Handed over; the provider sent no receipt",
}

_BY_CHANNEL: dict[tuple[str, Channel], str] = {
    (Unreachable.NO_ACCOUNT, Channel.EMAIL): "No account: a secure message is read after signing in",
    (Unreachable.OPTED_OUT, Channel.EMAIL): "The owner has unsubscribed by the link in an email",
    (Unreachable.OPTED_OUT, Channel.VOICE): "The owner has opted out of calls",
    (Unreachable.NO_CONTACT_DATA, Channel.EMAIL): "No email address on file",
    (Unreachable.NO_CONTACT_DATA, Channel.SMS): "No phone number on file",
    (Unreachable.NO_CONTACT_DATA, Channel.VOICE): "No phone number on file",
    (Reason.CONTENT_REFUSED, Channel.SMS): "The phone company refused the content",
    (Reason.CONTENT_REFUSED, Channel.VOICE): "The phone company refused the content",
    (Reason.INVALID_ADDRESS, Channel.EMAIL): "This is not a valid email address. Please check it",
    (Reason.INVALID_ADDRESS, Channel.SMS): "This is not a valid phone number. Please check it",
    (Reason.INVALID_ADDRESS, Channel.VOICE): "This is not a valid phone number. Please check it",
}


def code(reason: str) -> Reason | Unreachable | None:
    """A stored reason as its code; `failed` for one that is no longer known."""
    if not reason:
        return None
    return _CODES.get(reason, Reason.FAILED)


def words(reason: str, channel: Channel) -> str:
    """A stored reason for people; empty for no reason."""
    if not reason:
        return ""
    return _BY_CHANNEL.get((reason, channel)) or _WORDS.get(reason) or _WORDS[Reason.FAILED]
