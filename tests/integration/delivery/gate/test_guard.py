"""Emails of a district wait when far too many came back, until an administrator lets them go on."""

from datetime import timedelta

import pytest

from chalicelib.access import endpoint
from chalicelib.content.model import Channel, SmsPart
from chalicelib.delivery.gate import guard
from chalicelib.delivery.gate.bounces import Count
from chalicelib.delivery.gate.breaker import Breaker
from chalicelib.delivery.gate.line import Line as Booked
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.delivery.reasons import Reason
from chalicelib.delivery.store import bounces, gates
from chalicelib.directory import store as directory
from chalicelib.directory.model import Student
from chalicelib.directory.store import audit
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.api import HttpApi
from tests.support.line import Line, settle_district

from ..test_dispatch import only
from ..test_whole_line import to

D = "demo"
RESUME = "/v1/providers/email/resume"
# One bounce more makes it a tenth of a thousand.
NEARLY = Count(999, 99)


@pytest.fixture(autouse=True)
def people_of_the_district(line: Line, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "clock_source", lambda: clock)
    gone = families.reached_at("gone", "gone@nomailbox.example", "+12065550101")
    settle_district(gone, families.student("sam"), families.reached_at("full", "full@full.example"))
    office = people.user("boss", profiles=("district-administrator",), all_schools=True, schools=())
    directory.put_users(D, [office, people.user("head", profiles=("district-administrator",))])


def mail(line: Line, number: int, *students: str, minutes: int = 1, emergency: bool = False) -> Message:
    sms = SmsPart("Stay home", emergency=True) if emergency else None
    content = build.content(sms=sms)
    message = build.message(number, accepted_at=line.clock.now(), content=content, selection=to(*students))
    line.send(message)
    line.run(minutes=minutes)
    return message


def ruin(line: Line) -> None:
    """The email that is one too many."""
    bounces.add(D, f"{line.clock.now():%Y%m%d}", NEARLY)
    mail(line, 1, "gone")


def paused() -> bool:
    return gates.read(D, Channel.EMAIL).paused_at > 0


def test_what_came_back_is_counted_once_however_often_it_is_reported(line: Line) -> None:
    line.simulator.control({"action": "duplicate-events", "copies": 3})
    mail(line, 1, "gone", "sam", "full")
    assert guard.standing(D, line.clock.now()) == Count(2, 1)


def test_what_is_reported_again_later_is_counted_once(line: Line) -> None:
    """ADMIN-16: else a provider that repeats itself would pause a district's emails."""
    line.muted = True
    mail(line, 1, "gone", "sam")
    line.muted = False
    for body in line.lost * 3:
        line.receive_event(body)
        line.run()
    assert guard.standing(D, line.clock.now()) == Count(2, 1)


def test_of_a_tenth_of_a_thousand_on_emails_wait_and_nothing_else(line: Line) -> None:
    ruin(line)
    assert paused()
    message = build.message(2, accepted_at=line.clock.now(), selection=to("sam"))
    line.send(message)
    line.run(minutes=3)
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.PENDING, "")
    assert only(line, message, Channel.SMS)[0] is DeliveryStatus.SENT
    assert only(line, message, Channel.PORTAL)[0] is DeliveryStatus.SENT


def test_an_emergencys_email_never_waits(line: Line) -> None:
    """A-22 says which parts may be one; here the message counts."""
    ruin(line)
    message = mail(line, 2, "sam", emergency=True)
    assert only(line, message, Channel.EMAIL)[0] is DeliveryStatus.SENT


def test_below_a_tenth_nothing_waits(line: Line) -> None:
    bounces.add(D, f"{line.clock.now():%Y%m%d}", Count(1_001, 99))
    mail(line, 1, "gone")
    assert not paused()


def test_what_is_older_than_seven_days_is_forgotten(line: Line) -> None:
    bounces.add(D, f"{line.clock.now() - timedelta(days=7):%Y%m%d}", Count(5_000, 5_000))
    mail(line, 1, "gone")
    assert not paused()
    assert bounces.read(D) == {f"{line.clock.now():%Y%m%d}": Count(1, 1)}


def test_what_waits_too_long_says_why_it_did_not_leave(line: Line) -> None:
    """QUEUE-09."""
    ruin(line)
    message = mail(line, 2, "sam")
    line.clock.advance(hours=24)
    line.run(minutes=15)
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.EXPIRED, Reason.EMAILS_PAUSED)


def test_an_administrator_lets_them_leave_and_it_is_written_down(line: Line, api: HttpApi) -> None:
    """ADMIN-16: counted anew from there, so that the same addresses do not pause it again at once."""
    ruin(line)
    message = mail(line, 2, "sam")
    shown = {each["channel"]: each for each in api.get("/v1/providers", as_="boss").json["items"]}["email"]
    assert shown["state"] == "paused"
    assert shown["since"]
    assert shown["bounces"] == {"emails": 1000, "bounced": 100, "verdict": "too_many"}
    line.fall_behind(lambda: 1.0)
    assert [api.post(RESUME, as_="boss").status for _ in range(2)] == [204, 204]
    shown = {each["channel"]: each for each in api.get("/v1/providers", as_="boss").json["items"]}["email"]
    assert (shown["state"], shown["bounces"]["emails"]) == ("working", 0), "whoever looks at once sees it"
    line.fall_behind(None)
    (entry,) = [each for each in audit.newest(D, 10, None).items if each.who.user_id]
    assert (entry.who.user_id, entry.changes[0].field) == ("boss", "emails_paused")
    line.run(minutes=1)
    assert only(line, message, Channel.EMAIL)[0] is DeliveryStatus.SENT, "at the next run of the queue job"
    mail(line, 3, "gone")
    assert not paused()


def test_only_administrators_of_the_whole_district_and_only_emails(line: Line, api: HttpApi) -> None:
    ruin(line)
    assert api.post(RESUME, as_="head").status == 403
    assert api.post("/v1/providers/sms/resume", as_="boss").status == 404
    assert api.post("/v1/providers/nonsense/resume", as_="boss").status == 404
    assert paused()


def test_the_gate_keeps_what_else_it_knows(line: Line) -> None:
    """Pausing is one more thing of the gate; neither the breaker nor what is booked forgets it."""

    def fail(breaker: Breaker, booked: Booked) -> tuple[Breaker, Booked, None]:
        return breaker.failed(1.0), booked, None

    gates.change(D, Channel.EMAIL, fail)
    assert [gates.pause(D, Channel.EMAIL, 5.0), gates.pause(D, Channel.EMAIL, 6.0)] == [True, False]
    gates.change(D, Channel.EMAIL, fail)
    gate = gates.read(D, Channel.EMAIL)
    assert (gate.paused_at, gate.breaker.failures, gate.version) == (5.0, 2, 3)
    assert [gates.resume(D, Channel.EMAIL), gates.resume(D, Channel.EMAIL)] == [True, False]
    assert gates.read(D, Channel.EMAIL).breaker.failures == 2


def test_a_student_without_mail_is_no_matter(line: Line) -> None:
    """Whoever has no address never left, and so never came back."""
    nobody: Student = families.reached_at("nil", number="+12065550102")
    settle_district(nobody)
    mail(line, 1, "nil")
    assert guard.standing(D, line.clock.now()) == Count()
