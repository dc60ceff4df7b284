"""The list of problems: what each says, whose it is, and that it has an end."""

from typing import Any

import pytest

from chalicelib.directory import store
from chalicelib.directory.roster import load, report
from chalicelib.directory.roster.cells import GARBLED
from chalicelib.directory.roster.model import RosterImport, Status
from chalicelib.kernel.words import again
from tests.builders import exports
from tests.builders.exports import Tables, changed, export, more, small

from .conftest import Importing
from .test_roster_files import everything, rows

D = "demo"
PAIR = {"studentSourcedId": "s1", "contactSourcedId": "amy"}


def told(done: RosterImport) -> list[tuple[str, int, str, str]]:
    """File, line, name and message of each problem."""
    return [(each["file"], each["line"], each.get("name", ""), _text(each)) for each in rows(done)]


def _text(row: dict[str, Any]) -> str:
    return again(row["message"])


def with_contact(**cells: str) -> Tables:
    return {**small(), "contacts": [PAIR | cells]}


# ---- cells -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["303.555.0177 ext 5", "303-555-0177 x5", "+1 303 555 0177;ext=5"])
def test_a_number_with_an_extension_is_left_out_and_listed(imported: Importing, text: str) -> None:
    """SMS-12: neither texted nor called by a machine; the person and the other number stay."""
    cells = {"phone1": text, "phone1Sms": "true", "phone2": "505-555-0199"}
    done = imported(changed(with_contact(**cells), "users", "tim", phone=text))
    assert done.status is Status.APPLIED
    told_ = "has an extension, which no text or call of ours gets past; it was left out. Give a direct number."
    assert told(done) == [
        ("users.csv", 8, "Tim Hart", f"The number in phone {told_}"),
        ("contacts.csv", 2, "Amy Ames", f"The number in phone1 {told_}"),
    ]
    (contact,) = store.students(D, ("s1",))["s1"].contacts
    assert [each.number for each in contact.phones] == ["+15055550199"]
    assert store.users(D, ("tim",))["tim"].phone is None


def test_a_name_that_lost_a_letter_is_listed(imported: Importing) -> None:
    """I4: the person is kept, so that nobody is unreachable for it."""
    contacts = with_contact(givenName="Am\ufffde", familyName="Ames")
    done = imported(changed(contacts, "users", "tim", familyName="Nu\ufffdez"))
    assert told(done) == [
        ("users.csv", 8, "Tim Nu\ufffdez", GARBLED),
        ("contacts.csv", 2, "Am\ufffde Ames", GARBLED),
    ]
    assert store.users(D, ("tim",))["tim"].family_name == "Nu\ufffdez"


@pytest.mark.parametrize("column", ["custodial", "emailOptOut", "phone1Blocked", "phone1Callout", "phone1Sms"])
def test_what_is_neither_true_nor_false_is_listed(imported: Importing, column: str) -> None:
    """I4: and counts as not said: a parent is custodial as the role has it."""
    done = imported(with_contact(**{"phone1": "505-555-0199", column: "maybe"}))
    message = f"What stands in {column} is neither true nor false; it was left out."
    assert told(done) == [("contacts.csv", 2, "Amy Ames", message)]
    (contact,) = store.students(D, ("s1",))["s1"].contacts
    assert contact.custodial


def test_names_lose_what_cannot_be_seen(imported: Importing) -> None:
    """I4: as those of imported recipients do; joiners of a script stay."""
    tables = changed(small(), "users", "s1", givenName="A\u202enn\u200b", familyName="می\u200cخواهم")
    imported(changed(tables, "orgs", "hill", name="\u2066Hill\ufeff"))
    assert store.students(D, ("s1",))["s1"].name == "Ann می\u200cخواهم"
    assert store.schools(D)["hill"].name == "Hill"


# ---- roles -------------------------------------------------------------------------------------------------


def with_roles(*more_rows: tuple[str, str, str, str, str]) -> Tables:
    """Version 1.2: the roles in a file of their own, then others `(user, role, org, begin, end)`."""
    tables = small()
    names = ("userSourcedId", "role", "orgSourcedId", "beginDate", "endDate")
    own = [(row["sourcedId"], row["role"], row["orgSourcedIds"], "", "") for row in tables["users"]]
    users = [{k: v for k, v in row.items() if k not in ("role", "orgSourcedIds")} for row in tables["users"]]
    new = [exports.user(row[0], "", row[0].title(), "New") for row in more_rows]
    bare = [{k: v for k, v in row.items() if k not in ("role", "orgSourcedIds")} for row in new]
    roles = [dict(zip(names, row, strict=True)) for row in (*own, *more_rows)]
    return {**tables, "users": [*users, *bare], "roles": roles}


LATER = "This role begins on 2027-01-04; until then the person is left out."
UNKNOWN = "We do not know the role wizard; the person was left out unless another row gives one."
NO_ROLE = "This row gives no role; the person was left out unless another row gives one."


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("zoe", "teacher", "hill", "2027-01-04", ""), LATER),
        (("zoe", "wizard", "hill", "", ""), UNKNOWN),
        (("zoe", "teacher", "nowhere", "", ""), "The organization nowhere is not in orgs.csv."),
        (("zoe", "", "hill", "", ""), NO_ROLE),
    ],
)  # fmt: skip
def test_a_role_is_spoken_of_where_it_stands(
    imported: Importing, row: tuple[str, str, str, str, str], message: str
) -> None:
    """I4: with the person's name, and from when a later one holds."""
    found = told(imported(export(with_roles(row), version="1.2")))
    assert found[0] == ("roles.csv", 10, "Zoe New", message)
    assert "zoe" not in store.users(D, ("zoe",))


def test_a_role_that_has_ended_is_no_problem(imported: Importing) -> None:
    """PICK-14: it is counted among what was left out."""
    done = imported(export(with_roles(("zoe", "teacher", "hill", "", "2026-01-04")), version="1.2"))
    assert (told(done), "roles.csv: rows that have ended: 1." in done.ignored) == ([], True)


def test_nobody_without_a_role_is_called_of_an_unknown_one(imported: Importing) -> None:
    """I4: an empty cell is said to be one."""
    done = imported(more(small(), "users", exports.user("zoe", "", "Zoe", "New")))
    assert told(done) == [("users.csv", 10, "Zoe New", NO_ROLE)]


# ---- an end ------------------------------------------------------------------------------------------------


def test_problems_beyond_the_first_are_counted(imported: Importing, monkeypatch: pytest.MonkeyPatch) -> None:
    """I4: the list says how many more there are, and the rest of the file is imported."""
    monkeypatch.setattr(report, "MOST_PROBLEMS", 5)
    crowd = [exports.student(f"x{n}", phone="none") for n in range(8)]
    done = imported(more(small(), "users", *crowd))
    assert (done.status, done.problems) == (Status.APPLIED, 8)
    assert [each["id"] for each in rows(done)[:5]] == ["x0", "x1", "x2", "x3", "x4"]
    assert [_text(each) for each in rows(done)[5:]] == [
        "3 more problems are not listed. Mend those above, and import again."
    ]
    assert len(store.roll(D, "hill")) == 11


def test_a_file_of_useless_rows_is_not_read_to_its_end(
    imported: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I4: `,,,,` over and over; refused with the numbers and the line, and nothing is changed."""
    monkeypatch.setattr(load, "MOST_USELESS", 50)
    monkeypatch.setattr(report, "MOST_PROBLEMS", 10)
    imported()
    before = everything()
    users = exports.text(small()["users"])
    done = imported(export(users=users + ("," * users.splitlines()[0].count(",") + "\r\n") * 5000))
    assert done.status is Status.REFUSED
    assert done.refusal.startswith("users.csv, line 60: 51 of the first 59 rows cannot be used.")
    assert (done.problems, len(rows(done))) == (52, 12)
    assert everything() == before


def test_a_minority_of_useless_rows_is_only_listed(
    imported: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I4."""
    monkeypatch.setattr(load, "MOST_USELESS", 3)
    nameless = [exports.user(f"n{n}", "student", "", "") for n in range(5)]
    done = imported(more(small(), "users", *nameless))
    assert (done.status, done.problems) == (Status.APPLIED, 5)
