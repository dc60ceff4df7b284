"""What an export says nothing about stays; what it empties waits for somebody."""

import pytest

from chalicelib.directory import store
from chalicelib.directory.roster.model import Changes, Status
from tests.builders import exports
from tests.builders.exports import Tables, changed, export, more, small, without

from .conftest import Importing
from .test_roster_files import everything

D = "demo"


def town() -> Tables:
    """The small school with an aide, and a class without a title of its own."""
    tables = more(small(), "users", exports.user("ada", "aide", "Ada", "Helper"))
    tables = more(tables, "users", exports.user("abe", "teacher", "Abe", "Second"))
    tables = more(
        tables,
        "enrollments",
        exports.seat("e4", "ada", "aide"),
        exports.seat("e5", "abe", "teacher") | {"primary": "false"},
    )
    return changed(tables, "classes", "c1", title="")


def lacking(tables: Tables, *names: str) -> Tables:
    return {name: rows for name, rows in tables.items() if name not in names}


def absent(tables: Tables, *names: str) -> Tables:
    """The export with a manifest that calls some files absent, which still lie in the zip."""
    facts = exports.manifest(tables)
    for fact in facts:
        if fact["propertyName"].removeprefix("file.") in names:
            fact["value"] = "absent"
    return {**tables, "manifest": facts}


@pytest.mark.parametrize(
    "names", [("enrollments",), ("classes",), ("classes", "enrollments"), ("courses",), ("demographics",)]
)
def test_an_absent_file_leaves_what_is_stored(imported: Importing, names: tuple[str, ...]) -> None:
    """I2: called absent by the manifest, or not in the zip at all; nothing changes, whatever the file holds."""
    imported(town())
    before = everything()
    emptied = absent({**town(), **{name: town()[name][:1] for name in names}}, *names)
    assert imported(export(emptied, manifest=exports.text(emptied["manifest"]))).status is Status.UNCHANGED
    assert imported(lacking(town(), *names)).status is Status.UNCHANGED
    assert everything() == before


def test_beside_an_absent_file_the_others_count(imported: Importing) -> None:
    """I2: a new student comes in, one who left has no seat any more, and the report says what was kept."""
    crowd = [exports.student(f"x{n:02}") for n in range(30)]
    seats = [exports.seat(f"f{n:02}", f"x{n:02}") for n in range(30)]
    before = more(more(town(), "users", *crowd), "enrollments", *seats)
    imported(before)
    after = more(without(before, "users", "x00"), "users", exports.student("new"))
    done = imported(lacking(changed(after, "users", "s1", grades="10"), "enrollments"))
    assert (done.status, done.problems) == (Status.APPLIED, 0)
    assert done.summary["enrollments"] == Changes(removed=1, unchanged=33)
    assert "enrollments.csv is not in this export: the 35 rows known from before stay." in done.ignored
    section = store.sections(D, ("c1",))["c1"]
    assert (section.title, section.teachers) == ("Algebra", ("tim", "abe"))
    assert "x00" not in section.students
    assert store.students(D, ("s1",))["s1"].sections == ("c1",)
    assert store.users(D, ("ada",))["ada"].sections == ("c1",)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("classes", "Hill School: 1 of 1 sections and 5 of 5 enrollments are no longer in the file."),
        ("enrollments", "Hill School: 5 of 5 enrollments are no longer in the file."),
    ],
)
def test_headings_alone_wait_for_a_decision(imported: Importing, name: str, told: str) -> None:
    """I2: sections and enrollments are held for like people."""
    tables = more(town(), "enrollments", exports.seat("e6", "s2"))
    imported(tables)
    before = everything()
    done = imported(export(tables, **{name: exports.text(tables[name]).splitlines()[0]}))
    assert (done.status, done.hold_reason) == (Status.HELD, told)
    assert everything() == before


def test_a_tenth_of_the_enrollments_passes(imported: Importing) -> None:
    """I2: one of ten; two of ten wait, though as many new ones come."""
    seats = [exports.seat(f"f{n}", f"x{n}") for n in range(7)]
    crowd = [exports.student(f"x{n}") for n in range(9)]
    tables = more(more(small(), "users", *crowd), "enrollments", *seats)
    imported(tables)
    assert imported(without(tables, "enrollments", "f0")).status is Status.APPLIED
    imported(tables)
    others = more(
        without(tables, "enrollments", "f0", "f1"),
        "enrollments",
        exports.seat("g1", "x7"),
        exports.seat("g2", "x8"),
    )
    done = imported(others)
    assert (done.status, "2 of 10 enrollments" in done.hold_reason) == (Status.HELD, True)


def test_roles_that_nobody_gives_refuse_the_file(imported: Importing) -> None:
    """I2: users.csv of version 1.2 has no roles, and roles.csv is absent."""
    imported()
    tables = small()
    bare = [{name: cell for name, cell in row.items() if name != "role"} for row in tables["users"]]
    done = imported(export({**tables, "users": bare}, version="1.2"))
    assert (done.status, "roles.csv is missing" in done.refusal) == (Status.REFUSED, True)
