"""Announcements through the API: posted, listed, changed and deleted, by whom and for which schools."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.announcements import checks, store
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel.clock import FixedClock
from tests.builders import people
from tests.builders.announcements import body
from tests.support.api import Answer, HttpApi
from tests.support.ground import Ground
from tests.support.memory.tables import Lag

from .conftest import D, Post

GUIDE = (Path(__file__).parents[3] / "docs" / "api" / "README.md").read_text()
SMS = {"sms": {"text": "Bring a smile"}}
EMAIL = {"email": {"html": "<p>Bring a smile.</p>"}}
CALL = {"voice": {"text": "Bring a smile"}}


def change(api: HttpApi, before: Answer, as_: str = "head", **changes: Any) -> Answer:
    """Change what was posted, as it was last read."""
    path = f"/v1/announcements/{before.json['announcement_id']}"
    tag = api.get(path, as_=as_).headers.get("etag", "")
    return api.call("PUT", path, body=body(**changes), as_=as_, headers={"If-Match": tag})


def listed(api: HttpApi, as_: str = "head", **query: Any) -> list[str]:
    answer = api.get("/v1/announcements", as_=as_, query=query)
    assert answer.status == 200, answer.text
    return [each["title"] for each in answer.json["items"]]


def test_it_is_stored_as_posted(api: HttpApi, post: Post) -> None:
    """ANN-03, ANN-13: from today on without an end, where nothing else is said; its text clean."""
    answer = post(html='<p class="big">Smile.</p><p>Really.</p>', sort_order=3)
    assert answer.status == 201, answer.text
    assert (answer.json["start"], answer.json["end"], answer.json["state"]) == ("2026-11-23", None, "active")
    assert answer.json["html"] == "<p>Smile.</p><p>Really.</p>"
    assert answer.json["snippet"].startswith("Smile.")
    read = api.get(answer.headers["location"], as_="head")
    assert read.json == answer.json
    assert read.headers["etag"]


def test_what_was_posted_or_deleted_a_moment_ago_is_listed_so(
    api: HttpApi, post: Post, ground: Ground, clock: FixedClock
) -> None:
    """ANN-21: reads may be a second behind, and whoever does not see it posts it again."""
    ground.fall_behind(Lag(lambda: clock.now().timestamp(), lambda: 1.0))
    posted = post()
    assert listed(api) == ["Picture day"]
    api.call("DELETE", f"/v1/announcements/{posted.json['announcement_id']}", as_="head")
    assert listed(api) == []


def test_a_repeated_request_is_one_announcement(api: HttpApi, post: Post) -> None:
    first, again = post(key="the-same-key"), post(key="the-same-key")
    assert (first.status, again.status) == (201, 201)
    assert first.json["announcement_id"] == again.json["announcement_id"]
    assert post(key="the-same-key", title="Another").status == 409
    assert listed(api) == ["Picture day"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "For {{student.name}}"}, "title"),
        ({"html": "<p>{{student.name}}</p>"}, "html"),
        ({"html": "<p>{{<b>student.name</b>}}</p>"}, "html"),
        ({"html": "<p>  </p>"}, "html"),
        ({"html": "<script>alert(1)</script>"}, "html"),
        ({"html": '<p>Smile.<img src="http://school.example/smile.png"></p>'}, "html"),
        ({"html": "x" * 70_000}, "html"),
        ({"start": "2026-11-22"}, "start"),
        ({"start": "9999-12-31"}, "start"),
        ({"start": "0001-01-01"}, "start"),
        ({"end": "9999-12-31"}, "end"),
        ({"start": "2026-11-25", "end": "2026-11-24"}, "end"),
        ({"roles": []}, "roles"),
        ({"roles": ["janitor"]}, "roles.0"),
        ({"grades": ["12"]}, "grades"),
        ({"sort_order": -1}, "sort_order"),
        ({"sort_order": 1.5}, "sort_order"),
        ({"student_contacts": "everybody"}, "student_contacts"),
        ({"student_contacts": "once_per_family", "parts": EMAIL}, "student_contacts"),
        ({"parts": {"sms": {"text": "x" * 131}}}, "parts.sms.text"),
        ({"parts": {"sms": {"text": "  "}}}, "parts"),
        ({"html": "", "parts": {"email": {}}}, "parts"),
        ({"parts": {"push": {}}}, "parts.push"),
        ({"parts": {"sms": {"text": "x", "emergency": "t"}}}, "parts.sms.emergency"),
        ({"parts": {"voice": {"text": "x", "emergency": 1}}}, "parts.voice.emergency"),
    ],
)
def test_what_cannot_be_posted_is_named(post: Post, changes: dict[str, Any], field: str) -> None:
    """ANN-02, ANN-03, ANN-05, ANN-06, ANN-10, ANN-13: and nothing is stored."""
    answer = post(**changes)
    assert answer.status == 400, answer.text
    assert field in answer.fields
    assert not list(store.newest(D, _everything(), limit=10, cursor=None).items)


def _everything() -> store.Wanted:
    return store.Wanted(datetime(2026, 11, 23, tzinfo=UTC), None, over=True, everywhere=True)


def test_a_part_alone_is_enough(post: Post) -> None:
    """ANN-13, ANN-14: and the email says what the announcement says where it has no text of its own."""
    assert post(html="", parts=SMS).json["channels"] == ["sms"]
    both = post(parts={"email": {}, **CALL})
    assert both.json["channels"] == ["email", "voice"]
    assert both.json["parts"]["email"] == {"html": ""}


@pytest.mark.parametrize("html", ["<p></p>", "<p>&nbsp;</p>", "  "])
def test_an_editor_left_empty_is_an_email_left_empty(post: Post, html: str) -> None:
    """ANN-13, COMP-35: it says what the announcement says."""
    answer = post(parts={"email": {"html": html}, **SMS})
    assert (answer.status, answer.json["channels"]) == (201, ["email", "sms"])
    assert answer.json["parts"]["email"] == {"html": ""}
    assert answer.json["warnings"] == []
    alone = post(html="", parts={"email": {"html": html}, **SMS})
    assert alone.json["channels"] == ["sms"]
    assert [each["field"] for each in alone.json["warnings"]] == ["parts.email"]


def test_a_part_that_says_nothing_is_left_out_with_a_warning(post: Post) -> None:
    """COMP-35"""
    answer = post(parts={**EMAIL, "sms": {"text": "  "}, "voice": {"text": " "}})
    assert (answer.status, answer.json["channels"]) == (201, ["email"])
    told = [(each["field"], each["message"]) for each in answer.json["warnings"]]
    assert told == [("parts.sms", checks.LEFT_OUT), ("parts.voice", checks.LEFT_OUT)]


def test_one_fault_is_told_once_and_by_the_field_that_holds_it(post: Post) -> None:
    """ANN-02, ANN-13: an email that says what the announcement says is not empty where that is refused, and
    the subject of the parts is the title."""
    refused = {"html": "<script>alert(1)</script>"}
    assert post(**refused, parts={"email": {}}).fields == ["html"]
    assert post(**refused, parts={"sms": {"text": "x" * 131}}).fields == ["html", "parts.sms.text"]
    assert post(title="For {{student.nobody}}", parts=SMS).fields == ["title"]


@pytest.mark.parametrize(
    ("lacking", "parts", "field"),
    [
        ("announcements_send_emails", EMAIL, "parts.email"),
        ("announcements_send_sms", SMS, "parts.sms"),
        ("announcements_send_calls", CALL, "parts.voice"),
        ("emergency_calls", {"sms": {"text": "Fire", "emergency": True}}, "parts.sms.emergency"),
        ("emergency_calls", {"voice": {"text": "Fire", "emergency": True}}, "parts.voice.emergency"),
    ],
)
def test_each_part_has_its_own_permission(
    api: HttpApi, post: Post, without: Callable[..., str], lacking: str, parts: dict[str, Any], field: str
) -> None:
    """ANN-14, SMS-01, PERM-A19, PERM-A20, PERM-A21: those of messages do not help, and nothing half
    posted."""
    refused = post(without(lacking), parts=parts)
    assert (refused.status, refused.fields) == (403, [field])
    assert listed(api, "near") == []
    others = without("send_sms", "phone_calls")
    assert post(others, parts={**EMAIL, **SMS, **CALL}).status == 201


def test_who_sends_no_messages_attaches_nothing(post: Post, without: Callable[..., str]) -> None:
    """PERM-06: and may post without parts."""
    nearly = without("send_messages")
    assert post(nearly, parts={**EMAIL, **SMS, **CALL}).fields == ["parts.email", "parts.sms", "parts.voice"]
    assert post(nearly).status == 201


def test_without_the_module_there_are_no_texts_and_calls(post: Post) -> None:
    """SMS-01, PERM-A20, PERM-A21."""
    directory.put_district(people.district(settings={"calling_and_texting": False}))
    assert post(parts={**SMS, **CALL}).fields == ["parts.sms", "parts.voice"]
    assert post(parts=EMAIL).status == 201


def test_an_excluded_school_texts_nobody(post: Post) -> None:
    """SMS-01: whoever works elsewhere too, and whatever school they work for; an email may go."""
    for working_for in ("lincoln", "quiet"):
        asked = {"school_id": working_for, "school_ids": ["quiet"]}
        assert post("half", **asked, parts=SMS).fields == ["parts.sms"]
        assert post("half", **asked, parts=EMAIL).status == 201
    assert post("half", school_id="quiet", school_ids=["lincoln", "quiet"]).status == 404
    assert post("half", school_id="lincoln", school_ids=["lincoln", "quiet"]).fields == ["school_ids"]


def test_schools_are_the_authors(post: Post) -> None:
    """ANN-07, A-37: nobody's but theirs; none named are all of theirs, and the district is a district's."""
    assert post(school_ids=["hill"]).fields == ["school_ids"]
    assert post(school_ids=["lincoln", "hill"]).fields == ["school_ids"]
    assert post(school_id="hill").fields == ["school_id"]
    assert post(school_ids=[]).json["school_ids"] == ["lincoln"]
    assert post("both", school_ids=[]).json["school_ids"] == ["lincoln", "hill"]
    assert post("half", school_ids=[]).json["school_ids"] == ["lincoln"]
    assert post("boss", school_ids=[]).json["school_ids"] == []
    assert post("boss", school_ids=["lincoln", "hill"]).json["school_ids"] == ["lincoln", "hill"]


def test_who_only_views_changes_nothing(api: HttpApi, post: Post, without: Callable[..., str]) -> None:
    """PERM-A18."""
    posted = post()
    held = {Permission.COMMUNICATION: Level.VIEW, Permission.ANNOUNCEMENTS: Level.VIEW}
    access.put_profiles(D, [Profile("viewer", "Viewer", Role.ADMIN, held)])
    directory.put_users(D, [people.user("vera", profiles=("viewer",))])
    assert listed(api, "vera") == ["Picture day"]
    path = f"/v1/announcements/{posted.json['announcement_id']}"
    assert api.get(path, as_="vera").json["editable"] is False
    assert post("vera").status == 403
    assert change(api, posted, "vera").status == 403
    assert api.call("DELETE", path, as_="vera").status == 403


def test_the_list_is_of_ones_schools(api: HttpApi, post: Post, clock: FixedClock) -> None:
    """ANN-22, ANN-23: what is over and what is everybody's are added by a control each, or by both; what is
    to come is not inactive; and any part of a title finds it."""
    post(title="Over at Lincoln", end="2026-11-23")
    post(title="To come at Lincoln", start="2026-12-01")
    post("hana", title="At Hill", school_id="hill", school_ids=["hill"])
    post("boss", title="Everywhere", school_ids=[])
    post("boss", title="Over everywhere", school_ids=[], end="2026-11-23")
    clock.advance(days=2)
    assert listed(api) == ["To come at Lincoln"]
    assert set(listed(api, inactive="true")) == {"To come at Lincoln", "Over at Lincoln"}
    assert set(listed(api, all_schools="true")) == {"To come at Lincoln", "Everywhere"}
    everything = {"To come at Lincoln", "Over at Lincoln", "Everywhere", "Over everywhere"}
    assert set(listed(api, inactive="true", all_schools="true")) == everything
    assert set(listed(api, "boss")) == {"To come at Lincoln", "At Hill"}
    assert listed(api, "boss", school_id="hill") == ["At Hill"]
    assert listed(api, "boss", all_schools="true", q="eVERY") == ["Everywhere"]
    assert listed(api, q="%") == []


def test_the_list_goes_by_the_days_of_each(api: HttpApi, post: Post, clock: FixedClock) -> None:
    """ANN-22, A-83: in Honolulu the last day goes on for three hours after the district's; in Paris it ended
    eight hours before."""
    directory.put_school(D, people.school("hill", grades={"02": 1}, time_zone="Pacific/Honolulu"))
    directory.put_school(D, people.school("lincoln", grades={"09": 1}, time_zone="Europe/Paris"))
    here = {"school_id": "hill", "school_ids": ["hill"]}
    posted = post("hana", **here, end="2026-11-23")
    post(end="2026-11-23")
    clock.at = datetime(2026, 11, 23, 23, tzinfo=UTC)
    assert listed(api) == []
    assert listed(api, inactive="true") == ["Picture day"]
    clock.at = datetime(2026, 11, 24, 9, 59, tzinfo=UTC)
    assert api.get(posted.headers["location"], as_="hana").json["state"] == "active"
    assert listed(api, "hana") == ["Picture day"]
    clock.at = datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert listed(api, "hana") == []


def test_the_list_comes_in_pages(api: HttpApi, post: Post) -> None:
    for day in range(24, 29):
        post(title=f"The {day}th", start=f"2026-11-{day}")
    found, cursor = [], None
    while True:
        query = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = api.get("/v1/announcements", as_="head", query=query).json
        assert len(page["items"]) <= 2
        found += [each["title"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == ["The 28th", "The 27th", "The 26th", "The 25th", "The 24th"]
    assert api.get("/v1/announcements", as_="head", query={"cursor": "nonsense"}).fields == ["cursor"]


def test_a_page_marker_of_the_announcements_is_no_other_lists(api: HttpApi, post: Post) -> None:
    """GRID-02: nor is one of messages theirs."""
    post(start="2026-11-25")
    post(start="2026-11-26")
    cursor = api.get("/v1/announcements", as_="head", query={"limit": 1}).json["next_cursor"]
    for other in ("/v1/messages", "/v1/reports/history"):
        assert api.get(other, as_="boss", query={"cursor": cursor}).fields == ["cursor"]


def test_it_is_changed_as_it_was_read(api: HttpApi, post: Post, clock: FixedClock) -> None:
    """ANN-03: also one whose first day has passed; not by who did not see the latest."""
    posted = post()
    path = f"/v1/announcements/{posted.json['announcement_id']}"
    tag = api.get(path, as_="head").headers["etag"]
    clock.advance(days=3)
    assert api.call("PUT", path, body=body(), as_="head").fields == ["If-Match"]
    changed = change(api, posted, title="Photo day", start="2026-11-23", end="2026-11-30")
    assert changed.status == 200, changed.text
    assert changed.json["title"] == "Photo day"
    assert api.get(path, as_="head").headers["etag"] == changed.headers["etag"]
    assert api.call("PUT", path, body=body(), as_="head", headers={"If-Match": tag}).status == 412
    assert change(api, posted, title=" ").fields == ["title"]
    assert listed(api) == ["Photo day"]


def test_others_change_what_they_reach_whole(api: HttpApi, post: Post) -> None:
    """ANN-07: the list shows it to each of its schools, and whoever reaches them all may change it."""
    posted = post("both", school_ids=["lincoln", "hill"])
    assert listed(api, "hana") == ["Picture day"]
    path = f"/v1/announcements/{posted.json['announcement_id']}"
    assert api.get(path, as_="hana").json["editable"] is False
    assert change(api, posted, "hana", school_id="hill", school_ids=["hill"]).status == 404
    assert api.call("DELETE", path, as_="hana").status == 404
    assert api.get(path, as_="boss").json["editable"] is True
    assert change(api, posted, "boss", title="Theirs").json["posted_by"]["user_id"] == "boss"
    everywhere = post("boss", school_ids=[])
    refused = change(api, everywhere, "head")
    assert (refused.status, refused.fields) == (403, ["school_ids"])


@pytest.mark.parametrize("gone", [{"excluded": True}, {"last_year": "2025"}])
def test_it_is_taken_back_from_a_school_that_closed_or_was_excluded(
    api: HttpApi, post: Post, gone: dict[str, Any]
) -> None:
    """ANN-07, ANN-26, PICK-03, XSCH-02: whoever could change it still can, and keeps the other schools."""
    posted = [post("both", school_ids=["lincoln", "hill"]) for _ in range(2)]
    directory.put_school(D, people.school("hill", name="Hill Elementary", grades={"02": 1}, **gone))
    for each in posted:
        assert api.get(each.headers["location"], as_="boss").json["editable"] is True
    refused = change(api, posted[0], "boss", school_ids=["lincoln", "hill"])
    assert refused.fields == ["school_ids"]
    assert "Hill Elementary" in refused.text
    assert change(api, posted[0], "boss", end="2026-11-24").json["school_ids"] == ["lincoln"]
    assert api.call("DELETE", posted[1].headers["location"], as_="both").status == 204


def test_whose_school_it_is_changes_it_wherever_its_author_works(api: HttpApi, post: Post) -> None:
    """ANN-07: as the list tells them; the author's own school is none of theirs."""
    posted = [post("both", school_ids=["hill"]) for _ in range(2)]
    assert api.get(posted[0].headers["location"], as_="hana").json["editable"] is True
    changed = change(api, posted[0], "hana", school_id="hill", school_ids=["hill"])
    assert changed.status == 200, changed.text
    assert api.call("DELETE", posted[1].headers["location"], as_="hana").status == 204


def test_deleted_it_is_gone(api: HttpApi, post: Post) -> None:
    """ANN-26: from list and portals at once; whoever comes second is told that it is gone."""
    posted = post(roles=["admin"])
    path = f"/v1/announcements/{posted.json['announcement_id']}"
    assert api.get("/v1/announcements/shown", as_="head").json["items"]
    assert api.call("DELETE", path, as_="head").status == 204
    assert api.call("DELETE", path, as_="head").status == 404
    assert listed(api) == []
    assert api.get("/v1/announcements/shown", as_="head").json["items"] == []


def test_the_guides_announcement_is_posted(post: Post) -> None:
    """docs/api/README.md"""
    found = re.search(r"-d '(\{[^']*\"title\": \"Picture day\".*?\})'", GUIDE, re.DOTALL)
    assert found
    answer = post(**json.loads(found.group(1).replace("s001", "lincoln")))
    assert answer.status == 201, answer.text
    assert (answer.json["state"], answer.json["channels"]) == ("planned", ["email", "sms"])
    assert answer.json["due_at"] == "2026-11-30T07:00:00.000000+00:00"


def test_it_names_forty_schools_at_most(api: HttpApi, post: Post) -> None:
    """ANN-07, A-37: and may be for forty others tomorrow; who reaches more and means all of them is told."""
    ids = [f"school-{number}" for number in range(81)]
    for each in ids:
        directory.put_school(D, people.school(each))
    directory.put_users(D, [people.user("many", profiles=("principal",), schools=(*ids, "lincoln"))])
    posted = post("many", school_ids=ids[:40])
    assert posted.status == 201, posted.text
    assert change(api, posted, "many", school_ids=ids[40:80]).json["school_ids"] == ids[40:80]
    assert post("many", school_ids=ids[:41]).fields == ["school_ids"]
    assert post("many", school_ids=[]).fields == ["school_ids"]
