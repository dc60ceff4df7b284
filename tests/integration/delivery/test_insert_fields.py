"""Insert fields through the whole line: each recipient reads, hears and finds in the inbox their own text."""

from typing import Any

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.compose import Limits, Written, prepare
from chalicelib.content.model import Channel, Content, SmsPart, VoicePart
from chalicelib.delivery import devices
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.messages.model import Message, Source
from chalicelib.messages.store import conversations as inboxes
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.api import HttpApi
from tests.support.line import Line, settle_district

PARENT = people.user("sam-mum-account", roles=(Role.PARENT,), students=("sam",))
FIRST, FULL = "{{student.first_name}}", "{{student.full_name}}"


def to(*students: str, staff: tuple[str, ...] = ()) -> Selection:
    """Primary contacts of students, and staff."""
    chosen = StudentSelection(RecipientType.PRIMARY_CONTACTS, students=students) if students else None
    return Selection(chosen, staff)


def written(**parts: Any) -> Content:
    """Content as accepting prepares it."""
    found = prepare(Written(**{"subject": "Trip"} | parts), Limits())
    assert found.faults == ()
    return found.content


def sent(line: Line, content: Content, selection: Selection, number: int = 1) -> Message:
    """A message that has gone out."""
    message = line.send(
        build.message(number, accepted_at=line.clock.now(), content=content, selection=selection)
    )
    line.run()
    return message


def test_each_contact_reads_about_the_student_whom_it_regards(line: Line) -> None:
    """FLDS-03: in the email's subject, its two versions, the text and the call."""
    settle_district(
        families.student("sam", given_name="Sam", number="4711", grade="09"),
        families.student("kim", given_name="Kim", number="4712", grade="KG"),
    )
    text = f"Dear {{{{recipient.first_name}}}}, {FULL} ({{{{student.number}}}}, grade {{{{student.grade}}}})"
    content = written(
        subject=f"About {FIRST}",
        html=f"<p>{text} - {{{{sender.name}}}}</p>",
        sms=SmsPart(text),
        voice=VoicePart(text),
    )
    sent(line, content, to("sam", "kim"))
    expected = {
        "Dear Sam-Mum, Sam Miller (4711, grade 9)",
        "Dear Kim-Mum, Kim Miller (4712, grade KG)",
    }
    mails = line.handed_over(kind="email")
    assert {mail.subject for mail in mails} == {"About Sam", "About Kim"}
    assert {mail.html.split("<p>Dear")[1].split("</p>")[0] for mail in mails} == {
        f"{each.removeprefix('Dear')} - Ada Teacher" for each in expected
    }
    assert {line for mail in mails for line in mail.text.splitlines() if line.startswith("Dear")} == {
        f"{each} - Ada Teacher" for each in expected
    }
    for mail in mails:
        assert f"{mail.subject}</h1>" in mail.html
    assert {text.text for text in line.handed_over(kind="text")} == expected
    assert {call.words for call in line.handed_over(kind="call")} == expected


def test_values_are_escaped_for_each_channel_and_never_filled_again(line: Line) -> None:
    """FLDS-05: a name with < or & shows literally; one that looks like a token or a header stays a name."""
    name = "<b>A & {{sender.name}}\r\nBcc: x@x.example {"
    shown = "<b>A & {{sender.name}} Bcc: x@x.example {"
    settle_district(families.student("sam", given_name=name))
    sent(
        line,
        written(subject=f"For {FIRST}", html=f"<p>Hi {FIRST}{FIRST}</p>", sms=SmsPart(f"Hi {FIRST}")),
        to("sam"),
    )
    (mail,) = line.handed_over(kind="email")
    escaped = "&lt;b&gt;A &amp; &#123;{sender.name}} Bcc: x@x.example &#123;"
    assert f"<p>Hi {escaped}{escaped}</p>" in mail.html
    assert f"Hi {shown}{shown}" in mail.text
    assert mail.subject == f"For {shown}"
    assert line.handed_over(kind="text")[0].text == f"Hi {shown}"


def test_staff_have_blank_student_fields(line: Line) -> None:
    """FLDS-03: blank, not the token; a text of which nothing is left is not sent, and says why."""
    settle_district(
        staff=(people.user("tom", given_name="Tom", email=None, phone=families.phone("+12065550100")),)
    )
    sent(line, written(sms=SmsPart(f"{{{{recipient.first_name}}}}, about {FIRST}: call")), to(staff=("tom",)))
    assert [each.text for each in line.handed_over(kind="text")] == ["Tom, about: call"]
    nothing = sent(line, written(sms=SmsPart(FIRST)), to(staff=("tom",)), 2)
    (row,) = line.rows(nothing, Channel.SMS)
    assert (row.status, row.reason) == (DeliveryStatus.ERROR, "nothing_left")


def test_a_long_value_is_cut_at_delivery_and_the_inbox_has_the_whole(line: Line, api: HttpApi) -> None:
    """SMS-04, A-75, CALL-09: per recipient, between two characters."""
    family = "👩‍👧" * 40
    settle_district(families.student("sam", given_name="Sam", family_name=family), families.student("kim"))
    directory.put_users("demo", [PARENT])
    text = f"{FULL} " + "x" * 100
    content = written(sms=SmsPart(text), voice=VoicePart(f"{FULL} " + "y" * 978))
    sent(line, content, to("sam", "kim"))
    cut = f"Sam {family} " + "x" * 85
    kim = next(each for each in line.handed_over(kind="text") if each.text.startswith("Kim"))
    assert kim.text == "Kim Miller " + "x" * 100
    assert {each.text for each in line.handed_over(kind="text")} == {cut, kim.text}
    assert {each.words[:5] + str(len(each.words)) for each in line.handed_over(kind="call")} == {
        f"Sam {family[0]}{4 + len(family) + 1 + 955}",
        "Kim M989",
    }
    (thread,) = api.get("/v1/inbox", as_="sam-mum-account").json["items"]
    answer = api.get(f"/v1/inbox/{thread['thread_id']}", as_="sam-mum-account").json
    assert answer["items"][0]["html"] == f"<p>Sam {family} {'x' * 100}</p>"


@pytest.mark.parametrize(("source", "most"), [(Source.USER, 40), (Source.DISTRICT, 130)])
def test_the_limit_is_that_of_the_school_unless_the_district_writes(
    line: Line, source: Source, most: int
) -> None:
    """A-75, A-27: the same limit as when it was accepted."""
    school = people.school(settings={"sms_character_limit": 40})
    settle_district(families.student("sam", given_name="S" * 150), school=school)
    content = written(sms=SmsPart(FIRST))
    message = build.message(accepted_at=line.clock.now(), content=content, selection=to("sam"), source=source)
    line.send(message)
    line.run()
    assert line.handed_over(kind="text")[0].text == "S" * most


def test_the_inbox_shows_each_reader_their_own_text(line: Line, api: HttpApi) -> None:
    """FLDS-03, FLDS-05: in the list, in the conversation, and to the sender who looks at it."""
    settle_district(families.student("sam", given_name="Sam <i>"), staff=(people.user("teacher-1"),))
    directory.put_users("demo", [PARENT])
    sent(line, written(subject=f"About {FIRST}", html=f"<p>{FIRST} was late.</p>"), to("sam"))
    page, _ = inboxes.first_page("demo", "sam-mum-account", 10)
    assert [(each.subject, each.snippet) for each in page.items] == [("About Sam <i>", "Sam <i> was late.")]
    thread = page.items[0].thread_id
    (entry,) = api.get(f"/v1/inbox/{thread}", as_="sam-mum-account").json["items"]
    assert (entry["subject"], entry["html"]) == ("About Sam <i>", "<p>Sam &lt;i&gt; was late.</p>")


def test_a_push_names_the_child(line: Line) -> None:
    """FLDS-03."""
    settle_district(families.student("sam", given_name="Sam"), families.student("kim", given_name="Kim"))
    for name in ("sam", "kim"):
        devices.register("demo", f"{name}-mum-account", "android", f"token-{name}", "Phone", line.clock.now())
    sent(line, written(html=f"<p>{FIRST} was late.</p>", push=True), to("sam", "kim"))
    bodies = {each.text for each in line.handed_over(kind="push")}
    assert bodies == {"Trip: Sam was late.", "Trip: Kim was late."}


def test_what_is_known_at_sending_is_what_is_said(line: Line) -> None:
    """SEND-10, FLDS-03: the values are frozen with the recipients."""
    settle_district(families.student("sam", given_name="Sam"))
    content = written(sms=SmsPart(f"{FIRST} of {{{{student.school}}}}"))
    line.saboteur.at_call = ("SendTextMessage", 1)
    sent(line, content, to("sam"))
    directory.put_students("demo", [families.student("sam", given_name="Other")])
    line.run(minutes=20)
    assert [each.text for each in line.handed_over(kind="text")] == ["Sam of Lincoln"]
