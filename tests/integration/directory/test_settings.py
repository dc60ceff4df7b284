"""Settings over HTTP: who may, what fits, who was faster, and what is written down."""

from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.directory import store
from chalicelib.directory.model import Role
from chalicelib.kernel.paging import encode_cursor
from tests.builders import people
from tests.support.api import Answer, HttpApi

D = "demo"
SETTINGS, SCHOOL = "/v1/settings", "/v1/schools/lincoln/settings"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(aws: None) -> None:
    """`boss` of the district, who may exclude schools too; `head`, who manages Lincoln's settings alone."""
    manager = {Permission.COMMUNICATION: Level.VIEW, Permission.MANAGE_SETTINGS: Level.EDIT}
    access.put_profiles(
        D,
        [
            Profile("excluder", "Excludes", Role.ADMIN, {Permission.EXCLUDE_SCHOOLS: Level.EDIT}),
            Profile("manager", "Manages", Role.ADMIN, manager),
            Profile("looker", "Looks", Role.ADMIN, {Permission.MANAGE_SETTINGS: Level.VIEW}),
        ],
    )
    store.put_district(people.district())
    for each in ("lincoln", "roosevelt"):
        store.put_school(D, people.school(each))
    office: dict[str, Any] = {"all_schools": True, "schools": ()}
    store.put_users(
        D,
        [
            people.user("boss", profiles=("district-administrator", "excluder"), **office),
            people.user("plain", profiles=("district-administrator",), **office),
            people.user("looker", profiles=("looker",), **office),
            people.user("head", profiles=("manager",)),
        ],
    )


def change(api: HttpApi, path: str, body: Any, as_: str = "boss", tag: str | None = None) -> Answer:
    """Read, then edit what was read."""
    known = tag or api.get(path, as_=as_).headers.get("etag", '"none"')
    return api.call("PATCH", path, as_=as_, body=body, headers={"If-Match": known})


def prefer(**values: Any) -> dict[str, Any]:
    return {"preferences": values}


# ---- the district ------------------------------------------------------------------------------------------


def test_a_new_districts_settings(api: HttpApi) -> None:
    """ADMIN-01, ADMIN-03, ADMIN-05, ADMIN-06, LIC-07: what holds before anybody decides."""
    found = api.get(SETTINGS, as_="boss").json
    assert set(found["preferences"].values()) == {None}
    assert found["in_effect"]["sms_character_limit"] == 130
    assert (found["in_effect"]["call_window_not_before"], found["in_effect"]["always_confirm"]) == ("", False)
    assert [name for name, on in found["modules"].items() if on] == ["calling_and_texting"]
    assert found["call_minutes"] == 1


def test_what_is_changed_holds_at_the_next_request(api: HttpApi) -> None:
    """ADMIN-03, ADMIN-05, ADMIN-06: for everybody; null takes it back."""
    wanted = {"always_confirm": True, "sms_character_limit": 300, "default_recipient_type": "students"}
    done = change(api, SETTINGS, prefer(**wanted))
    assert done.status == 200, done.text
    assert {name: done.json["preferences"][name] for name in wanted} == wanted
    assert done.headers["etag"] == api.get(SETTINGS, as_="boss").headers["etag"]
    me = api.get("/v1/me", as_="head").json
    assert {name: me["settings"][name] for name in wanted} == wanted
    assert me["schools"][0]["settings"] == me["settings"]
    back = change(api, SETTINGS, prefer(always_confirm=None))
    assert (back.json["preferences"]["always_confirm"], back.json["in_effect"]["always_confirm"]) == (
        None,
        False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("call_window_not_before", "8:00"),
        ("call_window_not_before", "24:00"),
        ("call_window_not_after", "21:60"),
        ("call_window_not_after", 21),
        ("sms_character_limit", 0),
        ("sms_character_limit", -5),
        ("sms_character_limit", 12.5),
        ("sms_character_limit", "130"),
        ("sms_character_limit", True),
        ("sms_character_limit", 99999),
        ("default_recipient_type", "everybody"),
        ("default_recipient_type", "staff"),
        ("always_confirm", "yes"),
        ("emails_per_second", 0),
        ("calls_per_minute", -1),
        ("texts_per_second_per_number", 0.5),
        ("session_year", "26"),
        ("help_contact", "(206) 555-0100\nCall now!"),
        ("help_contact", "\u202e0010-555"),
        ("help_contact", "5" * 81),
        ("calling_and_texting", False),
        ("call_minutes", 3),
        ("nonsense", 1),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(api: HttpApi, name: str, value: Any) -> None:
    """ADMIN-01, ADMIN-05, ADMIN-06, LIC-07: modules and the length of calls are not for district users."""
    before = api.get(SETTINGS, as_="boss").text
    answer = change(api, SETTINGS, prefer(**{name: value}))
    assert answer.status == 400
    assert answer.fields[0].startswith(f"preferences.{name}")
    assert api.get(SETTINGS, as_="boss").text == before


def test_a_window_that_ends_before_it_begins_is_refused(api: HttpApi) -> None:
    """ADMIN-01: against what stands there already, too; empty is no limit."""
    answer = change(api, SETTINGS, prefer(call_window_not_before="21:00", call_window_not_after="08:00"))
    assert (answer.status, answer.fields) == (400, ["preferences.call_window_not_after"])
    assert change(api, SETTINGS, prefer(call_window_not_after="08:00")).status == 200
    answer = change(api, SETTINGS, prefer(call_window_not_before="21:00"))
    assert (answer.status, answer.fields) == (400, ["preferences.call_window_not_before"])
    assert change(api, SETTINGS, prefer(call_window_not_before="21:00", call_window_not_after="")).status == 200


def test_an_edit_names_what_it_edits(api: HttpApi) -> None:
    """ADMIN-02: of two people at once, the second is told, and nothing is lost."""
    tag = api.get(SETTINGS, as_="boss").headers["etag"]
    assert change(api, SETTINGS, prefer(always_confirm=True), tag=tag).status == 200
    late = change(api, SETTINGS, prefer(sms_character_limit=200), as_="plain", tag=tag)
    assert (late.status, late.json["type"]) == (412, "/problems/stale")
    without = api.call("PATCH", SETTINGS, as_="boss", body=prefer(always_confirm=False))
    assert (without.status, without.fields) == (400, ["If-Match"])
    assert store.district(D).settings == {"always_confirm": True}


def test_the_districts_settings_are_for_its_administrators(api: HttpApi) -> None:
    """ADMIN-02: who manages one school reads them, and decides for that school only."""
    assert api.get(SETTINGS, as_="head").status == 200
    assert change(api, SETTINGS, prefer(always_confirm=True), as_="head").status == 403
    assert change(api, SETTINGS, prefer(always_confirm=True), as_="looker").status == 403
    assert api.get("/v1/audit", as_="head").status == 403
    assert change(api, SCHOOL, prefer(always_confirm=True), as_="head").status == 200
    listed = api.get("/v1/settings/schools", as_="head").json["items"]
    assert [each["school_id"] for each in listed] == ["lincoln"]


# ---- a school ----------------------------------------------------------------------------------------------


def test_a_school_differs_from_its_district(api: HttpApi) -> None:
    """ADMIN-02: in what it decided, until it takes that back; its years and time zone are its own."""
    change(api, SETTINGS, prefer(always_confirm=True, sms_character_limit=200))
    own = {"time_zone": "America/Phoenix", "first_year": "2020", "last_year": "2030"}
    done = change(api, SCHOOL, own | prefer(always_confirm=False))
    assert done.status == 200, done.text
    assert own.items() <= done.json.items()
    assert done.json["preferences"]["always_confirm"] is False
    assert done.json["in_effect"]["sms_character_limit"] == 200
    me = api.get("/v1/me", as_="boss").json
    by_school = {each["school_id"]: each["settings"]["always_confirm"] for each in me["schools"]}
    assert by_school == {"lincoln": False, "roosevelt": True}
    back = change(api, SCHOOL, prefer(always_confirm=None) | {"time_zone": ""})
    assert (back.json["in_effect"]["always_confirm"], back.json["time_zone"]) == (True, "")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"first_year": "twenty"}, "first_year"),
        ({"first_year": "2026", "last_year": "2025"}, "last_year"),
        ({"excluded": "yes"}, "excluded"),
        ({"name": "Lincoln"}, "name"),
        (prefer(session_year="2026"), "preferences.session_year"),
        (prefer(call_window_not_before="9"), "preferences.call_window_not_before"),
        (
            prefer(call_window_not_before="22:00", call_window_not_after="21:00"),
            "preferences.call_window_not_after",
        ),
    ],
)
def test_what_does_not_fit_a_school_is_refused_at_its_field(
    api: HttpApi, body: dict[str, Any], field: str
) -> None:
    """ADMIN-01, ADMIN-02"""
    answer = change(api, SCHOOL, body)
    assert (answer.status, answer.fields) == (400, [field])
    assert store.schools(D)["lincoln"] == people.school("lincoln")


def test_excluding_a_school_needs_a_permission_of_its_own(api: HttpApi) -> None:
    """XSCH-01, XSCH-05: without it nobody sees the field; with it the tick holds at the next request."""
    assert api.get(SCHOOL, as_="plain").json["excluded"] is None
    refused = change(api, SCHOOL, {"excluded": True}, as_="plain")
    assert (refused.status, refused.fields) == (403, ["excluded"])
    assert api.get(SCHOOL, as_="boss").json["excluded"] is False
    assert change(api, SCHOOL, {"excluded": True}).json["excluded"] is True
    mine = {each["school_id"]: each for each in api.get("/v1/me", as_="boss").json["schools"]}
    assert "send_sms" in mine["lincoln"]["withheld"]
    assert mine["roosevelt"]["withheld"] == []
    assert change(api, SCHOOL, {"excluded": False}).json["excluded"] is False
    assert api.get("/v1/me", as_="head").json["schools"][0]["withheld"] == []


def test_an_edit_of_a_school_that_somebody_else_edited_is_refused(api: HttpApi) -> None:
    """ADMIN-02: a roster in between changes nothing of what was read but the name."""
    tag = api.get(SCHOOL, as_="boss").headers["etag"]
    assert change(api, SCHOOL, {"first_year": "2020"}).status == 200
    assert change(api, SCHOOL, {"last_year": "2030"}, tag=tag).status == 412
    assert store.schools(D)["lincoln"].last_year == ""


# ---- the record of changes ---------------------------------------------------------------------------------


def test_every_change_is_written_down_with_who_and_when(api: HttpApi) -> None:
    """ADMIN-16: newest first, page by page; nothing for an edit that changes nothing, or is refused."""
    change(api, SETTINGS, prefer(always_confirm=True))
    change(api, SETTINGS, prefer(always_confirm=True))
    change(api, SETTINGS, prefer(sms_character_limit=0))
    change(api, SCHOOL, {"excluded": True})
    first = api.get("/v1/audit", as_="boss", query={"limit": 1}).json
    rest = api.get("/v1/audit", as_="boss", query={"limit": 1, "cursor": first["next_cursor"]}).json
    (school,), (district,) = first["items"], rest["items"]
    assert rest["next_cursor"] is None
    assert (school["subject"], school["about"], school["user_name"]) == ("school", "Lincoln", "Boss Miller")
    assert school["changes"] == [{"field": "excluded", "before": False, "after": True}]
    assert district["changes"] == [{"field": "always_confirm", "before": None, "after": True}]
    assert district["at"] < school["at"]


@pytest.mark.parametrize("before", ["", "!", "0"])
def test_a_place_before_all_entries_has_none_behind_it(api: HttpApi, before: str) -> None:
    """ADMIN-16, ABUSE-04"""
    change(api, SETTINGS, prefer(always_confirm=True))
    answer = api.get("/v1/audit", as_="boss", query={"cursor": encode_cursor({"before": before})})
    assert (answer.status, answer.json["items"]) == (200, [])


def test_nothing_edits_or_removes_an_entry(api: HttpApi) -> None:
    """ADMIN-16: no route does, and one that is there is never written over."""
    change(api, SETTINGS, prefer(always_confirm=True))
    (before,) = api.get("/v1/audit", as_="boss").json["items"]
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert api.call(method, "/v1/audit", as_="boss", body={}).status in (403, 404, 405)
    change(api, SETTINGS, prefer(always_confirm=False))
    assert api.get("/v1/audit", as_="boss").json["items"][1:] == [before]
