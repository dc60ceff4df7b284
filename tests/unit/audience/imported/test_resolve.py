"""Imported people as recipients; and the numbers of a list are those of its people."""

from itertools import chain, combinations

import pytest

from chalicelib.audience.imported.model import Person, Tally
from chalicelib.audience.imported.resolve import counted, reaches
from chalicelib.audience.model import PersonKind, RecipientType, Unreachable
from chalicelib.audience.people import Terms
from chalicelib.audience.tally import tally
from chalicelib.content.model import Channel

E, S, V, P, PORTAL = Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PUSH, Channel.PORTAL
ANA = Person("Ana", "ana@mail.example", "+15055550101", "file-0")
BO = Person("Bo", "bo@mail.example", "", "file-1")
CY = Person("Cy", "", "+15055550103", "file-2")
PEOPLE = (ANA, BO, CY, BO)


def terms(*channels: Channel, secure: bool = False) -> Terms:
    return Terms(channels, frozenset(), lambda user, role: True, "2026-11-23", secure=secure)


def test_they_are_reached_where_their_data_allow() -> None:
    """IMPT-10, IMPT-13, RCPT-21: no account, no student, no school, no in-app copy."""
    who = reaches([BO], terms(E, S, V, P, PORTAL))[0].recipient
    assert (who.kind, who.recipient_type, who.name) == (PersonKind.IMPORTED, RecipientType.IMPORTED, "Bo")
    assert (who.account, who.student_id, who.school_id) == ("", "", "")
    assert who.destinations[E].address == "bo@mail.example"
    assert who.destinations[S].reason is who.destinations[V].reason is Unreachable.NO_CONTACT_DATA
    assert set(who.destinations) == {E, S, V}


def test_a_secure_message_does_not_reach_them_by_email() -> None:
    """A-31, IMPT-10: it is read after signing in; texts and calls go as written."""
    who = reaches([ANA], terms(E, S, secure=True))[0].recipient
    assert who.destinations[E].reason is Unreachable.NO_ACCOUNT
    assert who.destinations[S].address == "+15055550101"


ALL_SELECTIONS = list(chain.from_iterable(combinations((E, S, V, P, PORTAL), size) for size in range(6)))


@pytest.mark.parametrize("secure", [False, True])
@pytest.mark.parametrize("people", [PEOPLE[:1], (BO,), (CY,), (ANA, BO, CY)])
def test_the_numbers_of_a_list_are_those_of_its_people(people: tuple[Person, ...], secure: bool) -> None:
    """IMPT-11, SEND-13: whatever the channels."""
    for channels in ALL_SELECTIONS:
        asked = terms(*channels, secure=secure)
        assert counted(Tally.of(people), asked) == tally(reaches(people, asked), channels), channels
