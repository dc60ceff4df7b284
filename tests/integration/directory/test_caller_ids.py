"""Caller IDs over HTTP: who keeps which, what moves, what is written down."""

import base64
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.directory import change_caller_ids, store
from chalicelib.directory.model import Role
from chalicelib.directory.store import audit
from chalicelib.directory.store import caller_ids as stored
from tests.builders import people
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call, cannot_call

D = "demo"
LIST, MINE, FILES = "/v1/caller-ids", "/v1/me/caller-ids", "/v1/caller-id-files"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(aws: None) -> None:
    """`boss` of the district; `head` and `vice`, who keep the numbers of Lincoln alone; `eve`, who calls."""
    calls = {Permission.COMMUNICATION: Level.VIEW, Permission.PHONE_CALLS: Level.EDIT}
    grants = {Permission.CALLER_ID_NUMBERS: Level.EDIT, **calls}
    access.put_profiles(
        D,
        [
            Profile("keeper", "Keeps numbers", Role.ADMIN, grants),
            Profile("caller", "Calls", Role.ADMIN, calls),
        ],
    )
    store.put_district(people.district(settings={"voice_numbers": "+13035550142 +13035550143"}))
    for each in ("lincoln", "roosevelt"):
        store.put_school(D, people.school(each))
    store.put_users(
        D,
        [
            people.user("boss", profiles=("district-administrator",), all_schools=True, schools=()),
            people.user("head", profiles=("keeper",)),
            people.user("vice", profiles=("keeper",)),
            people.user("eve", profiles=("caller",), schools=("roosevelt",)),
        ],
    )


def row(**changes: Any) -> dict[str, Any]:
    return {"title": "Front office", "number": "(303) 555-0142", **changes}


def add(api: HttpApi, *rows: dict[str, Any], as_: str = "boss") -> Answer:
    return api.post(LIST, {"items": rows}, as_=as_)


def added(api: HttpApi, as_: str = "boss", **changes: Any) -> str:
    answer = add(api, row(**changes), as_=as_)
    assert answer.status == 201, answer.text
    return str(answer.json["items"][0]["caller_id"])


def change(api: HttpApi, caller_id: str, as_: str = "boss", tag: str = "", **fields: Any) -> Answer:
    path = f"{LIST}/{caller_id}"
    known = tag or api.get(path, as_=as_).headers.get("etag", '"none"')
    return api.call("PATCH", path, as_=as_, body=fields, headers={"If-Match": known})


def titles(api: HttpApi, as_: str = "boss") -> list[str]:
    return [each["title"] for each in api.get(LIST, as_=as_).json["items"]]


# ---- Adding ------------------------------------------------------------------------------------------------


def test_a_number_is_added_as_written_and_kept_in_one_form(api: HttpApi) -> None:
    """CID-01: with everything that it can be."""
    answer = add(
        api,
        row(
            title="  Main\toffice ",
            public=True,
            schools=["lincoln"],
            student_attendance=True,
            school_default=True,
            district_default=True,
        ),
    )
    (shown,) = answer.json["items"]
    assert (shown["title"], shown["number"]) == ("Main office", "+13035550142")
    assert shown["default_schools"] == ["lincoln"]
    assert all(shown[each] for each in ("public", "student_attendance", "school_default", "district_default"))
    assert api.get(LIST, as_="boss").json == {"items": [shown], "calling": True}
    told = audit.newest(D, 1, None).items[0]
    assert (told.who.user_id, told.changes[0].after) == ("boss", "Main office +13035550142")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "items.0.title"),
        ({"title": None}, "items.0.title"),
        ({"title": "a" * 61}, "items.0.title"),
        ({"number": "12"}, "items.0.number"),
        ({"number": ""}, "items.0.number"),
        ({"number": "303-555-0142 x7"}, "items.0.number"),
        ({"school_default": True}, "items.0.school_default"),
        ({"public": "yes"}, "items.0.public"),
        ({"schools": ["nowhere"]}, "items.0.schools"),
    ],
)
def test_what_cannot_be_added(api: HttpApi, changes: dict[str, Any], field: str) -> None:
    """CID-01, CID-06: named at the field, and nothing of the whole request is kept."""
    answer = add(api, row(**changes), row(title="Good"))
    assert (answer.status in (400, 404), answer.fields) == (True, [field])
    assert titles(api) == []


def test_only_who_keeps_the_list_sees_and_changes_it(api: HttpApi) -> None:
    """CID-01, PERM-A31"""
    one = added(api)
    assert add(api, row(), as_="eve").status == 403
    assert api.get(LIST, as_="eve").status == 403
    assert api.call("DELETE", f"{LIST}/{one}", as_="eve").status == 403


def test_what_somebody_keeps_to_themselves_is_not_there_for_others(api: HttpApi) -> None:
    """CID-04, A-54: the same answer as for an id that is nowhere."""
    can_call()
    private = added(api, as_="head", title="My desk")
    assert "My desk" in titles(api, "head")
    assert "My desk" not in titles(api, "boss")
    nowhere = api.get(f"{LIST}/nowhere", as_="boss")
    assert api.get(f"{LIST}/{private}", as_="boss").json == nowhere.json
    assert change(api, private, title="Yours").status == 404
    assert api.call("DELETE", f"{LIST}/{private}", as_="vice").status == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"district_default": True}, "items.0.district_default"),
        ({"student_attendance": True, "schools": ["lincoln"]}, "items.0.student_attendance"),
        ({"public": True}, "items.0.schools"),
    ],
)
def test_what_concerns_all_schools_is_the_districts(api: HttpApi, changes: Any, field: str) -> None:
    """CID-03, CID-05, CID-07: not for somebody with one school, who keeps that school's."""
    answer = add(api, row(**changes), as_="head")
    assert (answer.status, answer.fields) == (403, [field])
    assert add(api, row(schools=["roosevelt"]), as_="head").status == 404
    everywhere = added(api, title="Everywhere", public=True)
    assert change(api, everywhere, "head", title="Mine").status == 403
    assert api.call("DELETE", f"{LIST}/{everywhere}", as_="head").status == 403
    own = added(api, title="Lincoln", public=True, schools=["lincoln"])
    assert change(api, own, "head", school_default=True).status == 200


# ---- Defaults that move ------------------------------------------------------------------------------------


def test_the_newest_default_wins_and_says_so(api: HttpApi) -> None:
    """CID-05, CID-06, CID-07, A-53: the older loses its tick in the same write."""
    kinds: dict[str, Any] = {"student_attendance": True, "district_default": True, "school_default": True}
    older = added(api, title="Old", schools=["lincoln"], **kinds)
    answer = add(api, row(title="New", schools=["lincoln", "roosevelt"], **kinds))
    assert answer.json["notices"] == [
        "New is the default of the district now; Old was.",
        "New is used for student attendance now; Old was.",
        "New is the default of a school now; Old was.",
    ]
    shown = api.get(f"{LIST}/{older}", as_="boss").json
    assert not any(shown[each] for each in kinds)
    told = audit.newest(D, 1, None).items[0]
    assert {each.field for each in told.changes} == {"caller_id", *kinds}


def test_the_only_district_default_goes_after_a_yes(api: HttpApi) -> None:
    """CID-07: removing or unticking it warns that calling stops."""
    one = added(api, district_default=True)
    for answer in (change(api, one, district_default=False), api.call("DELETE", f"{LIST}/{one}", as_="boss")):
        assert (answer.status, answer.fields) == (409, ["confirmed"])
        assert "nobody can call" in answer.json["detail"]
    assert change(api, one, district_default=False, confirmed=True).status == 200
    assert api.get(LIST, as_="boss").json["calling"] is False
    assert change(api, one, district_default=True).status == 200
    deleted = api.call("DELETE", f"{LIST}/{one}", as_="boss", query={"confirmed": "true"})
    assert (deleted.status, stored.listed(D)) == (204, ())


def test_of_two_editors_the_second_is_told(api: HttpApi) -> None:
    """CID-01: If-Match names what was read; the answer to an edit carries the tag for the next."""
    one = added(api)
    tag = api.get(f"{LIST}/{one}", as_="boss").headers["etag"]
    first = change(api, one, tag=tag, title="First")
    assert (first.status, change(api, one, tag=tag, title="Second").status) == (200, 412)
    assert change(api, one, tag=first.headers["etag"], title="Third").status == 200
    assert api.call("PATCH", f"{LIST}/{one}", as_="boss", body={"title": "x"}).fields == ["If-Match"]
    assert change(api, one, school_default=True).fields == ["school_default"]
    assert titles(api) == ["Third"]


def test_a_list_has_an_end(api: HttpApi) -> None:
    """CID-01"""
    many = [row(title=str(at)) for at in range(300)]
    assert add(api, *many).status == 201
    assert add(api, row()).status == 409
    assert add(api, *many, row()).status == 400


def test_a_list_names_so_many_schools_and_no_more(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """CID-01, CID-03: it is one item, which ends somewhere; nothing of what does not fit is kept."""
    monkeypatch.setattr(change_caller_ids, "MOST_LETTERS", len("lincoln") + 3)
    first = added(api, schools=["lincoln"])
    refused = add(api, row(title="Second", schools=["lincoln"]))
    assert (refused.status, refused.fields) == (409, ["schools"])
    assert change(api, first, school_default=True).fields == ["schools"]
    assert len(titles(api)) == 1


# ---- Calling -----------------------------------------------------------------------------------------------


def test_what_a_caller_may_choose_and_starts_at(api: HttpApi) -> None:
    """CID-03, CID-08, CALL-04: those of the school worked for; its default first."""
    district = people.caller_id("district", title="District")
    lincoln = people.caller_id(
        "lincoln", title="Lincoln", schools=("lincoln",), default_schools=("lincoln",), district_default=False
    )
    can_call(district, lincoln)
    assert api.get(MINE, as_="head").json == {
        "items": [
            {"caller_id": "district", "title": "District", "number": district.number},
            {"caller_id": "lincoln", "title": "Lincoln", "number": lincoln.number},
        ],
        "default_id": "lincoln",
    }
    other = api.get(MINE, as_="eve").json
    assert ([each["caller_id"] for each in other["items"]], other["default_id"]) == (["district"], "district")
    at_lincoln = api.get(MINE, as_="boss", query={"session_school_id": "lincoln"}).json
    assert (len(at_lincoln["items"]), at_lincoln["default_id"]) == (2, "district")
    assert api.get(MINE, as_="eve", query={"session_school_id": "lincoln"}).status == 404


def test_without_a_district_default_nobody_has_the_call_tab(api: HttpApi) -> None:
    """CALL-01, CID-07, A-55: the right is gone until there is one; keeping the list is not."""
    assert "phone_calls" not in api.get("/v1/me", as_="head").json["permissions"]
    cannot_call()
    may = api.get("/v1/me", as_="head").json["permissions"]
    assert ("phone_calls" in may, "caller_id_numbers" in may) == (False, True)
    assert api.get(MINE, as_="head").json == {"items": [], "default_id": None}
    can_call()
    assert api.get("/v1/me", as_="head").json["permissions"]["phone_calls"] == "edit"


def test_without_the_module_there_are_no_caller_ids(api: HttpApi) -> None:
    """LIC-01"""
    store.put_district(people.district(settings={"calling_and_texting": False}))
    assert {api.get(each, as_="boss").status for each in (LIST, MINE)} == {403}


def test_the_list_says_which_numbers_the_provider_knows(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """CID-01: others are kept too, and calls come from the operator's number meanwhile."""
    monkeypatch.setenv("VOICE_ORIGINATION", "+18005550101")
    numbers = ("303-555-0142", "303-555-0199", "800-555-0101")
    found = add(api, *(row(number=each) for each in numbers)).json["items"]
    assert [each["ready"] for each in found] == [True, False, True]


# ---- From a file -------------------------------------------------------------------------------------------

FILE = b"Title,Phone,Schools,Public\nLincoln,303-555-0142,Lincoln,1\nHall,303-555-0143,,2\nAgain,3035550142,,\n"


def sent(raw: bytes = FILE, **more: Any) -> dict[str, Any]:
    return {"csv": base64.b64encode(raw).decode(), **more}


def test_a_file_is_looked_at_read_and_saved_like_typed_rows(api: HttpApi) -> None:
    """CID-10, CID-11, CID-12: nothing is kept before Save; the bad row says why."""
    seen = api.post(f"{FILES}/preview", sent(), as_="boss").json
    columns = {name: place for name, place in seen["guess"].items() if place is not None}
    assert (columns, seen["rows"]) == ({"title": 0, "number": 1, "schools": 2, "public": 3}, 4)
    found = api.post(FILES, sent(columns=columns), as_="boss").json
    assert [(each["row"], each["title"], each["repeat"]) for each in found["rows"]] == [
        (2, "Lincoln", False),
        (4, "Again", True),
    ]
    (bad,) = found["bad_rows"]
    assert (bad["row"], [each["column"] for each in bad["problems"]]) == (3, ["public"])
    assert titles(api) == []
    assert add(api, *found["rows"]).status == 201
    assert titles(api) == ["Again", "Lincoln"]
    assert all(each["repeat"] for each in api.post(FILES, sent(columns=columns), as_="boss").json["rows"])


def test_title_and_phone_have_to_be_mapped(api: HttpApi) -> None:
    """CID-12"""
    answer = api.post(FILES, sent(columns={"schools": 2}), as_="boss")
    assert (answer.status, answer.fields) == (400, ["columns.title", "columns.number"])
    assert api.post(FILES, sent(b"PK\x03\x04", columns={"title": 0, "number": 1}), as_="boss").fields == ["csv"]


def test_a_file_names_schools_within_reach_only(api: HttpApi) -> None:
    """CID-10: another school is as unknown as one that does not exist."""
    raw = b"Title,Phone,Schools\nA,303-555-0142,Roosevelt\nB,303-555-0143,Nowhere\n"
    found = api.post(FILES, sent(raw, columns={"title": 0, "number": 1, "schools": 2}), as_="head").json
    assert [each["problems"][0]["column"] for each in found["bad_rows"]] == ["schools", "schools"]
