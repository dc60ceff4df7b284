"""What is previewed is what is sent: the count's numbers are the report's totals."""

from itertools import cycle

import pytest

from chalicelib.access.scope import TYPES
from chalicelib.audience.count import count, gather
from chalicelib.audience.model import RecipientType, Selection, StudentSelection, picks
from chalicelib.audience.terms import terms_of
from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory.model import EmailAddress, Student
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district


def households() -> list[Student]:
    """Siblings with one mother, parents who share an address, a blocked number, a family without anything."""
    mother = families.contact("mother")
    shared = (EmailAddress("both@x.example"),)
    blocked = families.contact("bo", phones=(families.phone("+12065550001", blocked=True),))
    return [
        families.student("x1", mother, linked_students=("x1", "x2")),
        families.student("x2", mother, linked_students=("x1", "x2")),
        families.student("y1", *(families.contact(each, emails=shared) for each in ("mum", "dad"))),
        families.student("z1", blocked),
        families.reached_at("n1"),
    ]


def stop_some(*students: Student) -> None:
    """Every second address of the families, and the teacher's, for one reason or another."""
    contacts = [contact for student in students for contact in student.contacts]
    emails = {each.address for contact in contacts for each in contact.emails}
    numbers = {each.number for contact in contacts for each in contact.phones}
    causes = cycle(Cause)
    for channel, places in ((Channel.EMAIL, {*emails, "ann@x.example"}), (Channel.SMS, numbers)):
        for place in sorted(places)[::2]:
            suppressions.suppress("demo", channel, place, next(causes), "2026-11-22")


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("recipient_type", [RecipientType(each) for each in TYPES])
def test_the_counted_deliveries_are_the_totals(
    line: Line, recipient_type: RecipientType, stopped: bool
) -> None:
    """SEND-13, SEND-14, A-18, RCPT-09, RCPT-22: of every recipient type, by channel, with duplicates and
    failures, whoever opted out or bounced before; the key picks the same sibling before as after."""
    settle_district(*households(), staff=(people.user("ann", email=EmailAddress("ann@x.example")),))
    if stopped:
        stop_some(*households())
    selection = Selection(StudentSelection(recipient_type, schools=("lincoln",)), ("ann",))
    channels = build.content().channels()
    terms = terms_of(
        people.district(), suppressions.in_short("demo"), channels, line.clock.now(), seed=picks("the-key")
    )
    counted = count(gather("demo", selection, None), terms)
    message = line.send(build.message(accepted_at=line.clock.now(), selection=selection, seed="the-key"))
    line.run()
    rows = line.rows(message)
    for channel in channels:
        totals = line.totals(message, channel)
        failed = [row for row in rows if row.ref.channel is channel and row.status is DeliveryStatus.ERROR]
        missed = counted.reasons.get(channel, {}) if channel is not Channel.PORTAL else {}
        assert totals.total == counted.deliveries[channel], channel
        assert totals.duplicates == counted.duplicates[channel], channel
        assert sorted(row.reason for row in failed) == sorted(
            reason for reason, number in missed.items() for _ in range(number)
        )


def test_more_deliveries_than_people(line: Line) -> None:
    """A-18, A-26: a mother of two, parents at one address, a family without anything, and a colleague."""
    settle_district(*households(), staff=(people.user("ann", email=EmailAddress("ann@x.example")),))
    chosen = StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln",))
    channels = build.content().channels()
    terms = terms_of(people.district(), suppressions.in_short("demo"), channels, line.clock.now())
    counted = count(gather("demo", Selection(chosen, ("ann",)), None), terms)
    assert counted.people == 6
    assert counted.deliveries == {Channel.EMAIL: 6, Channel.SMS: 7, Channel.PORTAL: 6}
    assert counted.duplicates == {Channel.EMAIL: 1, Channel.SMS: 0, Channel.PORTAL: 0}
