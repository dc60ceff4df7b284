"""From an empty deployment to an administrator who signs in, as the operator types it."""

from dataclasses import replace
from typing import Any

import boto3
import pytest

from chalicelib.access.model import Permission
from chalicelib.directory import store
from chalicelib.directory.model import Role
from chalicelib.directory.store import audit, caller_ids
from infra.district import main
from tests.builders import people
from tests.support.api import HttpApi
from tests.support.pool import Pool

pytestmark = pytest.mark.moto

Out = pytest.CaptureFixture[str]
DANA = "dana@riverbend.example"


@pytest.fixture
def pool(aws: None, monkeypatch: pytest.MonkeyPatch) -> Pool:
    made = Pool.create()
    monkeypatch.setenv("USER_POOL_ID", made.pool_id)
    monkeypatch.setenv("USER_POOL_CLIENT_ID", made.client_id)
    return made


@pytest.fixture
def riverbend(pool: Pool) -> Pool:
    assert main(["create", "riverbend", "Riverbend Unified", "America/Denver"]) == 0
    return pool


def password_in(printed: str) -> str:
    return printed.split("first password ")[1].split(",")[0]


def groups_of(pool: Pool, username: str) -> list[str]:
    answer = boto3.client("cognito-idp").admin_list_groups_for_user(UserPoolId=pool.pool_id, Username=username)
    return [each["GroupName"] for each in answer["Groups"]]


def sign_in(api: HttpApi, username: str, password: str) -> Any:
    return api.post("/v1/sign-in", {"username": username, "password": password}).json


def test_the_first_administrator_signs_in_and_may_do_everything(
    api: HttpApi, riverbend: Pool, capsys: Out
) -> None:
    """PERM-03, ADMIN-16: with a password that has to be changed; the record of changes names the operator."""
    capsys.readouterr()
    assert main(["administrator", DANA, "Dana", "Whitfield"]) == 0
    password = password_in(capsys.readouterr().out)
    assert sign_in(api, DANA, password)["challenge"] == "new_password_required"
    assert groups_of(riverbend, DANA) == ["district-riverbend"]
    me = replace(api, district="riverbend").get("/v1/me", as_=DANA)
    assert (me.status, me.json["name"]) == (200, "Dana Whitfield")
    assert me.json["district"]["name"] == "Riverbend Unified"
    assert {Permission.SEND_MESSAGES, Permission.MANAGE_ROSTER} <= set(me.json["permissions"])
    (told,) = audit.newest("riverbend", 10, None).items
    assert (told.who.name, told.about) == ("Operator", "Dana Whitfield")


def test_what_is_repeated_changes_nothing(api: HttpApi, riverbend: Pool, capsys: Out) -> None:
    assert main(["administrator", DANA, "Dana", "Whitfield"]) == 0
    password = password_in(capsys.readouterr().out)
    assert main(["administrator", DANA]) == 0
    assert "its password stays" in capsys.readouterr().out
    assert sign_in(api, DANA, password)["challenge"] == "new_password_required"
    assert len(audit.newest("riverbend", 10, None).items) == 1


def test_somebody_of_the_roster_becomes_an_administrator(riverbend: Pool) -> None:
    """They stay what they are beside it."""
    store.put_users("riverbend", [people.user("tim", roles=(Role.TEACHER,), sections=("c1",))])
    assert main(["administrator", "tim"]) == 0
    found = store.users("riverbend", ("tim",))["tim"]
    assert (found.roles, found.sections) == ((Role.TEACHER, Role.ADMIN), ("c1",))
    assert (found.profiles, found.all_schools) == (("district-administrator",), True)


def test_somebody_of_the_roster_gets_an_account(api: HttpApi, riverbend: Pool, capsys: Out) -> None:
    store.put_users("riverbend", [people.user("tim", roles=(Role.TEACHER,))])
    assert main(["account", "tim"]) == 0
    assert sign_in(api, "tim", password_in(capsys.readouterr().out))["challenge"] == "new_password_required"
    assert groups_of(riverbend, "tim") == ["district-riverbend"]
    assert main(["account", "nobody"]) == 1
    assert "Import the roster first" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("River-Bend", "x", "America/Denver"), "small letters and digits"),
        (("r" * 33, "x", "America/Denver"), "small letters and digits"),
        (("riverbend", "x", "America/Denver"), "already"),
        (("hill", "x", "Denver"), "There is no time zone Denver"),
        (("hill", "x", "../etc/passwd"), "There is no time zone"),
    ],
)
def test_a_district_that_cannot_be_is_refused(
    riverbend: Pool, capsys: Out, typed: tuple[str, ...], told: str
) -> None:
    assert main(["create", *typed]) == 1
    assert told in capsys.readouterr().err
    assert store.districts() == ("riverbend",)


def test_a_newcomer_needs_a_name(riverbend: Pool, capsys: Out) -> None:
    assert main(["administrator", DANA]) == 1
    assert "given and family name" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("operators", "numbers"), [("+18005550101", ["+18005550101"]), ("pool-1a2b", []), ("", [])]
)
def test_a_new_district_calls_from_the_operators_number(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, operators: str, numbers: list[str]
) -> None:
    """CID-07: its default from the first day, where the operator has a number and not a pool."""
    monkeypatch.setenv("VOICE_ORIGINATION", operators)
    assert main(["create", "riverbend", "Riverbend Unified", "America/Denver"]) == 0
    listed = caller_ids.listed("riverbend")
    assert [each.number for each in listed] == numbers
    assert all(each.district_default and each.public for each in listed)
