"""Who of a school cannot be reached: pages, numbers and the file, over HTTP on moto."""

import csv
import io
from typing import Any

import pytest

from chalicelib.audience import stretches
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Role, RollEntry
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from tests.builders import families, people
from tests.support.api import Answer, HttpApi
from tests.support.ground import Ground
from tests.support.requests import counted

pytestmark = pytest.mark.usefixtures("town", "lincoln")

REPORT = "/v1/reports/contactability"


@pytest.fixture
def lincoln(town: None) -> None:
    """Four students: one reached everywhere, one family for each kind of trouble; a teacher without email."""
    phones = (families.phone("+12065550001", blocked=True),)
    students = [
        families.student("sam", account=LinkedUser("sam"), primary_email=EmailAddress("sam@x.example")),
        families.student("bea", families.contact("=bo", phones=phones), given_name="José", family_name="Ñu"),
        families.reached_at("nob"),
        families.student("una", families.contact("una-mum", email_opt_out=True, linked_user=None)),
    ]
    directory.put_students("demo", students)
    directory.put_roll(
        "demo", "lincoln", [RollEntry(each.student_id, "09", each.student_id, "") for each in students]
    )


def ask(api: HttpApi, as_: str = "principal", path: str = "", **query: Any) -> Answer:
    return api.get(f"{REPORT}{path}", as_=as_, query={"school_id": "lincoln"} | query)


def found(api: HttpApi, **query: Any) -> dict[str, dict[str, str]]:
    """What is missed, by name, of all pages."""
    rows: dict[str, dict[str, str]] = {}
    while True:
        answer = ask(api, **query)
        assert answer.status == 200, answer.text
        rows |= {row["name"]: row["missed"] for row in answer.json["items"]}
        if not answer.json["next_cursor"]:
            return rows
        query["cursor"] = answer.json["next_cursor"]


def test_families_who_are_not_reached_and_why(api: HttpApi) -> None:
    """RCPT-22, RCPT-23: primary contacts, with the reason for each channel."""
    assert found(api) == {
        "=Bo Miller": {"sms": "blocked", "voice": "blocked"},
        "Nob-Mum Miller": {
            "email": "no_contact_data",
            "sms": "no_contact_data",
            "voice": "no_contact_data",
            "portal": "no_account",
        },
        "Una-Mum Miller": {"email": "email_opt_out", "portal": "no_account"},
    }


def test_whoever_opted_out_or_is_not_there(api: HttpApi) -> None:
    """RCPT-22, CHAN-10: by address, also where the record says nothing of it."""
    number = families.contact("sam-mum").phones[0].number
    suppressions.suppress("demo", "sms", number, Cause.CARRIER, "2026-11-22")
    suppressions.suppress("demo", "email", "sam-mum@home.example", Cause.COMPLAINT, "2026-11-22")
    missed = {"sms": "not_in_service", "email": "suppressed_complaint"}
    assert found(api)["Sam-Mum Miller"] == missed
    numbers = ask(api, path="/numbers").json["by_channel"]
    assert numbers["sms"]["reasons"]["not_in_service"] == 1
    assert "not in service" in ask(api, path="/file").text


def test_students_and_staff(api: HttpApi) -> None:
    """RCPT-01, RCPT-16: at their own data; staff of this school only."""
    students = found(api, who="students")
    assert set(students) == {"Sam Miller", "José Ñu", "Nob Miller", "Una Miller"}
    assert students["Sam Miller"] == {"sms": "no_contact_data", "voice": "no_contact_data"}
    staff = found(api, who="staff")
    assert "Ada Miller" in staff
    assert "Cy Miller" not in staff


def test_a_page_of_staff_reads_no_further_than_it_shows(
    api: HttpApi, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page everybody once, by name; the first page costs the same however many there are."""
    monkeypatch.setattr("chalicelib.reports.contactability.STAFF_PAGE", 2)
    directory.put_users("demo", [people.user(f"z{n}", family_name=f"Zed{n}") for n in range(7)])
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = ask(api, who="staff", limit=1, **cursor).json
        seen += [row["name"] for row in answer["items"]]
        if not answer["next_cursor"]:
            break
        cursor = {"cursor": answer["next_cursor"]}
    assert len(seen) == len({*seen}) >= 8
    assert set(seen) == set(found(api, who="staff"))
    with counted(ground) as few:
        ask(api, who="staff", limit=1)
    directory.put_users("demo", [people.user(f"zz{n}", family_name=f"Zzz{n}") for n in range(9)])
    with counted(ground) as many:
        ask(api, who="staff", limit=1)
    assert few == many


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"channel": "email"}, {"Nob-Mum Miller", "Una-Mum Miller"}),
        ({"channel": "voice", "reason": "blocked"}, {"=Bo Miller"}),
        ({"reason": "email_opt_out"}, {"Una-Mum Miller"}),
        ({"channel": "sms", "reason": "email_opt_out"}, set()),
        ({"q": "nu jose"}, {"=Bo Miller"}),
        ({"q": "nobody"}, set()),
        ({"limit": 1}, {"=Bo Miller", "Nob-Mum Miller", "Una-Mum Miller"}),
    ],
)
def test_filters_search_and_pages(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], names: set[str]
) -> None:
    """RCPT-22: by channel, by reason, by words of the person's or the student's name."""
    monkeypatch.setattr(stretches, "AT_ONCE", 2)
    assert set(found(api, **asked)) == names


def test_the_numbers(api: HttpApi) -> None:
    """RCPT-22: how the school is reached."""
    numbers = ask(api, path="/numbers").json
    assert numbers["people"] == 4
    assert numbers["by_channel"]["email"]["reachable"] == 2
    assert numbers["by_channel"]["sms"]["reasons"] == {"blocked": 1, "no_contact_data": 1}


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(api: HttpApi) -> None:
    """ABUSE-05: a name that begins like a formula; names of any script."""
    answer = ask(api, path="/file")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="contactability-families.csv"'
    assert answer.headers["cache-control"] == "no-store"
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert answer.text.startswith("\ufeff")
    assert head == [
        "Name",
        "Person",
        "About student",
        "Student ID",
        "Email",
        "Text message",
        "Call",
        "Inbox copy",
    ]
    assert rows[0] == ["'=Bo Miller", "Contact", "José Ñu", "bea", "", *["This number is blocked"] * 2, ""]
    assert len(rows) == 3
    assert len(list(csv.reader(io.StringIO(ask(api, path="/file", channel="email").text)))) == 3


def test_a_file_that_no_answer_could_carry_says_what_to_do(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chalicelib.reports.contactability_file.LONGEST", 100)
    answer = ask(api, path="/file")
    assert (answer.status, answer.json["type"]) == (413, "/problems/too-large")
    assert "Choose a channel" in answer.json["detail"]


@pytest.mark.parametrize("path", ["", "/numbers", "/file"])
def test_only_administrators_of_the_school(api: HttpApi, path: str) -> None:
    """PERM-R01, PERM-R05, PERM-R06: a teacher's reports are of their own messages."""
    assert ask(api, "teacher-1", path).status == 403
    assert ask(api, "parent-1", path).status == 403
    assert ask(api, "principal", path, school_id="roosevelt").status == 404
    assert ask(api, "superintendent", path, school_id="roosevelt").status == 200


def test_somebody_who_teaches_and_administers_sees_it(api: HttpApi) -> None:
    """A-85."""
    both = people.user("both", roles=(Role.TEACHER, Role.ADMIN), profiles=("teacher-standard", "principal"))
    directory.put_users("demo", [both])
    assert ask(api, "both").status == 200


def test_everybody_can_be_reached(api: HttpApi) -> None:
    directory.put_students("demo", [families.student("sam")])
    directory.put_roll("demo", "lincoln", [RollEntry("sam", "09", "sam", "")])
    assert (found(api), ask(api, path="/file").text.count("\r\n")) == ({}, 1)


def test_a_page_reads_what_it_shows(api: HttpApi, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of a large school does not resolve all of it."""
    monkeypatch.setattr(stretches, "AT_ONCE", 1)
    with counted(ground) as few:
        ask(api, limit=1, reason="blocked")
    with counted(ground) as all_:
        ask(api, reason="sms_off")
    assert few["BatchGetItem"] < all_["BatchGetItem"]
