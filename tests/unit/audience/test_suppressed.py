"""Addresses that must not be written to, whoever has them: found while resolving, as at the hand-over."""

from collections.abc import Mapping

import pytest

from chalicelib.audience.imported.model import Person
from chalicelib.audience.imported.resolve import reaches, stopped
from chalicelib.audience.model import Recipient, RecipientType, Unreachable
from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, Phone, Student
from chalicelib.directory.suppression import Cause, Suppressed, short_hash
from tests.builders import families, people
from tests.support.resolving import E, S, V, address, reason, resolved, staff, terms

WORK, HOME = "ana@work.example", "ana@home.example"
MOBILE, OFFICE = "+12065550001", "+12065550002"


def suppressed(**causes: Mapping[str, Cause]) -> Suppressed:
    """`suppressed(sms={"+1206": Cause.OPT_OUT})`."""
    return Suppressed(
        {channel: {short_hash(each): why for each, why in known.items()} for channel, known in causes.items()}
    )


def mother(*numbers: str) -> Student:
    """A student whose mother has two addresses and these numbers."""
    emails = (EmailAddress(WORK), EmailAddress(HOME))
    phones = tuple(families.phone(each) for each in numbers)
    return families.student("sam", families.contact("ana", emails=emails, phones=phones, linked_user=None))


def to_mother(student: Student, known: Suppressed, *emergency: Channel) -> Recipient:
    kind, urgent = RecipientType.PRIMARY_CONTACTS, frozenset(emergency)
    (found,) = resolved(kind, student, suppressed=known, emergency=urgent)
    return found


def test_the_next_address_of_the_same_contact_is_used() -> None:
    """A-19, RCPT-17: as with one that is unsubscribed; whatever the capitals."""
    known = suppressed(email={WORK.upper(): Cause.BOUNCE}, sms={MOBILE: Cause.OPT_OUT})
    found = to_mother(mother(MOBILE, OFFICE), known)
    assert address(found, E) == HOME
    assert address(found, S) == OFFICE
    assert address(found, V) == MOBILE


@pytest.mark.parametrize(
    ("cause", "shown"),
    [
        (Cause.OPT_OUT, Unreachable.OPTED_OUT),
        (Cause.COMPLAINT, Unreachable.SUPPRESSED_COMPLAINT),
        (Cause.STAFF, Unreachable.STOPPED_BY_STAFF),
        (Cause.CARRIER, Unreachable.NOT_IN_SERVICE),
        (Cause.BOUNCE, Unreachable.SUPPRESSED_BOUNCE),
    ],
)
def test_each_cause_has_its_reason_and_an_emergency_only_tries_a_dead_number(
    cause: Cause, shown: Unreachable
) -> None:
    """CHAN-10, RCPT-22, A-21: nothing overrides an opt-out."""
    known = suppressed(sms={MOBILE: cause})
    assert reason(to_mother(mother(MOBILE), known), S) is shown
    urgent = to_mother(mother(MOBILE), known, S)
    assert reason(urgent, S) is (None if cause is Cause.CARRIER else shown)


def test_of_several_reasons_what_the_owner_decided_is_shown() -> None:
    """RCPT-22: that the flag is missing would be no help."""
    student = families.student("sam", families.contact("ana", phones=(Phone(MOBILE), Phone(OFFICE))))
    known = suppressed(sms={OFFICE: Cause.OPT_OUT})
    assert reason(to_mother(student, known), S) is Unreachable.OPTED_OUT


def test_a_students_own_bounced_address_is_not_got_round() -> None:
    """RCPT-15: the fallback is for an address that is missing."""
    student = people.student(
        primary_email=EmailAddress("kid@school.example"), personal_email=EmailAddress("kid@home.example")
    )
    known = suppressed(email={"kid@school.example": Cause.BOUNCE})
    (found,) = resolved(RecipientType.STUDENTS, student, suppressed=known)
    assert reason(found, E) is Unreachable.SUPPRESSED_BOUNCE


def test_staff_too() -> None:
    """RCPT-16, CHAN-10"""
    users = [people.user(email=EmailAddress(WORK), phone=Phone(MOBILE))]
    (found,) = staff(users, suppressed=suppressed(email={WORK: Cause.COMPLAINT}, voice={MOBILE: Cause.STAFF}))
    assert reason(found, E) is Unreachable.SUPPRESSED_COMPLAINT
    assert address(found, S) == MOBILE
    assert reason(found, V) is Unreachable.STOPPED_BY_STAFF


def test_imported_people_too() -> None:
    """IMPT-10, CHAN-10: whatever the file says."""
    ana, bo = Person("Ana", WORK, MOBILE), Person("Bo", "bo@mail.example", OFFICE)
    asked = terms(suppressed=suppressed(sms={MOBILE: Cause.OPT_OUT}))
    assert stopped([ana, bo], asked) == [ana]
    (found,) = reaches([ana], asked)
    assert reason(found.recipient, S) is Unreachable.OPTED_OUT
    assert address(found.recipient, E) == WORK
