"""Once Per Family: who is of one family, who is picked, and what becomes of the others."""

from collections import Counter
from typing import Any

from chalicelib.audience.families import once_per_family
from chalicelib.audience.model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.directory.model import EmailAddress, LinkedUser, Student, StudentContact
from tests.builders import families, people
from tests.support.resolving import PORTAL, E, P, S, duplicates, outward, resolved, terms

ONCE = RecipientType.ONCE_PER_FAMILY


def child(student_id: str, *contacts: StudentContact, links: str = "", **changes: Any) -> Student:
    """A student whose siblings are named by single letters."""
    return people.student(student_id, contacts=contacts, linked_students=tuple(links), **changes)


def once(*students: Student, **changes: Any) -> list[Recipient]:
    return resolved(ONCE, *students, **changes)


def picked(found: list[Recipient]) -> set[str]:
    """Through whom anything leaves."""
    return {student for _, student, _ in outward(found)}


# ---- Who is of one family -----------------------------------------------------------------------------------


def test_links_join_by_way_of_others() -> None:
    """RCPT-08: A with B, B with C: one group. D, without links, is a group of one."""
    mum = families.contact("mum")
    found = once(child("a", mum, links="b"), child("b", mum, links="c"), child("c", mum), child("d", mum))
    assert len(outward(found)) == 2
    assert "d" in picked(found)


def test_only_selected_students_join() -> None:
    """RCPT-08, PERM-T09: B, who links A with C, is not among the teacher's own students."""
    mum = families.contact("mum")
    found = once(child("a", mum, links="b"), child("c", mum, links="b"))
    assert picked(found) == {"a", "c"}


def test_a_sibling_who_left_joins_nobody() -> None:
    """RCPT-08, RCPT-19."""
    mum = families.contact("mum")
    found = once(child("a", mum, links="b"), child("b", mum, links="ac", active=False), child("c", mum))
    assert picked(found) == {"a", "c"}


def test_a_student_without_links_has_each_custodial_contact_messaged() -> None:
    """RCPT-24: also divorced parents with accounts of their own."""
    mum, dad = families.contact("mum"), families.contact("dad", sort_order=100)
    found = once(child("a", mum, dad, families.contact("aunt", custodial=False)))
    assert [who for who, _, _ in outward(found)] == ["mum", "dad"]
    assert [each.account for each in found] == ["mum-account", "dad-account"]


# ---- The pick -----------------------------------------------------------------------------------------------


def test_one_with_an_eligible_contact_is_picked_and_all_its_custodial_contacts_are_messaged() -> None:
    """RCPT-09: B has nobody, so it is A, whatever the seed."""
    a = child("a", families.contact("mum"), families.contact("dad", sort_order=100), links="b")
    for seed in range(20):
        found = once(a, child("b", links="a"), seed=str(seed))
        assert [who for who, _, _ in outward(found)] == ["mum", "dad"]


def test_the_pick_is_random_and_the_seed_repeats_it() -> None:
    """RCPT-09: each sibling about as often; the order of the students does not matter."""
    trio = [child(name, families.contact(f"{name}-mum"), links="abc") for name in "abc"]
    picks: Counter[str] = Counter()
    for seed in range(600):
        found = once(*trio, seed=str(seed))
        assert picked(found) == picked(once(*reversed(trio), seed=str(seed)))
        picks.update(picked(found))
    assert picks.total() == 600
    assert all(150 < number < 250 for number in picks.values())


def test_custodial_contacts_else_the_one_with_sort_order_1() -> None:
    """RCPT-10, A-16: nobody without custody is added where somebody has it."""
    dad = families.contact("dad", custodial=False, sort_order=1)
    aunt = families.contact("aunt", custodial=False, sort_order=2)
    assert [who for who, _, _ in outward(once(child("a", aunt, dad)))] == ["dad"]
    assert [who for who, _, _ in outward(once(child("a", dad, families.contact("mum"))))] == ["mum"]


def test_an_ended_contact_makes_nobody_eligible() -> None:
    """RCPT-09, RCPT-04."""
    gone = families.contact("mum", end_date="2026-11-22")
    found = once(child("a", gone, links="b"), child("b", families.contact("dad"), links="a"))
    assert picked(found) == {"b"}


def test_the_fallback_is_tried_student_by_student() -> None:
    """RCPT-09, RCPT-13: nobody has an eligible contact; B's aunt can be reached, A's uncle cannot."""
    uncle = families.contact("uncle", custodial=False, emails=(), phones=(), linked_user=None)
    aunt = families.contact("aunt", custodial=False)
    for seed in range(10):
        found = once(child("a", uncle, links="b"), child("b", aunt, links="a"), seed=str(seed), channels=(E,))
        assert outward(found) == [("aunt", "b", "aunt@home.example")]
        assert [(each.person_id, each.destinations) for each in found if each.student_id == "a"] == [
            ("a", {E: Destination(reason=Unreachable.SIBLING, duplicate=True)})
        ]


def test_a_family_that_cannot_be_reached_is_one_error() -> None:
    """RCPT-09: the no-contact reason, once for the family."""
    found = once(child("a", links="b"), child("b", links="a"), channels=(E, PORTAL))
    errors = [each for each in found if not each.destinations[E].duplicate]
    assert [each.destinations for each in errors] == [{E: Destination(reason=Unreachable.NO_PRIMARY_CONTACT)}]
    assert duplicates(found) == [(each.student_id, each.student_id) for each in found if each not in errors]


# ---- Duplicates ---------------------------------------------------------------------------------------------


def test_two_contacts_of_one_account_are_merged_into_the_better_ranked() -> None:
    """RCPT-11: one outward message though there are two emails, one in-app copy, one notification."""
    user = LinkedUser("mum-account")
    first = families.contact("mum", linked_user=user, sort_order=1)
    second = families.contact("mum2", linked_user=user, sort_order=2)
    found = once(child("a", second, first))
    assert outward(found) == [("mum", "a", "mum@home.example")]
    for channel in (S, P, PORTAL):
        assert [who for who, _, _ in outward(found, channel)] == ["mum"]
    assert duplicates(found) == duplicates(found, PORTAL) == [("mum2", "a")]


def test_the_other_siblings_contacts_are_duplicates_with_an_in_app_copy() -> None:
    """RCPT-12, A-17: whichever child's record the parent opens; a father of one of them sees it too."""
    mum = families.contact("mum")
    a = child("a", mum, links="b")
    b = child("b", mum, families.contact("dad", sort_order=100), links="a")
    found = next(each for seed in range(20) if picked(each := once(a, b, seed=str(seed))) == {"a"})
    assert outward(found) == [("mum", "a", "mum@home.example")]
    assert duplicates(found) == duplicates(found, S) == duplicates(found, P) == [("mum", "b"), ("dad", "b")]
    assert [each[:2] for each in outward(found, PORTAL)] == [("mum", "a"), ("mum", "b"), ("dad", "b")]
    assert {each.destinations[E].reason for each in found if each.student_id == "b"} == {Unreachable.SIBLING}
    assert [each.kind for each in found] == [PersonKind.CONTACT] * 3


def test_a_contact_without_account_or_address_of_another_sibling_is_a_duplicate_and_no_error() -> None:
    """RCPT-12: duplicates count as neither Sent nor Errors, and make nobody a recipient."""
    nobody = families.contact("nobody", emails=(), phones=(), linked_user=None)
    a, b = child("a", families.contact("mum"), links="b"), child("b", nobody, links="a")
    for seed in range(20):
        reaches = once_per_family([a, b], terms(seed=str(seed)))
        of_b = [each for each in reaches if each.recipient.student_id == "b"]
        if picked([each.recipient for each in reaches]) == {"a"}:
            assert [place.duplicate for each in of_b for place in each.recipient.destinations.values()] == [
                True
            ] * 3
            assert not any(each.counts for each in of_b)
            return
    raise AssertionError("a was never picked")


def test_an_emergency_sends_no_duplicate() -> None:
    """RCPT-12."""
    mum = families.contact("mum", phones=(families.phone("+12065550001", blocked=True),))
    found = once(child("a", mum, links="b"), child("b", mum, links="a"), emergency=frozenset({S}))
    assert [address for _, _, address in outward(found, S)] == ["+12065550001"]
    assert len(duplicates(found, S)) == 1


def test_repeated_addresses_within_the_picked_student_are_duplicates() -> None:
    """RCPT-12, A-18."""
    shared = (EmailAddress("us@home.example"),)
    found = once(
        child(
            "a",
            families.contact("mum", emails=shared, linked_user=None, sort_order=1),
            families.contact("dad", emails=shared, linked_user=None, sort_order=2),
        )
    )
    assert (outward(found), duplicates(found)) == ([("mum", "a", "us@home.example")], [("dad", "a")])
