"""The operator's switches, as the operator types them."""

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission
from chalicelib.directory import store
from chalicelib.directory.store import audit
from infra.district import main
from tests.builders import people
from tests.support.api import HttpApi

D = "demo"


@pytest.fixture
def town(aws: None) -> None:
    store.put_district(people.district(settings={"always_confirm": True}))
    store.put_school(D, people.school())
    boss = people.user("boss", profiles=("district-administrator",), all_schools=True)
    store.put_users(D, [boss])


def test_a_module_goes_off_and_on(api: HttpApi, town: None, capsys: pytest.CaptureFixture[str]) -> None:
    """LIC-01, LIC-03, LIC-06: at the next request; nothing else that was set is touched."""
    assert main(["switch", "calling_and_texting", "off"]) == 0
    assert "calling_and_texting    off" in capsys.readouterr().out
    assert main(["switch", "ai", "on"]) == 0
    found = api.get("/v1/settings", as_="boss").json
    assert (found["modules"]["calling_and_texting"], found["modules"]["ai"]) == (False, True)
    assert found["preferences"]["always_confirm"] is True
    may = api.get("/v1/me", as_="boss").json["permissions"]
    assert ("send_sms" in may, "communication_ai" in may) == (False, True)


@pytest.mark.parametrize("minutes", ["0", "4", "1.5", "two"])
def test_calls_last_one_two_or_three_minutes(
    api: HttpApi, town: None, minutes: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """LIC-07: anything else is refused, and nothing changes."""
    assert main(["call-minutes", "3"]) == 0
    with pytest.raises(SystemExit):
        main(["call-minutes", minutes])
    assert "invalid" in capsys.readouterr().err
    assert api.get("/v1/settings", as_="boss").json["call_minutes"] == 3
    assert api.get("/v1/me", as_="boss").json["settings"]["call_character_limit"] == 3000


def test_a_permission_is_given_to_a_profile(api: HttpApi, town: None) -> None:
    """XSCH-01, ADMIN-16: the profile keeps what it had; each change is written down as the operator's."""
    had = access.profiles(D)["district-administrator"].grants
    assert main(["grant", "district-administrator", "exclude_schools", "edit"]) == 0
    assert main(["grant", "district-administrator", "exclude_schools", "edit"]) == 0
    assert api.get("/v1/me", as_="boss").json["permissions"]["exclude_schools"] == "edit"
    assert access.profiles(D)["district-administrator"].grants == {
        **had,
        Permission.EXCLUDE_SCHOOLS: Level.EDIT,
    }
    assert main(["grant", "district-administrator", "exclude_schools", "none"]) == 0
    assert "exclude_schools" not in api.get("/v1/me", as_="boss").json["permissions"]
    told = audit.newest(D, 10, None).items
    assert [(each.who.name, each.about, each.changes[0].after) for each in told] == [
        ("Operator", "District administrator", None),
        ("Operator", "District administrator", "edit"),
    ]


def test_what_a_profile_grants_now_is_shown(town: None, capsys: pytest.CaptureFixture[str]) -> None:
    """XSCH-01, PERM-02"""
    assert main(["grant", "district-administrator", "exclude_schools", "edit"]) == 0
    title, *granted = capsys.readouterr().out.partition("\nRiverbend (demo)")[0].splitlines()
    assert title == "District administrator (district-administrator) grants"
    found = dict(row.split() for row in granted)
    assert (found["exclude_schools"], found["send_messages"]) == ("edit", "edit")
    assert main(["grant", "district-administrator", "exclude_schools", "none"]) == 0
    assert "exclude_schools" not in capsys.readouterr().out


def test_a_right_that_a_role_is_not_offered_is_not_granted(
    town: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """PERM-T22: it would have no effect. Where a profile is not there, those that are stand named."""
    assert main(["grant", "teacher-standard", "exclude_schools", "edit"]) == 1
    assert "cannot hold exclude_schools" in capsys.readouterr().err
    assert audit.newest(D, 10, None).items == ()
    assert main(["grant", "nobody", "exclude_schools", "edit"]) == 1
    assert "district-administrator" in capsys.readouterr().err


def test_what_is_not_there_is_said(town: None, capsys: pytest.CaptureFixture[str]) -> None:
    """LIC-01: with several districts one has to be named."""
    assert main(["grant", "nobody", "exclude_schools", "edit"]) == 1
    store.put_district(people.district("other"))
    assert main(["show"]) == 1
    assert "--district" in capsys.readouterr().err
    assert main(["--district", "other", "switch", "translation", "on"]) == 0
    assert store.district(D).settings == {"always_confirm": True}


def test_a_district_is_given_numbers_to_call_from(town: None, capsys: pytest.CaptureFixture[str]) -> None:
    """CID-01: in one form; what is no number changes nothing."""
    assert main(["voice-numbers", "(303) 555-0100", "+13035550101"]) == 0
    assert "voice_numbers          +13035550100 +13035550101" in capsys.readouterr().out
    assert main(["voice-numbers", "12"]) == 1
    assert "12 is no phone number" in capsys.readouterr().err
    assert store.district(D).settings["voice_numbers"] == "+13035550100 +13035550101"
    assert main(["voice-numbers"]) == 0
    assert "no others" in capsys.readouterr().out
