"""When the queue job last ran, and how the providers are: recorded by each run, shown to administrators."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import endpoint
from chalicelib.content.model import Channel
from chalicelib.delivery.gate.keeper import Tally, tell
from chalicelib.delivery.queue_job import runs as job_runs
from chalicelib.delivery.store import runs
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import stamp
from tests.builders import families, people
from tests.support.api import HttpApi
from tests.support.line import Line, settle_district

from ..test_dispatch import TEXT_ONLY, send

D = "demo"


@pytest.fixture
def office(line: Line, api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> HttpApi:
    """`boss` administers the district; the API's clock is the line's."""
    monkeypatch.setattr(endpoint, "clock_source", lambda: line.clock)
    settle_district(families.student("sam"))
    boss = people.user("boss", profiles=("district-administrator",), all_schools=True, schools=())
    teacher = people.user("ada", profiles=("teacher-standard",))
    directory.put_users(D, [boss, teacher])
    return api


def job(api: HttpApi) -> Any:
    (found,) = api.get("/v1/jobs", as_="boss").json["items"]
    return found


def test_each_run_records_start_end_and_counts(line: Line, office: HttpApi) -> None:
    """JOBS-05, JOBS-01: and administrators see the last ones, newest first."""
    assert job(office) == {
        "job": "communication_queue",
        "late": True,
        "last_run": None,
        "runs": [],
        "failed": [],
    }
    began = stamp(line.clock.now())
    line.call("queue_job", {})
    line.clock.advance(minutes=1)
    line.call("queue_job", {})
    found = job(office)
    assert not found["late"]
    assert found["last_run"] == found["runs"][0]
    assert len(found["runs"]) == 2
    assert found["runs"][1]["started_at"] == began
    assert found["runs"][1]["ended_at"] >= began
    assert (found["runs"][1]["errors"], found["runs"][1]["what"]) == (0, [])
    assert found["runs"][1]["counts"]["looked_at"] == 0


def test_counts_are_of_what_was_looked_at(line: Line, office: HttpApi) -> None:
    """JOBS-05"""
    send(line, families.student("sam"), **TEXT_ONLY)
    line.drop_queues()
    line.clock.advance(minutes=2)
    line.call("queue_job", {})
    assert runs.newest(D, 1)[0].counts["looked_at"] >= 1


def test_a_job_that_stands_still_is_late_after_five_minutes(line: Line, office: HttpApi) -> None:
    """QUEUE-15: nothing scheduled or held leaves then."""
    line.call("queue_job", {})
    ran_at = line.clock.now()
    line.clock.at = ran_at + timedelta(minutes=4, seconds=50)
    assert not job(office)["late"]
    line.clock.at = ran_at + timedelta(minutes=5, seconds=1)
    assert job(office)["late"]


def test_a_failed_run_is_kept_with_its_error(
    line: Line, office: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JOBS-05, QUEUE-14: the other steps and districts go on, and it is still there a day later."""

    def broken(*_: Any) -> int:
        raise RuntimeError("somebody's name")

    with monkeypatch.context() as patch:
        patch.setattr("chalicelib.messages.schedules.store.due", broken)
        line.call("queue_job", {})
    failed_at = runs.failed(D, 1)[0].started_at
    line.run(minutes=65)
    found = job(office)
    assert [each["started_at"] for each in found["failed"]] == [failed_at]
    assert found["failed"][0]["errors"] == 1
    assert found["failed"][0]["what"] == ["The queue job left a district early: schedules (RuntimeError)"]
    assert found["failed"][0]["counts"]["looked_at"] == 0
    assert all(each["errors"] == 0 for each in found["runs"])


def test_a_step_that_breaks_does_not_stop_the_others(
    line: Line, office: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-14"""

    def broken(*_: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr("chalicelib.directory.roster.resume", broken)
    line.call("queue_job", {})
    (run,) = runs.newest(D, 5)
    assert run.ended_at
    assert run.what == ("The queue job left a district early: roster (RuntimeError)",)


def test_a_run_that_was_killed_has_no_end(line: Line, office: HttpApi) -> None:
    """JOBS-05"""
    line.saboteur.reset(at=4, after=True)
    line.call("queue_job", {})
    assert line.saboteur.done
    assert job(office)["last_run"]["ended_at"] is None


def test_nobody_but_administrators_sees_it(office: HttpApi) -> None:
    """QUEUE-15"""
    for path in ("/v1/jobs", "/v1/providers"):
        assert office.get(path, as_="ada").status == 403


def test_another_districts_troubles_are_not_shown(line: Line) -> None:
    """JOBS-05"""
    from chalicelib.kernel.troubles import note

    with job_runs.recorded(["demo", "other"], line.clock) as work:
        work.add("fired", {"demo": 1, "other": 2})
        note("A district was left early", ValueError(), district="other")
    assert (runs.newest("demo", 1)[0].errors, runs.newest("demo", 1)[0].counts) == (0, {"fired": 1})
    assert runs.newest("other", 1)[0].errors == 1


# ---- Providers ----------------------------------------------------------------------------------------------


def test_a_provider_that_is_down_says_since_when(line: Line, office: HttpApi) -> None:
    """R10"""
    since = line.clock.now()
    for _ in range(3):
        tell(D, Channel.SMS, Tally(failed=3), since)
    tell(D, Channel.EMAIL, Tally(worked=1, too_fast=2), since)
    found = {each["channel"]: each for each in office.get("/v1/providers", as_="boss").json["items"]}
    assert set(found) == {"email", "sms", "voice", "push"}
    assert (found["sms"]["state"], found["sms"]["since"]) == ("down", stamp(since))
    assert (found["email"]["state"], found["email"]["slowed_to"]) == ("working", 14)
    assert (found["voice"]["state"], found["voice"]["slowed_to"], found["voice"]["busy_until"]) == (
        "working",
        None,
        None,
    )
