"""Student and user groups: who may see, use and change them, and which of their members are shown."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.directory import group_routes, store
from chalicelib.directory.groups import Group, GroupKind
from chalicelib.directory.model import Role
from tests.builders.people import district, school, section, student, user
from tests.support.api import Answer, HttpApi

D = "demo"


@pytest.fixture(autouse=True)
def people(aws: None) -> None:
    store.put_district(district())
    for each in ("lincoln", "hill"):
        store.put_school(D, school(each, staff=2))
    store.put_students(
        D,
        [
            student("s1", sections=("c1",)),
            student("s2"),
            student("s3", schools=("hill",)),
        ],
    )
    store.put_sections(D, [section("c1", students=("s1",))])
    store.put_users(
        D,
        [
            user("head", profiles=("principal",)),
            user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
            user("tom", roles=(Role.TEACHER,), profiles=("teacher-standard",), sections=("c1",)),
            user("far", roles=(Role.TEACHER,), schools=("hill",)),
        ],
    )


def make(api: HttpApi, as_: str = "head", **changes: Any) -> Answer:
    usual = {"kind": "students", "name": "Marching Band", "members": ["s1", "s2"]}
    return api.post("/v1/groups", usual | changes, as_=as_)


def listed(api: HttpApi, as_: str, **query: Any) -> list[str]:
    return [each["name"] for each in api.get("/v1/groups", as_=as_, query=query).json["items"]]


def members(api: HttpApi, group_id: str, as_: str = "head", **query: Any) -> Any:
    return api.get(f"/v1/groups/{group_id}/members", as_=as_, query=query).json


def change(api: HttpApi, group_id: str, as_: str = "head", **body: Any) -> Answer:
    tag = api.get(f"/v1/groups/{group_id}", as_=as_).headers["etag"]
    return api.call("PATCH", f"/v1/groups/{group_id}", as_=as_, body=body, headers={"If-Match": tag})


def test_a_group_is_saved_listed_and_read(api: HttpApi) -> None:
    """PICK-04, PICK-05: the caller's own, by name, of either kind."""
    made = make(api, name="  Marching \u202e  Band ")
    assert (made.status, made.json["name"], made.json["members"]) == (201, "Marching Band", 2)
    make(api, kind="staff", name="Bus duty", members=["tom", "head", "tom"])
    assert listed(api, "head") == ["Bus duty", "Marching Band"]
    assert listed(api, "head", kind="staff") == ["Bus duty"]
    assert listed(api, "tom") == []
    whole = api.get(made.headers["location"], as_="head")
    assert (whole.json, whole.headers["etag"]) == (made.json, made.headers["etag"])
    (bus,) = api.get("/v1/groups", as_="head", query={"kind": "staff"}).json["items"]
    assert bus["members"] == 2
    assert [each["id"] for each in members(api, bus["group_id"])["items"]] == ["tom", "head"]


def test_a_group_assigned_to_a_profile_is_there_for_its_holders_and_theirs_only_to_use(api: HttpApi) -> None:
    """PICK-04: own or assigned to the profile; others see how many members are out of their reach, not whom."""
    made = make(api, "boss", members=["s1", "s2", "s3"], profiles=["teacher-standard", "principal"]).json
    assert (listed(api, "tom"), listed(api, "head"), listed(api, "far")) == (
        ["Marching Band"],
        ["Marching Band"],
        ["Marching Band"],
    )
    (seen,) = api.get("/v1/groups", as_="tom").json["items"]
    assert (seen["own"], seen["members"], seen["owner_name"], seen["profiles"]) == (False, 3, "Boss Miller", [])
    found = members(api, made["group_id"], "tom")
    assert ([each["id"] for each in found["items"]], found["left_out"]) == (["s1"], 2)
    refused = api.call("DELETE", f"/v1/groups/{made['group_id']}", as_="tom")
    assert (refused.status, refused.fields) == (404, ["group_id"])
    assert change(api, made["group_id"], "boss", profiles=[]).status == 200
    assert listed(api, "tom") == []
    assert api.get(f"/v1/groups/{made['group_id']}", as_="tom").status == 404


def test_a_teacher_keeps_groups_of_their_own_and_shares_none(api: HttpApi) -> None:
    """PICK-04, PERM-07: of own students only."""
    assert make(api, "tom", members=["s1"]).status == 201
    refused = make(api, "tom", name="All", members=["s1", "s2"])
    assert (refused.status, refused.fields) == (404, ["members"])
    refused = make(api, "tom", name="Shared", members=["s1"], profiles=["teacher-standard"])
    assert (refused.status, refused.fields) == (403, ["profiles"])


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"name": "   "}, 400, "name"),
        ({"name": "x" * 81}, 400, "name"),
        ({"name": "marching band"}, 409, "name"),
        ({"members": []}, 400, "members"),
        ({"members": ["s3"]}, 404, "members"),
        ({"kind": "staff"}, 404, "members"),
        ({"kind": "parents"}, 400, "kind"),
        ({"members": [f"s{n}" for n in range(2001)]}, 400, "members"),
        ({"profiles": ["parent-standard"]}, 404, "profiles"),
        ({"session_school_id": "hill"}, 404, "session_school_id"),
    ],
)
def test_what_cannot_be_saved_is_named_and_not_stored(
    api: HttpApi, changes: Any, status: int, field: str
) -> None:
    """PICK-04, PERM-07."""
    make(api)
    answer = make(api, **{"name": "Other"} | changes)
    assert (answer.status, answer.fields) == (status, [field])
    assert listed(api, "head") == ["Marching Band"]


def test_a_change_keeps_whom_its_author_does_not_see(api: HttpApi) -> None:
    """PICK-04: a member who left the school is counted, and comes back with the student."""
    made = make(api).json["group_id"]
    store.put_students(D, [student("s2", schools=("hill",)), student("s4")])
    changed = change(api, made, name="Band", add=["s4", "s1"], remove=["s1", "nobody"])
    assert (changed.status, changed.json["name"], changed.json["members"]) == (200, "Band", 2)
    found = members(api, made)
    assert ([each["name"] for each in found["items"]], found["left_out"]) == (["S4 Miller"], 1)
    store.put_students(D, [student("s2")])
    assert [each["id"] for each in members(api, made)["items"]] == ["s2", "s4"]
    refused = change(api, made, add=["s3"])
    assert (refused.status, refused.fields) == (404, ["add"])
    refused = change(api, made, remove=["s2", "s4"])
    assert (refused.status, refused.fields) == (400, ["remove"])


def test_a_change_needs_the_tag_of_what_was_read(api: HttpApi) -> None:
    """PICK-04: two people at once do not undo one another's work."""
    made = make(api)
    path = made.headers["location"]
    assert change(api, made.json["group_id"], name="Band").status == 200
    stale = {"If-Match": made.headers["etag"]}
    assert api.call("PATCH", path, as_="head", body={"name": "Choir"}, headers=stale).status == 412
    assert api.call("PATCH", path, as_="head", body={"name": "Choir"}).fields == ["If-Match"]
    before = store.groups(D, [made.json["group_id"]])[made.json["group_id"]]
    assert not store.replace_group(D, replace(before, version=9), replace(before, version=8))
    assert listed(api, "head") == ["Band"]


def test_members_come_page_by_page(api: HttpApi) -> None:
    """PICK-04."""
    made = make(api).json["group_id"]
    first = members(api, made, limit=1)
    rest = members(api, made, limit=1, cursor=first["next_cursor"])
    assert [each["id"] for each in (*first["items"], *rest["items"])] == ["s1", "s2"]
    assert rest["next_cursor"] is None
    bad = api.get(f"/v1/groups/{made}/members", as_="head", query={"cursor": "eyJuIjotMX0"})
    assert bad.fields == ["cursor"]


def test_a_deleted_group_is_gone_for_everybody(api: HttpApi) -> None:
    """PICK-04."""
    made = make(api, "boss", profiles=["principal"]).json["group_id"]
    assert api.call("DELETE", f"/v1/groups/{made}", as_="boss").status == 204
    assert (listed(api, "boss"), listed(api, "head")) == ([], [])
    assert api.call("DELETE", f"/v1/groups/{made}", as_="boss").status == 404


def test_a_group_that_changes_while_it_is_deleted_stays(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """PICK-04: it is in another list by now, which would show a group that is none."""
    group_id = make(api).json["group_id"]
    delete = store.delete_group

    def overtaken(district: str, group: Group) -> bool:
        assert change(api, group_id, profiles=["teacher-standard"]).status == 200
        return delete(district, group)

    with monkeypatch.context() as racing:
        racing.setattr(store, "delete_group", overtaken)
        assert api.call("DELETE", f"/v1/groups/{group_id}", as_="head").status == 409
    assert listed(api, "tom") == ["Marching Band"]
    assert api.call("DELETE", f"/v1/groups/{group_id}", as_="head").status == 204
    assert listed(api, "tom") == []


def test_so_many_groups_and_no_more(api: HttpApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """PICK-04: the list of one's groups stays one that fits a page."""
    monkeypatch.setattr(group_routes, "MOST_GROUPS", 2)
    for number in range(2):
        store.create_group(D, Group(f"g{number}", GroupKind.STAFF, f"G{number}", "head", "Head", ("tom",)))
    assert make(api).status == 409


def test_hidden_schedules_take_the_student_groups_of_teachers_along(api: HttpApi) -> None:
    """PICK-11: includes groups; user groups stay."""
    make(api, "tom", members=["s1"])
    make(api, "tom", kind="staff", name="Colleagues", members=["head"])
    store.put_district(district(settings={"hide_schedules_from_teachers": True}))
    assert listed(api, "tom") == ["Colleagues"]
    assert make(api, "tom", name="Forged", members=["s1"]).fields == ["members"]


def test_who_is_removed_from_messaging_search_is_absent_from_groups(api: HttpApi) -> None:
    """PICK-09, PICK-08, PICK-14: removed, without an including profile, or disabled: left out and counted."""
    silent = {Permission.COMMUNICATION: Level.VIEW}
    access.put_profiles(D, [Profile("silent", "Silent", Role.TEACHER, silent)])
    others = [user(name, roles=(Role.TEACHER,)) for name in ("shy", "mute", "gone", "ok")]
    store.put_users(D, others)
    made = make(api, kind="staff", members=["shy", "mute", "gone", "ok"]).json["group_id"]
    shy, mute, gone, _ = others
    store.put_users(
        D, [replace(shy, searchable=False), replace(mute, profiles=("silent",)), replace(gone, enabled=False)]
    )
    found = members(api, made)
    assert ([each["id"] for each in found["items"]], found["left_out"]) == (["ok"], 3)


def test_profiles_of_staff_have_names(api: HttpApi) -> None:
    """PICK-07: to search by; those of families are not among them."""
    found = api.get("/v1/profiles", as_="tom").json["items"]
    assert {each["role"] for each in found} == {"admin", "teacher"}
    assert [each["title"] for each in found] == sorted(each["title"] for each in found)


@pytest.mark.parametrize(
    ("kind", "grants", "made"),
    [
        ("students", {Permission.SEND_TO_STAFF: Level.EDIT}, 403),
        ("students", {Permission.SEND_TO_PRIMARY_CONTACTS: Level.EDIT}, 201),
        ("staff", {Permission.SEND_TO_PRIMARY_CONTACTS: Level.EDIT}, 403),
        ("staff", {Permission.SEND_TO_STAFF: Level.VIEW}, 403),
        ("staff", {Permission.SEND_TO_STAFF: Level.EDIT}, 201),
    ],
)
def test_a_group_is_of_people_whom_its_owner_may_write_to(
    api: HttpApi, kind: str, grants: dict[Permission, Level], made: int
) -> None:
    """PERM-10, PERM-A14: refused as in a message; also changing one that was made with the right."""
    member = {"students": "s1", "staff": "tom"}[kind]
    mine = make(api, kind=kind, members=[member]).json["group_id"]
    before = api.get(f"/v1/groups/{mine}", as_="head")
    granted = {Permission.COMMUNICATION: Level.VIEW, **grants}
    access.put_profiles(D, [Profile("principal", "Principal", Role.ADMIN, granted)])
    answer = make(api, kind=kind, members=[member], name="Chess")
    assert (answer.status, answer.fields if made == 403 else []) == (made, ["kind"] if made == 403 else [])
    changed = change(api, mine, name="Debate")
    assert changed.status == (403 if made == 403 else 200), changed.text
    now = api.get(f"/v1/groups/{mine}", as_="head")
    assert (now.text == before.text) is (made == 403)
    assert api.call("DELETE", f"/v1/groups/{mine}", as_="head").status == 204
