"""What was switched off while a message was on its way: calls and texts expire, everything else arrives."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.content.tokens import token
from chalicelib.delivery import known
from chalicelib.delivery.gate import kept
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.store import gates
from chalicelib.directory import store as directory
from chalicelib.messages.model import Source
from chalicelib.messages.store import conversations as inboxes
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..test_dispatch import down, fan_out, only, send
from ..test_whole_line import to
from .test_window import HOURS, close_the_window

EXPIRED, SENT = DeliveryStatus.EXPIRED, DeliveryStatus.SENT


def turn_off(**settings: Any) -> None:
    directory.put_district(people.district(settings={"calling_and_texting": False, **settings}))
    known.forget()


def exclude(excluded: bool = True) -> None:
    directory.put_school("demo", people.school(excluded=excluded))
    known.forget()


@pytest.mark.parametrize("emergency", [False, True])
@pytest.mark.parametrize(("off", "reason"), [(turn_off, "module_off"), (exclude, "school_excluded")])
def test_what_waits_expires_with_the_reason_and_emails_go(
    line: Line, off: Any, reason: str, emergency: bool
) -> None:
    """LIC-09, XSCH-05, A-70: Expired, not Pending for ever; emergencies too."""
    voice = VoicePart("Stay home", emergency=emergency)
    message = send(line, families.student("sam"), emergency=emergency, voice=voice)
    fan_out(line, message)
    off()
    line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (EXPIRED, reason)
    assert only(line, message, Channel.VOICE) == (EXPIRED, reason)
    assert only(line, message, Channel.EMAIL)[0] is SENT
    assert line.totals(message, Channel.SMS) == Totals(total=1, expired=1)
    assert [each.kind for each in line.handed_over()] == ["email"]


@pytest.mark.parametrize(
    ("off", "reason"), [(lambda: turn_off(**HOURS), "module_off"), (exclude, "school_excluded")]
)
def test_what_the_window_holds_ends_at_once(line: Line, off: Any, reason: str) -> None:
    """XSCH-05, LIC-09: with the reason, and not when the window opens."""
    settle_district(families.student("sam"))
    close_the_window(line)
    content = build.content(html="", plain="")
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run(minutes=2)
    off()
    line.run(minutes=5)
    assert only(line, message, Channel.SMS) == (EXPIRED, reason)
    assert line.pending(message) == 0


@pytest.mark.parametrize(("off", "reason"), [(turn_off, "module_off"), (exclude, "school_excluded")])
def test_what_a_provider_that_is_down_holds_ends_at_once(line: Line, off: Any, reason: str) -> None:
    """XSCH-05, LIC-09: it does not wait for a provider by which it will never leave."""
    message = send(line, families.student("sam"), html="", plain="")
    fan_out(line, message)
    gates.change("demo", Channel.SMS, lambda _, booked: (down(line), booked, None))
    kept.forget()
    off()
    line.run()
    assert only(line, message, Channel.SMS) == (EXPIRED, reason)


def test_what_the_window_holds_expires_when_it_is_looked_at(line: Line) -> None:
    """LIC-09: in the morning, and nothing is held again."""
    settle_district(families.student("sam"))
    close_the_window(line)
    content = build.content(html="", plain="")
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    line.run(minutes=1)
    turn_off(**HOURS)
    line.clock.advance(hours=10)
    line.run(minutes=2)
    assert only(line, message, Channel.SMS) == (EXPIRED, "module_off")


def test_unticking_restores_what_still_waits(line: Line) -> None:
    """XSCH-05"""
    message = send(line, families.student("sam"))
    fan_out(line, message)
    exclude()
    exclude(False)
    line.run()
    assert only(line, message, Channel.SMS)[0] is SENT


# ---- what recipients see -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("source", "name"), [(Source.DISTRICT, "Riverbend"), (Source.SCHOOL, "Lincoln High")])
def test_nothing_of_the_author_reaches_a_recipient(line: Line, source: Source, name: str) -> None:
    """COMP-16, COMP-19, CHAN-01, CHAN-02, XSCH-06, XSCH-07: mail headers and both bodies, text, call, push,
    inbox, insert fields; as the district, not even the author's school."""
    from chalicelib.delivery import devices

    settle_district(families.student("sam"))
    devices.register("demo", "sam-mum-account", "android", "token-1", "Phone", line.clock.now())
    by = f"{token('sender.name')} of {token('sender.school')}"
    content = build.content(html=f"<p>{by}</p>", plain=by, sms=SmsPart(by), voice=VoicePart(by), push=True)
    author = build.sender(user_id="u-4711", name="Ada Teacher")
    message = build.message(
        accepted_at=line.clock.now(), content=content, selection=to("sam"), source=source, sender=author
    )
    line.send(message)
    line.run()
    handed = line.handed_over()
    assert sorted(each.kind for each in handed) == ["call", "email", "push", "text"]
    (mail,) = line.handed_over(kind="email")
    assert f"{name} of {name}" in mail.text
    assert mail.detail["from"] == f"{name} <office@riverbend.example>"
    everything = "\n".join(repr(each) for each in handed)
    page, _ = inboxes.first_page("demo", "sam-mum-account", 10)
    everything += repr(page.items)
    hidden = ["Ada", "Teacher", "u-4711", *(["Lincoln"] if source is Source.DISTRICT else [])]
    assert [each for each in hidden if each in everything] == []
    (thread,) = page.items
    assert (thread.counterpart.source, thread.counterpart.name) == (source, name)


def test_the_window_is_the_schools_and_for_the_district_the_districts(line: Line) -> None:
    """ADMIN-01, ADMIN-02, A-27: 15:00 UTC is 8:00 in Denver, and the school waits until 9."""
    settle_district(families.student("sam"), school=people.school(settings={"call_window_not_before": "09:00"}))
    content = build.content(html="", plain="", sms=SmsPart("Bring lunch"))
    usual: dict[str, Any] = {"accepted_at": line.clock.now(), "content": content, "selection": to("sam")}
    own = line.send(build.message(1, **usual))
    ours = line.send(replace(build.message(2, **usual), source=Source.DISTRICT))
    line.run()
    assert only(line, own, Channel.SMS)[0] is DeliveryStatus.PENDING
    assert only(line, ours, Channel.SMS)[0] is SENT
