"""From an accepted message to its report, with all five channels."""

import json
from dataclasses import replace

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import devices
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory.model import EmailAddress
from chalicelib.kernel import aws
from chalicelib.messages.store import conversations as inboxes
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

pytestmark = pytest.mark.moto


def to(*students: str, staff: tuple[str, ...] = ()) -> Selection:
    """Primary contacts of students, and staff."""
    chosen = StudentSelection(RecipientType.PRIMARY_CONTACTS, students=students) if students else None
    return Selection(chosen, staff)


def test_a_message_reaches_everybody_on_every_channel(line: Line) -> None:
    """SEND-09, CHAN-01, CHAN-02, QUEUE-02"""
    settle_district(families.student("sam"), families.student("kim"))
    content = build.content(voice=VoicePart("Bring lunch tomorrow"), push=True)
    devices.register("demo", "sam-mum-account", "android", "token-1", "Phone", line.clock.now())
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kim"))
    )
    line.run()
    for channel in (Channel.EMAIL, Channel.SMS, Channel.VOICE, Channel.PORTAL):
        assert line.totals(message, channel) == Totals(total=2, sent=2), channel
    assert line.totals(message, Channel.PUSH) == Totals(total=1, sent=1)
    assert {row.status for row in line.rows(message)} == {DeliveryStatus.SENT}
    kinds = sorted(each.kind for each in line.handed_over())
    assert kinds == ["call", "call", "email", "email", "push", "text", "text"]


def test_an_emergency_stands_for_its_conversation(line: Line) -> None:
    """CHAN-02: the in-app copy of a text that is an emergency is one."""
    settle_district(families.student("sam"))
    content = build.content(sms=SmsPart("Stay inside", emergency=True))
    line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    assert inboxes.first_page("demo", "sam-mum-account", 30)[0].items[0].emergency == (
        "Field trip",
        "Bring lunch.",
    )


def test_an_email_shows_sender_school_student_and_what_was_typed(line: Line) -> None:
    """CHAN-01: From is the author; braces and markup in a subject are text, nothing is taken for a template."""
    settle_district(families.student("sam", given_name="Sam {{x}} <b>"))
    content = build.content(subject="Lunch {{about}} & <b>more</b>", html="<p>Bring {{{lunch}}}</p>", sms=None)
    line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    (mail,) = line.handed_over(kind="email")
    assert mail.subject == "Lunch {{about}} & <b>more</b>"
    assert mail.detail["from"] == "Ada Teacher <office@riverbend.example>"
    assert ">Lincoln High<" in mail.html
    assert ">Ada Teacher<" in mail.html
    assert "lists you as a contact of Sam {{x}} &lt;b&gt; Miller" in mail.html
    assert "About Sam {{x}} &lt;b&gt; Miller" in mail.html
    assert "Bring &#123;&#123;{lunch}}}" in mail.html
    assert "&amp; &lt;b&gt;more&lt;/b&gt;</h1>" in mail.html
    assert "Bring lunch." in mail.text
    assert "sam-mum@home.example" not in mail.html


def test_the_in_app_copy_arrives_even_if_every_outward_channel_fails(line: Line) -> None:
    """CHAN-02, RCPT-23: the sender sees the reasons."""
    unreachable = families.contact("sam-mum", emails=(), phones=())
    settle_district(families.student("sam", unreachable))
    message = line.send(build.message(accepted_at=line.clock.now(), selection=to("sam")))
    line.run()
    page, unread = inboxes.first_page("demo", "sam-mum-account", 10)
    assert [(each.counterpart.name, each.subject) for each in page.items] == [("Ada Teacher", "Field trip")]
    assert unread == 1
    found = {row.ref.channel: (row.status, row.reason) for row in line.rows(message)}
    assert found == {
        Channel.EMAIL: (DeliveryStatus.ERROR, "no_contact_data"),
        Channel.SMS: (DeliveryStatus.ERROR, "no_contact_data"),
        Channel.PORTAL: (DeliveryStatus.SENT, ""),
    }
    assert line.handed_over() == []


def test_without_login_and_without_contact_data_there_is_only_the_error(line: Line) -> None:
    """RCPT-23"""
    settle_district(families.reached_at("sam"))
    message = line.send(build.message(accepted_at=line.clock.now(), selection=to("sam")))
    line.run()
    assert {(row.ref.channel, row.status) for row in line.rows(message)} == {
        (Channel.EMAIL, DeliveryStatus.ERROR),
        (Channel.SMS, DeliveryStatus.ERROR),
    }


def test_a_duplicate_is_recorded_and_never_transmitted_emergency_or_not(line: Line) -> None:
    """QUEUE-16, RCPT-12: it counts neither as sent nor as an error, and stands beside the total (A-89)."""
    same = {"emails": (EmailAddress("home@home.example"),), "phones": (families.phone("+12065550001"),)}
    settle_district(families.student("sam", families.contact("mum", **same), families.contact("dad", **same)))
    content = build.content(sms=SmsPart("Stay home", emergency=True))
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run(minutes=3)
    for channel in (Channel.EMAIL, Channel.SMS):
        assert line.totals(message, channel) == Totals(total=1, sent=1, duplicates=1)
        statuses = [row.status for row in line.rows(message, channel)]
        assert sorted(statuses) == [DeliveryStatus.DUPLICATE, DeliveryStatus.SENT]
    assert len(line.handed_over()) == 2


def test_one_part_failing_does_not_stop_the_others(line: Line) -> None:
    """SEND-09, QUEUE-10: a bounce, an unreachable phone, and reasons in words."""
    settle_district(families.reached_at("sam", "x@nomailbox.example", "+19075550111"))
    content = build.content(voice=VoicePart("Bring lunch"))
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    found = {row.ref.channel: (row.status, row.reason) for row in line.rows(message)}
    assert found == {
        Channel.EMAIL: (DeliveryStatus.ERROR, "no_mailbox"),
        Channel.SMS: (DeliveryStatus.ERROR, "unreachable_number"),
        Channel.VOICE: (DeliveryStatus.ERROR, "call_failed"),
    }
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, errors=1)


def test_staff_are_written_to_at_their_own_account(line: Line) -> None:
    """SEND-09"""
    ann = people.user("ann", email=EmailAddress("ann@school.example"))
    settle_district(staff=(ann,))
    message = line.send(build.message(accepted_at=line.clock.now(), selection=to(staff=("ann",))))
    line.run()
    assert [each.destination for each in line.handed_over()] == ["ann@school.example"]
    assert line.totals(message, Channel.PORTAL) == Totals(total=1, sent=1)
    (mail,) = line.handed_over()
    assert "About" not in mail.html


def test_an_email_leads_to_the_inbox_of_who_has_one(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """CHAN-01: a contact with an account has the link; without one, or an address, there is none."""
    monkeypatch.setenv("PUBLIC_URL", "https://web.example")
    student = families.student("kim")
    alone = tuple(replace(each, linked_user=None) for each in student.contacts)
    settle_district(families.student("sam"), replace(student, contacts=alone))
    content = build.content(sms=None)
    line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kim")))
    line.run()
    link = "https://web.example/inbox"
    assert sorted((link in each.html, link in each.text) for each in line.handed_over()) == [
        (False, False),
        (True, True),
    ]
    monkeypatch.setenv("PUBLIC_URL", "")
    line.send(build.message(2, accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    assert sorted("/inbox" in each.html for each in line.handed_over()) == [False, False, True]


# ---- Push ---------------------------------------------------------------------------------------------------


def test_push_goes_to_each_device_and_counts_once(line: Line) -> None:
    """CHAN-03: both devices show it, one delivery."""
    settle_district(families.student("sam"))
    for token in ("phone", "tablet", "phone"):
        devices.register("demo", "sam-mum-account", "android", token, token, line.clock.now())
    content = build.content(html="", sms=SmsPart("Bring lunch"), push=True)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run()
    pushes = line.handed_over(kind="push")
    assert len(pushes) == 2
    assert pushes[0].text == "Field trip: Bring lunch."
    assert json.loads(pushes[0].payload)["data"] == {"message_id": message.message_id}
    (row,) = line.rows(message, Channel.PUSH)
    assert (row.status, row.destination) == (DeliveryStatus.SENT, "2 devices")


def test_a_device_that_is_gone_is_forgotten(line: Line) -> None:
    """CHAN-03: the platform disables a dead token at its first push; the second finds out."""
    settle_district(families.student("sam"))
    devices.register("demo", "sam-mum-account", "android", "dead-token", "Old phone", line.clock.now())
    content = build.content(html="", sms=None, push=True, plain="Bring lunch")
    for number in (1, 2):
        message = build.message(number, accepted_at=line.clock.now(), content=content, selection=to("sam"))
        line.send(message)
        line.run()
    (row,) = line.rows(message, Channel.PUSH)
    assert (row.status, row.reason) == (DeliveryStatus.ERROR, "device_gone")
    assert devices.of("demo", "sam-mum-account") == ()


def test_registering_again_revives_a_disabled_device(line: Line) -> None:
    """CHAN-03"""
    first = devices.register("demo", "ann", "android", "token-1", "Phone", line.clock.now())
    sns = aws.client("sns")
    sns.set_endpoint_attributes(EndpointArn=first.endpoint, Attributes={"Enabled": "false"})
    assert devices.register("demo", "ann", "android", "token-1", "Phone", line.clock.now()) == first
    attributes = sns.get_endpoint_attributes(EndpointArn=first.endpoint)["Attributes"]
    assert attributes["Enabled"] == "true"
    devices.remove("demo", "ann", first.device_id)
    assert devices.of("demo", "ann") == ()


def test_an_account_keeps_its_latest_devices(line: Line) -> None:
    for number in range(devices.MOST + 2):
        line.clock.advance(seconds=1)
        devices.register("demo", "ann", "android", f"token-{number}", f"Phone {number}", line.clock.now())
    names = [each.name for each in devices.of("demo", "ann")]
    assert len(names) == devices.MOST
    assert names[0] == f"Phone {devices.MOST + 1}"
    assert devices.counts("demo", ["ann", "bob"]) == {"ann": devices.MOST}
