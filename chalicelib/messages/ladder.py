"""The ladder of a message: what goes on to those who have not read it after a while. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from chalicelib.content.model import Channel, Content
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.words import say

from .model import Rung

CHANNELS = frozenset({Channel.PUSH, Channel.SMS, Channel.VOICE})
SHORTEST, LONGEST = 5, 720  # minutes
STAFF_ONLY = "Your messages go by all ways at once. Leave this out."
NO_SUCH_PART = "There is nothing written for this yet. Write its text, or take this step away."
TWICE = "This way is in the list twice. Take one of them away."
IN_ORDER = "A step cannot come before the one above it. Choose a longer time."


def faults(ladder: Sequence[Rung], content: Content, *, staff: bool) -> Iterator[FieldError]:
    """What is wrong with a ladder, step by step."""
    if ladder and not staff:
        yield FieldError("if_not_read", STAFF_ONLY)
        return
    seen: set[Channel] = set()
    for at, rung in enumerate(ladder):
        if rung.channel not in content.channels():
            yield FieldError(f"if_not_read.{at}.channel", NO_SUCH_PART)
        elif rung.channel in seen:
            yield FieldError(f"if_not_read.{at}.channel", TWICE)
        seen.add(rung.channel)
    yield from _times(ladder)


def _times(ladder: Iterable[Rung]) -> Iterator[FieldError]:
    steps = list(ladder)
    for at, rung in enumerate(steps):
        if not SHORTEST <= rung.after <= LONGEST:
            told = say("Choose between {least} and {most} minutes.", least=SHORTEST, most=LONGEST)
            yield FieldError(f"if_not_read.{at}.after_minutes", told)
    for at, (before, rung) in enumerate(pairwise(steps), start=1):
        if rung.after < before.after:
            yield FieldError(f"if_not_read.{at}.after_minutes", IN_ORDER)
