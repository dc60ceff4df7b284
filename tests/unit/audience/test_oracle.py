"""Resolving against a second opinion (`oracle.py`) on ten thousand small districts (`worlds.py`)."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.audience.model import RecipientType
from chalicelib.audience.people import Reach
from chalicelib.audience.resolve import RULES, reaches
from chalicelib.content.model import Channel

from .oracle import Line, expected
from .worlds import world

DISTRICTS = 10_000
Seen = tuple[str, str, str, Channel, str, str, bool, frozenset[str]]


def seen(reach: Reach) -> list[Seen]:
    """A recipient's deliveries as the oracle says them."""
    who = reach.recipient
    return [
        (
            f"{who.kind} {who.person_id}",
            who.student_id,
            who.account if channel in (Channel.PORTAL, Channel.PUSH) else "",
            channel,
            place.address,
            place.reason or "",
            place.duplicate,
            frozenset(who.children) if not place.duplicate else frozenset(),
        )
        for channel, place in who.destinations.items()
    ]


def said(line: Line) -> Seen:
    account = line.address if line.channel in (Channel.PORTAL, Channel.PUSH) else ""
    return (
        line.person,
        line.student,
        account,
        line.channel,
        line.address,
        line.reason,
        line.repeated,
        line.children,
    )


@pytest.mark.parametrize("kind", RULES)
@settings(max_examples=DISTRICTS // len(RULES), database=None, deadline=None)
@given(number=st.integers(0, 2**48))
def test_recipients_destinations_statuses_and_reasons_agree(kind: RecipientType, number: int) -> None:
    """RCPT-01, RCPT-02, RCPT-03, RCPT-04, RCPT-05, RCPT-06, RCPT-07, RCPT-08, RCPT-09, RCPT-10, RCPT-11,
    RCPT-12, RCPT-13, RCPT-14, RCPT-15, RCPT-17, RCPT-20, RCPT-22, RCPT-23, RCPT-24, CHAN-13, A-16, A-17, A-18,
    A-19, A-20, A-21, A-90.
    """
    given_world = world(number)
    found = reaches(kind, given_world.students, given_world.terms())
    made = [each for reach in found for each in seen(reach)]
    lines = expected(kind, given_world, [(each[0], each[1], *each[3:6]) for each in made])
    assert Counter(made) == Counter(map(said, lines))
    people_agree(found, lines)


def people_agree(found: Sequence[Reach], lines: Sequence[Line]) -> None:
    """A-26: who counts as a recipient has a delivery that is no repetition, and each is one person."""
    counted = {each.person for each in found if each.counts and each.recipient.destinations}
    told = {
        line.user or line.person.replace(" ", "#", 1)
        for line in lines
        if not line.repeated and line.reason != "no_teacher"
    }
    assert counted == told
