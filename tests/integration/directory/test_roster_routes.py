"""Roster imports over HTTP, as a data clerk's browser asks for them."""

import json
from typing import Any

import pytest

from chalicelib.directory import store
from chalicelib.directory.audit import Change, Subject
from chalicelib.directory.roster import files
from chalicelib.directory.store import audit
from chalicelib.kernel.paging import encode_cursor
from functions.roster_import.handler import handle
from tests.builders.exports import changed, export, small, without
from tests.builders.people import user
from tests.support.api import HttpApi

from .conftest import Importing
from .test_roster_events import event, put

pytestmark = pytest.mark.moto

D = "demo"


@pytest.fixture(autouse=True)
def clerk(district: str) -> None:
    store.put_users(D, [user("dee", profiles=("data-clerk",), all_schools=True)])


def newest(api: HttpApi) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/v1/roster/imports", as_="dee").json["items"][0]
    return found


def test_a_place_to_upload_to(api: HttpApi) -> None:
    """I4: the form allows this key, a zip, 200 MB and an hour."""
    answer = api.post("/v1/roster/uploads", {"file_name": "my export (1).zip", "size": 5_000}, as_="dee")
    assert answer.status == 201
    key = answer.json["import_key"]
    assert key.startswith("incoming/demo/")
    assert key.endswith("/my-export-1-.zip")
    fields = answer.json["upload"]["fields"]
    assert fields["key"] == key
    import base64

    conditions = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    assert ["content-length-range", 1, 200_000_000] in conditions


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"file_name": "people.csv", "size": 5}, "file_name"),
        ({"file_name": "a.zip", "size": 200_000_001}, "size"),
        ({"file_name": "a.zip"}, "size"),
    ],
)
def test_uploads_that_cannot_be_exports_are_refused(api: HttpApi, body: dict[str, Any], field: str) -> None:
    """I4: before a byte is sent."""
    answer = api.post("/v1/roster/uploads", body, as_="dee")
    assert (answer.status, answer.fields) == (400, [field])


def test_what_came_of_an_upload(api: HttpApi, imported: Importing) -> None:
    """I1: status, numbers and what was left out, then the rows page by page."""
    key = api.post("/v1/roster/uploads", {"file_name": "a.zip", "size": 5_000}, as_="dee").json["import_key"]
    tables = changed(small(), "users", "amy", email="none", phone="none")
    handle(event(key, put(key, export(tables))), None)
    found = newest(api)
    assert (found["status"], found["progress"], found["file_name"], found["problems"]) == (
        "applied",
        1.0,
        "a.zip",
        2,
    )
    assert found["summary"]["students"] == {"added": 3, "changed": 0, "removed": 0, "unchanged": 0}
    assert api.get(f"/v1/roster/imports/{found['import_id']}", as_="dee").json == found
    rows = f"/v1/roster/imports/{found['import_id']}/rows"
    first = api.get(rows, as_="dee", query={"kind": "added", "limit": 5}).json
    rest = api.get(rows, as_="dee", query={"kind": "added", "cursor": first["next_cursor"]}).json
    names = [each["name"] for each in (*first["items"], *rest["items"])]
    assert (len(first["items"]), rest["next_cursor"]) == (5, None)
    staff, students, contacts = names[:2], names[3:6], names[6:]
    assert (staff, names[2]) == (["Eve Boss", "Tim Hart"], "Algebra 1")
    assert students == ["Ann Ames", "Ben Ames", "Cid Cole"]
    assert contacts == ["Amy Ames", "Bob Ames", "Cleo Cole"]
    (problem, _) = api.get(rows, as_="dee").json["items"]
    assert (problem["file"], problem["line"], problem["id"], problem["kind"]) == (
        "users.csv",
        5,
        "amy",
        "problem",
    )
    assert api.get(rows, as_="dee", query={"kind": "removed"}).json == {"items": [], "next_cursor": None}


def test_a_held_import_is_approved(api: HttpApi, imported: Importing) -> None:
    """I2: and applied when its marker arrives; a second decision is a conflict."""
    imported()
    imported(without(small(), "users", "s3"))
    found = newest(api)
    assert (found["status"], "1 of 3 students" in found["hold_reason"]) == ("held", True)
    path = f"/v1/roster/imports/{found['import_id']}"
    assert api.post(f"{path}/approve", as_="dee").status == 202
    assert newest(api)["status"] == "applying"
    assert api.post(f"{path}/reject", as_="dee").status == 409
    handle(event(files.key(D, found["import_id"], "again.continue"), "t"), None)
    assert newest(api)["status"] == "applied"
    assert api.post(f"{path}/approve", as_="dee").status == 409


def test_a_held_import_is_rejected(api: HttpApi, imported: Importing) -> None:
    """I2."""
    imported()
    imported(without(small(), "users", "s3"))
    path = f"/v1/roster/imports/{newest(api)['import_id']}"
    assert api.post(f"{path}/reject", as_="dee").status == 202
    assert newest(api)["status"] == "rejected"
    assert api.post(f"{path}/reject", as_="dee").status == 409
    assert store.students(D, ("s3",))


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_who_decided_about_an_import_stands_in_the_record_of_changes(
    api: HttpApi, imported: Importing, decision: str
) -> None:
    """ADMIN-16, I2: once, however often it is asked for."""
    imported()
    imported(without(small(), "users", "s3"))
    one = newest(api)
    for _ in range(2):
        api.post(f"/v1/roster/imports/{one['import_id']}/{decision}", as_="dee")
    (told,) = audit.newest(D, 10, None).items
    assert (told.who.user_id, told.subject, told.about_id) == ("dee", Subject.ROSTER, one["import_id"])
    assert told.about == one["file_name"]
    assert told.changes == (Change("decision", None, {"approve": "approved", "reject": "rejected"}[decision]),)
    assert (one["decided_by"], one["decided_at"]) == (None, None)
    decided = newest(api)
    assert (decided["decided_by"], decided["decided_at"]) == (told.who.name, told.at)


def test_what_is_not_there_and_what_is_another_list(api: HttpApi, imported: Importing) -> None:
    """PERM-07: an import of nobody, and page markers that we did not give out."""
    imported()
    assert api.get("/v1/roster/imports/none", as_="dee").status == 404
    assert api.post("/v1/roster/imports/none/approve", as_="dee").status == 404
    rows = f"/v1/roster/imports/{newest(api)['import_id']}/rows"
    for forged in ({"byte": -1}, {"byte": "1"}, {"byte": True}):
        assert api.get(rows, as_="dee", query={"cursor": encode_cursor(forged)}).status == 400
    assert api.get(rows, as_="dee", query={"cursor": encode_cursor({"byte": 10**9})}).json["items"] == []
    assert api.get(rows, as_="dee", query={"kind": "added", "cursor": encode_cursor({"byte": 3})}).status == 400
    assert api.get("/v1/roster/imports", as_="dee", query={"cursor": encode_cursor({"id": 4})}).status == 400
