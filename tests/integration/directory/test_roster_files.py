"""Whole files: taken as they come in the wild, compared, held, or refused with nothing changed."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.directory import store
from chalicelib.directory.roster import decide, files
from chalicelib.directory.roster.model import Changes, RosterImport, RosterRowKind, Status
from chalicelib.directory.store import imports
from chalicelib.kernel.aws import dynamodb
from chalicelib.kernel.errors import Conflict
from tests.builders import exports
from tests.builders.exports import MAPLE, changed, export, maple, more, small, text, without, zipped

from .conftest import BY_CLERK, Importing

D = "demo"


def everything() -> list[Any]:
    """All that the directory table holds, but for the imports' own records."""
    found = dynamodb().scan(TableName="DirectoryTable")["Items"]
    own = ("#IMPORTS", "#ROSTER")
    kept = [item for item in found if not item["pk"]["S"].endswith(own)]
    return sorted(kept, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def rows(one: RosterImport, kind: RosterRowKind = RosterRowKind.PROBLEM) -> list[dict[str, Any]]:
    return decide.rows(one, kind, 0, 1000)[0]


def students(*schools: str) -> int:
    return sum(len(store.roll(D, school)) for school in schools)


# ---- a file that this project did not write ----------------------------------------------------------------


def test_a_foreign_export_is_imported_whole_and_again_without_effect(imported: Importing) -> None:
    """I3: 2 schools, 64 students; BOM, CRLF, quoted commas, agents either way round."""
    done = imported(io.BytesIO(MAPLE.read_bytes()))
    assert (done.status, done.problems) == (Status.APPLIED, 0)
    assert {kind: each.added for kind, each in done.summary.items()} == {
        "schools": 2, "students": 64, "contacts": 63, "staff": 12, "sections": 36, "enrollments": 228,
    }  # fmt: skip
    assert store.schools(D)["mv-hs"].name == 'Maple Valley High, "The Hill"'
    children = store.students(D, ("S0000", "S0003", "S0030"))
    assert [each.contact_id for each in children["S0000"].contacts] == ["G0010", "G0011"]
    assert [each.contact_id for each in children["S0003"].contacts] == ["G0020", "G0021"]
    assert children["S0000"].linked_students == ("S0001", "S0002")
    assert children["S0030"].account is None
    assert [row.name for row in store.search_students(D, ("mv-el", "mv-hs"), "oneill ang").items] == []
    before = everything()
    again = imported(io.BytesIO(MAPLE.read_bytes()))
    assert (again.status, again.summary["students"]) == (Status.UNCHANGED, Changes(unchanged=64))
    assert everything() == before


def altered(**columns: Callable[[str], str]) -> io.BytesIO:
    """The foreign export with files rewritten as text."""
    found: dict[str, str | bytes] = dict(maple())
    for name, rewrite in columns.items():
        found[f"{name}.csv"] = rewrite(maple()[f"{name}.csv"].decode("utf-8-sig"))
    return zipped(found)


def cells(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(content.splitlines()))


def reversed_columns(content: str) -> str:
    return text([dict(reversed(row.items())) for row in cells(content)])


def with_cells(**more_cells: str) -> Callable[[str], str]:
    return lambda content: text([{"ext_first": "x", **row, **more_cells} for row in cells(content)])


def test_exports_as_they_are_in_the_wild(imported: Importing) -> None:
    """I4: columns in other order and case, unknown ones, no rows, local spellings, dates with times."""
    wild = altered(
        users=lambda content: reversed_columns(content).replace("agentSourcedIds", "agents"),
        demographics=lambda content: content.replace("sourcedId", "userSourcedId"),
        enrollments=with_cells(beginDate="2026-08-17T00:00:00.000Z"),
        academicSessions=lambda content: content.splitlines()[0],
        orgs=lambda content: content.replace("sourcedId,status", "SOURCEDID,Status"),
    )  # fmt: skip
    done = imported(wild)
    assert (done.status, done.problems) == (Status.APPLIED, 0), rows(done)
    assert (done.summary["students"].added, done.summary["enrollments"].added) == (64, 228)
    assert "enrollments.csv: columns that we do not know: ext_first." in done.ignored
    found = store.students(D, ("S0000", "S0003"))
    assert found["S0000"].gender == "female"
    assert len(found["S0003"].contacts) == 2


def test_a_zip_of_one_folder_and_without_optional_files(imported: Importing) -> None:
    """I4."""
    found = {f"export/{name}": content for name, content in maple().items() if name != "demographics.csv"}
    found["export/manifest.csv"] = found["export/manifest.csv"].replace(
        b"file.demographics,bulk", b"file.demographics,absent"
    )
    assert imported(zipped(found)).status is Status.APPLIED


# ---- refused, with nothing changed -------------------------------------------------------------------------


def twice(rows_: list[dict[str, str]]) -> str:
    return text([*rows_, rows_[-1]])


REFUSED: dict[str, tuple[Callable[[], io.BytesIO], str]] = {
    "no manifest": (lambda: export(manifest=None), "no manifest.csv"),
    "a missing file": (lambda: export(classes=None), "The manifest names classes.csv"),
    "no users": (lambda: export({k: v for k, v in small().items() if k != "users"}), "users.csv is missing"),
    "an open quote": (lambda: export(users=text(small()["users"]) + '"s9'), "quotes"),
    "a missing cell": (lambda: export(orgs=text(small()["orgs"]) + "x,y\r\n"), "orgs.csv, line 4"),
    "latin-1": (lambda: export(users=text(small()["users"]).replace("Ann", "Zoë").encode("latin-1")), "UTF-8"),
    "utf-16": (lambda: export(users=text(small()["users"]).encode("utf-16")), "UTF-16"),
    "a duplicate user": (lambda: export(users=twice(small()["users"])), "users.csv, line 10: The id eve"),
    "a duplicate class": (lambda: export(classes=twice(small()["classes"])), "The id c1 stands twice"),
    "a duplicate enrollment": (lambda: export(enrollments=twice(small()["enrollments"])), "The id e3"),
    "a duplicate in demographics": (lambda: export(demographics=twice(small()["demographics"])), "The id s1"),
    "a bomb": (
        lambda: export(users="sourcedId,givenName,familyName\n" + (" " * 999 + "\n") * 30_000),
        "unpacks",
    ),
    "a path": (lambda: zipped({"../users.csv": "x", "manifest.csv": "y"}), "path"),
    "not a zip": (lambda: io.BytesIO(b"sourcedId,name\n"), "not a zip"),
    "a truncated zip": (lambda: io.BytesIO(MAPLE.read_bytes()[:4000]), "cut off"),
    "delta": (lambda: export(manifest=export_manifest().replace("users,bulk", "users,delta")), "delta"),
    "another version": (lambda: export(small(), version="2.0"), "we read 1.1 and 1.2"),
    "no school": (lambda: export(without(small(), "orgs", "hill")), "no organization of type school"),
    "no id column": (
        lambda: export(users=text(small()["users"]).replace("sourcedId", "key")),
        "column sourcedId",
    ),
}


def export_manifest() -> str:
    return text(exports.manifest(["users", "orgs"]))


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_trusted_changes_nothing(imported: Importing, name: str) -> None:
    """I1, I4: refused with a sentence that says what to do."""
    make, told = REFUSED[name]
    imported()
    before = everything()
    done = imported(make())
    assert done.status is Status.REFUSED
    assert told in done.refusal
    assert everything() == before
    assert rows(done), "the report has the reason as a row"


# ---- problems of single rows -------------------------------------------------------------------------------


def test_rows_that_do_not_fit_are_listed_and_the_rest_is_imported(imported: Importing) -> None:
    """I4: by file, line and reason; the value of an address is not repeated."""
    tables = changed(small(), "users", "amy", email="amy at mail", phone="call me")
    tables = changed(tables, "enrollments", "e2", classSourcedId="nowhere")
    adult = {"sourcedId": "e9", "classSourcedId": "c1", "userSourcedId": "amy", "role": "student"}
    tables = more(tables, "enrollments", adult)
    tables = more(tables, "users", exports.student("s9", org="mill"), exports.user("wiz", "wizard", "W", "Iz"))
    tables = changed(tables, "users", "bob", agentSourcedIds="s1,ghost")
    done = imported(tables)
    assert done.status is Status.APPLIED
    found = {(each["file"], each["line"], each["id"]): each["message"] for each in rows(done)}
    assert set(found) == {
        ("users.csv", 5, "amy"),
        ("users.csv", 6, "bob"),
        ("enrollments.csv", 3, "e2"),
        ("enrollments.csv", 5, "e9"),
        ("users.csv", 10, "s9"),
        ("users.csv", 11, "wiz"),
    }
    assert not any("amy at mail" in message or "call me" in message for message in found.values())
    assert (done.problems, students("hill")) == (8, 3)
    assert store.students(D, ("s1",))["s1"].contacts[0].emails == ()


def test_names_may_be_anything_and_stay_text(imported: Importing) -> None:
    """I4: script and formulas are stored as they are; what cannot be seen, or turns the direction, goes."""
    odd = {"s1": "<script>alert(1)</script>", "s2": "=cmd|'/c calc'!A0", "s3": "Bo\x07b\u202e\u200b"}
    tables = small()
    for id_, name in odd.items():
        tables = changed(tables, "users", id_, givenName=name)
    imported(tables)
    found = store.students(D, odd)
    assert [found[id_].given_name for id_ in odd] == [odd["s1"], odd["s2"], "Bo b"]


def test_rows_to_be_deleted_count_as_absent(imported: Importing) -> None:
    """I4: `tobedeleted` in a bulk file."""
    done = imported(changed(small(), "users", "s3", status="tobedeleted"))
    assert students("hill") == 2
    assert "users.csv: rows that are marked as to be deleted: 1." in done.ignored


# ---- compared with what stood there ------------------------------------------------------------------------


def test_only_what_changed_is_written_and_told(imported: Importing) -> None:
    """I3: added, changed, removed and unchanged per kind, and by name in the lists."""
    crowd = [exports.student(f"x{n:02}") for n in range(20)]
    seats = [exports.seat(f"f{n:02}", f"x{n:02}") for n in range(1, 20)]
    before = more(more(small(), "users", *crowd), "enrollments", *seats)
    imported(before)
    after = changed(before, "users", "s1", grades="10")
    after = more(without(after, "users", "x00"), "users", exports.student("new"))
    done = imported(without(after, "enrollments", "e3"))
    assert done.status is Status.APPLIED
    assert done.summary["students"] == Changes(added=1, changed=2, removed=1, unchanged=20)
    assert done.summary["sections"] == Changes(changed=1)
    assert done.summary["enrollments"] == Changes(removed=1, unchanged=21)
    assert done.summary["staff"] == Changes(unchanged=2)
    assert [(each["id"], each["name"]) for each in rows(done, RosterRowKind.REMOVED)] == [("x00", "X00 Extra")]
    assert [each["id"] for each in rows(done, RosterRowKind.ADDED)] == ["new"]
    assert store.students(D, ("x00",)) == {}
    assert store.schools(D)["hill"].grades == {"": 20, "09": 1, "10": 2}
    assert store.user_by_login(D, "x00") is None


def test_what_was_set_in_carillon_for_a_school_stays(imported: Importing) -> None:
    """XSCH-01: the next night's file does not untick a school, nor change its years, zone and preferences."""
    imported()
    chosen: dict[str, Any] = {
        "excluded": True,
        "first_year": "2020",
        "last_year": "2030",
        "time_zone": "America/Phoenix",
        "settings": {"always_confirm": True},
    }
    store.put_school(D, replace(store.schools(D)["hill"], **chosen))
    assert imported().status is Status.UNCHANGED
    assert imported(changed(small(), "orgs", "hill", name="Hill Academy")).status is Status.APPLIED
    found = store.schools(D)["hill"]
    assert (found.name, found.students) == ("Hill Academy", 3)
    assert {name: getattr(found, name) for name in chosen} == chosen


def test_a_file_governs_only_its_own_schools(imported: Importing) -> None:
    """I2: the people of other schools stay, and people of both keep what the other school says of them."""
    imported()
    mill = {
        "orgs": [{"sourcedId": "mill", "name": "Mill", "type": "school"}],
        "users": [
            exports.student("m1", org="mill", agents="amy"),
            exports.user("amy", "parent", "Amy", "Ames", email="amy@m.example"),
            exports.user("tim", "teacher", "Tim", "Hart", org="mill"),
        ],
        "classes": [{"sourcedId": "c9", "title": "Art", "schoolSourcedId": "mill"}],
        "enrollments": [
            {"sourcedId": "e8", "classSourcedId": "c9", "userSourcedId": "m1", "role": "student"},
            {"sourcedId": "e9", "classSourcedId": "c9", "userSourcedId": "tim", "role": "teacher"},
        ],
    }
    assert imported(mill).status is Status.APPLIED
    assert (students("hill"), students("mill")) == (3, 1)
    found = store.users(D, ("amy", "tim"))
    assert found["amy"].students == ("m1", "s1", "s2")
    assert (found["tim"].schools, found["tim"].sections) == (("mill", "hill"), ("c9", "c1"))
    assert imported(mill).status is Status.UNCHANGED
    assert imported().status is Status.UNCHANGED
    assert imported(without(small(), "users", "tim"), hold=False).status is Status.APPLIED
    left = store.users(D, ("tim",))["tim"]
    assert (left.schools, left.sections) == (("mill",), ("c9",))


def test_a_student_who_moves_between_schools_is_one(imported: Importing) -> None:
    """I2."""
    tables = more(small(), "orgs", {"sourcedId": "mill", "name": "Mill", "type": "school"})
    imported(tables)
    done = imported(changed(tables, "users", "s3", orgSourcedIds="mill"), hold=False)
    assert done.summary["students"] == Changes(changed=1, unchanged=2)
    assert (students("hill"), students("mill")) == (2, 1)
    assert [row.student_id for row in store.search_students(D, ("mill",), "cole").items] == ["s3"]
    assert store.search_students(D, ("hill",), "cole").items == ()


# ---- held --------------------------------------------------------------------------------------------------


@pytest.fixture
def held(imported: Importing) -> RosterImport:
    imported()
    done = imported(without(small(), "users", "s3"))
    assert done.status is Status.HELD
    return done


def test_more_than_a_tenth_vanishing_waits_for_a_decision(held: RosterImport) -> None:
    """I2: nothing is changed, and the reason has the numbers."""
    assert held.hold_reason == (
        "Hill School: 1 of 3 students, 1 of 3 contacts and 1 of 3 enrollments are no longer in the file."
    )
    assert students("hill") == 3
    assert [each["id"] for each in rows(held, RosterRowKind.REMOVED)] == ["s3", "cleo"]


def test_a_tenth_or_less_passes(imported: Importing) -> None:
    """I2: one of eleven."""
    crowd = [exports.student(f"x{n}") for n in range(8)]
    tables = more(small(), "users", *crowd)
    imported(tables)
    assert imported(without(tables, "users", "x0")).status is Status.APPLIED


@pytest.mark.parametrize("gone", [("amy", "bob", "cleo"), ("tim", "eve")])
def test_all_contacts_or_all_staff_vanishing_is_held(imported: Importing, gone: tuple[str, ...]) -> None:
    """I2: however many students stay."""
    tables = more(small(), "users", *[exports.student(f"x{n}") for n in range(60)])
    imported(tables)
    assert imported(without(tables, "users", *gone)).status is Status.HELD


def test_most_of_the_district_office_vanishing_is_held(imported: Importing) -> None:
    """I2: one school's export may name the superintendent alone."""
    office = [exports.user(f"o{n}", "administrator", "O", str(n), org="d") for n in range(4)]
    imported(more(small(), "users", *office))
    done = imported(more(small(), "users", office[0]))
    assert done.status is Status.HELD
    assert "3 of 4 staff of the district office" in done.hold_reason
    assert imported().status is Status.UNCHANGED, (
        "a file without anybody of the office does not decide about it"
    )


def test_a_rejected_import_is_over(held: RosterImport) -> None:
    """I2."""
    decide.reject(D, held.import_id, *BY_CLERK)
    with pytest.raises(Conflict):
        decide.reject(D, held.import_id, *BY_CLERK)
    found = imports.get(D, held.import_id)
    assert found is not None
    assert (found.status, found.decided_by, students("hill")) == (Status.REJECTED, "clerk", 3)


def test_the_plan_is_there_before_anything_is_written(held: RosterImport) -> None:
    """I1: as lines that say what shall be."""
    lines = [json.loads(line) for line, _ in files.lines(held, files.PLAN, 0)]
    assert lines[0]["op"] == "begin"
    assert {"op": "student", "id": "s3", "record": None} in lines
    assert [line["op"] for line in lines[-1:]] == ["school"]
