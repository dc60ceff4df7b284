"""The numbers shown before sending: people once each, deliveries one by one, and why somebody is missed."""

from chalicelib.audience.model import Count, RecipientType
from chalicelib.audience.people import Reach, Terms
from chalicelib.audience.resolve import reaches, staff_reaches
from chalicelib.audience.tally import added, landlines, projected, tally
from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, PhoneKind, Student
from tests.builders import families, people

EMAIL, SMS, PORTAL = Channel.EMAIL, Channel.SMS, Channel.PORTAL
CHANNELS = (EMAIL, SMS, PORTAL)
TERMS = Terms(CHANNELS, frozenset(), lambda user, role: True, "2026-11-23")


def to_parents(*students: Student) -> list[Reach]:
    return reaches(RecipientType.PRIMARY_CONTACTS, students, TERMS)


def counted(*students: Student) -> Count:
    return tally(to_parents(*students), CHANNELS, landlines(students))


def test_an_email_about_two_children_is_two_deliveries_to_one_person() -> None:
    """A-18, A-26: the number of people is not the email part's Total."""
    mother = families.contact("mother")
    found = counted(families.student("x1", mother), families.student("x2", mother))
    assert (found.people, found.reachable[EMAIL], found.deliveries[EMAIL]) == (1, 1, 2)


def test_the_same_address_twice_within_a_student_is_a_duplicate_and_no_delivery() -> None:
    """A-18, A-89: duplicates stand beside the total."""
    home = (EmailAddress("home@x.example"),)
    found = counted(
        families.student("x1", families.contact("mum", emails=home), families.contact("dad", emails=home))
    )
    assert (found.people, found.deliveries[EMAIL], found.duplicates[EMAIL]) == (2, 1, 1)
    assert found.deliveries[SMS] == 2


def test_each_reason_is_counted_by_channel() -> None:
    """RCPT-22, SEND-14: blocked, no SMS flag, unsubscribed, opted out, no data, no account."""
    blocked = families.contact("c1", phones=(families.phone("+12065550001", blocked=True),))
    no_texts = families.contact("c2", phones=(Phone("+12065550002"),), linked_user=None)
    gone = families.contact("c3", emails=(EmailAddress("c3@x.example", unsubscribed=True),), phones=())
    opted_out = families.contact("c4", email_opt_out=True)
    found = counted(
        *(families.student(f"s{at}", who) for at, who in enumerate((blocked, no_texts, gone, opted_out)))
    )
    assert found.reasons == {
        EMAIL: {"unsubscribed": 1, "email_opt_out": 1},
        SMS: {"blocked": 1, "sms_off": 1, "no_contact_data": 1},
        PORTAL: {"no_account": 1},
    }
    assert (found.unreachable[EMAIL], found.unreachable[SMS], found.unreachable[PORTAL]) == (2, 3, 1)


def test_a_failing_delivery_is_part_of_the_total() -> None:
    """RCPT-23, A-89: an error counts as much as a success; where no copy can be made there is no delivery."""
    found = counted(families.reached_at("x1"))
    assert (found.deliveries[EMAIL], found.deliveries[PORTAL], found.unreachable_people) == (1, 0, 1)


def test_texts_to_home_and_work_phones_are_pointed_out() -> None:
    """SEND-14: for information; the number may take texts all the same."""
    home = families.phone("+12065550001", kind=PhoneKind.HOME)
    found = counted(
        families.student("x1", families.contact("mum", phones=(home,))),
        families.student("x2", families.contact("dad", phones=(home,))),
        families.student("x3"),
    )
    assert (found.landlines, found.reachable[SMS]) == (1, 3)


def test_somebody_who_is_staff_and_a_parent_is_one_person() -> None:
    """A-26."""
    user = people.user("pat", email=EmailAddress("pat@x.example"))
    parent = families.contact("pat-at-home", linked_user=LinkedUser("pat"))
    found = tally([*to_parents(families.student("x1", parent)), *staff_reaches([user], TERMS)], CHANNELS)
    assert (found.people, found.deliveries[EMAIL]) == (1, 2)


def test_a_sample_speaks_for_all() -> None:
    """SEND-13: ten times the students, ten times the deliveries; people come from the rolls."""
    sample = counted(families.student("x1"), families.reached_at("x2", email="x2@x.example"))
    found = projected(sample, people=20, times=10)
    assert found.approximate
    assert (found.people, found.reachable[SMS], found.unreachable[SMS]) == (20, 10, 10)
    assert (found.deliveries[SMS], found.reasons[SMS]) == (20, {"no_contact_data": 10})
    both = added(found, tally(staff_reaches([people.user("ann")], TERMS), CHANNELS))
    assert (both.people, both.approximate, both.reasons[SMS]) == (21, True, {"no_contact_data": 11})
