"""What announcements send, through the API and the whole line: when, by whose hours, once, and as whom."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access import scope
from chalicelib.access import store as access
from chalicelib.access.model import Permission, Profile
from chalicelib.access.permissions import OFFERED
from chalicelib.announcements import fire, model, store
from chalicelib.announcements.model import Announcement
from chalicelib.content.model import Channel
from chalicelib.content.recordings.store import Named
from chalicelib.delivery import known
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Role, RollEntry, User
from chalicelib.kernel.aws import s3
from chalicelib.kernel.settings import setting
from chalicelib.kernel.words import say
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message, Source
from tests.builders import families, people, sounds
from tests.builders.announcements import body
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call
from tests.support.firing import fired
from tests.support.line import Line

from .conftest import D, Post

HOURS = {"call_window_not_before": "08:00", "call_window_not_after": "21:00"}
EMAIL = {"email": {"html": "<p>Bring a smile.</p>"}}
SMS = {"sms": {"text": "Bring a smile"}}
CALL = {"voice": {"text": "Bring a smile"}}
FIRE = {"sms": {"text": "Stay home", "emergency": True}}
ALL = {**EMAIL, **SMS, **CALL}
NOT_YOURS = "One of these schools is not among yours."
PENDING, SENT, EXPIRED = DeliveryStatus.PENDING, DeliveryStatus.SENT, DeliveryStatus.EXPIRED


@pytest.fixture
def hours(town: None) -> Callable[..., None]:
    """The district's call window, as every process knows it from now on."""

    def save(**changes: Any) -> None:
        directory.put_district(people.district(settings=HOURS | changes))
        known.forget()

    save()
    return save


def at(line: Line, day: int, hour: int, minute: int = 0) -> None:
    """It is so late in Denver, on a day of November, and the queue job has run."""
    line.clock.at = datetime(2026, 11, day, hour, minute, tzinfo=UTC) + timedelta(hours=7)
    known.forget()
    line.call("queue_job", {})
    line.pump()


def kinds(line: Line) -> Counter[str]:
    return Counter(each.kind for each in line.handed_over())


def one(answer: Answer) -> Announcement:
    """The announcement as it is now."""
    assert answer.status < 300, answer.text
    found = store.load(D, answer.json["announcement_id"])
    assert found
    return found


def sent(answer: Answer, number: int = 0) -> Message:
    """The message that it has become."""
    message = messages.load(D, one(answer).sent[number].message_id)
    assert message
    return message


def statuses(line: Line, message: Message, channel: Channel) -> set[DeliveryStatus]:
    return {row.status for row in line.rows(message, channel)}


# ---- When ---------------------------------------------------------------------------------------------------


def test_posted_in_the_window_it_leaves_at_the_next_run(line: Line, post: Post, hours: None) -> None:
    """ANN-14, ANN-15: at ten in the morning, each part once."""
    posted = post(roles=["parent"], parts=ALL)
    line.pump()
    assert not line.handed_over()
    line.run(minutes=3)
    assert kinds(line) == {"email": 2, "text": 2, "call": 2}
    assert {row.status for row in line.rows(sent(posted))} == {SENT}
    assert posted.json["due_at"] == "2026-11-23T17:00:00.000000+00:00"


def test_all_of_it_waits_for_the_window_of_its_first_day(line: Line, post: Post, hours: None) -> None:
    """ANN-15, A-12: emails too; until then there is not even a message."""
    posted = post(roles=["parent"], parts=ALL, start="2026-11-24")
    for day, hour, minute in ((23, 20, 59), (24, 0, 1), (24, 7, 59)):
        at(line, day, hour, minute)
        assert not one(posted).sent
    at(line, 24, 8)
    assert kinds(line) == {"email": 2, "text": 2, "call": 2}
    assert {row.status for row in line.rows(sent(posted))} == {SENT}


def test_an_emergency_goes_as_its_day_begins_and_the_rest_waits(line: Line, post: Post, hours: None) -> None:
    """SMS-09, A-12: at the next run on the active date, whatever the window; not on the eve."""
    posted = post(roles=["parent"], parts={**EMAIL, **CALL, **FIRE}, start="2026-11-24")
    at(line, 23, 23, 59)
    assert not line.handed_over()
    at(line, 24, 0, 1)
    assert kinds(line) == {"text": 2}
    assert statuses(line, sent(posted), Channel.PORTAL) == {PENDING}
    at(line, 24, 7, 59)
    assert kinds(line) == {"text": 2}
    assert one(posted).pending == {Channel.EMAIL, Channel.VOICE}
    at(line, 24, 8)
    line.run(minutes=1)
    assert kinds(line) == {"text": 2, "email": 2, "call": 2}
    rows = [row for number in range(2) for row in line.rows(sent(posted, number))]
    assert {row.status for row in rows} == {SENT}
    assert one(posted).due is None


def test_of_two_messages_the_first_alone_is_copied_in_the_app(line: Line, post: Post, hours: None) -> None:
    """A-12, A-36: one copy for each person, however many messages the announcement becomes."""
    at(line, 23, 22)
    posted = post(roles=["parent"], parts={**EMAIL, **FIRE})
    line.run(minutes=1)
    at(line, 24, 8)
    line.run(minutes=1)
    first, second = sent(posted), sent(posted, 1)
    assert (first.parts, second.parts) == ((Channel.SMS, Channel.PORTAL), (Channel.EMAIL,))
    assert statuses(line, first, Channel.PORTAL) == {SENT}
    assert not list(line.rows(second, Channel.PORTAL))
    assert Channel.PORTAL not in second.counted


@pytest.mark.parametrize(("end", "emails"), [("2026-11-25", 2), ("2026-11-23", 0)])
def test_what_waits_after_an_emergency_can_still_be_changed(
    line: Line, api: HttpApi, post: Post, hours: None, end: str, emails: int
) -> None:
    """A-36: what it says, whom it goes to, and until when."""
    at(line, 23, 22)
    posted = post(roles=["parent", "student"], parts={**EMAIL, **CALL, **FIRE}, end="2026-11-24")
    line.run(minutes=1)
    parts = {"email": {"html": "<p>Two hours late.</p>"}, **FIRE}
    changed = change(api, posted, roles=["parent"], parts=parts, end=end)
    assert changed.status == 200, changed.text
    assert changed.json["channels"] == ["email", "sms"]
    at(line, 24, 8)
    line.run(minutes=1)
    mails = [each for each in line.handed_over() if each.kind == "email"]
    assert [("Two hours" in each.text, each.destination) for each in sorted(mails, key=_to)] == [
        (True, f"{each}-mum@home.example") for each in ("amy", "ben")
    ][:emails]
    assert kinds(line)["call"] == 0


def _to(mail: Any) -> str:
    return str(mail.destination)


@pytest.mark.parametrize("emergency", [False, True])
def test_without_its_module_a_text_stays_and_the_email_leaves(
    line: Line, api: HttpApi, post: Post, hours: Callable[..., None], emergency: bool
) -> None:
    """LIC-01, PERM-12, A-36: the announcement says why; saved again once the module is on, the text leaves."""
    text = {"sms": {"text": "Bring a smile", "emergency": emergency}}
    posted = post(roles=["parent"], parts={**EMAIL, **text}, start="2026-11-24")
    hours(calling_and_texting=False)
    at(line, 24, 0, 1)
    assert not line.handed_over()
    at(line, 24, 8)
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}
    found = one(posted)
    assert found.pending == {Channel.SMS}
    assert found.due is None
    assert found.problem
    hours()
    assert change(api, posted, roles=["parent"], parts={**EMAIL, **text}).json["problem"] is None
    line.run(minutes=2)
    assert kinds(line) == {"email": 2, "text": 2}


def test_an_emergency_call_likewise(line: Line, post: Post, hours: None) -> None:
    """SMS-09, A-12: posted at ten at night for today."""
    at(line, 23, 22)
    post(roles=["parent"], parts={**SMS, "voice": {"text": "Stay home", "emergency": True}})
    line.run(minutes=1)
    assert kinds(line) == {"call": 2}


def test_posted_after_the_window_it_goes_the_next_morning(line: Line, post: Post, hours: None) -> None:
    """ANN-16"""
    at(line, 23, 22)
    posted = post(roles=["parent"], parts=ALL)
    at(line, 24, 7, 59)
    assert not one(posted).sent
    at(line, 24, 8)
    assert kinds(line) == {"email": 2, "text": 2, "call": 2}


def test_what_is_over_by_then_does_not_leave(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-16, A-15: and says so; with a later end it leaves after all."""
    at(line, 23, 22)
    posted = post(roles=["parent"], parts=ALL, end="2026-11-23")
    at(line, 24, 8)
    assert not line.handed_over()
    found = one(posted)
    assert (found.sent, found.due) == ((), None)
    assert found.problem == fire.TOO_LATE
    changed = change(api, posted, roles=["parent"], parts=ALL, start="2026-11-23", end="2026-11-24")
    assert changed.json["problem"] is None
    line.run(minutes=2)
    assert kinds(line) == {"email": 2, "text": 2, "call": 2}


def test_what_waits_after_an_emergency_ends_with_its_announcement(line: Line, post: Post, hours: None) -> None:
    """ANN-16, A-15: an emergency left at night; its email and its copy would have waited for a morning that is
    too late."""
    at(line, 23, 22)
    posted = post(roles=["parent"], parts={**EMAIL, **FIRE}, end="2026-11-23")
    line.run(minutes=1)
    at(line, 24, 0, 1)
    line.run(minutes=1)
    message = sent(posted)
    assert message.expires_at == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert statuses(line, message, Channel.PORTAL) == {EXPIRED}
    assert (one(posted).due, one(posted).problem) == (None, fire.TOO_LATE)
    at(line, 24, 8)
    assert kinds(line) == {"text": 2}


@pytest.mark.parametrize(("days", "leaves"), [(6, True), (8, False)])
def test_without_an_end_it_may_leave_for_seven_days(
    line: Line, post: Post, hours: None, days: int, leaves: bool
) -> None:
    """A-15: while no job ran."""
    posted = post(roles=["parent"], parts=EMAIL)
    line.clock.advance(days=days)
    known.forget()
    line.run(minutes=2)
    assert kinds(line) == ({"email": 2} if leaves else {})
    if leaves:
        assert sent(posted).expires_at == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_the_window_of_that_minute_counts(line: Line, post: Post, hours: Callable[..., None]) -> None:
    """ANN-15: what waits for eight leaves at half past six, once somebody sets that, and does not leave at
    eight when nine was set."""
    post(roles=["parent"], parts=EMAIL, start="2026-11-24")
    post(roles=["parent"], parts=SMS, start="2026-11-25")
    at(line, 24, 6, 30)
    assert not line.handed_over()
    hours(call_window_not_before="06:30")
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}
    hours(call_window_not_before="09:00")
    at(line, 25, 8, 59)
    assert kinds(line) == {"email": 2}
    at(line, 25, 9)
    assert kinds(line) == {"email": 2, "text": 2}


def test_emails_that_the_closing_window_meets_wait(line: Line, post: Post, hours: None) -> None:
    """A-12: made in the last minute; whatever of it had not been handed over goes on in the morning."""
    at(line, 23, 21)
    posted = post(roles=["parent"], parts={**EMAIL, **SMS})
    line.call("queue_job", {})
    line.clock.advance(minutes=2)
    line.run(minutes=2)
    assert not line.handed_over()
    assert {row.status for row in line.rows(sent(posted))} == {PENDING}
    at(line, 24, 8)
    line.run(minutes=1)
    assert kinds(line) == {"email": 2, "text": 2}


def test_a_widened_window_lets_go_of_emails_too(line: Line, post: Post, hours: Callable[..., None]) -> None:
    """A-12"""
    at(line, 23, 22)
    post(roles=["parent"], parts={**EMAIL, **FIRE})
    line.run(minutes=2)
    assert kinds(line) == {"text": 2}
    hours(call_window_not_after="23:30")
    line.run(minutes=2)
    assert kinds(line) == {"text": 2, "email": 2}


def test_a_school_has_its_own_day_and_hours(line: Line, post: Post, hours: None) -> None:
    """ANN-15, A-23: Honolulu is three hours behind Denver."""
    directory.put_school(D, people.school("hill", grades={"02": 1}, time_zone="Pacific/Honolulu"))
    posted = post(
        "hana", school_id="hill", school_ids=["hill"], roles=["parent"], parts=EMAIL, start="2026-11-24"
    )
    at(line, 24, 10, 59)
    assert not one(posted).sent
    at(line, 24, 11)
    assert kinds(line) == {"email": 1}


def test_forty_schools_fit_in_one_transaction(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-07, ANN-14: posted, changed to forty others, and sent."""
    ids = [f"school-{number}" for number in range(79)]
    for each in ids:
        directory.put_school(D, people.school(each, grades={"09": 1}))
    directory.put_users(D, [people.user("many", profiles=("principal",), schools=(*ids, "lincoln"))])
    posted = post("many", school_ids=ids[:40], roles=["parent"], parts=EMAIL)
    assert posted.status == 201, posted.text
    changed = change(api, posted, "many", school_ids=["lincoln", *ids[40:]], roles=["parent"], parts=EMAIL)
    assert changed.status == 200, changed.text
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}
    assert api.call("DELETE", posted.headers["location"], as_="many").status == 204


def test_each_recipients_school_has_its_hours_where_the_district_wants_it(
    line: Line, post: Post, hours: Callable[..., None]
) -> None:
    """ANN-15, QUEUE-05: emails too; it is ten in Denver, and seven in Honolulu, where one school is."""
    directory.put_school(D, people.school("hill", grades={"02": 1}, time_zone="Pacific/Honolulu"))
    hours(window_follows_recipient=True)
    posted = post("boss", school_ids=[], roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}
    assert statuses(line, sent(posted), Channel.EMAIL) == {SENT, PENDING}
    at(line, 23, 11)
    line.run(minutes=1)
    assert kinds(line) == {"email": 3}


# ---- Once ---------------------------------------------------------------------------------------------------


def test_ten_jobs_at_once_make_one_message(line: Line, post: Post, hours: None) -> None:
    """QUEUE-12, QUEUE-14: each has read the announcement before any of them wrote."""
    posted = one(post(roles=["parent"], parts=EMAIL))
    made = [fire.fire(posted, line.clock) for _ in range(10)]
    assert len([each for each in made if each]) == 1
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}


def test_killed_at_any_call_while_firing_it_is_sent_once(line: Line, post: Post, hours: None) -> None:
    """QUEUE-12, ANN-15: also when the job dies right before and after the message is stored."""
    number, hit = 0, True
    while hit:
        number += 1
        posted = post(roles=["parent"], parts=EMAIL, title=f"Picture day {number}")
        line.saboteur.reset(at=number, after=True)
        line.call("queue_job", {})
        hit = line.saboteur.done
        line.saboteur.reset(at=0, after=False)
        line.run(minutes=4)
        assert kinds(line) == {"email": 2 * number}, (number, line.saboteur.calls)
        assert {row.status for row in line.rows(sent(posted))} == {SENT}
    assert number > 12, "the sweep must have gone through the firing"


def change(api: HttpApi, posted: Answer, as_: str = "head", **changes: Any) -> Answer:
    path = f"/v1/announcements/{posted.json['announcement_id']}"
    tag = api.get(path, as_=as_).headers["etag"]
    return api.call("PUT", path, body=body(**changes), as_=as_, headers={"If-Match": tag})


def test_changed_before_it_leaves_it_leaves_changed(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """A-36: a part that has not been sent is replaced; also by another day."""
    posted = post(roles=["parent"], parts=EMAIL, start="2026-11-24")
    parts = {"email": {"html": "<p>Bring two smiles.</p>"}}
    assert change(api, posted, roles=["parent"], parts=parts, start="2026-11-25").status == 200
    at(line, 24, 12)
    assert not line.handed_over()
    at(line, 25, 8)
    assert {"two smiles" in each.text for each in line.handed_over()} == {True}


def test_changed_after_it_left_it_is_not_sent_again(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-25, A-36: a part that is added goes by itself, at the next time when it may; what was sent stays as
    it was, and goes on being shown."""
    posted = post(roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    at(line, 23, 22)
    parts = {"email": {"html": "<p>Forget it.</p>"}, **SMS}
    changed = change(api, posted, roles=["parent"], parts=parts)
    assert changed.json["parts"]["email"]["html"] == "<p>Bring a smile.</p>"
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}
    at(line, 24, 8)
    assert kinds(line) == {"email": 2, "text": 2}
    assert sent(posted, 1).content.channels() == (Channel.SMS, Channel.PORTAL)
    assert change(api, posted, roles=["parent"]).json["channels"] == ["email", "sms"]
    line.run(minutes=2)
    assert kinds(line) == {"email": 2, "text": 2}


def test_deleted_before_it_leaves_nothing_leaves(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """ANN-26"""
    posted = post(roles=["parent"], parts=ALL, start="2026-11-24")
    assert api.call("DELETE", posted.headers["location"], as_="head").status == 204
    at(line, 24, 8)
    assert not line.handed_over()


def test_deleted_while_the_line_holds_it_the_rest_is_canceled(
    line: Line, api: HttpApi, post: Post, hours: None
) -> None:
    """ANN-26: what was sent stays in the history."""
    at(line, 23, 22)
    posted = post(roles=["parent"], parts={**EMAIL, **FIRE})
    line.run(minutes=2)
    message = sent(posted)
    assert api.call("DELETE", posted.headers["location"], as_="head").status == 204
    line.run(minutes=2)
    at(line, 24, 8)
    assert kinds(line) == {"text": 2}
    assert statuses(line, message, Channel.PORTAL) == {EXPIRED}
    assert statuses(line, message, Channel.SMS) == {SENT}


def test_a_job_that_read_it_before_the_change_sends_nothing(
    line: Line, api: HttpApi, post: Post, hours: None
) -> None:
    """A-36, QUEUE-12: the change won; the next run sends what it says."""
    posted = post(roles=["parent"], parts=EMAIL)
    stale = one(posted)
    assert change(api, posted, roles=["parent"], parts={"email": {"html": "<p>Two smiles.</p>"}}).status == 200
    assert fire.fire(stale, line.clock) is None
    line.run(minutes=2)
    assert {"Two smiles" in each.text for each in line.handed_over()} == {True}
    assert kinds(line) == {"email": 2}


def test_a_change_of_what_was_just_sent_is_refused(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """A-36: its author looks again first."""
    posted = post(roles=["parent"], parts=EMAIL)
    path = posted.headers["location"]
    tag = api.get(path, as_="head").headers["etag"]
    line.run(minutes=2)
    assert api.call("PUT", path, body=body(), as_="head", headers={"If-Match": tag}).status == 412


def test_emergencies_come_first(line: Line, post: Post, hours: None) -> None:
    """QUEUE-04: of what is due in one run, and though it is due later."""
    for number in range(3):
        post(roles=["parent"], parts=EMAIL, title=f"Picture day {number}")
    line.clock.advance(minutes=1)
    urgent = post(roles=["parent"], parts=FIRE, title="Stay home")
    assert fired(fire.ANNOUNCEMENTS, line.clock, iter([60.0, 0.0]).__next__) == 1
    assert one(urgent).sent


def test_what_waits_for_the_window_is_not_read(
    line: Line, post: Post, hours: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ANN-15, QUEUE-12: a minute costs the pointers, however many wait for the morning."""
    at(line, 23, 22)
    post(roles=["parent"], parts=EMAIL)
    read: list[str] = []
    load = store.load

    def counted(district: str, announcement_id: str) -> Announcement | None:
        read.append(announcement_id)
        return load(district, announcement_id)

    monkeypatch.setattr(store, "load", counted)
    line.run(minutes=2)
    assert read == []
    at(line, 24, 8)
    assert len(read) == 1
    assert kinds(line) == {"email": 2}


def test_what_fails_comes_last(line: Line, post: Post, hours: None) -> None:
    """QUEUE-04, QUEUE-14: though it is the longest due."""
    empty = post(roles=["parent"], parts=EMAIL, grades=["10"])
    assert fired(fire.ANNOUNCEMENTS, line.clock) == 0
    assert one(empty).problem
    line.clock.advance(minutes=1)
    other = post(roles=["parent"], parts=EMAIL)
    assert fired(fire.ANNOUNCEMENTS, line.clock, iter([60.0, 0.0]).__next__) == 1
    assert one(other).sent


# ---- By whom, as whom, to whom ------------------------------------------------------------------------------


def test_the_rights_of_that_moment_count(line: Line, post: Post, hours: None) -> None:
    """PERM-12: whoever lost the right to post has posted nothing that leaves; it says why."""
    posted = post(roles=["parent"], parts=EMAIL, start="2026-11-24")
    directory.put_users(D, [people.user("head", profiles=("data-clerk",))])
    at(line, 24, 8)
    assert not line.handed_over()
    assert one(posted).problem == fire.NOT_ALLOWED
    assert one(posted).due is None


def test_a_school_that_one_left_gets_nothing(line: Line, post: Post, hours: None) -> None:
    """PERM-12, ANN-07"""
    posted = post(roles=["parent"], parts=EMAIL, start="2026-11-24")
    directory.put_users(D, [people.user("head", profiles=("principal",), schools=("hill",))])
    at(line, 24, 8)
    assert not line.handed_over()
    assert (one(posted).problem, one(posted).due) == (NOT_YOURS, None)


def test_a_school_that_was_excluded_since_texts_nobody(line: Line, post: Post, hours: None) -> None:
    """SMS-01, XSCH-04"""
    posted = post(roles=["parent"], parts=SMS, start="2026-11-24")
    directory.put_school(D, people.school("lincoln", grades={"09": 1, "11": 1}, excluded=True))
    at(line, 24, 8)
    assert not line.handed_over()
    found = one(posted)
    assert str(found.problem).startswith("Nobody can send text messages with announcements here")
    assert found.due is None


NAMED = say(scope.NOT_FROM_HERE, schools="Hill")


@pytest.mark.parametrize(("ids", "problem"), [(["hill"], NOT_YOURS), (["lincoln", "hill"], NAMED)])
def test_a_school_that_closed_since_gets_nothing(
    line: Line, api: HttpApi, post: Post, hours: None, ids: list[str], problem: str
) -> None:
    """PICK-03, ANN-07: whoever posted it takes the school out, and the others get it."""
    posted = post("both", school_ids=ids, roles=["parent"], parts=EMAIL, start="2026-11-24")
    directory.put_school(D, people.school("hill", grades={"02": 1}, last_year="2025"))
    at(line, 24, 8)
    assert not line.handed_over()
    assert (one(posted).problem, one(posted).due) == (problem, None)
    changed = change(api, posted, "boss", roles=["parent"], parts=EMAIL)
    assert changed.status == 200, changed.text
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}


def test_a_closed_school_is_no_part_of_the_whole_district(line: Line, post: Post, hours: None) -> None:
    """PICK-03, A-37"""
    post("boss", school_ids=[], roles=["parent"], parts=EMAIL, start="2026-11-24")
    directory.put_school(D, people.school("hill", grades={"02": 1}, last_year="2025"))
    at(line, 24, 8)
    assert {each.destination for each in line.handed_over()} == {
        "amy-mum@home.example",
        "ben-mum@home.example",
    }


@pytest.mark.parametrize("since", [{"excluded": True}, {"last_year": "2025"}])
def test_the_whole_district_gets_it_whatever_became_of_its_authors_school(
    line: Line, post: Post, hours: None, since: dict[str, Any]
) -> None:
    """A-37, XSCH-02, PICK-03: that school is the only one that no longer belongs to it."""
    posted = post("boss", school_ids=[], roles=["parent"], parts={**EMAIL, **SMS}, start="2026-11-24")
    directory.put_school(D, people.school("lincoln", grades={"09": 1, "11": 1}, **since))
    at(line, 24, 8)
    assert {each.destination for each in line.handed_over() if each.kind == "email"} == {"cem-mum@home.example"}
    assert kinds(line) == {"email": 1, "text": 1}
    assert sent(posted).source is Source.DISTRICT


def test_what_may_pass_is_tried_again(line: Line, post: Post, hours: None) -> None:
    """QUEUE-14: nobody to send it to is said; the others leave, and it leaves once there is somebody."""
    empty = post(roles=["parent"], parts=EMAIL, grades=["10"])
    post(roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    assert kinds(line) == {"email": 2}
    assert one(empty).problem == "Nobody is in this selection at the moment. Choose somebody else."
    assert one(empty).due
    roll = directory.roll(D, "lincoln")
    directory.put_roll(D, "lincoln", [each for each in roll if each.student_id != "amy"])
    _moved_up()
    line.run(minutes=2)
    assert kinds(line) == {"email": 3}
    assert not one(empty).problem


def _moved_up() -> None:
    directory.put_students(D, [families.student("amy", grade="10")])
    directory.put_roll(D, "lincoln", [*directory.roll(D, "lincoln"), RollEntry("amy", "10", "amy", "")])


@pytest.mark.parametrize(
    ("who", "school", "ids", "name"),
    [
        ("head", "lincoln", ["lincoln"], "Lincoln High"),
        ("both", "lincoln", ["hill"], "Hill Elementary"),
        ("both", "lincoln", ["lincoln", "hill"], "Riverbend"),
        ("boss", "lincoln", [], "Riverbend"),
        ("half", "lincoln", ["quiet"], "Quiet House"),
    ],
)
def test_it_comes_from_the_school_or_the_district(
    line: Line, post: Post, hours: None, who: str, school: str, ids: list[str], name: str
) -> None:
    """ANN-28, ANN-29, XSCH-07, A-23: never from its author, in no header and nowhere else."""
    directory.put_users(D, [_named(each) for each in ("head", "both", "half", "boss")])
    post(who, school_id=school, school_ids=ids, roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    mails = line.handed_over()
    assert mails
    for mail in mails:
        assert mail.detail["from"].startswith(name)
        assert "Zebulon" not in str(mail)


def _named(user_id: str) -> User:
    (user,) = directory.users(D, [user_id]).values()
    return replace(user, given_name="Zebulon", email=EmailAddress("zebulon@x.example"))


def test_who_gets_it(line: Line, post: Post, hours: None) -> None:
    """ANN-06, ANN-09, RCPT-18: contacts by their type, students at their own address, staff at theirs."""

    def reached(**changes: Any) -> set[str]:
        line.simulator.control({"action": "reset"})
        answer = post(parts=EMAIL, **changes)
        assert answer.status == 201, answer.text
        line.run(minutes=2)
        return {each.destination for each in line.handed_over()}

    amy, ben = "amy-mum@home.example", "ben-mum@home.example"
    assert reached(roles=["parent"]) == {amy, ben}
    assert reached(roles=["parent"], grades=["11"]) == {ben}
    assert reached(roles=["parent"], student_contacts="once_per_family") == {amy, ben}
    assert reached(roles=["student"]) == {"amy@x.example", "ben@x.example"}
    assert reached(roles=["student", "parent"], grades=["09"]) == {amy, "amy@x.example"}
    assert reached(roles=["teacher"]) == {"tom@x.example"}
    assert reached(roles=["teacher", "admin", "parent"], grades=["09"]) == {
        "tom@x.example",
        "head@x.example",
        amy,
    }


def test_staff_whom_nobody_finds_get_no_email(line: Line, post: Post, hours: None) -> None:
    """PICK-08, ANN-05: whose profile keeps them out of the search; on their portal they see it."""
    lacking = {Permission.INCLUDE_IN_MESSAGING_SEARCH}
    grants = {each: level for each, level in OFFERED[Role.TEACHER].items() if each not in lacking}
    access.put_profiles(D, [Profile("hidden", "Hidden", Role.TEACHER, grants)])
    teacher = (Role.TEACHER,)
    directory.put_users(
        D, [people.user("tia", roles=teacher, profiles=("hidden",), email=EmailAddress("tia@x.example"))]
    )
    post(roles=["teacher"], parts=EMAIL)
    line.run(minutes=2)
    assert {each.destination for each in line.handed_over()} == {"tom@x.example"}


def test_the_whole_district_is_without_excluded_schools(line: Line, post: Post, hours: None) -> None:
    """XSCH-02"""
    post("boss", school_ids=[], roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    names = {each.destination for each in line.handed_over()}
    assert names == {f"{each}-mum@home.example" for each in ("amy", "ben", "cem")}


def test_it_stands_in_the_reports_and_not_in_sent(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """SENT-06"""
    post(roles=["parent"], parts=EMAIL)
    line.run(minutes=2)
    assert api.get("/v1/messages", as_="head").json["items"] == []
    rows = api.get("/v1/reports/history", as_="head").json["items"]
    assert {row["subject"] for row in rows} == {"Picture day"}


def test_a_part_of_which_nothing_is_left_is_not_called_sent(
    line: Line, api: HttpApi, post: Post, hours: None, without: Callable[..., str]
) -> None:
    """FLDS-06, ANN-25: its author may no longer use the field that it was made of; written anew it leaves."""
    near = without()
    parts = {**EMAIL, "sms": {"text": "{{student.first_name}}"}}
    posted = post(near, roles=["parent"], parts=parts, start="2026-11-24")
    without(*{each for needed in scope.TYPES.values() for each in needed})
    at(line, 24, 8)
    assert kinds(line) == {"email": 2}
    read = api.get(posted.headers["location"], as_=near).json
    assert [each["channels"] for each in read["sent"]] == [["email"]]
    assert (read["problem"], read["due_at"]) == (model.NOTHING_LEFT, None)
    changed = change(api, posted, near, roles=["parent"], parts={**EMAIL, **SMS}, start="2026-11-24")
    assert changed.json["problem"] is None
    line.run(minutes=2)
    assert kinds(line) == {"email": 2, "text": 2}


def test_a_caller_id_that_is_gone_is_noted(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """CALL-04: the default calls, and the announcement says so."""
    private = {"public": False, "district_default": False, "creator": "head"}
    can_call(people.caller_id("everybodys"), people.caller_id("heads", **private))
    posted = post(
        roles=["parent"], parts={"voice": {"text": "Smile", "caller_id": "heads"}}, start="2026-11-24"
    )
    assert posted.status == 201, posted.text
    can_call(people.caller_id("everybodys"))
    at(line, 24, 8)
    assert kinds(line) == {"call": 2}
    read = api.get(posted.headers["location"], as_="head").json
    assert read["sent"][0]["note"]
    assert read["problem"] is None


def test_a_call_keeps_its_caller_id_whoever_changes_the_rest(
    line: Line, api: HttpApi, post: Post, hours: None
) -> None:
    """CID-04, A-36: a private number is that of whoever wrote the call; another who writes the call anew has
    none."""
    private = {"public": False, "district_default": False, "creator": "head"}
    heads = people.caller_id("heads", number="+15055550142", **private)
    can_call(people.caller_id("everybodys"), heads)
    call = {"voice": {"text": "Smile", "caller_id": "heads"}}
    posted = post(roles=["parent"], parts=call, start="2026-11-24")
    parts = api.get(posted.headers["location"], as_="boss").json["parts"]
    for who in ("boss", "both"):
        changed = change(api, posted, who, roles=["parent"], parts=parts, title="Mended", start="2026-11-24")
        assert changed.status == 200, changed.text
    anew = {"voice": {"text": "Frown", "caller_id": "heads"}}
    assert change(api, posted, "boss", parts=anew).fields == ["parts.voice.caller_id"]
    at(line, 24, 8)
    assert kinds(line) == {"call": 2}
    voice = sent(posted).content.voice
    assert voice
    assert voice.number == heads.number
    assert one(posted).sent[0].note == ""


@pytest.mark.moto
def test_a_recording_stays_in_what_somebody_else_changes(
    line: Line, api: HttpApi, post: Post, hours: None
) -> None:
    """CALL-02, CALL-15: it is played to families, and heard from the report."""
    recording_id = str(api.post("/v1/recordings", as_="head").json["recording_id"])
    s3().put_object(
        Bucket=setting("RECORDINGS_BUCKET"), Key=Named(D, "head", recording_id).upload, Body=sounds.wav(5)
    )
    assert api.post(f"/v1/recordings/{recording_id}/keep", as_="head").status == 200
    call = {"voice": {"kind": "recorded", "recording_id": recording_id}}
    posted = post(roles=["parent"], parts=call, start="2026-11-24")
    parts = api.get(posted.headers["location"], as_="boss").json["parts"]
    changed = change(api, posted, "boss", roles=["parent"], parts=parts, title="Mended", start="2026-11-24")
    assert changed.status == 200, changed.text
    at(line, 24, 8)
    calls = line.handed_over()
    assert [each.kind for each in calls] == ["call", "call"]
    assert all(Named(D, "head", recording_id).kept in str(each) for each in calls)
    heard = api.get(f"/v1/messages/{sent(posted).message_id}/audio", as_="boss").json
    assert Named(D, "head", recording_id).kept in heard["url"]


def test_a_field_without_a_marking_period_is_told(line: Line, api: HttpApi, post: Post, hours: None) -> None:
    """FLDS-04: it is left blank, and its author knows, before and after."""
    posted = post(parts={"sms": {"text": "Grades of {{period.name}}"}})
    assert posted.status == 201, posted.text
    assert [each["field"] for each in posted.json["warnings"]] == ["parts.sms.text"]
    line.run(minutes=2)
    read = api.get(posted.headers["location"], as_="head").json
    assert read["sent"][0]["note"] == posted.json["warnings"][0]["message"]
