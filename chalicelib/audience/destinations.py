"""Where one person can be reached: the flags of addresses and numbers (A-21), whether they are suppressed, and
the order of fallback (A-19).

    candidates, best first --usable?--> the first usable address, or the most telling reason why there is none

`people.py` asks it for each person and channel. Pure.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, Phone
from chalicelib.directory.suppression import Cause

from .model import Destination, Unreachable

Stopped = Callable[[str], Unreachable | None]  # why nothing goes to an address or number on a channel

NOTHING = Destination(reason=Unreachable.NO_CONTACT_DATA)
OPTED_OUT_OF_EMAIL = Destination(reason=Unreachable.EMAIL_OPT_OUT)

# Which reason to show when several stand in the way: the one that a person decided on comes first.
_TELLING = (
    Unreachable.ACCOUNT_CLOSED,
    Unreachable.EMAIL_OPT_OUT,
    Unreachable.UNSUBSCRIBED,
    Unreachable.OPTED_OUT,
    Unreachable.SUPPRESSED_COMPLAINT,
    Unreachable.STOPPED_BY_STAFF,
    Unreachable.BLOCKED,
    Unreachable.CALLOUT_OFF,
    Unreachable.SMS_OFF,
    Unreachable.NOT_IN_SERVICE,
    Unreachable.SUPPRESSED_BOUNCE,
    Unreachable.NO_INBOX,
    Unreachable.NO_ACCOUNT,
    Unreachable.NO_PRIMARY_CONTACT,
    Unreachable.NO_CONTACT,
    Unreachable.NO_CONTACT_DATA,
)

_SUPPRESSED: Mapping[Cause, Unreachable] = {
    Cause.OPT_OUT: Unreachable.OPTED_OUT,
    Cause.COMPLAINT: Unreachable.SUPPRESSED_COMPLAINT,
    Cause.STAFF: Unreachable.STOPPED_BY_STAFF,
    Cause.CARRIER: Unreachable.NOT_IN_SERVICE,
    Cause.BOUNCE: Unreachable.SUPPRESSED_BOUNCE,
}


def free(_address: str) -> Unreachable | None:
    """Nothing is suppressed."""
    return None


def email(
    candidates: Iterable[EmailAddress | None],
    *,
    opted_out: bool = False,
    unread: Unreachable | None = None,
    stopped: Stopped = free,
) -> Destination:
    """The first address that is not unsubscribed (CHAN-10); none for who could not read the message there,
    with `unread` as the reason (A-31)."""
    if opted_out or unread:
        return OPTED_OUT_OF_EMAIL if opted_out else Destination(reason=unread)
    given = (each for each in candidates if each is not None and each.address)
    return _first((each.address, _email_reasons(each, stopped)) for each in given)


def phone(
    candidates: Iterable[Phone | None], channel: Channel, *, emergency: bool, stopped: Stopped = free
) -> Destination:
    """The first number that may be texted or called (CHAN-07 to CHAN-10)."""
    given = (each for each in candidates if each is not None and each.number)
    return _first(
        (each.number, (phone_reason(each, channel, emergency=emergency), stopped(each.number)))
        for each in given
    )


def _email_reasons(email: EmailAddress, stopped: Stopped) -> tuple[Unreachable | None, ...]:
    return Unreachable.UNSUBSCRIBED if email.unsubscribed else None, stopped(email.address)


def _first(places: Iterable[tuple[str, Iterable[Unreachable | None]]]) -> Destination:
    """The first place that nothing speaks against, or the most telling of all that does."""
    against: list[Unreachable] = []
    for address, reasons in places:
        found = [reason for reason in reasons if reason]
        if not found:
            return Destination(address)
        against += found
    return Destination(reason=min(against, key=_TELLING.index)) if against else NOTHING


def phone_reason(number: Phone, channel: Channel, *, emergency: bool) -> Unreachable | None:
    """What forbids a channel to use a number, or None. An emergency overrides Blocked and nothing else."""
    if number.unsubscribed:
        return Unreachable.UNSUBSCRIBED
    if not number.callout:
        return Unreachable.CALLOUT_OFF
    if number.blocked and not emergency:
        return Unreachable.BLOCKED
    if channel is Channel.SMS and not number.sms:
        return Unreachable.SMS_OFF
    return None


def why_suppressed(cause: Cause | None, *, emergency: bool) -> Unreachable | None:
    """What a suppression forbids, or None. An emergency tries a number that is said to be out of service, since
    nobody asked to be left alone there; it overrides nothing else."""
    if cause is None or (emergency and cause is Cause.CARRIER):
        return None
    return _SUPPRESSED[cause]


def unlisted_email(own: Sequence[EmailAddress], extra: EmailAddress | None) -> tuple[EmailAddress, ...]:
    """The account's address after the contact's own, unless listed there: then the flag there decides."""
    known = extra is None or any(each.address.lower() == extra.address.lower() for each in own)
    return (*own,) if known or extra is None else (*own, extra)


def unlisted_phone(own: Sequence[Phone], extra: Phone | None) -> tuple[Phone, ...]:
    """The account's number after the contact's own, unless listed there: then the flags there decide."""
    known = extra is None or any(each.number == extra.number for each in own)
    return (*own,) if known or extra is None else (*own, extra)


def more_telling(one: Destination, other: Destination) -> Destination:
    """Of two destinations, neither with an address, the one whose reason says more."""
    if one.reason is None or other.reason is None:
        return one
    return min((one, other), key=_rank)


def _rank(destination: Destination) -> int:
    return _TELLING.index(destination.reason or Unreachable.NO_CONTACT_DATA)
