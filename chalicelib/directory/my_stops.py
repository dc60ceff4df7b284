"""What no longer goes to somebody's own address and number, and how they get emails again (CHAN-10).

    their account's email and phone --suppressed?--> what is stopped, since when and why
    emails that they stopped by the link in one --lifted--> come again

Texts and calls begin again where they ended: by texting START.
"""

from collections.abc import Iterator
from enum import StrEnum

from chalicelib.kernel.errors import Conflict

from .model import User
from .store import suppressions
from .suppression import Cause, Suppression


class Way(StrEnum):
    """By what can be stopped: a channel with addresses."""

    EMAIL = "email"
    SMS = "sms"
    VOICE = "voice"


ASK_THE_SCHOOL = "Your school has to let these come again. Ask the office."
TEXT_START = "Text START to the number that the texts came from. Calls and texts come again then."


def stopped(district: str, user: User) -> tuple[Suppression, ...]:
    """What is stopped to the addresses of somebody's account."""
    found = (suppressions.find(district, channel, address) for channel, address in _places(user))
    return tuple(each for each in found if each)


def get_again(district: str, user: User, channel: str) -> None:
    """Emails come again that their owner stopped; nothing happens where none are stopped. Raises Conflict with
    the way for what only a text or the school begins again."""
    for each in stopped(district, user):
        if each.channel == channel:
            _check_is_theirs_here(each)
            suppressions.lift(district, each)


def may_get_again(one: Suppression) -> bool:
    """Whether its owner can let it come again in the app: what they ended by a link, and nobody else."""
    return one.channel == Way.EMAIL and one.cause is Cause.OPT_OUT


def _check_is_theirs_here(one: Suppression) -> None:
    if not may_get_again(one):
        raise Conflict(TEXT_START if one.cause is Cause.OPT_OUT else ASK_THE_SCHOOL)


def _places(user: User) -> Iterator[tuple[Way, str]]:
    if user.email:
        yield Way.EMAIL, user.email.address
    if user.phone:
        yield Way.SMS, user.phone.number
        yield Way.VOICE, user.phone.number
