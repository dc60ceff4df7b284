"""Scheduled messages through the API and the queue job: made, changed, fired once, tried again, given up."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.directory import store as directory
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.keys import district_key
from chalicelib.messages import store as messages
from chalicelib.messages.firing import OURS
from chalicelib.messages.model import Message
from chalicelib.messages.schedules import fire, store
from chalicelib.messages.schedules.model import Outcome, Schedule, State
from tests.builders import people
from tests.support.api import Answer, HttpApi
from tests.support.firing import fired
from tests.support.ground import Ground
from tests.support.memory.tables import Lag
from tests.support.tokens import Issuer

from .conftest import D, body, enrol, queued, stored, students

URL = "/v1/scheduled-messages"
NEW_YORK_10_AM = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday


@dataclass
class Desk:
    """Somebody's scheduling, at a time that the test decides."""

    api: HttpApi
    clock: FixedClock
    patch: pytest.MonkeyPatch
    number: int = 0

    def call(self, method: str, path: str = URL, *, as_: str = "head", **options: Any) -> Answer:
        self.patch.setattr("chalicelib.access.endpoint.clock_source", lambda: self.clock)
        api = replace(self.api, issuer=Issuer(self.api.issuer.keys_file, self.clock.now()))
        return api.call(method, path, as_=as_, **options)

    def schedule(self, as_: str = "head", key: str | None = None, /, **changes: Any) -> Answer:
        """`date`, `time`, `every`, `until` are the schedule's; the rest changes the message."""
        self.number += 1
        headers = {"Idempotency-Key": key or f"schedule-{self.number}"}
        return self.call("POST", as_=as_, body=asked(**changes), headers=headers)

    def change(self, row: Any, **changes: Any) -> Answer:
        path = f"{URL}/{row['schedule_id']}"
        tag = self.call("GET", path).headers["etag"]
        return self.call("PUT", path, body=asked(**changes), headers={"If-Match": tag})

    def read(self, row: Any) -> Any:
        return self.call("GET", f"{URL}/{row['schedule_id']}").json

    def run(self) -> int:
        """The queue job's part, now."""
        return fired(fire.SCHEDULES, self.clock)

    def sent(self) -> list[Any]:
        return list(messages.sent_by(D, "head", limit=50, wanted=messages.Wanted(channels=("portal",))).items)

    def at(self, year: int, month: int, day: int, hour: int, minute: int, second: int = 0) -> None:
        self.clock.at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def asked(**changes: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"date": "2026-11-24", "time": "05:30"}
    when = usual | {name: changes.pop(name) for name in list(changes) if name in WHEN}
    return {"message": body(**changes), "schedule": {name: value for name, value in when.items() if value}}


WHEN = ("date", "time", "every", "until")


@pytest.fixture
def desk(api: HttpApi, town: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    directory.put_district(people.district(time_zone="America/New_York"))
    return Desk(api, FixedClock(NEW_YORK_10_AM), monkeypatch)


def refused(answer: Answer, status: int, field: str) -> None:
    assert answer.status == status, answer.text
    assert field in answer.fields, answer.text
    assert stored() == 0


def test_a_message_is_scheduled_and_sent_once(desk: Desk) -> None:
    """SCHD-06, SCHD-09, SCHD-16, SCHD-21: on its minute, as a message of its own."""
    row = desk.schedule().json
    assert (row["state"], row["next_at"]) == ("scheduled", "2026-11-24T10:30:00.000000+00:00")
    assert [each["subject"] for each in desk.call("GET").json["items"]] == ["Field trip"]

    desk.at(2026, 11, 24, 10, 29, 59)
    assert desk.run() == 0
    desk.at(2026, 11, 24, 10, 30)
    assert desk.run() == 1
    assert desk.run() == 0

    (sent,) = desk.sent()
    shown = desk.read(row)
    assert (shown["state"], shown["next_at"], shown["last_sent"]["message_id"]) == (
        "ended",
        None,
        sent.message_id,
    )
    message = messages.load(D, sent.message_id)
    assert message
    assert message.expires_at == datetime(2026, 11, 25, 5, 0, tzinfo=UTC)  # the end of the local day
    assert queued() == 1


def test_what_was_scheduled_a_moment_ago_is_listed(desk: Desk, ground: Ground) -> None:
    """SCHD-06: reads may be a second behind, and whoever does not see it schedules it again."""
    ground.fall_behind(Lag(lambda: desk.clock.now().timestamp(), lambda: 1.0))
    row = desk.schedule().json
    assert [each["schedule_id"] for each in desk.call("GET").json["items"]] == [row["schedule_id"]]


def test_what_waits_for_readers_is_told_and_kept(desk: Desk) -> None:
    """In the list and in the message itself, also after its time was changed."""
    waits = [{"channel": "sms", "after_minutes": 15}]
    made = desk.schedule(parts={"sms": {"text": "Hello"}}, if_not_read=waits).json
    kept = desk.change(made, parts={"sms": {"text": "Hello"}}, if_not_read=waits, time="09:00").json
    (row,) = desk.call("GET").json["items"]
    assert made["if_not_read"] == kept["if_not_read"] == row["if_not_read"] == waits
    assert kept["message"]["if_not_read"] == waits


def test_a_repeated_request_schedules_once(desk: Desk) -> None:
    """SEND-01, SEND-05"""
    first, again = desk.schedule("head", "the-same-key"), desk.schedule("head", "the-same-key")
    assert first.json["schedule_id"] == again.json["schedule_id"]
    assert len(desk.call("GET").json["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"time": None}, "schedule.time"),
        ({"date": "2026-11-22"}, "schedule.date"),
        ({"date": "2026-11-23", "time": "10:00"}, "schedule.time"),
        ({"time": "10:00Z"}, "schedule.time"),
        ({"time": 600}, "schedule.time"),
        ({"date": "2026-11-26T00:00:00"}, "schedule.date"),
        ({"date": "2030-01-01"}, "schedule.date"),
        ({"date": "9999-12-31"}, "schedule.date"),
        ({"date": "0001-01-01"}, "schedule.date"),
        ({"date": "tomorrow"}, "schedule.date"),
        ({"every": "weekly", "until": "2026-11-23"}, "schedule.until"),
        ({"every": "hourly"}, "schedule.every"),
        ({"parts": {}}, "message.parts"),
        ({"audience": {}}, "message.audience"),
        ({"subject": "s" * 201}, "message.subject"),
    ],
)
def test_what_cannot_be_scheduled(desk: Desk, changes: dict[str, Any], field: str) -> None:
    """SCHD-01, SCHD-02, SCHD-04: the reason beside the field, and nothing kept."""
    refused(desk.schedule(**changes), 400, field)


def test_scheduling_asks_for_the_number(desk: Desk) -> None:
    """SEND-05: the same confirmation as sending."""
    directory.put_district(people.district(time_zone="America/New_York", settings={"always_confirm": True}))
    answer = desk.schedule()
    refused(answer, 409, "message.confirmed_recipients")
    assert desk.schedule(confirmed_recipients=answer.json["recipients"]).status == 201


def test_recipients_are_looked_up_when_it_is_sent(desk: Desk) -> None:
    """RCPT-19, A-82: a student who came in between gets it."""
    desk.schedule(audience=students(schools=["lincoln"]))
    enrol("lincoln", *(people.student(f"n{number}") for number in range(3)))
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    (sent,) = desk.sent()
    assert sent.people == 3


def test_a_recurrence_goes_on_until_its_final_date(desk: Desk) -> None:
    """SCHD-03, SCHD-04, SCHD-10, SCHD-21"""
    row = desk.schedule(every="daily", until="2026-11-25").json
    for day in (24, 25, 26, 27):
        desk.at(2026, 11, day, 10, 31)
        desk.run()
    assert len(desk.sent()) == 2
    shown = desk.read(row)
    assert (shown["state"], shown["next_at"]) == ("ended", None)
    assert [run["occurrence"] for run in shown["runs"]] == ["2026-11-25", "2026-11-24"]


def test_a_job_that_stood_still_sends_late_and_once(desk: Desk) -> None:
    """SCHD-16, A-15, A-30: also after the end of the day; of a recurrence the latest, the missed on
    record. It needs no final date."""
    once, daily = desk.schedule().json, desk.schedule(every="daily", subject="Daily").json
    desk.at(2026, 11, 26, 12, 0)
    desk.run()
    desk.run()
    assert sorted(sent.subject for sent in desk.sent()) == ["Daily", "Field trip"]
    assert [run["outcome"] for run in desk.read(daily)["runs"]] == ["sent", "missed", "missed"]
    message = messages.load(D, desk.read(once)["last_sent"]["message_id"])
    assert message
    assert message.expires_at > desk.clock.now()


def test_the_same_key_for_something_else_is_refused(desk: Desk) -> None:
    """SEND-01, SCHD-06: another text or another time; what an edit changed since is no other request."""
    first = desk.schedule("head", "the-same-key").json
    for changes in ({"subject": "Another"}, {"time": "06:00"}, {"every": "daily"}):
        assert desk.schedule("head", "the-same-key", **changes).fields == ["Idempotency-Key"]
    assert desk.change(first, subject="Better words").status == 200
    again = desk.schedule("head", "the-same-key")
    assert (again.status, again.json["subject"]) == (201, "Better words")
    assert len(desk.call("GET").json["items"]) == 1


def test_of_two_equal_requests_at_once_one_makes_the_schedule(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEND-01: both get it; another one under the same key is refused."""
    add, answers = store.add, []

    def overtaken(*given: Any) -> bool:
        monkeypatch.setattr(store, "add", add)
        answers.append(desk.schedule("head", "the-same-key"))
        return add(*given)

    monkeypatch.setattr(store, "add", overtaken)
    answers.append(desk.schedule("head", "the-same-key"))
    assert len({each.json["schedule_id"] for each in answers}) == 1
    monkeypatch.setattr(store, "add", overtaken)
    assert desk.schedule("head", "the-same-key", subject="Another").status == 409


def test_the_most_urgent_leaves_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """SCHD-16, QUEUE-04: emergency, then priority, then normal, whenever they were due."""
    desk.schedule(subject="normal", time="05:00")
    desk.schedule(subject="priority", time="05:10", priority=True)
    desk.schedule(subject="emergency", time="05:20", parts={"sms": {"text": "Out!", "emergency": True}})
    order: list[str] = []

    def publish(message: Message) -> None:
        order.append(message.content.subject)

    monkeypatch.setattr("chalicelib.messages.outbox.publish", publish)
    desk.at(2026, 11, 24, 11, 0)
    desk.run()
    assert order == ["emergency", "priority", "normal"]


def test_what_became_an_emergency_leaves_first_and_nothing_is_read_before_its_turn(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SCHD-16, QUEUE-04: hundreds may be due at eight; each is read when there is time to send it."""
    desk.schedule(subject="normal", time="05:00")
    row = desk.schedule(subject="urgent", time="05:00").json
    desk.change(row, subject="urgent", time="05:00", parts={"sms": {"text": "Out!", "emergency": True}})
    read, load = [], store.load

    def noted(*who: str) -> Any:
        read.append(who[-1])
        return load(*who)

    monkeypatch.setattr(store, "load", noted)
    desk.at(2026, 11, 24, 11, 0)
    assert fired(fire.SCHEDULES, desk.clock, lambda: 60.0 if not read else 5.0) == 1
    assert read == [row["schedule_id"]]
    assert [sent.subject for sent in desk.sent()] == ["urgent"]


def test_ten_jobs_at_once_make_one_message(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-12: all ten have composed their message before the first of them stores it."""
    schedule = the(desk.schedule(every="daily").json)
    assert schedule.next
    desk.at(2026, 11, 24, 10, 30)
    found = [fire.Due(schedule, schedule, schedule.next) for _ in range(10)]
    made = [fire._composed(each.schedule, each.occurrence, desk.clock) for each in found]
    accepted = [fire._accept(each, message, desk.clock) for each, message in zip(found, made, strict=True)]
    assert sum(each is not None for each in accepted) == 1
    assert len(desk.sent()) == queued() == 1


def rights_gone(desk: Desk, right: str = "send_messages") -> None:
    profiles = access.profiles(D)
    kept = {name: level for name, level in profiles["principal"].grants.items() if name != right}
    access.put_profiles(D, [replace(profiles["principal"], grants=kept)])


def communication_gone(desk: Desk) -> None:
    """PERM-04"""
    rights_gone(desk, "communication")


def account_closed(desk: Desk) -> None:
    directory.put_users(D, [people.user("head", profiles=("principal",), enabled=False)])


@pytest.mark.parametrize("loss", [rights_gone, communication_gone, account_closed])
def test_an_author_without_the_right_sends_nothing(desk: Desk, loss: Callable[[Desk], None]) -> None:
    """PERM-12, PERM-04, ADMIN-15, SCHD-14: errored with the reason, and not tried again."""
    row = desk.schedule().json
    loss(desk)
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert desk.run() == 0
    schedule = the(row)
    assert (schedule.state, schedule.next) == ("errored", None)
    assert "profile" in schedule.problem or "account" in schedule.problem
    assert desk.sent() == []


def the(row: Any) -> Schedule:
    found = store.load(D, "head", row["schedule_id"])
    assert found
    return found


def grade(name: str) -> dict[str, Any]:
    return students(grades=[{"school_id": "lincoln", "grade": name}])


def test_what_fails_is_tried_until_the_end_of_its_day(desk: Desk) -> None:
    """SCHD-13, SCHD-14, QUEUE-11: mended at five in the afternoon, it goes; left alone, it is errored."""
    mended, left = (desk.schedule(audience=grade(each)).json for each in ("09", "10"))
    enrol("lincoln")
    for hour in (10, 12, 14):
        desk.at(2026, 11, 24, hour, 30)
        desk.run()
    shown = desk.read(mended)
    assert (shown["state"], "Nobody" in shown["problem"], shown["retrying"]) == ("scheduled", True, True)
    enrol("lincoln", people.student("back", grade="09"))
    desk.at(2026, 11, 24, 22, 0)
    desk.run()
    assert desk.read(mended)["state"] == "ended"
    desk.at(2026, 11, 25, 5, 1)
    desk.run()
    assert the(left).state == "errored"
    assert desk.run() == 0
    assert len(desk.sent()) == 1


def test_three_errored_occurrences_stop_a_recurrence(desk: Desk) -> None:
    """A-29: each errored after its day, the next still runs; the third in a row stops it until it is edited."""
    row = desk.schedule(every="daily", audience=grade("09")).json
    enrol("lincoln")
    for day in (24, 25, 26, 27):
        for hour in (10, 29):
            desk.clock.at = datetime(2026, 11, day, 0, 31, tzinfo=UTC) + timedelta(hours=hour)
            desk.run()
        if day == 24:  # over, and not tried again
            seen = desk.read(row)
            assert (seen["state"], bool(seen["problem"]), seen["retrying"]) == ("scheduled", True, False)
    schedule = the(row)
    assert (schedule.state, schedule.failures) == ("errored", 3)
    assert {run.outcome for run in schedule.runs} == {Outcome.FAILED}
    enrol("lincoln", people.student("new", grade="09"))
    assert desk.change(row, every="daily", audience=grade("09")).status == 200
    assert the(row).state == "scheduled"


def test_editing_the_text_moves_nothing(desk: Desk) -> None:
    """SCHD-07, SCHD-08, SCHD-11"""
    row = desk.schedule(every="weekly").json
    desk.at(2026, 11, 25, 15, 0)
    desk.run()
    before = desk.read(row)["next_at"]
    changed = desk.change(row, every="weekly", subject="Field trip, again").json
    assert (changed["subject"], changed["next_at"]) == ("Field trip, again", before)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": "2026-12-10"}, "2026-12-10T10:30"),  # the start moved into the future
        ({"every": "weekly"}, "2026-12-01T10:30"),  # the interval changed
        ({"time": "19:00"}, "2026-11-27T00:00"),  # later: tomorrow, as today's has left
        ({"time": "05:00"}, "2026-11-26T10:00"),  # earlier: the day stays
        ({"until": "2026-12-24"}, "2026-11-26T10:30"),
    ],
)
def test_when_the_next_date_is_computed_anew(desk: Desk, changes: dict[str, Any], expected: str) -> None:
    """SCHD-11, SCHD-15"""
    row = desk.schedule(every="daily").json
    for day in (24, 25):
        desk.at(2026, 11, day, 11, 0)
        desk.run()
    answer = desk.change(row, **{"every": "daily"} | changes)
    assert answer.json["next_at"][:16] == expected


def test_a_time_of_today_that_has_passed_sends_at_once(desk: Desk) -> None:
    """SCHD-12, A-09; a date that has passed is refused."""
    row = desk.schedule(date="2026-11-28").json
    assert desk.change(row, date="2026-11-22").fields == ["schedule.date"]
    assert desk.change(row, date="2026-11-23", time="08:00").status == 200
    assert desk.run() == 1
    assert len(desk.sent()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"time": "08:00"},  # of the day that was next
        {"time": "09:59", "every": "weekly"},
        {"date": "2026-11-23", "time": "08:00"},  # a send date of today
    ],
)
def test_a_recurrence_edited_to_a_past_time_of_today_does_not_move_on(
    desk: Desk, changes: dict[str, Any]
) -> None:
    """A-09, SCHD-12: it is due at once, and its author is told; then it goes on."""
    every, date = changes.get("every", "daily"), changes.get("date", "2026-11-23")
    row = desk.schedule(date="2026-11-23" if date else None, time="18:00", every=every).json
    answer = desk.change(row, **{"date": date, "every": every} | changes)
    assert [each["field"] for each in answer.json["warnings"]] == ["schedule.time"]
    assert desk.run() == 1
    assert len(desk.sent()) == 1
    assert desk.read(row)["next_at"] > "2026-11-23T15:00"


def test_a_recurrence_is_not_sent_twice_on_a_day_for_an_edit(desk: Desk) -> None:
    """SCHD-11, SCHD-12: another start on the day that has had its message."""
    desk.at(2026, 11, 24, 10, 30)
    row = desk.schedule(date="2026-11-24", time="05:31", every="daily").json
    desk.at(2026, 11, 24, 15, 0)
    desk.run()
    assert desk.change(row, date="2026-11-25", every="daily", time="05:30").json["next_at"][:10] == "2026-11-25"
    assert desk.change(row, date="2026-11-24", every="daily", time="05:30").json["next_at"][:10] == "2026-11-25"


def test_what_is_tried_today_is_not_dropped_for_another_interval(desk: Desk) -> None:
    """SCHD-12, SCHD-13: it leaves at once with what its author mended; where the new rule has no such day, it
    stays on record."""
    mended, left = (desk.schedule(every="daily", audience=grade(each)).json for each in ("09", "10"))
    enrol("lincoln")
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    enrol("lincoln", people.student("back", grade="09"))
    answer = desk.change(mended, every="weekly", audience=grade("09")).json
    assert [each["field"] for each in answer["warnings"]] == ["schedule.time"]
    assert desk.change(left, date="2026-11-25", every="weekly", audience=grade("09")).json["warnings"] == []
    assert desk.run() == 1
    assert [run["outcome"] for run in desk.read(mended)["runs"]] == ["sent"]
    (run,) = desk.read(left)["runs"]
    assert (run["occurrence"], run["outcome"], "Nobody" in run["problem"]) == ("2026-11-24", "failed", True)


def test_a_final_date_that_has_passed_is_told(desk: Desk) -> None:
    """SCHD-04, SCHD-14: whoever mends one that was stopped would wait for nothing."""
    row = desk.schedule(every="daily", until="2026-11-26", audience=grade("09")).json
    enrol("lincoln")
    for day in (24, 25, 26, 27):
        desk.at(2026, 11, day, 10, 31)
        desk.run()
    enrol("lincoln", people.student("new", grade="09"))
    answer = desk.change(row, every="daily", until="2026-11-26", audience=grade("09")).json
    assert (answer["state"], [each["field"] for each in answer["warnings"]]) == ("ended", ["schedule.until"])
    answer = desk.change(row, every="daily", until="2026-11-28", audience=grade("09")).json
    assert (answer["next_at"][:10], answer["warnings"]) == ("2026-11-28", [])


def test_a_text_that_is_edited_leaves_when_it_would_have_though_the_zone_changed(desk: Desk) -> None:
    """SCHD-08, SCHD-11, A-83: another time is one of the zone of now."""
    row = desk.schedule().json
    directory.put_school(D, people.school("lincoln", time_zone="America/Chicago"))
    assert desk.change(row, subject="Better words").json["next_at"] == row["next_at"]
    changed = desk.change(row, time="06:00").json
    assert (changed["time_zone"], changed["next_at"][:16]) == ("America/Chicago", "2026-11-24T12:00")


def test_what_was_deleted_may_be_scheduled_anew_under_its_key(desk: Desk) -> None:
    """SEND-01, SCHD-16: for the same day, and it is another message."""
    row = desk.schedule("head", "the-same-key").json
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert desk.call("DELETE", f"{URL}/{row['schedule_id']}").status == 204
    assert desk.schedule("head", "the-same-key", time="15:00").json["schedule_id"] == row["schedule_id"]
    desk.at(2026, 11, 24, 20, 0)
    desk.run()
    assert len(desk.sent()) == 2


def test_a_message_that_is_refused_for_another_reason_is_an_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SCHD-14: and not taken for one that another job has sent."""
    row = desk.schedule().json

    def refuse(*_: Any, **__: Any) -> None:
        raise messages.NotAccepted

    monkeypatch.setattr(messages, "accept", refuse)
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert (the(row).tried, the(row).problem) == (True, OURS)


def test_what_was_sent_is_not_scheduled_again(desk: Desk) -> None:
    """SCHD-21: occurrences that were sent stay as they were."""
    row = desk.schedule().json
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert desk.change(row, time="23:00").status == 409
    assert desk.change(row, date="2026-11-25").status == 200
    desk.at(2026, 11, 25, 10, 30)
    desk.run()
    assert len(desk.sent()) == 2


def test_deleting(desk: Desk) -> None:
    """SCHD-19: before it is sent; what was read before it was sent is too late."""
    row, other = desk.schedule().json, desk.schedule(every="daily").json
    stale = the(other)
    assert desk.call("DELETE", f"{URL}/{row['schedule_id']}").status == 204
    desk.at(2026, 11, 24, 10, 30)
    assert desk.run() == 1
    with pytest.raises(store.Changed):
        store.remove(stale)
    assert desk.call("DELETE", f"{URL}/{other['schedule_id']}").status == 204
    assert desk.call("GET").json["items"] == []
    assert len(desk.sent()) == 1


def test_an_edit_names_what_it_saw(desk: Desk) -> None:
    """Two windows: the second is told, and nothing is lost."""
    row = desk.schedule().json
    path = f"{URL}/{row['schedule_id']}"
    tag = desk.call("GET", path).headers["etag"]
    done = desk.call("PUT", path, body=asked(subject="One"), headers={"If-Match": tag})
    assert done.status == 200
    assert done.headers["etag"] == desk.call("GET", path).headers["etag"], "for the next edit"
    assert desk.call("PUT", path, body=asked(subject="Two"), headers={"If-Match": tag}).status == 412
    assert desk.call("PUT", path, body=asked(subject="Two")).fields == ["If-Match"]
    assert desk.read(row)["subject"] == "One"


def test_an_order_of_any_length_is_kept(desk: Desk) -> None:
    """SCHD-05: thousands of people and a long text, which no single item takes; and it goes whole."""
    schedule = the(desk.schedule().json)
    noise = Random(7).randbytes(500_000).hex()
    long, short = json.dumps({"subject": noise}), json.dumps({"subject": "Short"})
    for order in (long, short, long):
        after = replace(schedule, version=schedule.version + 1)
        store.change(schedule, after, order)
        assert store.body(after) == order
        schedule = after
    store.remove(schedule)
    assert store.body(schedule) == ""
    pk = district_key(D, "SCHEDULE", schedule.schedule_id)
    assert list(dynamo.query_all(settings.table("messages"), pk)) == []


def test_somebody_elses_is_not_there(desk: Desk) -> None:
    """SCHD-07: another user's scheduled message cannot be opened, changed or deleted."""
    path = f"{URL}/{desk.schedule().json['schedule_id']}"
    assert desk.call("GET", as_="boss").json["items"] == []
    for method, options in (
        ("GET", {}),
        ("DELETE", {}),
        ("PUT", {"body": asked(), "headers": {"If-Match": "*"}}),
    ):
        assert desk.call(method, path, as_="boss", **options).status == 404


def test_a_schedule_that_fails_holds_up_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-14: one failing item does not stop the others."""
    desk.schedule(subject="broken")
    desk.schedule(subject="whole")
    composed = fire._composed

    def half(schedule: Schedule, *rest: Any) -> Any:
        if schedule.summary.subject == "broken":
            raise RuntimeError
        return composed(schedule, *rest)

    monkeypatch.setattr(fire, "_composed", half)
    desk.at(2026, 11, 24, 10, 30)
    desk.run()
    assert [sent.subject for sent in desk.sent()] == ["whole"]


def test_a_district_that_fails_holds_up_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-14: nor does a whole district, whichever comes first."""
    desk.schedule()
    directory.put_district(people.district(district_id="aaa"))
    directory.put_district(people.district(district_id="zzz"))
    due = store.due

    def stumbling(district: str, *rest: Any) -> Any:
        if district != D:
            raise RuntimeError
        return due(district, *rest)

    monkeypatch.setattr(store, "due", stumbling)
    desk.at(2026, 11, 24, 10, 30)
    assert desk.run() == 1
    assert len(desk.sent()) == 1


def test_an_order_that_can_no_longer_be_read_is_given_up_with_the_reason(desk: Desk) -> None:
    """SCHD-14: an older release stored it; its author is told to write it again."""
    row = desk.schedule().json
    schedule = the(row)
    store.change(schedule, replace(schedule, version=schedule.version + 1), '{"subject": 3}')
    desk.at(2026, 11, 24, 10, 30)
    assert desk.run() == 1
    assert (the(row).state, the(row).problem) == (State.ERRORED, fire.UNREADABLE)
    assert desk.run() == 0
    read = desk.read(row)
    assert (read["message"], read["answer"], read["problem"]) == (None, None, fire.UNREADABLE)
    assert desk.change(row, date="2026-11-25").json["message"]["subject"] == "Field trip"


def test_what_fails_for_reasons_of_ours_is_tried_that_day_and_its_author_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SCHD-13, SCHD-14: whether it fails while it is composed or while it is stored."""
    row = desk.schedule().json

    def stumble(*_: Any, **__: Any) -> None:
        raise RuntimeError("the table stumbles")

    with monkeypatch.context() as broken:
        broken.setattr(messages, "accept", stumble)
        desk.at(2026, 11, 24, 10, 30)
        assert desk.run() == 1
        assert (the(row).state, the(row).problem) == (State.SCHEDULED, OURS)
        desk.at(2026, 11, 25, 5, 0)
        assert desk.run() == 1
    assert (the(row).state, the(row).problem) == (State.ERRORED, OURS)
    assert desk.run() == 0


def test_a_pointer_without_a_schedule_goes(desk: Desk) -> None:
    row = desk.schedule().json
    schedule = the(row)
    dynamo.delete(store._table(), *store._key(schedule))
    desk.at(2026, 11, 24, 10, 30)
    assert desk.run() == 0
    assert list(store.due(D, desk.clock.now())) == []
