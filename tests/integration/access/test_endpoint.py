"""The wrapper of all routes, seen from outside."""

import json
from unittest.mock import Mock

import pytest

from chalicelib.access import endpoint, store
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.access.profiles import PARENT_INBOX_ONLY, PRINCIPAL
from chalicelib.access.scope import can_read_inbox, forget
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.builders import people
from tests.support.api import HttpApi


@pytest.fixture
def town(aws: None) -> None:
    directory.put_district(people.district())
    directory.put_school("demo", people.school())
    directory.put_school("demo", people.school("roosevelt"))
    directory.put_users("demo", [people.user("ann"), people.user("tom", roles=(Role.TEACHER,))])


def test_me_tells_who_is_asking(api: HttpApi, town: None) -> None:
    """PERM-03, PERM-A10: the answer carries the rights of the profiles, and the recipient types they grant."""
    me = api.get("/v1/me", as_="ann")

    assert me.status == 200
    assert me.json["name"] == "Ann Miller"
    assert me.json["district"] == {"id": "demo", "name": "Riverbend", "time_zone": "America/Denver"}
    assert me.json["permissions"]["send_messages"] == "edit"
    assert me.json["recipient_types"][0] == "students"
    assert len(me.json["recipient_types"]) == 8
    (school,) = me.json["schools"]
    assert (school["school_id"], school["name"], school["students"]) == ("lincoln", "Lincoln", 2)
    assert (school["settings"], school["withheld"]) == (me.json["settings"], [])
    assert me.json["settings"]["confirm_over"] == 100


def test_me_tells_in_which_time_what_one_schedules_is_meant(api: HttpApi, town: None) -> None:
    """A-83: in that of the school that one works for, which may have its own."""
    directory.put_school("demo", people.school(time_zone="America/New_York"))

    me = api.get("/v1/me", as_="ann").json

    assert (me["time_zone"], me["schools"][0]["time_zone"]) == ("America/New_York", "America/New_York")
    assert me["district"]["time_zone"] == "America/Denver"


def test_me_tells_when_calls_and_texts_may_leave(api: HttpApi, town: None) -> None:
    """ADMIN-02: the district's call window; a school that decides otherwise has its own."""
    directory.put_district(people.district(settings={"call_window_not_before": "07:00"}))
    directory.put_school("demo", people.school(settings={"call_window_not_before": "08:30"}))
    me = api.get("/v1/me", as_="ann").json
    assert me["settings"]["call_window_not_before"] == "07:00"
    assert me["settings"]["call_window_not_after"] == ""
    assert me["schools"][0]["settings"]["call_window_not_before"] == "08:30"


def test_a_district_administrator_reaches_every_school(api: HttpApi, town: None) -> None:
    directory.put_users("demo", [people.user("eve", schools=(), all_schools=True)])
    schools = api.get("/v1/me", as_="eve").json["schools"]
    assert [each["school_id"] for each in schools] == ["lincoln", "roosevelt"]


def test_all_schools_counts_for_administrators_only(api: HttpApi, town: None) -> None:
    """PERM-07: a slip in a teacher's record opens no school."""
    directory.put_users("demo", [people.user("tom", roles=(Role.TEACHER,), schools=(), all_schools=True)])
    assert api.get("/v1/me", as_="tom").json["schools"] == []


def test_a_districts_settings_replace_the_usual_ones(api: HttpApi, town: None) -> None:
    """SEND-02: the number above which one is asked is the district's."""
    directory.put_district(people.district(settings={"confirm_over": 20, "unknown": 1}))
    settings = api.get("/v1/me", as_="ann").json["settings"]
    assert settings["confirm_over"] == 20
    assert "unknown" not in settings


def test_a_profile_taken_away_binds_at_the_next_request(api: HttpApi, town: None) -> None:
    """PERM-03: nothing of the rights is kept between requests."""
    directory.put_users("demo", [people.user("ann", profiles=("own",))])
    store.put_profiles("demo", [Profile("own", "Own", Role.ADMIN, {Permission.COMMUNICATION: Level.VIEW})])
    assert api.get("/v1/me", as_="ann").json["permissions"] == {"communication": "view"}

    store.put_profiles("demo", [Profile("own", "Own", Role.ADMIN)])
    assert api.get("/v1/me", as_="ann").json["permissions"] == {}


def test_a_profile_of_another_role_gives_nothing(api: HttpApi, town: None) -> None:
    """PERM-T22: a teacher to whom an administrator's profile was given by mistake."""
    directory.put_users("demo", [people.user("tom", roles=(Role.TEACHER,), profiles=("principal", "gone"))])
    assert api.get("/v1/me", as_="tom").json["permissions"] == {}


def test_a_district_may_change_a_named_profile(aws: None) -> None:
    """PERM-01: what is stored goes before what is built in, in that district only."""
    changed = Profile("principal", "Head", Role.ADMIN, {Permission.SEND_SMS: Level.EDIT})
    store.put_profiles("demo", [changed])

    assert store.profiles("demo")["principal"] == changed
    assert store.profiles("other")["principal"] == PRINCIPAL


def test_an_inbox_opens_with_view_on_communication(aws: None) -> None:
    """PERM-05, PERM-F01: through one of the account's profiles, or the role's standard one."""
    nothing = Profile("nothing", "Nothing", Role.PARENT)
    store.put_profiles("demo", [nothing])
    forget()

    assert can_read_inbox("demo", (), Role.PARENT)
    assert can_read_inbox("demo", (PARENT_INBOX_ONLY.profile_id,), Role.PARENT)
    assert can_read_inbox("demo", ("nothing", PARENT_INBOX_ONLY.profile_id), Role.PARENT)
    assert not can_read_inbox("demo", ("nothing",), Role.PARENT)
    assert not can_read_inbox("demo", ("gone",), Role.PARENT)
    assert not can_read_inbox("demo", (PRINCIPAL.profile_id,), Role.PARENT)


def test_what_did_not_change_is_not_sent_again(api: HttpApi, town: None) -> None:
    first = api.get("/v1/me", as_="ann")
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "private, no-cache"

    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api.get("/v1/me", as_="ann", headers={"If-None-Match": known})
        assert (again.status, again.text, again.headers["etag"]) == (304, "", tag)
    assert api.get("/v1/me", as_="ann", headers={"If-None-Match": '"other"'}).status == 200
    assert api.get("/v1/me", as_="tom", headers={"If-None-Match": tag}).status == 200


def test_a_body_of_ten_megabytes_is_refused(api: HttpApi, town: None) -> None:
    body = json.dumps({"username": "x" * 10_000_000, "password": "y"}).encode()
    answer = api.call("POST", "/v1/sign-in", raw=body)
    assert (answer.status, answer.json["type"]) == (413, "/problems/too-large")


def test_a_fault_of_ours_says_nothing_about_our_insides(
    api: HttpApi, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the answer nor the log holds what the fault was about; the log says where it happened."""

    def broken(district: str) -> None:
        raise RuntimeError(f"Ann Miller of {district}")

    logged = Mock()
    monkeypatch.setattr(directory, "district", broken)
    monkeypatch.setattr(endpoint, "logger", lambda: logged)
    answer = api.get("/v1/me", as_="ann")

    assert (answer.status, answer.json["type"]) == (500, "/problems/error")
    written = str(logged.error.call_args)
    assert "Miller" not in answer.text + written
    assert "RuntimeError" in written
    assert "test_endpoint.py" in written


def test_a_refusal_is_a_problem_document(api: HttpApi, town: None) -> None:
    answer = api.post("/v1/sign-in", {"username": "x"})
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json["errors"] == [{"field": "password", "message": "This is required."}]


def test_who_tries_what_they_may_not_is_noted(
    api: HttpApi, town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PERM-02: refused and logged, with ids only."""
    logged = Mock()
    monkeypatch.setattr(endpoint, "logger", lambda: logged)

    assert api.get("/v1/roster/imports", as_="tom").status == 403
    logged.warning.assert_called_once_with("refused", route="GET /v1/roster/imports", user_id="tom")
