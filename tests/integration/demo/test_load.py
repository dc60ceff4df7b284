"""The demo district through the real import, in small: people, sign-ins, and an interrupted load."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.access.profiles import NAMED
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.directory.roster import import_zip
from chalicelib.directory.store import suppressions
from chalicelib.directory.store.marking_periods import marking_periods
from infra.accounts import new_password
from infra.demo import accounts, announcements, groups, load, years
from infra.demo.roster import write_zip
from tests.builders import people
from tests.support.api import HttpApi
from tests.support.pool import Pool

pytestmark = pytest.mark.moto

STUDENTS = 70


@pytest.fixture
def folder(pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARILLON_DATA", str(tmp_path))
    return tmp_path


def test_the_demo_district_is_loaded_and_everybody_signs_in(api: HttpApi, folder: Path) -> None:
    assert load.load(STUDENTS) == 0

    assert sum(school.students for school in directory.schools("demo").values()) == STUDENTS
    sign_ins = json.loads((folder / "sign-ins.json").read_text())
    assert list(sign_ins) == ["principal", "administrator", "teacher", "clerk", "parent", "student"]
    printed = (folder / "sign-ins.txt").read_text()
    for who in sign_ins.values():
        answer = api.post("/v1/sign-in", {"username": who["username"], "password": who["password"]})
        assert answer.status == 200
        assert answer.json["access_token"]
        assert who["username"] in printed
        assert who["password"] in printed


def test_each_sign_in_may_do_what_its_profile_says(api: HttpApi, folder: Path) -> None:
    load.load(STUDENTS)
    named = {profile.profile_id for profile in (*NAMED, *accounts.OWN_PROFILES)}
    for wanted in accounts.WANTED:
        me = api.get("/v1/me", as_=wanted.username).json
        assert {each["id"] for each in me["profiles"]} == set(wanted.profiles) <= named, wanted.key

    assert len(api.get("/v1/me", as_="superintendent@riverbend.example").json["schools"]) == 3
    assert len(api.get("/v1/me", as_="parent@riverbend.example").json["schools"]) == 3
    principal = api.get("/v1/me", as_="principal@riverbend.example").json
    assert [each["name"] for each in principal["schools"]] == ["Lincoln High School"]
    teacher = directory.user_by_login("demo", "teacher@riverbend.example")
    student = directory.user_by_login("demo", "student@riverbend.example")
    assert teacher
    assert student
    assert student.roles == (Role.STUDENT,)
    taught = {
        each for section in directory.sections("demo", teacher.sections).values() for each in section.students
    }
    assert student.user_id in taught


def test_the_portals_show_something(api: HttpApi, folder: Path) -> None:
    """ANN-19: loaded twice, each is there once."""
    load.load(STUDENTS)
    announcements.make_announcements("demo")
    shown = api.get("/v1/announcements/shown", as_="parent@riverbend.example").json["items"]
    assert [each["subtitle"] for each in shown if each["subtitle"]].count("District Announcement") == 1
    assert len(shown) == 2


def test_there_are_earlier_school_years_to_look_at(api: HttpApi, folder: Path) -> None:
    """COMP-34: all of them are offered, with nothing in them; what somebody sets later stays."""
    load.load(STUDENTS)
    shown = api.get("/v1/me", as_="parent@riverbend.example").json["school_years"]
    assert shown["first"] == years.FIRST_YEAR == "2024" < shown["current"]
    there = next(iter(directory.schools("demo").values()))
    directory.put_school("demo", replace(there, first_year="2020"))
    years.open_schools("demo")
    assert directory.schools("demo")[there.school_id].first_year == "2020"


def test_marking_periods_come_with_the_roster(api: HttpApi, folder: Path) -> None:
    """FLDS-04: so that their fields are offered and say something."""
    load.load(STUDENTS)
    assert [each.title for each in marking_periods("demo")] == [f"Quarter {number}" for number in (1, 2, 3, 4)]
    groups = api.get("/v1/insert-fields", as_="principal@riverbend.example").json["items"]
    assert [each["group"] for each in groups] == ["student", "user", "period"]


def test_the_principal_and_the_teacher_have_groups(api: HttpApi, folder: Path) -> None:
    """PICK-04, PICK-05: a newcomer sees some, of people whom their owner can write to; made once."""
    load.load(STUDENTS)
    groups.make_groups("demo")
    for who, names in (
        ("principal", ["Bus duty", "Marching Band"]),
        ("teacher", ["Bus duty", "My department", "Reading club"]),
    ):
        sign_in = f"{who}@riverbend.example"
        found = api.get("/v1/groups", as_=sign_in).json["items"]
        assert [each["name"] for each in found] == names
        for each in found:
            members = api.get(f"/v1/groups/{each['group_id']}/members", as_=sign_in).json
            assert members["items"]
            assert members["left_out"] == 0


def test_schools_call_from_their_own_numbers(
    api: HttpApi, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CID-06, CID-07, CID-08: a district default, and one of the principal's school that the provider knows."""
    monkeypatch.setenv("VOICE_ORIGINATION", "+18005550101")
    load.load(STUDENTS)
    found = api.get("/v1/me/caller-ids", as_="principal@riverbend.example").json
    numbers = {each["caller_id"]: each["number"] for each in found["items"]}
    assert set(numbers.values()) == {"+18005550101", numbers[found["default_id"]]}
    assert len(numbers) == 2
    listed = api.get("/v1/caller-ids", as_="superintendent@riverbend.example").json
    assert all(each["ready"] for each in listed["items"])


def test_loading_again_changes_nothing(api: HttpApi, folder: Path) -> None:
    load.load(STUDENTS)
    kept = (folder / "sign-ins.json").read_text()
    assert load.load(STUDENTS) == 0
    assert (folder / "sign-ins.json").read_text() == kept


def test_an_interrupted_load_is_finished(api: HttpApi, folder: Path) -> None:
    """The people were there, the sign-ins not yet."""
    load.bring_people(STUDENTS, 7)
    load.load(STUDENTS)
    assert (folder / "sign-ins.json").exists()


def test_the_demo_is_not_put_beside_somebodys_own_district(api: HttpApi, folder: Path) -> None:
    directory.put_district(people.district("own"))
    assert load.load(STUDENTS) == 0
    assert directory.districts() == ("own",)
    assert not (folder / "sign-ins.json").exists()


def test_the_import_takes_every_row(api: HttpApi, folder: Path) -> None:
    """The generator writes nothing that the import has to complain about."""
    directory.put_district(people.district())
    packed = folder / "demo.zip"
    write_zip(packed, 400)
    came = import_zip("demo", packed)

    assert came.status == "applied"
    assert came.problems == 0
    assert [each.split(":")[1].strip() for each in came.ignored] == ["disabled people, who have no account"]


def test_numbers_that_opted_out_get_no_texts(api: HttpApi, folder: Path) -> None:
    """CHAN-08: their owners said STOP before the roster was written."""
    load.bring_people(400, 7)
    numbers = list(load.opted_out_numbers(400, 7))
    assert numbers
    assert set(suppressions.among("demo", Channel.SMS, numbers)) == set(numbers)
    assert not suppressions.among("demo", Channel.EMAIL, numbers)


def test_passwords_fit_the_pools_rule() -> None:
    for _ in range(50):
        password = new_password()
        assert len(password) >= 12
        assert any(letter.isupper() for letter in password)
        assert any(letter.isdigit() for letter in password)
