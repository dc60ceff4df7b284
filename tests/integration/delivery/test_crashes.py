"""The process is killed before or after each of its calls, one at a time; nobody is forgotten, nobody is
written to twice (promises 1 and 2; cases R1, R3, R13, R16)."""

from collections import Counter

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.messages.model import Message
from tests.builders import families
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .test_whole_line import to

CHILDREN = ("sam", "kim")
CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.PORTAL)


def send(line: Line, number: int = 1) -> Message:
    """An email, a text and an in-app copy to two mothers."""
    settle_district(*map(families.student, CHILDREN))
    return line.send(build.message(number, accepted_at=line.clock.now(), selection=to(*CHILDREN)))


def everybody() -> Counter[str]:
    """Every address once."""
    mothers = [families.contact(f"{child}-mum") for child in CHILDREN]
    places = [each.emails[0].address for each in mothers] + [each.phones[0].number for each in mothers]
    return Counter(places)


def carry_on(line: Line, message: Message, minutes: int) -> None:
    """Until everything is final, at most so many minutes."""
    line.run()
    for _ in range(minutes):
        if line.rows(message) and not line.pending(message):
            return
        line.run(minutes=1)


def check(line: Line, message: Message, what: str) -> None:
    """Exactly once for everybody, and a report that adds up."""
    assert Counter(each.destination for each in line.handed_over()) == everybody(), what
    assert {row.status for row in line.rows(message)} == {DeliveryStatus.SENT}, what
    for channel in CHANNELS:
        assert line.totals(message, channel) == Totals(total=2, sent=2), (what, channel)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_everybody_is_written_to_exactly_once(line: Line, after: bool) -> None:
    """SEND-09, QUEUE-01, QUEUE-02, CHAN-02"""
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        message = send(line)
        line.saboteur.reset(at=at, after=after)
        carry_on(line, message, minutes=12)
        check(line, message, f"killed {'after' if after else 'before'} call {at}: {line.saboteur.calls}")
        hit = line.saboteur.done
    assert at > 25, "the sweep must have gone through the whole line"
