"""What changes in the records while a message waits is respected when it leaves (CHAN-08, CHAN-10)."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart
from chalicelib.delivery import devices
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Student, StudentContact, User
from chalicelib.kernel.clock import moment
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..test_dispatch import EMAIL_ONLY, TEXT_ONLY, fan_out, only, send
from ..test_whole_line import to
from .test_window import close_the_window

SENT = (DeliveryStatus.SENT, "")
EMAIL, PHONE = EmailAddress("ann@school.example"), families.phone("+12065550155")


def leave(line: Line) -> None:
    """What waits has waited more than a minute, and leaves."""
    line.clock.advance(seconds=90)
    line.run()


def change_contact(student: Student, **changes: Any) -> None:
    """The school changes the student's first contact."""
    first, *others = student.contacts
    directory.put_students("demo", [replace(student, contacts=(replace(first, **changes), *others))])


def to_staff(line: Line, user: User, **content: Any) -> Message:
    """A message to one member of staff, fanned out."""
    settle_district(families.student("sam"), staff=(user,))
    message = build.message(
        accepted_at=line.clock.now(), content=build.content(**content), selection=to(staff=(user.user_id,))
    )
    line.send(message)
    fan_out(line, message)
    return message


def test_blocked_after_queueing_is_respected_at_sending_save_in_an_emergency(line: Line) -> None:
    """CHAN-08, QUEUE-07"""
    for number, emergency in ((1, False), (2, True)):
        student = families.reached_at("sam", number="+12065550101")
        settle_district(student)
        content = build.content(html="", sms=SmsPart("Stay home", emergency=emergency))
        message = build.message(number, accepted_at=line.clock.now(), content=content, selection=to("sam"))
        line.send(message)
        fan_out(line, message)
        (mother,) = student.contacts
        blocked = replace(mother, phones=(replace(mother.phones[0], blocked=True),))
        directory.put_students("demo", [replace(student, contacts=(blocked,))])
        line.clock.advance(seconds=90)
        line.run()
        expected = (DeliveryStatus.SENT, "") if emergency else (DeliveryStatus.ERROR, "blocked")
        assert only(line, message, Channel.SMS) == expected


def test_unsubscribed_after_queueing_gets_nothing_emergency_included(line: Line) -> None:
    """CHAN-10: with the reason."""
    student = families.reached_at("sam", "sam@home.example", "+12065550101")
    message = send(line, student, emergency=True)
    fan_out(line, message)
    (mother,) = student.contacts
    gone = replace(
        mother,
        phones=(replace(mother.phones[0], unsubscribed=True),),
        emails=(EmailAddress("sam@home.example", unsubscribed=True),),
    )
    directory.put_students("demo", [replace(student, contacts=(gone,))])
    line.clock.advance(seconds=90)
    line.run()
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "unsubscribed")
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, "unsubscribed")
    assert line.handed_over() == []


def test_the_schools_opt_out_of_email_stops_the_email_and_nothing_else(line: Line) -> None:
    """CHAN-05: in-app copy and text go on."""
    student = families.student("sam")
    message = send(line, student)
    fan_out(line, message)
    change_contact(student, email_opt_out=True)
    leave(line)
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, "email_opt_out")
    assert only(line, message, Channel.SMS) == SENT
    assert only(line, message, Channel.PORTAL) == SENT


@pytest.mark.parametrize("where", ["in the student's record", "in the account's own"])
def test_a_users_own_opt_out_of_email_stops_the_email_and_nothing_else(line: Line, where: str) -> None:
    """CHAN-06, A-22: an emergency changes nothing; the in-app copy still arrives."""
    student = families.student("sam")
    message = send(line, student, emergency=True)
    fan_out(line, message)
    if where == "in the account's own":
        directory.put_users("demo", [people.user("sam-mum-account", email_opt_out=True)])
    else:
        change_contact(student, linked_user=LinkedUser("sam-mum-account", email_opt_out=True))
    leave(line)
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, "email_opt_out")
    assert only(line, message, Channel.SMS) == SENT
    assert only(line, message, Channel.PORTAL) == SENT


def test_what_one_owner_of_an_address_decides_does_not_bind_the_other(line: Line) -> None:
    """CHAN-05, CHAN-08: parents who share an address and a number; the flags stand in each one's record."""
    shared: dict[str, Any] = {
        "emails": (EmailAddress("both@home.example"),),
        "phones": (families.phone("+12065550101"),),
        "linked_user": None,
    }
    first, second = (
        families.student("sam", families.contact("mum", **shared)),
        families.student("kim", families.contact("dad", **shared)),
    )
    message = send(line, first, second)
    fan_out(line, message)
    change_contact(first, email_opt_out=True, phones=(families.phone("+12065550101", blocked=True),))
    leave(line)
    for channel, reason in ((Channel.EMAIL, "email_opt_out"), (Channel.SMS, "blocked")):
        outcomes = {row.person_id: (row.status, row.reason) for row in line.rows(message, channel)}
        assert outcomes == {"mum": (DeliveryStatus.ERROR, reason), "dad": SENT}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"email": replace(EMAIL, unsubscribed=True)}, "unsubscribed"),
        ({"email_opt_out": True}, "email_opt_out"),
        ({"enabled": False}, "account_closed"),
        ({"email": EmailAddress("other@school.example")}, ""),
    ],
)
def test_the_record_of_staff_is_asked_before_an_email(line: Line, changes: dict[str, Any], reason: str) -> None:
    """CHAN-06, CHAN-10: by their own record; a new address is no flag."""
    ann = people.user("ann", email=EMAIL)
    message = to_staff(line, ann, **EMAIL_ONLY)
    directory.put_users("demo", [replace(ann, **changes)])
    leave(line)
    expected = (DeliveryStatus.ERROR, reason) if reason else SENT
    assert only(line, message, Channel.EMAIL) == expected
    assert len(line.handed_over()) == (0 if reason else 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"phone": replace(PHONE, unsubscribed=True)}, "unsubscribed"),
        ({"phone": replace(PHONE, blocked=True)}, "blocked"),
        ({"phone": replace(PHONE, sms=False)}, ""),
        ({"email_opt_out": True}, ""),
        ({"enabled": False}, "account_closed"),
    ],
)
def test_the_record_of_staff_is_asked_before_a_text(line: Line, changes: dict[str, Any], reason: str) -> None:
    """CHAN-08, CHAN-10: for staff the SMS flag says nothing (RCPT-17)."""
    ann = people.user("ann", phone=PHONE)
    message = to_staff(line, ann, **TEXT_ONLY)
    directory.put_users("demo", [replace(ann, **changes)])
    leave(line)
    assert only(line, message, Channel.SMS) == ((DeliveryStatus.ERROR, reason) if reason else SENT)


def with_account(**changes: Any) -> StudentContact:
    """A contact whom only their account's address and number reach."""
    account = LinkedUser("mum-account", EmailAddress("mum@work.example"), families.phone("+12065550177"))
    return families.contact("mum", emails=(), phones=(), linked_user=replace(account, **changes))


def test_a_closed_accounts_address_is_not_used_and_the_contacts_own_is(line: Line) -> None:
    """Who loses the account keeps what the school has of them."""
    students = [families.student("sam", with_account()), families.student("kim")]
    message = send(line, *students)
    fan_out(line, message)
    closed = [people.user("mum-account", enabled=False), people.user("kim-mum-account", enabled=False)]
    directory.put_users("demo", closed)
    leave(line)
    for channel in (Channel.EMAIL, Channel.SMS):
        outcomes = {row.person_id: (row.status, row.reason) for row in line.rows(message, channel)}
        assert outcomes == {"mum": (DeliveryStatus.ERROR, "account_closed"), "kim-mum": SENT}


def test_a_closed_account_gets_no_push_in_the_morning(line: Line) -> None:
    """CHAN-04: what the call window held at night, for an account that was closed meanwhile."""
    settle_district(families.student("sam"), families.student("kim"))
    close_the_window(line)
    for name in ("sam", "kim"):
        account = f"{name}-mum-account"
        devices.register("demo", account, "android", f"token-{name}", "Phone", line.clock.now())
    content = build.content(push=True, sms=None)
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kim"))
    )
    line.run()
    directory.put_users("demo", [people.user("sam-mum-account", enabled=False)])
    line.clock.at = moment("2026-11-24T16:00:00+00:00")
    line.run(minutes=1)
    outcomes = {row.student_id: (row.status, row.reason) for row in line.rows(message, Channel.PUSH)}
    assert outcomes == {"sam": (DeliveryStatus.ERROR, "account_closed"), "kim": SENT}
