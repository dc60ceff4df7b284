"""One text per phone: families at the same phone or address get one delivery that names every child."""

from collections.abc import Mapping
from dataclasses import fields, replace

from chalicelib.audience.model import Destination, Recipient, RecipientType
from chalicelib.audience.people import Reach
from chalicelib.directory.model import EmailAddress, Student, StudentContact
from tests.builders import families, people
from tests.support.resolving import PORTAL, E, P, S, duplicates, outward, resolved

PRIMARY = RecipientType.PRIMARY_CONTACTS
TOGETHER = {"a": "home", "b": "home", "c": "home"}


def child(student_id: str, *contacts: StudentContact, **changes: object) -> Student:
    return people.student(student_id, contacts=contacts, **changes)


def at(contact_id: str, email: str, number: str) -> StudentContact:
    return families.contact(
        contact_id, emails=(EmailAddress(email),), phones=(families.phone(number),), linked_user=None
    )


def children(found: list[Recipient]) -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    """By person, student and channel, about whom a delivery is."""
    return {
        (each.person_id, each.student_id, channel.value): each.children
        for each in found
        for channel, place in each.destinations.items()
        if place.address and not place.duplicate
    }


def test_a_mother_of_two_gets_one_delivery_that_names_both() -> None:
    """RCPT-12: the other is a Duplicate; she keeps an in-app copy for each child."""
    mum = families.contact("mum")
    found = resolved(PRIMARY, child("a", mum), child("b", mum), households=TOGETHER)
    for channel in (E, S, P):
        assert [each[:2] for each in outward(found, channel)] == [("mum", "a")]
        assert duplicates(found, channel) == [("mum", "b")]
        assert children(found)[("mum", "a", channel.value)] == ("a", "b")
    assert [each[:2] for each in outward(found, PORTAL)] == [("mum", "a"), ("mum", "b")]
    assert children(found)[("mum", "a", "portal")] == ()


def test_people_of_unlinked_families_who_share_a_phone() -> None:
    """Each channel by itself: the phone is shared, the emails are not."""
    a = child("a", at("mum", "mum@x.example", "+12065550001"))
    b = child("b", at("gran", "gran@x.example", "+12065550001"))
    found = resolved(PRIMARY, a, b, households=TOGETHER)
    assert outward(found, S) == [("mum", "a", "+12065550001")]
    assert len(outward(found, E)) == 2
    told = children(found)
    assert told[("mum", "a", "sms")] == ("a", "b")
    assert told[("mum", "a", "email")] == told[("gran", "b", "email")] == ()


def test_email_and_phone_shared_with_different_children_name_different_ones() -> None:
    """Nobody's name goes to an address where that child's family is not reached."""
    a = child("a", at("mum", "mum@x.example", "+12065550001"))
    b = child("b", at("mum", "mum@x.example", "+12065550001"))
    c = child("c", at("aunt", "aunt@x.example", "+12065550001"))
    told = children(resolved(PRIMARY, a, b, c, households=TOGETHER))
    assert (told[("mum", "a", "email")], told[("mum", "a", "sms")]) == (("a", "b"), ("a", "b", "c"))


def test_households_apart_and_districts_that_do_not_ask_are_left_alone() -> None:
    """CHAN-13, A-18: contacts are not merged across students by themselves."""
    mum = families.contact("mum")
    students = child("a", mum), child("b", mum)
    for apart in ({}, {"a": "one", "b": "other"}):
        assert len(outward(resolved(PRIMARY, *students, households=apart))) == 2


def test_once_per_family_names_the_siblings_who_were_passed_over() -> None:
    """RCPT-12: the delivery at their address is about them too."""
    mum = families.contact("mum")
    a, b = child("a", mum, linked_students=("b",)), child("b", mum, linked_students=("a",))
    found = resolved(RecipientType.ONCE_PER_FAMILY, a, b, households=TOGETHER)
    ((_, student, _),) = outward(found)
    assert children(found)[("mum", student, "email")] == (student, *({"a", "b"} - {student}))


def test_an_emergency_is_one_text_too() -> None:
    """RCPT-12: emergency does not turn duplicates into real sends."""
    mum = families.contact("mum")
    found = resolved(PRIMARY, child("a", mum), child("b", mum), households=TOGETHER, emergency=frozenset({S}))
    assert len(outward(found, S)) == len(duplicates(found, S)) == 1


def test_a_reach_at_other_destinations_is_otherwise_the_same() -> None:
    """`Reach.at` is written out field by field: none may be forgotten."""
    told = {each.name: each.name for each in fields(Recipient)}
    reach = Reach(Recipient(**told), "user", nobody=True)  # type: ignore[arg-type]  # any value will do
    moved = reach.at({E: Destination("x@x.example")}, ("a", "b"))
    wanted = replace(reach.recipient, destinations={E: Destination("x@x.example")}, children=("a", "b"))
    assert moved == replace(reach, recipient=wanted)
