"""Students and parents write to staff (RCPT-25): to whom, what is refused, how often, what they keep."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.directory.signatures import Signatures
from chalicelib.directory.store import signatures
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages import families as rule
from chalicelib.messages import store
from tests.builders import people
from tests.support.api import Answer, HttpApi

from .conftest import D, Send, queued, stored

EMAIL: dict[str, Any] = {"email": {"html": "<p>Amy is ill today.</p>"}}
Write = Callable[..., Answer]


def to(*users: str) -> dict[str, Any]:
    return {"staff": {"users": list(users)}}


@pytest.fixture
def write(send: Send) -> Write:
    """A mother, Amy and a stranger may write; by default the mother to Amy's teacher."""
    access.put_profiles(D, [Profile("unlisted", "Not in search", Role.TEACHER)])
    directory.put_users(
        D,
        [
            people.user("mum", roles=(Role.PARENT,), students=("s1",), given_name="Mary"),
            people.user("s1", roles=(Role.STUDENT,), given_name="Amy"),
            people.user("quiet", roles=(Role.TEACHER,), searchable=False),
            people.user("unlisted", roles=(Role.TEACHER,), profiles=("unlisted",)),
            people.user("gone", roles=(Role.TEACHER,), enabled=False),
        ],
    )

    def post(as_: str = "mum", **changes: Any) -> Answer:
        return send(as_, **{"audience": to("tom"), "parts": EMAIL, "subject": "Amy"} | changes)

    return post


@pytest.mark.parametrize("as_", ["mum", "s1"])
@pytest.mark.parametrize("whom", ["tom", "head", "boss"])
def test_families_write_to_staff_of_their_schools(api: HttpApi, write: Write, as_: str, whom: str) -> None:
    """RCPT-25, PERM-F02, PERM-F03: teachers and others, the district's office too."""
    answer = write(as_, audience=to(whom))
    assert answer.status == 202, answer.text
    message = store.load(D, answer.json["message_id"])
    assert message is not None
    assert (message.sender.user_id, message.selection.staff, message.people) == (as_, (whom,), 1)
    assert (message.replies, message.schools) == (True, ("lincoln",))  # where they meet


@pytest.mark.parametrize("whom", ["far", "quiet", "unlisted", "gone", "mum", "s2", "nobody"])
def test_nobody_else(write: Write, whom: str) -> None:
    """RCPT-25, PICK-08, PICK-09: another school's, unfindable and closed ones, families; all look the same."""
    before = stored()
    answer = write(audience=to("tom", whom))
    assert (answer.status, answer.fields) == (404, ["audience.staff.users"])
    assert stored() == before


def test_with_schedules_hidden_they_start_no_conversation(api: HttpApi, write: Write) -> None:
    """PICK-12, A-73: no teacher to choose, find or forge; a school may decide otherwise."""
    directory.put_district(people.district(settings={"hide_schedules_from_families": True}))
    assert api.get("/v1/me/teachers", as_="mum").json == {"items": [], "hidden": True}
    assert api.get("/v1/staff", as_="mum", query={"q": "tom"}).json == {
        "items": [],
        "next_cursor": None,
        "total": 0,
    }
    assert write().status == 404
    school = directory.schools(D)["lincoln"]
    directory.put_school(D, replace(school, settings={"hide_schedules_from_families": False}))
    assert write().status == 202


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"parts": {**EMAIL, "sms": {"text": "Hi"}}}, 403, "parts.sms"),
        ({"parts": {**EMAIL, "voice": {"text": "Hi"}}}, 403, "parts.voice"),
        ({"parts": {**EMAIL, "push": {}}}, 403, "parts.push"),
        ({"priority": True}, 403, "priority"),
        ({"secure": True}, 403, "secure"),
        ({"source": "district"}, 403, "source"),
        ({"source": "school"}, 403, "source"),
        (
            {"audience": {"students": {"recipient_type": "students", "students": ["s1"]}}},
            403,
            "audience.students.recipient_type",
        ),
        ({"audience": {"staff": {"groups": ["any"]}}}, 400, "audience.staff.groups"),
        ({"audience": {"imported": {"list_id": "any"}}}, 400, "audience.imported"),
        ({"audience": to(*(f"t{n}" for n in range(21)))}, 400, "audience.staff.users"),
        ({"audience": {}}, 400, "audience"),
        ({"parts": {}}, 400, "parts"),
        ({"parts": {"email": {"html": "<p> </p>"}}}, 400, "parts"),
        ({"parts": {"email": {"html": "<script>x</script>"}}}, 400, "parts.email.html"),
        ({"school_id": "hill"}, 404, "school_id"),
    ],
)
def test_what_only_staff_may_do_is_refused(
    write: Write, changes: dict[str, Any], status: int, field: str
) -> None:
    """RCPT-25, PERM-02, A-94: no texts, calls, groups, lists, recipient types or secure messages; nothing is
    stored."""
    before = stored()
    answer = write(**changes)
    assert (answer.status, answer.fields) == (status, [field]), answer.text
    assert stored() == before


@pytest.mark.parametrize("field", ["{{student.last_name}}", "{{sender.name}}", "{{period.name}}"])
def test_families_insert_no_fields(api: HttpApi, write: Write, field: str) -> None:
    """FLDS-06: they are offered none, so one typed by hand is left blank, and they are told."""
    assert api.get("/v1/insert-fields", as_="mum").status == 403
    answer = write(parts={"email": {"html": f"<p>Amy {field} is ill.</p>"}})
    assert answer.status == 202, answer.text
    (warning,) = answer.json["warnings"]
    assert (warning["field"], field in warning["message"]) == ("parts.email.html", True)
    assert field not in answer.json["html"]


def test_families_sign_with_nothing(write: Write) -> None:
    """COMP-27: also not with what somebody kept while they were staff."""
    assert signatures.change(D, "mum", Signatures(), Signatures("<p>Mary, 3rd grade</p>", "Mary"))
    assert write(include_signature=True).json["html"] == "<p>Amy is ill today.</p>"


def test_families_are_never_asked_to_confirm(write: Write) -> None:
    """SEND-04: not by the preference, and not by number."""
    directory.put_district(people.district(settings={"always_confirm": True, "confirm_over": 1}))
    assert write().status == 202
    assert write(audience=to("tom", "head", "boss")).status == 202


def test_without_the_right_to_send_nothing_is_sent(api: HttpApi, write: Write) -> None:
    """PERM-F02: the Inbox only."""
    directory.put_users(D, [people.user("mum", roles=(Role.PARENT,), profiles=("parent-inbox-only",))])
    assert write().status == 403
    assert api.get("/v1/me/teachers", as_="mum").status == 403
    assert api.get("/v1/staff", as_="mum").status == 403
    assert api.get("/v1/inbox", as_="mum").status == 200


def test_the_author_sees_it_at_once_and_once(api: HttpApi, write: Write) -> None:
    """RCPT-25, INBOX-04: in the conversation with each, before it is delivered; repeating adds nothing."""
    first = write(key="the-same-key", audience=to("tom", "head"))
    assert write(key="the-same-key", audience=to("tom", "head")).json == first.json
    inbox = api.get("/v1/inbox", as_="mum").json
    assert {each["with"]["name"] for each in inbox["items"]} == {"Tom Miller", "Helen Miller"}
    assert {each["with"]["school_name"] for each in inbox["items"]} == {"Lincoln High"}
    assert inbox["unread"] == 0
    for thread in inbox["items"]:
        (entry,) = api.get(f"/v1/inbox/{thread['thread_id']}", as_="mum").json["items"]
        assert (entry["subject"], entry["html"], entry["outgoing"], entry["unread"]) == (
            "Amy",
            "<p>Amy is ill today.</p>",
            True,
            False,
        )
        path = f"/v1/inbox/{thread['thread_id']}/entries/{entry['entry_id']}/unread"
        assert api.post(path, as_="mum").status == 404, "what one wrote is never unread"


def test_an_account_writes_so_much_an_hour(
    write: Write, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    """RCPT-25: beyond it nothing is stored, and other accounts go on; staff have no such limit."""
    monkeypatch.setattr(rule, "MOST_AN_HOUR", 2)
    monkeypatch.setattr("chalicelib.access.endpoint.clock_source", lambda: clock)
    assert [write().status for _ in range(2)] == [202, 202]
    before = (stored(), queued())
    refused = write(key="too-many-now")
    assert (refused.status, refused.json["title"]) == (429, "Too many tries; please wait a minute")
    assert "wait" in refused.json["detail"]
    assert (stored(), queued()) == before
    assert write("s1").status == 202
    clock.advance(seconds=3600)
    assert write(key="too-many-now").status == 202


# ---- whom to choose from -----------------------------------------------------------------------------------


def test_a_parent_finds_their_childrens_teachers_with_what_they_teach(api: HttpApi, write: Write) -> None:
    """RCPT-25: child by child; who cannot be written to is not there."""
    directory.put_sections(
        D,
        [
            people.section("c1", title="Algebra", teachers=("tom", "quiet", "far"), students=("s1", "s2")),
            people.section("c2", title="Geometry", teachers=("tom",), students=("s1",)),
        ],
    )
    student = replace(directory.students(D, ["s1"])["s1"], sections=("c1", "c2", "c-gone"))
    other = replace(directory.students(D, ["s2"])["s2"], given_name="Ben")
    left = replace(directory.students(D, ["s3"])["s3"], active=False)
    directory.put_students(D, [student, other, left])
    directory.put_users(D, [people.user("mum", roles=(Role.PARENT,), students=("s2", "s1", "s3", "nobody"))])
    found = api.get("/v1/me/teachers", as_="mum").json["items"]
    tom = {"user_id": "tom", "name": "Tom Miller", "subjects": ["Algebra", "Geometry"], "school_id": "lincoln"}
    assert found == [
        {"student_id": "s1", "name": "Amy Miller", "school_id": "lincoln", "school_name": "Lincoln High",
         "teachers": [tom]},
        {"student_id": "s2", "name": "Ben Miller", "school_id": "lincoln", "school_name": "Lincoln High",
         "teachers": [{**tom, "subjects": ["Algebra"]}]},
    ]  # fmt: skip
    assert api.get("/v1/me/teachers", as_="s1").json["items"] == found[:1]
    assert api.get("/v1/me/teachers", as_="head").json == {"items": [], "hidden": False}


def test_a_parent_finds_the_other_staff_by_name(api: HttpApi, write: Write) -> None:
    """RCPT-25, PICK-08, PICK-09: of the children's schools, by the same rules as staff find each other."""
    names = [each["user_id"] for each in api.get("/v1/staff", as_="mum").json["items"]]
    assert sorted(names) == ["boss", "head", "kay", "plain", "tom"]
    assert api.get("/v1/staff", as_="mum", query={"school_id": "hill"}).status == 404
    found = api.get("/v1/staff", as_="mum", query={"q": "hel"}).json["items"]
    assert [(each["name"], each["roles"]) for each in found] == [("Helen Miller", ["admin"])]
