"""Whom the recipient types reach, and where: one case per rule."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access.scope import TYPES
from chalicelib.audience.model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.audience.resolve import RULES
from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Role, StudentContact
from tests.builders import families, people
from tests.support.resolving import ALL, PORTAL, E, P, S, V, address, reason, resolved, staff

MAIL = EmailAddress("kid@school.example")
HOME = EmailAddress("kid@home.example")
PHONE = families.phone("+12065550001")


def to_student(**changes: Any) -> Recipient:
    options = {name: changes.pop(name) for name in ("emergency", "inbox") if name in changes}
    (found,) = resolved(RecipientType.STUDENTS, people.student(**changes), **options)
    return found


def to_contacts(*contacts: StudentContact, **changes: Any) -> list[Recipient]:
    options = {name: changes.pop(name) for name in ("emergency", "inbox", "channels") if name in changes}
    student = people.student(contacts=contacts, **changes)
    return resolved(RecipientType.PRIMARY_CONTACTS, student, **options)


def test_the_types_offered_are_those_that_can_be_resolved() -> None:
    """PERM-08, PERM-09: otherwise the composer would offer a type that sending refuses."""
    assert {each.value for each in RULES} == set(TYPES)


# ---- Students -----------------------------------------------------------------------------------------------


def test_a_student_at_the_primary_email_and_phone_and_in_the_inbox() -> None:
    """RCPT-01, RCPT-20, RCPT-21."""
    found = to_student(
        primary_email=MAIL, personal_email=HOME, phone=PHONE, account=LinkedUser("kid"), language="es"
    )
    assert found.destinations == {
        E: Destination("kid@school.example"),
        S: Destination("+12065550001"),
        V: Destination("+12065550001"),
        P: Destination("kid"),
        PORTAL: Destination("kid"),
    }
    assert (found.person_id, found.kind, found.student_id) == ("sam", PersonKind.STUDENT, "sam")
    assert (found.school_id, found.recipient_type, found.language) == ("lincoln", "students", "es")


def test_an_empty_primary_email_falls_back_to_the_personal_one() -> None:
    """RCPT-15."""
    assert address(to_student(personal_email=HOME), E) == "kid@home.example"


def test_a_primary_email_that_opted_out_is_not_got_round() -> None:
    """CHAN-10, RCPT-15: unsubscribed is not empty."""
    found = to_student(primary_email=EmailAddress("kid@school.example", unsubscribed=True), personal_email=HOME)
    assert reason(found, E) is Unreachable.UNSUBSCRIBED


def test_a_student_without_contact_data_is_reached_in_app_only() -> None:
    """RCPT-01, RCPT-23: with the reason."""
    found = to_student(account=LinkedUser("kid"))
    assert [reason(found, channel) for channel in (E, S, V)] == [Unreachable.NO_CONTACT_DATA] * 3
    assert address(found, PORTAL) == "kid"


def test_without_account_and_data_there_are_only_errors() -> None:
    """RCPT-23."""
    assert set(to_student().destinations) == {E, S, V}


@pytest.mark.parametrize(
    ("account", "inbox"),
    [(LinkedUser("kid", enabled=False), True), (LinkedUser("kid"), False), (None, True)],
)
def test_no_in_app_copy_without_an_account_that_sees_communication(
    account: LinkedUser | None, inbox: bool
) -> None:
    """RCPT-20, PERM-05."""
    found = to_student(primary_email=MAIL, account=account, inbox=lambda user, role: inbox)
    assert (found.account, set(found.destinations)) == ("", {E, S, V})
    assert address(found, E) == "kid@school.example"


def test_a_student_without_sms_enabled_gets_no_text() -> None:
    """RCPT-17, A-90: other channels go on."""
    found = to_student(phone=Phone("+12065550001"))
    assert reason(found, S) is Unreachable.SMS_OFF
    assert address(found, V) == "+12065550001"


def test_a_students_own_email_opt_out() -> None:
    """CHAN-06: the in-app copy still arrives; A-22: an emergency changes nothing."""
    account = LinkedUser("kid", email_opt_out=True)
    found = to_student(primary_email=MAIL, account=account, emergency=frozenset(ALL))
    assert reason(found, E) is Unreachable.EMAIL_OPT_OUT
    assert address(found, PORTAL) == "kid"


def test_students_who_left_reach_nobody() -> None:
    """RCPT-19."""
    assert resolved(RecipientType.STUDENTS, people.student(active=False, primary_email=MAIL)) == []


# ---- Flags --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("emergency", [False, True])
@pytest.mark.parametrize(
    ("flags", "channel", "usual", "urgent"),
    [
        ({"callout": False}, S, Unreachable.CALLOUT_OFF, Unreachable.CALLOUT_OFF),
        ({"callout": False}, V, Unreachable.CALLOUT_OFF, Unreachable.CALLOUT_OFF),
        ({"blocked": True}, S, Unreachable.BLOCKED, None),
        ({"blocked": True}, V, Unreachable.BLOCKED, None),
        ({"sms": False}, S, Unreachable.SMS_OFF, Unreachable.SMS_OFF),
        ({"sms": False}, V, None, None),
        ({"unsubscribed": True}, S, Unreachable.UNSUBSCRIBED, Unreachable.UNSUBSCRIBED),
        ({"unsubscribed": True}, V, Unreachable.UNSUBSCRIBED, Unreachable.UNSUBSCRIBED),
        ({"blocked": True, "sms": False}, S, Unreachable.BLOCKED, Unreachable.SMS_OFF),
    ],
)
def test_flags_of_a_number(
    flags: Any, channel: Channel, usual: Unreachable | None, urgent: Unreachable | None, emergency: bool
) -> None:
    """CHAN-07, CHAN-08, CHAN-09, CHAN-10, RCPT-22, SMS-06: only Blocked gives way to an emergency."""
    phone = families.phone("+12065550001", **flags)
    (found,) = to_contacts(
        families.contact("mum", phones=(phone,)), emergency=frozenset({channel} if emergency else ())
    )
    assert reason(found, channel) is (urgent if emergency else usual)


def test_an_emergency_call_is_no_emergency_text() -> None:
    """CHAN-08, PERM-11: each part has its own box."""
    phone = families.phone("+12065550001", blocked=True)
    (found,) = to_contacts(families.contact("mum", phones=(phone,)), emergency=frozenset({V}))
    assert (address(found, V), reason(found, S)) == ("+12065550001", Unreachable.BLOCKED)


def test_an_unsubscribed_address() -> None:
    """CHAN-10."""
    address_ = EmailAddress("mum@x.example", unsubscribed=True)
    (found,) = to_contacts(families.contact("mum", emails=(address_,)), emergency=frozenset(ALL))
    assert reason(found, E) is Unreachable.UNSUBSCRIBED


@pytest.mark.parametrize("by", ["school", "user"])
def test_a_contacts_email_opt_out(by: str) -> None:
    """CHAN-05, CHAN-06: no email at any address; text, call and in-app copy go on."""
    account = LinkedUser("mum-account", EmailAddress("other@x.example"), email_opt_out=by == "user")
    (found,) = to_contacts(families.contact("mum", linked_user=account, email_opt_out=by == "school"))
    assert reason(found, E) is Unreachable.EMAIL_OPT_OUT
    assert all(address(found, channel) for channel in (S, V, PORTAL))


# ---- Primary contacts ---------------------------------------------------------------------------------------


def test_only_custodial_contacts_by_rank() -> None:
    """RCPT-03, RCPT-21."""
    found = to_contacts(
        families.contact("dad", sort_order=2),
        families.contact("mum", sort_order=1, language="es"),
        families.contact("aunt", sort_order=0, custodial=False),
    )
    assert [each.person_id for each in found] == ["mum", "dad"]
    assert {(each.kind, each.student_id, each.student_name) for each in found} == {
        (PersonKind.CONTACT, "sam", "Sam Miller")
    }
    assert found[0].language == "es"


@pytest.mark.parametrize(
    ("end", "reached"), [("2026-11-22", 0), ("2026-11-23", 1), ("2027-01-01", 1), (None, 1)]
)
def test_a_contact_that_has_ended_is_left_out(end: str | None, reached: int) -> None:
    """RCPT-04: end-dated contacts; the last day still counts."""
    found = to_contacts(families.contact("mum", end_date=end), families.contact("dad"))
    assert len(found) == 1 + reached


def test_two_people_with_the_same_address_of_different_students_each_get_it() -> None:
    """CHAN-13, A-18: not merged across students."""
    mum = families.contact("mum")
    found = resolved(
        RecipientType.PRIMARY_CONTACTS,
        people.student("s1", contacts=(mum,)),
        people.student("s2", contacts=(mum,)),
    )
    assert [(each.student_id, each.destinations[E].duplicate) for each in found] == [
        ("s1", False),
        ("s2", False),
    ]


def test_parents_who_share_an_address_get_it_once() -> None:
    """A-18: within one student; the second is a Duplicate on that channel only, with an in-app copy."""
    shared = EmailAddress("Us@home.example")
    mum = families.contact("mum", emails=(shared,))
    dad = families.contact("dad", emails=(EmailAddress("us@HOME.example"),))
    first, second = to_contacts(mum, replace(dad, sort_order=100))
    assert [each.destinations[E].duplicate for each in (first, second)] == [False, True]
    assert not any(second.destinations[channel].duplicate for channel in (S, V, P, PORTAL))


def test_two_contact_records_of_one_account_are_one_person() -> None:
    """A-18: the same linked user twice gets one outward message per channel, even at two addresses."""
    user = LinkedUser("mum-account")
    first, second = to_contacts(
        families.contact("mum", linked_user=user), families.contact("mum2", linked_user=user, sort_order=100)
    )
    assert not any(place.duplicate for place in first.destinations.values())
    assert all(place.duplicate for place in second.destinations.values())


def test_the_one_account_is_reached_through_whichever_record_can() -> None:
    """A-18: a record without email does not take the place of one that has it."""
    user = LinkedUser("mum-account")
    first, second = to_contacts(
        families.contact("mum", linked_user=user, emails=()), families.contact("mum2", linked_user=user)
    )
    assert reason(first, E) is Unreachable.NO_CONTACT_DATA
    assert second.destinations[E] == Destination("mum2@home.example")


# ---- Fallback -----------------------------------------------------------------------------------------------


def test_other_numbers_and_addresses_of_the_same_contact() -> None:
    """A-19, step 2; RCPT-17, SMS-07: the number with the SMS flag takes the text."""
    phones = (Phone("+12065550001"), families.phone("+12065550002"))
    emails = (EmailAddress("old@x.example", unsubscribed=True), EmailAddress("new@x.example"))
    (found,) = to_contacts(families.contact("mum", phones=phones, emails=emails))
    assert [address(found, channel) for channel in (E, S, V)] == [
        "new@x.example",
        "+12065550002",
        "+12065550001",
    ]


def test_a_contact_without_email_is_reached_at_their_accounts() -> None:
    """RCPT-14, A-19 step 4: the email falls back, the text uses the contact's own phone."""
    user = LinkedUser("mum-account", EmailAddress("login@x.example"), families.phone("+12065550009"))
    own = families.phone("+12065550001")
    (found,) = to_contacts(families.contact("mum", emails=(), phones=(own,), linked_user=user))
    assert [address(found, channel) for channel in (E, S, V)] == ["login@x.example", own.number, own.number]


def test_the_accounts_data_do_not_get_round_the_contacts_flags() -> None:
    """A-19: blocked or unsubscribed data are not used, also when the account lists them without the flag."""
    user = LinkedUser("mum-account", EmailAddress("MUM@x.example"), families.phone("+12065550001"))
    (found,) = to_contacts(
        families.contact(
            "mum",
            emails=(EmailAddress("mum@x.example", unsubscribed=True),),
            phones=(families.phone("+12065550001", blocked=True),),
            linked_user=user,
        )
    )
    assert [reason(found, channel) for channel in (E, S)] == [Unreachable.UNSUBSCRIBED, Unreachable.BLOCKED]


def test_a_closed_accounts_data_are_not_used() -> None:
    """A-19."""
    user = LinkedUser("mum-account", EmailAddress("login@x.example"), enabled=False)
    (found,) = to_contacts(families.contact("mum", emails=(), linked_user=user))
    assert reason(found, E) is Unreachable.NO_CONTACT_DATA


def test_a_custodial_contact_without_data_is_not_replaced_by_others() -> None:
    """A-19, step 3: other contacts only when the chosen type has no contact at all."""
    (found,) = to_contacts(
        families.contact("mum", emails=(), phones=(), linked_user=None),
        families.contact("aunt", custodial=False),
    )
    assert (found.person_id, reason(found, E)) == ("mum", Unreachable.NO_CONTACT_DATA)


def other(contact_id: str, **changes: Any) -> StudentContact:
    """A contact without custody and, unless given, without anything."""
    usual: dict[str, Any] = {"custodial": False, "emails": (), "phones": (), "linked_user": None}
    return families.contact(contact_id, **usual | changes)


def test_without_custodial_contact_each_channel_takes_the_best_ranked_other() -> None:
    """RCPT-03, RCPT-13, A-19 step 3: email and phone may come from different people."""
    found = to_contacts(
        other(
            "uncle", sort_order=3, emails=(EmailAddress("uncle@x.example"),), phones=(Phone("+12065550003"),)
        ),
        other("aunt", sort_order=1, emails=(EmailAddress("aunt@x.example"),)),
        other("gran", sort_order=2, phones=(Phone("+12065550002"),), linked_user=LinkedUser("gran-account")),
    )
    assert [(each.person_id, each.destinations) for each in found] == [
        ("aunt", {E: Destination("aunt@x.example"), S: Destination(reason=Unreachable.SMS_OFF)}),
        (
            "gran",
            {
                V: Destination("+12065550002"),
                P: Destination("gran-account"),
                PORTAL: Destination("gran-account"),
            },
        ),
    ]


def test_contacts_own_data_come_before_any_accounts() -> None:
    """A-19: step 3 for all contacts, then step 4."""
    login = LinkedUser("aunt-account", EmailAddress("aunt-login@x.example"))
    (found,) = to_contacts(
        other("aunt", sort_order=1, linked_user=login),
        other("uncle", sort_order=2, emails=(EmailAddress("uncle@x.example"),)),
        channels=(E, PORTAL),
    )
    assert found.person_id == "uncle"
    (found,) = to_contacts(other("aunt", sort_order=1, linked_user=login), other("uncle"), channels=(E, PORTAL))
    assert found.destinations == {E: Destination("aunt-login@x.example"), PORTAL: Destination("aunt-account")}


def test_the_students_own_account_is_the_last_resort() -> None:
    """RCPT-13: the contact data of the user linked to the student."""
    account = LinkedUser("kid", EmailAddress("kid-login@x.example"))
    (found,) = to_contacts(account=account, channels=(E, S, PORTAL))
    assert (found.kind, address(found, E)) == (PersonKind.STUDENT, "kid-login@x.example")
    assert reason(found, S) is Unreachable.NO_PRIMARY_CONTACT


def test_with_nobody_at_all_the_error_says_that_no_contact_exists() -> None:
    """RCPT-13, RCPT-23: one error per channel, and no in-app copy for the child."""
    (found,) = to_contacts(account=LinkedUser("kid"))
    assert (found.kind, found.account, found.student_id) == (PersonKind.STUDENT, "", "sam")
    assert {channel: place.reason for channel, place in found.destinations.items()} == dict.fromkeys(
        (E, S, V), Unreachable.NO_PRIMARY_CONTACT
    )


def test_an_unreachable_other_contact_still_has_the_in_app_copy() -> None:
    """RCPT-23."""
    (found,) = to_contacts(other("aunt"), other("uncle", linked_user=LinkedUser("uncle-account")))
    assert (found.person_id, address(found, PORTAL)) == ("uncle", "uncle-account")
    assert reason(found, E) is Unreachable.NO_PRIMARY_CONTACT


def test_every_channel_of_a_student_ends_somewhere() -> None:
    """RCPT-22: a suppressed channel is recorded with the reason, never silently dropped."""
    found = to_contacts(other("aunt", emails=(EmailAddress("aunt@x.example"),), email_opt_out=True))
    reached = [channel for each in found for channel in each.destinations]
    assert sorted(reached) == sorted((E, S, V))
    assert reason(found[0], E) is Unreachable.EMAIL_OPT_OUT


# ---- Staff --------------------------------------------------------------------------------------------------


def to_staff(**changes: Any) -> list[Recipient]:
    return staff([people.user(**changes)], inbox=lambda user, role: role is not Role.PARENT)


def test_staff_at_the_data_of_their_account() -> None:
    """RCPT-16, RCPT-17: a user's phone takes texts; the SMS flag belongs to students' and contacts' records."""
    (found,) = to_staff(email=EmailAddress("ann@x.example"), phone=Phone("+12065550001"))
    assert {channel: place.address for channel, place in found.destinations.items()} == {
        E: "ann@x.example",
        S: "+12065550001",
        V: "+12065550001",
        P: "ann",
        PORTAL: "ann",
    }
    assert (found.kind, found.recipient_type, found.student_id) == (PersonKind.STAFF, "staff", "")


def test_staff_without_email_are_reached_in_app_with_the_reason() -> None:
    """RCPT-16."""
    (found,) = to_staff()
    assert reason(found, E) is Unreachable.NO_CONTACT_DATA
    assert address(found, PORTAL) == "ann"


def test_staff_who_opted_out_of_email_or_left() -> None:
    """CHAN-06, RCPT-19."""
    (found,) = to_staff(email=EmailAddress("ann@x.example"), email_opt_out=True)
    assert reason(found, E) is Unreachable.EMAIL_OPT_OUT
    assert to_staff(enabled=False) == []


def test_staff_who_share_an_address_each_get_their_own() -> None:
    """CHAN-13."""
    office = EmailAddress("office@x.example")
    users = [people.user("ann", email=office), people.user("bob", email=office)]
    found = staff(users, channels=(E,))
    assert [each.destinations[E].duplicate for each in found] == [False, False]
