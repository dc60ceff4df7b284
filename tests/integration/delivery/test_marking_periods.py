"""Marking-period fields through the whole line: one-time messages and recurring ones (FLDS-04, SCHD-18)."""

import json
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from chalicelib.directory import store as directory
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.store.marking_periods import put_marking_periods
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages.schedules import store as schedules
from chalicelib.messages.schedules.model import Schedule, Summary
from chalicelib.messages.schedules.recurrence import Every, Recurrence
from tests.builders import families, people
from tests.support.api import HttpApi
from tests.support.line import Line, settle_district

TEXT = "Now: {{period.name}}, {{period.first_day}} to {{period.last_day}}."
Q1 = MarkingPeriod("q1", "Quarter 1", "2026-08-17", "2026-10-16")
Q2 = MarkingPeriod("q2", "Quarter 2", "2026-10-20", "2026-12-19")
SPRING = MarkingPeriod("old", "Spring", "2026-01-05", "2026-06-05")
FIRST = "Now: Quarter 1, August 17, 2026 to October 16, 2026."
SECOND = "Now: Quarter 2, October 20, 2026 to December 19, 2026."
ZONE = "America/New_York"


@pytest.fixture
def town(api: HttpApi, line: Line, monkeypatch: pytest.MonkeyPatch) -> HttpApi:
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: line.clock)
    settle_district(families.student("sam"), staff=(people.user("head", profiles=("principal",)),))
    directory.put_district(people.district(time_zone=ZONE))
    put_marking_periods("demo", (SPRING, Q1, Q2))
    return api


def body(text: str = TEXT) -> dict[str, Any]:
    audience = {"students": {"recipient_type": "primary_contacts", "students": ["sam"]}}
    return {"school_id": "lincoln", "subject": "Marks", "audience": audience, "parts": {"sms": {"text": text}}}


def texts(line: Line) -> list[str]:
    """What was handed over as texts, oldest first."""
    return [each.text for each in reversed(line.handed_over()) if each.kind == "text"]


def send(api: HttpApi, line: Line, at: datetime, key: str = "message-1") -> None:
    line.clock.at = at
    answer = api.post("/v1/messages", body(), as_="head", headers={"Idempotency-Key": key})
    assert answer.status == 202, answer.text
    line.run()


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 10, 16, 20, tzinfo=UTC), FIRST),
        (datetime(2026, 10, 18, 20, tzinfo=UTC), FIRST),  # between periods
        (datetime(2026, 10, 20, 20, tzinfo=UTC), SECOND),
        (datetime(2026, 8, 10, 20, tzinfo=UTC), "Now:, to."),  # this year's first has not begun
    ],
)
def test_a_message_speaks_of_the_period_at_composing(
    town: HttpApi, line: Line, at: datetime, said: str
) -> None:
    """FLDS-04: between periods the last ended one of the session year; before the first nothing."""
    send(town, line, at)
    assert texts(line) == [said]


def test_the_session_year_decides_for_a_one_time_message(town: HttpApi, line: Line) -> None:
    """FLDS-04, SCHD-18."""
    directory.put_district(people.district(time_zone=ZONE, settings={"session_year": "2025"}))
    send(town, line, datetime(2026, 10, 20, 20, tzinfo=UTC))
    assert texts(line) == ["Now: Spring, January 5, 2026 to June 5, 2026."]


def test_a_weekly_message_across_a_periods_end_changes_what_it_says(town: HttpApi, line: Line) -> None:
    """SCHD-18: from that run on; whatever year somebody set as the session's."""
    directory.put_district(people.district(time_zone=ZONE, settings={"session_year": "2025"}))
    rule = Recurrence(date(2026, 10, 6), time(10), ZONE, Every.WEEKLY)
    made = Schedule("weekly", "demo", "head", Summary("Marks"), rule, rule.on(rule.first))
    assert schedules.add(made, json.dumps(body()))
    for day in (6, 13, 20, 27):
        line.clock.at = datetime(2026, 10, day, 14, 0, tzinfo=UTC)
        line.run(minutes=2)
    assert texts(line) == [FIRST, FIRST, SECOND, SECOND]


def test_a_scheduled_one_time_message_keeps_the_period_of_its_writing(
    town: HttpApi, line: Line, clock: FixedClock
) -> None:
    """SCHD-18: though it leaves in the next; an edit is a new writing."""
    line.clock.at = datetime(2026, 10, 13, 14, 0, tzinfo=UTC)
    asked = {"message": body(), "schedule": {"date": "2026-10-27", "time": "10:00"}}
    first, second = (
        town.post("/v1/scheduled-messages", asked, as_="head", headers={"Idempotency-Key": f"schedule-{n}"})
        for n in (1, 2)
    )
    assert (first.status, second.status) == (201, 201), first.text
    line.clock.at = datetime(2026, 10, 21, 14, 0, tzinfo=UTC)
    where = f"/v1/scheduled-messages/{second.json['schedule_id']}"
    tag = {"If-Match": town.get(where, as_="head").headers["etag"]}
    assert town.call("PUT", where, body=asked, as_="head", headers=tag).status == 200
    line.clock.at = datetime(2026, 10, 27, 14, 0, tzinfo=UTC)
    line.run(minutes=2)
    assert sorted(texts(line)) == [FIRST, SECOND]


def test_the_preview_says_what_would_be_sent(town: HttpApi, line: Line) -> None:
    """FLDS-04, COMP-33; and the fields are offered with the others (FLDS-01)."""
    line.clock.at = datetime(2026, 10, 20, 20, tzinfo=UTC)
    shown = town.post("/v1/preview", body(), as_="head")
    assert shown.json["sms_text"] == SECOND, shown.text
    groups = town.get("/v1/insert-fields", as_="head").json["items"]
    assert [each["group"] for each in groups] == ["student", "user", "period"]


def test_without_a_period_their_fields_are_not_offered_and_their_author_is_told(
    town: HttpApi, line: Line
) -> None:
    """FLDS-04, SCHD-18: in the preview, at sending and at scheduling; also when the request is repeated."""
    put_marking_periods("demo", ())
    line.clock.at = datetime(2026, 10, 20, 20, tzinfo=UTC)
    groups = town.get("/v1/insert-fields", as_="head").json["items"]
    assert [each["group"] for each in groups] == ["student", "user"]
    schedule = {"message": body(), "schedule": {"date": "2026-10-27", "time": "10:00", "every": "weekly"}}
    for path, asked in (
        ("/v1/preview", body()),
        *[("/v1/messages", body())] * 2,
        *[("/v1/scheduled-messages", schedule)] * 2,
    ):
        answer = town.post(path, asked, as_="head", headers={"Idempotency-Key": "the-same-key"})
        named = "message.parts.sms.text" if "message" in asked else "parts.sms.text"  # as it was sent
        assert [each["field"] for each in answer.json["warnings"]] == [named], answer.text
        told = answer.json["warnings"][0]["message"]
        assert "{{period.first_day}}, {{period.last_day}}, {{period.name}} is left blank" in told


def test_who_speaks_of_no_period_is_told_nothing(town: HttpApi, line: Line) -> None:
    """FLDS-04: nor who speaks of one that there is."""
    for text, at in (
        (TEXT, datetime(2026, 10, 20, 20, tzinfo=UTC)),
        ("Hi", datetime(2026, 8, 1, 20, tzinfo=UTC)),
    ):
        line.clock.at = at
        assert town.post("/v1/preview", body(text), as_="head").json["warnings"] == []
