"""Everybody's own settings over HTTP (SET): what applies, what is locked, and what it changes."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.directory import change_my_settings as use
from chalicelib.directory import store
from chalicelib.directory.model import LinkedUser, Role
from chalicelib.directory.my_settings import MySettings
from chalicelib.directory.store import my_settings as stored
from chalicelib.kernel.clock import FixedClock
from tests.builders import families, people
from tests.support.api import Answer, HttpApi

D, MINE = "demo", "/v1/me/settings"
pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def town(aws: None) -> None:
    """`tom` teaches, `mum` has two children, `ida` is a student, `shut` may not see Communication."""
    access.put_profiles(D, [Profile("shut-out", "No messages", Role.PARENT)])
    store.put_district(people.district())
    store.put_school(D, people.school())
    account = LinkedUser("mum")
    store.put_students(
        D,
        [
            families.student("sam", families.contact("mother", linked_user=account)),
            families.student("sue", families.contact("mother", linked_user=account)),
            families.student("ida", account=LinkedUser("ida")),
        ],
    )
    store.put_users(
        D,
        [
            people.user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
            people.user("tom", roles=(Role.TEACHER,), given_name="Tom"),
            people.user("mum", roles=(Role.PARENT,), students=("sam", "sue")),
            people.user("ida", roles=(Role.STUDENT,)),
            people.user("shut", roles=(Role.PARENT,), profiles=("shut-out",)),
        ],
    )


def save(api: HttpApi, as_: str, body: Any, tag: str | None = None) -> Answer:
    known = tag or api.get(MINE, as_=as_).headers["etag"]
    return api.call("PUT", MINE, as_=as_, body=body, headers={"If-Match": known})


STAFF = {"hidden_from_search": False, "push_always": False, "email_opt_out": False, "allows_replies": False}
FAMILY = {"push_always": False, "email_opt_out": False}


def decide(**settings: Any) -> None:
    store.put_district(people.district(settings=settings))


# ---- saving ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("as_", "applying"), [("tom", STAFF), ("mum", FAMILY), ("ida", FAMILY)])
def test_everybody_saves_what_concerns_them(api: HttpApi, as_: str, applying: dict[str, bool]) -> None:
    """SET-01, SET-08: families see only what applies to them; all of it is saved together."""
    first = api.get(MINE, as_=as_).json
    assert {name: value for name, value in first.items() if value is not None} == {**applying, "locked": []}
    wanted = dict.fromkeys(applying, True)
    done = save(api, as_, wanted)
    assert done.status == 200, done.text
    again = api.get(MINE, as_=as_)
    assert {name: again.json[name] for name in wanted} == wanted
    assert again.headers["etag"] == done.headers["etag"]


def test_without_communication_there_is_nothing_to_set(api: HttpApi) -> None:
    """SET-01"""
    assert api.get(MINE, as_="shut").status == 403
    assert api.call("PUT", MINE, as_="shut", body=FAMILY, headers={"If-Match": '"x"'}).status == 403


@pytest.mark.parametrize(
    ("as_", "body", "fields"),
    [
        ("mum", {**FAMILY, "hidden_from_search": True}, ["hidden_from_search"]),
        ("mum", {"push_always": True}, ["email_opt_out"]),
        ("tom", {**STAFF, "push_always": "yes"}, ["push_always"]),
        ("tom", {**STAFF, "push_always": 1}, ["push_always"]),
        ("tom", {**STAFF, "is_admin": True}, ["is_admin"]),
        ("tom", {}, [*sorted(STAFF)]),
    ],
)
def test_what_does_not_fit_is_refused_whole(api: HttpApi, as_: str, body: Any, fields: list[str]) -> None:
    """SET-01, SET-08: the field is named, and nothing is saved."""
    before = api.get(MINE, as_=as_).json
    answer = save(api, as_, body)
    assert (answer.status, sorted(answer.fields)) == (400, fields)
    assert api.get(MINE, as_=as_).json == before


def test_of_two_windows_the_second_is_told_and_can_save_over(api: HttpApi) -> None:
    """SET-08: last save wins, with notice."""
    seen = api.get(MINE, as_="mum").headers["etag"]
    assert save(api, "mum", {**FAMILY, "push_always": True}, seen).status == 200
    assert save(api, "mum", {**FAMILY, "email_opt_out": True}, seen).status == 412
    assert save(api, "mum", {**FAMILY, "email_opt_out": True}).status == 200
    assert api.get(MINE, as_="mum").json["push_always"] is False
    assert api.call("PUT", MINE, as_="mum", body=FAMILY).status == 400


# ---- what the district decides -----------------------------------------------------------------------------


def test_what_the_district_set_is_shown_locked_and_cannot_be_changed(api: HttpApi) -> None:
    """SET-02, A-68: a forged change is refused, the rest can be saved, and the own choice comes back later."""
    save(api, "tom", {**STAFF, "allows_replies": True})
    decide(everybody_allows_replies="off", everybody_push_always="on")
    shown = api.get(MINE, as_="tom").json
    assert shown["locked"] == ["push_always", "allows_replies"]
    assert (shown["push_always"], shown["allows_replies"]) == (True, False)
    forged = save(api, "tom", {**STAFF, "push_always": True, "allows_replies": True})
    assert (forged.status, forged.fields) == (403, ["allows_replies"])
    fine = save(api, "tom", {**STAFF, "push_always": True, "hidden_from_search": True})
    assert (fine.status, fine.json["hidden_from_search"]) == (200, True)
    decide()
    assert api.get(MINE, as_="tom").json["allows_replies"] is True
    assert api.get(MINE, as_="tom").json["push_always"] is False


def test_an_administrator_decides_for_everybody(api: HttpApi) -> None:
    """SET-02, ADMIN-02: among the district's preferences; empty gives the decision back to each user."""
    for value, replies in (("on", True), ("off", False), ("", False)):
        tag = api.get("/v1/settings", as_="boss").headers["etag"]
        body = {"preferences": {"everybody_allows_replies": value}}
        answer = api.call("PATCH", "/v1/settings", as_="boss", body=body, headers={"If-Match": tag})
        assert answer.status == 200, answer.text
        assert api.get("/v1/me", as_="tom").json["replies_at_first"] is replies
    tag = api.get("/v1/settings", as_="boss").headers["etag"]
    bad = {"preferences": {"everybody_allows_replies": "perhaps"}}
    assert api.call("PATCH", "/v1/settings", as_="boss", body=bad, headers={"If-Match": tag}).status == 400


def test_a_new_message_begins_as_one_set_it(api: HttpApi) -> None:
    """SET-09: the box's first state comes with what the app asks for once."""
    assert api.get("/v1/me", as_="tom").json["replies_at_first"] is False
    save(api, "tom", {**STAFF, "allows_replies": True})
    assert api.get("/v1/me", as_="tom").json["replies_at_first"] is True


# ---- where it goes -----------------------------------------------------------------------------------------


def found(api: HttpApi) -> list[str]:
    return [each["user_id"] for each in api.get("/v1/staff", as_="boss", query={"q": "tom"}).json["items"]]


def test_removed_from_messaging_search_one_is_not_found(api: HttpApi) -> None:
    """SET-03, PICK-09: at the next search, and found again when taken back."""
    assert found(api) == ["tom"]
    save(api, "tom", {**STAFF, "hidden_from_search": True})
    assert found(api) == []
    save(api, "tom", STAFF)
    assert found(api) == ["tom"]


def test_an_accounts_choice_stands_in_the_record_of_each_child(api: HttpApi) -> None:
    """SET-05, SET-07: where sending looks; other accounts are left alone."""
    save(api, "mum", {"push_always": True, "email_opt_out": True})
    save(api, "ida", {"push_always": False, "email_opt_out": True})
    records = store.students(D, ["sam", "sue", "ida"])
    for child in ("sam", "sue"):
        (mother,) = records[child].contacts
        assert mother.linked_user == LinkedUser("mum", push_always=True, email_opt_out=True)
        assert mother.email_opt_out is False, "that is the school's"
    assert records["ida"].account == LinkedUser("ida", email_opt_out=True)
    assert records["ida"].contacts[0].linked_user == LinkedUser("ida-mum-account")


def test_what_a_writer_at_the_same_moment_undid_is_brought_right(api: HttpApi, clock: FixedClock) -> None:
    """SET-03, SET-07: an import that was just writing the same records; a minute later all is as it was set."""
    before, students = store.users(D, ["tom"])["tom"], store.students(D, ["sam"])
    stored.change(D, "tom", None, MySettings(hidden_from_search=True), clock.now())
    stored.change(D, "mum", None, MySettings(email_opt_out=True), clock.now())
    store.put_users(D, [before])
    store.put_students(D, students.values())
    assert found(api) == ["tom"]
    assert use.finish(D, clock, lambda: 60.0) == 0, "not yet"
    clock.advance(seconds=61)
    assert use.finish(D, clock, lambda: 5.0) == 0, "no time"
    assert use.finish(D, clock, lambda: 60.0) == 2
    assert found(api) == []
    assert store.students(D, ["sam"])["sam"].contacts[0].linked_user == LinkedUser("mum", email_opt_out=True)
    assert use.finish(D, clock, lambda: 60.0) == 0, "done"


def test_two_at_the_same_moment(clock: FixedClock) -> None:
    """SET-08: the slower one is told."""
    tom = store.users(D, ["tom"])["tom"]
    assert stored.change(D, "tom", None, MySettings(push_always=True), clock.now())
    assert not stored.change(D, "tom", None, MySettings(email_opt_out=True), clock.now())
    assert use.own(D, tom) == MySettings(push_always=True)
    assert use.own(D, replace(tom, user_id="other", email_opt_out=True)) == MySettings(email_opt_out=True)
