"""What people set for themselves, on the way out: pushes they asked for, emails they do not want."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery import devices
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Role, User
from chalicelib.directory.my_settings import MySettings
from chalicelib.directory.store import my_settings
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .last_checks.test_window import close_the_window
from .test_dispatch import fan_out
from .test_whole_line import to

ACCOUNT = LinkedUser("mum")


def household(**account: Any) -> None:
    """A mother of two; the account's owner has set `account`."""
    linked = replace(ACCOUNT, **account)
    mother = families.contact("mother", linked_user=linked)
    kids = {"linked_students": ("sam", "sue")}
    settle_district(families.student("sam", mother, **kids), families.student("sue", mother, **kids))
    directory.put_users("demo", [people.user("mum", roles=(Role.PARENT,), students=("sam", "sue"))])


def register(line: Line, account: str = "mum") -> None:
    devices.register("demo", account, "android", f"token-of-{account}", "Phone", line.clock.now())


def write(line: Line, *students: str, staff: tuple[str, ...] = (), push: bool = False) -> Message:
    content = build.content(push=push, sms=None)
    message = build.message(accepted_at=line.clock.now(), content=content, selection=to(*students, staff=staff))
    return line.send(message)


def pushes(line: Line) -> int:
    return len(line.handed_over(kind="push"))


@pytest.mark.parametrize("ticked", [False, True])
def test_who_opted_in_is_pushed_once_for_each_message(line: Line, ticked: bool) -> None:
    """CHAN-03, SET-05: with the box ticked or not; never both, and of two children once."""
    household(push_always=True)
    register(line)
    write(line, "sam", push=ticked)
    line.run()
    assert pushes(line) == 1
    if not ticked:
        second = build.message(
            2, accepted_at=line.clock.now(), content=build.content(sms=None), selection=to("sam", "sue")
        )
        line.send(second)
        line.run()
        assert pushes(line) == 2
        assert len(line.rows(second, Channel.PORTAL)) == 2


def test_who_did_not_opt_in_or_has_no_device_is_not_pushed(line: Line) -> None:
    """CHAN-03, SET-05: nothing is sent, and nothing is in error because of it."""
    household()
    register(line)
    first = write(line, "sam")
    line.run()
    assert pushes(line) == 0
    assert line.rows(first, Channel.PUSH) == []


def test_opted_in_without_a_device(line: Line) -> None:
    """SET-05"""
    household(push_always=True)
    message = write(line, "sam")
    line.run()
    assert (pushes(line), line.rows(message, Channel.PUSH)) == (0, [])


def test_staff_opt_in_too(line: Line) -> None:
    """SET-05: a member of staff gets a push for what a colleague writes."""
    settle_district(families.student("sam"), staff=(people.user("ann", push_always=True),))
    register(line, "ann")
    write(line, staff=("ann",))
    line.run()
    assert pushes(line) == 1


def test_a_push_of_ones_own_keeps_to_the_call_window(line: Line) -> None:
    """CHAN-03, QUEUE-05: it waits for the morning like any other."""
    household(push_always=True)
    register(line)
    close_the_window(line)
    message = write(line, "sam")
    line.run()
    assert pushes(line) == 0
    (row,) = line.rows(message, Channel.PUSH)
    assert row.status is DeliveryStatus.PENDING


def test_the_district_decides_about_pushes_for_everybody(line: Line) -> None:
    """SET-02, CHAN-03: either way, whatever was set."""
    for number, (own, decided, expected) in enumerate([(False, "on", 1), (True, "off", 1)], 1):
        household(push_always=own)
        directory.put_district(people.district(settings={"everybody_push_always": decided}))
        register(line)
        line.restart()
        content = build.content(sms=None)
        line.send(build.message(number, accepted_at=line.clock.now(), content=content, selection=to("sam")))
        line.run()
        assert pushes(line) == expected


# ---- no emails ---------------------------------------------------------------------------------------------


def staff(**changes: Any) -> User:
    return people.user("ann", email=EmailAddress("ann@school.example"), **changes)


def outcome(line: Line, message: Message) -> tuple[str, str]:
    (row,) = line.rows(message, Channel.EMAIL)
    return row.status.value, row.reason


def test_no_emails_and_the_in_app_copy_still_arrives(line: Line) -> None:
    """SET-07, CHAN-06, A-22: for families and staff alike."""
    household(email_opt_out=True)
    directory.put_users("demo", [staff(email_opt_out=True)])
    message = write(line, "sam", staff=("ann",))
    line.run()
    assert {(row.status.value, row.reason) for row in line.rows(message, Channel.EMAIL)} == {
        ("error", "email_opt_out")
    }
    assert [row.status for row in line.rows(message, Channel.PORTAL)] == [DeliveryStatus.SENT] * 2
    assert line.handed_over(kind="email") == []


@pytest.mark.parametrize("who", ["mum", "ann"])
def test_what_is_set_while_a_message_waits_counts_when_it_leaves(line: Line, who: str) -> None:
    """SET-07, CHAN-06: read again at the hand-off."""
    household()
    directory.put_users("demo", [staff()])
    message = write(line, "sam") if who == "mum" else write(line, staff=("ann",))
    fan_out(line, message)
    my_settings.change("demo", who, None, MySettings(email_opt_out=True), line.clock.now())
    my_settings.copy("demo", who)
    line.clock.advance(seconds=90)
    line.run()
    assert outcome(line, message) == ("error", "email_opt_out")


def test_the_district_decides_about_emails_for_everybody(line: Line) -> None:
    """SET-02, CHAN-06: nobody may do without; at resolving and at the hand-off."""
    household(email_opt_out=True)
    directory.put_district(people.district(settings={"everybody_email_opt_out": "off"}))
    line.restart()
    message = write(line, "sam")
    fan_out(line, message)
    line.clock.advance(seconds=timedelta(minutes=2).total_seconds())
    line.run()
    assert outcome(line, message)[0] == "sent"
