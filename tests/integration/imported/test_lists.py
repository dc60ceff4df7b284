"""Lists of imported recipients over HTTP."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.audience.imported import store
from chalicelib.directory import store as directory
from chalicelib.kernel import sent_file
from chalicelib.kernel.aws import dynamodb
from chalicelib.kernel.settings import setting
from tests.builders import imports, people
from tests.support.api import HttpApi

from .conftest import Add

Begin = Callable[[], str]


def entries(api: HttpApi, list_id: str, **query: Any) -> list[dict[str, Any]]:
    """Everybody of a list, page after page."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = {"limit": 100, **query, **({"cursor": cursor} if cursor else {})}
        answer = api.get(f"/v1/imported-lists/{list_id}/entries", as_="ann", query=page)
        assert answer.status == 200, answer.text
        found += answer.json["items"]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            return found


def test_a_file_is_imported_and_its_bad_rows_are_listed(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-02, IMPT-05: good rows are in the list; bad ones are named with number, column and reason."""
    list_id = begin()
    answer = add(list_id, imports.csv(*imports.GOOD, "Dan,nonsense,", ",e@mail.example,"))
    assert answer.status == 200, answer.text
    made = answer.json
    assert (made["imported"], made["repeated"]) == (3, 0)
    assert (made["list"]["people"], made["list"]["with_email"], made["list"]["with_phone"]) == (3, 2, 2)
    assert [
        (row["row"], [(p["column"], p["reason"]) for p in row["problems"]]) for row in made["bad_rows"]
    ] == [
        (5, [("email", "bad_email")]),
        (6, [("full_name", "no_name")]),
    ]
    found = entries(api, list_id)
    assert [(each["name"], each["email"], each["phone"]) for each in found] == [
        ("Ana Ruiz", "ana@mail.example", "+15055550101"),
        ("Bo Li", "bo@mail.example", None),
        ("Cy Dee", None, "+15055550103"),
    ]


def test_a_file_is_looked_at_before_it_is_imported(api: HttpApi, town: None) -> None:
    """IMPT-03, IMPT-04: columns, first rows, what they probably hold; nothing is kept."""
    sent = {"csv": imports.body(imports.csv())["csv"]}
    answer = api.post("/v1/imported-files/preview", sent, as_="ann")
    assert answer.status == 200, answer.text
    seen = answer.json
    assert (seen["delimiter"], seen["columns"], seen["rows"], seen["header"]) == (",", 3, 4, True)
    assert seen["sample"][0] == {"row": 1, "cells": ["Name", "Email", "Phone"]}
    assert seen["guess"] == {"first_name": None, "last_name": None, **imports.PLAIN}
    assert dynamodb().scan(TableName=setting("AUDIENCE_TABLE"), Select="COUNT")["Count"] == 0


def test_a_second_file_adds_and_says_how_many_repeat(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-06: nothing is replaced or merged; the same file twice gives double entries."""
    list_id = begin()
    add(list_id, imports.csv())
    again = add(list_id, imports.csv(*imports.GOOD, "New,new@mail.example,", "new,NEW@mail.example,")).json
    assert (again["imported"], again["repeated"]) == (5, 4)
    assert again["list"]["people"] == 8
    found = entries(api, list_id)
    assert [each["name"] for each in found].count("Ana Ruiz") == 2
    assert len({each["entry_id"] for each in found}) == 8


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"columns": {"full_name": 0, "email": 0}}, ["columns.email"]),
        ({"columns": {"full_name": 0}}, ["columns.email"]),
        ({"columns": {"email": 1}}, ["columns.full_name"]),
        ({"columns": {"full_name": 0, "email": 99}}, ["columns.email"]),
        ({"columns": {"full_name": 0, "email": -1}}, ["columns.email"]),
        ({"header": "yes"}, ["header"]),
        ({"csv": ""}, ["csv"]),
        ({"csv": "%%%"}, ["csv"]),
        ({"csv": base64.b64encode("Name,Email\r\nJosé,j@x.example".encode("latin-1")).decode()}, ["csv"]),
        ({"csv": base64.b64encode(imports.many(10_001)).decode()}, ["csv"]),
    ],
)
def test_a_fault_of_the_whole_file_imports_nothing(
    api: HttpApi, begin: Begin, add: Add, changes: dict[str, Any], fields: list[str]
) -> None:
    """IMPT-03, IMPT-14: refused with the field and a sentence."""
    list_id = begin()
    add(list_id, imports.csv())
    answer = add(list_id, imports.csv(), **changes)
    assert answer.status == 400
    assert answer.fields == fields
    assert len(entries(api, list_id)) == 3


def test_a_file_over_five_megabytes_is_too_large(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-14: whether it comes as it is or packed; and other routes stay as narrow as they were."""
    list_id = begin()
    for packed in (True, False):
        assert add(list_id, b"a,b\r\n" + b"x" * sent_file.MOST_BYTES, packed=packed).status == 413
    assert api.get(f"/v1/imported-lists/{list_id}", as_="ann").json["people"] == 0
    assert api.post("/v1/audience/count", {"audience": {}, "x": "x" * 1_000_000}, as_="ann").status == 413


def test_ten_thousand_rows_at_once(api: HttpApi, begin: Begin, add: Add) -> None:
    """A-87: packed and unpacked."""
    list_id = begin()
    answer = add(list_id, imports.many(10_000), packed=True)
    assert (answer.status, answer.json["imported"]) == (200, 10_000)
    assert len(entries(api, list_id)) == 10_000
    assert [each["name"] for each in entries(api, list_id, q="person 9999")] == ["Person 9999"]


def test_the_list_is_searched_by_name_email_and_number(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-05: part of a name in any case, part of an email, digits of a number however written."""
    list_id = begin()
    add(list_id, imports.csv())
    for wanted, names in {
        "RUIZ": ["Ana Ruiz"],
        "bo@mail": ["Bo Li"],
        "(505) 555": ["Ana Ruiz", "Cy Dee"],
        "nobody": [],
        "  ": ["Ana Ruiz", "Bo Li", "Cy Dee"],
    }.items():
        assert [each["name"] for each in entries(api, list_id, q=wanted)] == names, wanted


def test_one_entry_is_removed(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-07: one of two that say the same; the numbers follow; gone is gone."""
    list_id = begin()
    add(list_id, imports.csv())
    add(list_id, imports.csv())
    first = entries(api, list_id)[0]["entry_id"]
    place = f"/v1/imported-lists/{list_id}/entries/{first}"
    assert api.call("DELETE", place, as_="ann").status == 204
    assert api.call("DELETE", place, as_="ann").status == 404
    assert [each["name"] for each in entries(api, list_id)].count("Ana Ruiz") == 1
    now = api.get(f"/v1/imported-lists/{list_id}", as_="ann").json
    assert (now["people"], now["with_email"], now["with_phone"]) == (5, 3, 3)


@pytest.mark.parametrize("entry_id", ["nowhere", "x-1", "-1", "x-²", "x-99999999999999999999", "PAGE#x"])
def test_no_entry_has_such_an_id(api: HttpApi, begin: Begin, add: Add, entry_id: str) -> None:
    """IMPT-07."""
    list_id = begin()
    add(list_id, imports.csv())
    path = f"/v1/imported-lists/{list_id}/entries/{entry_id.replace('#', '%23')}"
    assert api.call("DELETE", path, as_="ann").status == 404


def test_all_are_deleted_at_once(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-08: list and people are gone from the table."""
    list_id = begin()
    add(list_id, imports.many(450))
    assert api.call("DELETE", f"/v1/imported-lists/{list_id}", as_="ann").status == 204
    assert api.get(f"/v1/imported-lists/{list_id}", as_="ann").status == 404
    assert dynamodb().scan(TableName=setting("AUDIENCE_TABLE"), Select="COUNT")["Count"] == 0


def test_another_user_sees_nothing_of_it(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-09: as if it were not there, whatever is asked."""
    list_id = begin()
    add(list_id, imports.csv())
    there = f"/v1/imported-lists/{list_id}"
    entry = entries(api, list_id)[0]["entry_id"]
    for method, path in (
        ("GET", there),
        ("GET", f"{there}/entries"),
        ("DELETE", there),
        ("DELETE", f"{there}/entries/{entry}"),
    ):
        assert api.call(method, path, as_="eve").status == 404, (method, path)
    assert add(list_id, imports.csv(), as_="eve").status == 404
    assert len(entries(api, list_id)) == 3


def test_it_takes_the_right_to_send(api: HttpApi, town: None) -> None:
    """IMPT-01: Send Messages, and staff."""
    for somebody in ("clerk", "mum"):
        assert api.post("/v1/imported-lists", as_=somebody).status == 403


@pytest.mark.parametrize(
    "raw", [b"Name,Email\r\nAna,a@mail.example", b'{"csv": "TmFtZQ=="}', b"PK\x03\x04\0", b"\0"]
)
def test_a_file_that_comes_before_its_list_is_refused(api: HttpApi, town: None, raw: bytes) -> None:
    """IMPT-14: it would be lost without a word; whatever it calls itself."""
    headers = {"Content-Type": "text/csv"}
    answer = api.call("POST", "/v1/imported-lists", as_="ann", raw=raw, headers=headers)
    assert (answer.status, "Send no body here" in answer.json["detail"]) == (400, True)
    assert dynamodb().scan(TableName=setting("AUDIENCE_TABLE"), Select="COUNT")["Count"] == 0
    assert api.call("POST", "/v1/imported-lists", as_="ann", body={}).status == 201


def test_two_windows_at_once_lose_nothing(
    api: HttpApi, begin: Begin, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IMPT-06: a file that was faster stays, and the slower one is added to it."""
    list_id = begin()
    save = store.save
    slower: list[int] = []

    def overtaken(*change: Any) -> Any:
        if not slower:
            slower.append(1)
            assert add(list_id, imports.csv()).json["imported"] == 3
        return save(*change)

    monkeypatch.setattr(store, "save", overtaken)
    answer = add(list_id, imports.many(2))
    assert (answer.json["imported"], answer.json["list"]["people"]) == (2, 5)
    assert len(entries(api, list_id)) == 5


def test_a_list_has_an_end(begin: Begin, add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    """IMPT-06: what would be too much is refused as a whole."""
    list_id = begin()
    monkeypatch.setattr("chalicelib.audience.imported.lists.MOST_PEOPLE", 5)
    assert add(list_id, imports.csv()).status == 200
    assert add(list_id, imports.csv()).status == 409


def test_what_no_message_takes_expires(begin: Begin, add: Add) -> None:
    """IMPT-09: everything of it carries the date by which the table forgets it."""
    add(begin(), imports.many(250))
    items = dynamodb().scan(TableName=setting("AUDIENCE_TABLE"))["Items"]
    assert len(items) == 3
    assert all("expires" in item for item in items)


def test_phones_are_not_asked_for_without_calling_and_texting(api: HttpApi, begin: Begin, add: Add) -> None:
    """IMPT-02, LIC-01: not guessed, not needed, not kept."""
    directory.put_district(people.district(settings={"calling_and_texting": False}))
    sent = {"csv": imports.body(imports.csv())["csv"]}
    seen = api.post("/v1/imported-files/preview", sent, as_="ann").json
    assert (seen["guess"]["phone"], seen["phones"]) == (None, False)
    list_id = begin()
    assert add(list_id, imports.csv(), columns={"full_name": 0, "phone": 2}).fields == ["columns.email"]
    answer = add(list_id, imports.csv("Ana,ana@mail.example,nonsense", "Cy,,5055550103")).json
    assert (answer["list"]["with_email"], answer["list"]["with_phone"]) == (1, 0)
    assert [p["reason"] for row in answer["bad_rows"] for p in row["problems"]] == ["no_email"]
