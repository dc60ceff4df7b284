"""Student Personal, All Contacts and the combined types: one case per rule."""

import pytest

from chalicelib.audience.model import Destination, PersonKind, RecipientType, Unreachable
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone
from tests.builders import families, people
from tests.support.resolving import PORTAL, E, S, V, address, duplicates, outward, reason, resolved

SCHOOL = EmailAddress("kid@school.example")
HOME = EmailAddress("kid@home.example")
PERSONAL = RecipientType.STUDENT_PERSONAL
ALL_CONTACTS = RecipientType.ALL_CONTACTS
WITH_ALL = RecipientType.STUDENTS_AND_ALL_CONTACTS
WITH_PRIMARY = RecipientType.STUDENTS_AND_PRIMARY_CONTACTS


# ---- Student Personal ---------------------------------------------------------------------------------------


def test_the_personal_email_and_the_students_own_phone() -> None:
    """RCPT-02, RCPT-17, A-90: texts only to the address-block phone."""
    phone = families.phone("+12065550001")
    student = people.student(primary_email=SCHOOL, personal_email=HOME, phone=phone, account=LinkedUser("kid"))
    (found,) = resolved(PERSONAL, student)
    assert [address(found, each) for each in (E, S, V, PORTAL)] == [HOME.address, *[phone.number] * 2, "kid"]
    assert (found.recipient_type, found.student_id, found.school_id) == (PERSONAL, "sam", "lincoln")


@pytest.mark.parametrize("kind", [PERSONAL, RecipientType.STUDENTS])
def test_an_empty_email_falls_back_to_the_other_one_and_is_used_once(kind: RecipientType) -> None:
    """RCPT-15, RCPT-18: also when both are the same there is one delivery."""
    for student in (
        people.student(primary_email=SCHOOL),
        people.student(personal_email=SCHOOL),
        people.student(primary_email=EmailAddress(""), personal_email=SCHOOL),
        people.student(primary_email=SCHOOL, personal_email=SCHOOL),
    ):
        assert outward(resolved(kind, student)) == [("sam", "sam", SCHOOL.address)]


def test_templates_and_announcements_go_to_the_primary_email() -> None:
    """RCPT-18: the personal email is not used beside it."""
    student = people.student(primary_email=SCHOOL, personal_email=HOME)
    assert outward(resolved(RecipientType.STUDENTS, student)) == [("sam", "sam", SCHOOL.address)]


def test_without_any_email_there_is_the_in_app_copy_and_the_reason() -> None:
    """RCPT-02, RCPT-15."""
    (found,) = resolved(PERSONAL, people.student(account=LinkedUser("kid")))
    assert (reason(found, E), address(found, PORTAL)) == (Unreachable.NO_CONTACT_DATA, "kid")


def test_a_personal_email_that_opted_out_is_not_got_round() -> None:
    """CHAN-10, RCPT-15: unsubscribed is not empty."""
    gone = EmailAddress("kid@home.example", unsubscribed=True)
    (found,) = resolved(PERSONAL, people.student(primary_email=SCHOOL, personal_email=gone))
    assert reason(found, E) is Unreachable.UNSUBSCRIBED


# ---- All Contacts -------------------------------------------------------------------------------------------


def test_all_contacts_by_rank_with_or_without_custody_or_account() -> None:
    """RCPT-04, RCPT-20: everybody in the student's contacts."""
    student = families.student(
        "sam",
        families.contact("aunt", sort_order=3, custodial=False, linked_user=None),
        families.contact("mum", sort_order=1),
    )
    found = resolved(ALL_CONTACTS, student)
    assert [(each.person_id, each.account) for each in found] == [("mum", "mum-account"), ("aunt", "")]
    assert {each.kind for each in found} == {PersonKind.CONTACT}
    assert [PORTAL in each.destinations for each in found] == [True, False]


def test_a_contact_that_ended_is_excluded() -> None:
    """RCPT-04: end-dated; one that was removed is not in the record."""
    student = families.student(
        "sam", families.contact("mum"), families.contact("nanny", custodial=False, end_date="2026-11-22")
    )
    assert [each.person_id for each in resolved(ALL_CONTACTS, student)] == ["mum"]


def test_without_any_contact_the_students_account_stands_in() -> None:
    """RCPT-13, A-19 step 4."""
    account = LinkedUser("kid", email=HOME)
    student = people.student(account=account)
    (found,) = resolved(ALL_CONTACTS, student)
    assert (found.person_id, address(found, E), reason(found, S)) == (
        "sam",
        HOME.address,
        Unreachable.NO_CONTACT,
    )


def test_a_student_without_contacts_is_an_error_that_says_so() -> None:
    """RCPT-13, RCPT-23."""
    (found,) = resolved(ALL_CONTACTS, people.student())
    assert found.destinations == dict.fromkeys((E, S, V), Destination(reason=Unreachable.NO_CONTACT))


# ---- Students & contacts ------------------------------------------------------------------------------------


def test_students_and_all_contacts_are_the_union() -> None:
    """RCPT-06."""
    student = families.student(
        "sam",
        families.contact("mum"),
        families.contact("aunt", custodial=False, sort_order=100),
        primary_email=SCHOOL,
    )
    found = resolved(WITH_ALL, student)
    assert [who for who, _, _ in outward(found)] == ["sam", "mum", "aunt"]
    assert {each.recipient_type for each in found} == {WITH_ALL}


def test_one_person_in_both_roles_is_written_to_once() -> None:
    """RCPT-06, A-18: an adult student who is their own contact, with one account; one in-app copy."""
    account = LinkedUser("sam-account")
    student = families.student("sam", families.contact("self", linked_user=account), primary_email=SCHOOL)
    found = resolved(
        WITH_ALL, people.student("sam", contacts=student.contacts, primary_email=SCHOOL, account=account)
    )
    assert outward(found) == [("sam", "sam", SCHOOL.address)]
    assert duplicates(found, E) == duplicates(found, PORTAL) == [("self", "sam")]


def test_students_and_primary_contacts() -> None:
    """RCPT-07, A-20: the student at email and phone, and each custodial contact at their own address."""
    student = families.student(
        "sam",
        families.contact("mum"),
        families.contact("dad", sort_order=100),
        families.contact("aunt", custodial=False),
        primary_email=SCHOOL,
        phone=Phone("+12065550001", sms=True),
    )
    found = resolved(WITH_PRIMARY, student)
    assert outward(found) == [
        ("sam", "sam", SCHOOL.address),
        ("mum", "sam", "mum@home.example"),
        ("dad", "sam", "dad@home.example"),
    ]
    assert [who for who, _, _ in outward(found, S)] == ["sam", "mum", "dad"]


def test_two_custodial_contacts_who_share_an_email_get_one() -> None:
    """RCPT-07, A-18: the other is a Duplicate."""
    shared = (EmailAddress("us@home.example"),)
    student = families.student(
        "sam", families.contact("mum", emails=shared), families.contact("dad", emails=shared, sort_order=100)
    )
    found = resolved(WITH_PRIMARY, student)
    assert outward(found) == [("mum", "sam", "us@home.example")]
    assert duplicates(found) == [("dad", "sam")]


def test_without_custodial_contact_another_stands_in_beside_the_student() -> None:
    """RCPT-07, RCPT-13: but not the student once more."""
    aunt = families.contact("aunt", custodial=False)
    student = families.student("sam", aunt, primary_email=SCHOOL, account=LinkedUser("kid", email=HOME))
    assert [who for who, _, _ in outward(resolved(WITH_PRIMARY, student))] == ["sam", "aunt"]
    alone = people.student(primary_email=SCHOOL, account=LinkedUser("kid", email=HOME))
    found = resolved(WITH_PRIMARY, alone, channels=(E, PORTAL))
    assert outward(found) == [("sam", "sam", SCHOOL.address)]
    assert [place.reason for each in found for place in each.destinations.values()] == [
        None,
        None,
        Unreachable.NO_PRIMARY_CONTACT,
    ]
