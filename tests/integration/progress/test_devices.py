"""Registering devices for push over HTTP, with the provider simulator for SNS push."""

import time

import pytest

from chalicelib.delivery import devices
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel import aws as door
from chalicelib.kernel import dynamo
from chalicelib.kernel.errors import Conflict
from tests.builders import people
from tests.support.api import HttpApi
from tests.support.ground import Ground


@pytest.fixture(autouse=True)
def town(aws: None, ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    directory.put_district(people.district())
    directory.put_school("demo", people.school())
    directory.put_users("demo", [people.user(each, roles=(Role.PARENT,)) for each in ("parent-1", "parent-2")])
    ground.provide(time.time)
    application = door.client("sns").create_platform_application(
        Name="app", Platform="GCM", Attributes={"PlatformCredential": "key"}
    )
    monkeypatch.setenv("PUSH_PLATFORM_ARN", application["PlatformApplicationArn"])


def register(api: HttpApi, token: str = "token-1", as_: str = "parent-1") -> str:
    answer = api.post("/v1/devices", {"platform": "android", "token": token, "name": "Pixel"}, as_=as_)
    assert answer.status == 201, answer.text
    return str(answer.json["device_id"])


def test_a_device_is_registered_listed_and_removed(api: HttpApi) -> None:
    """CHAN-01: push reaches the devices that an account registered; the token is not shown again."""
    device_id = register(api)
    listed = api.get("/v1/devices", as_="parent-1")
    (device,) = listed.json["items"]
    assert (device["device_id"], device["platform"], device["name"]) == (device_id, "android", "Pixel")
    assert "token-1" not in listed.text
    assert api.call("DELETE", f"/v1/devices/{device_id}", as_="parent-1").status == 204
    assert api.get("/v1/devices", as_="parent-1").json["items"] == []


def test_the_same_token_again_is_the_same_device(api: HttpApi) -> None:
    """CHAN-01: an app registers at each start."""
    assert register(api) == register(api)
    assert len(api.get("/v1/devices", as_="parent-1").json["items"]) == 1


def test_devices_are_ones_own(api: HttpApi) -> None:
    """CHAN-01: nobody sees or removes another's; it is as if it were not there."""
    device_id = register(api)
    assert api.get("/v1/devices", as_="parent-2").json["items"] == []
    assert api.call("DELETE", f"/v1/devices/{device_id}", as_="parent-2").status == 404
    assert len(api.get("/v1/devices", as_="parent-1").json["items"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"platform": "fax", "token": "t"}, "platform"),
        ({"platform": "web"}, "token"),
        ({"platform": "web", "token": ""}, "token"),
        ({"platform": "web", "token": "t" * 5000}, "token"),
        ({"platform": "web", "token": "t", "name": "n" * 101}, "name"),
    ],
)
def test_an_unusable_device_is_refused_and_nothing_kept(api: HttpApi, body: dict[str, str], field: str) -> None:
    """CHAN-01: a 400 that names the field."""
    answer = api.post("/v1/devices", body, as_="parent-1")
    assert (answer.status, answer.fields) == (400, [field])
    assert api.get("/v1/devices", as_="parent-1").json["items"] == []


def test_nobody_registers_without_signing_in(api: HttpApi) -> None:
    """CHAN-01: a token of the user pool is needed."""
    assert api.post("/v1/devices", {"platform": "web", "token": "t"}).status == 401


def names(api: HttpApi, as_: str) -> list[str]:
    return [each["device_id"] for each in api.get("/v1/devices", as_=as_).json["items"]]


def test_on_a_shared_phone_only_the_account_that_registered_last_is_shown(api: HttpApi) -> None:
    """CHAN-03: one family's messages do not appear for another."""
    other = register(api, "tablet", as_="parent-1")
    first = register(api, "phone", as_="parent-1")
    second = register(api, "phone", as_="parent-2")
    assert names(api, "parent-1") == [other]
    assert names(api, "parent-2") == [second]
    assert register(api, "phone", as_="parent-1") == first
    assert set(names(api, "parent-1")) == {first, other}
    assert names(api, "parent-2") == []


def test_a_device_that_was_removed_can_be_anybodys(api: HttpApi) -> None:
    """CHAN-03: and what another does with the installation they gave up takes nothing away."""
    first = register(api, "phone", as_="parent-1")
    api.call("DELETE", f"/v1/devices/{first}", as_="parent-1")
    second = register(api, "phone", as_="parent-2")
    api.call("DELETE", f"/v1/devices/{first}", as_="parent-1")
    devices.remove_endpoint("demo", "parent-1", devices.of("demo", "parent-2")[0].endpoint)
    assert names(api, "parent-2") == [second]
    third = register(api, "phone", as_="parent-1")
    assert (names(api, "parent-1"), names(api, "parent-2")) == ([third], [])


def test_a_phone_that_changes_hands_during_a_registration_ends_with_one_owner(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-03: the slower one is not written on what it read before."""
    real = dynamo.transact
    raced: list[bool] = []

    def overtaken(writes: list[dynamo.Write]) -> None:
        if not raced:
            raced.append(True)
            register(api, "phone", as_="parent-2")
        real(writes)

    monkeypatch.setattr(dynamo, "transact", overtaken)
    device = register(api, "phone", as_="parent-1")
    assert (names(api, "parent-1"), names(api, "parent-2")) == ([device], [])


def test_tidying_gives_way_to_those_who_change_the_devices(
    api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CHAN-03: a push send is not broken by a device that cannot be forgotten just now."""
    register(api, "phone")
    endpoint = devices.of("demo", "parent-1")[0].endpoint

    def collides(writes: list[dynamo.Write]) -> None:
        raise dynamo.Refused((0,))

    monkeypatch.setattr(dynamo, "transact", collides)
    devices.remove_endpoint("demo", "parent-1", endpoint)
    assert len(names(api, "parent-1")) == 1
    with pytest.raises(Conflict):
        devices.remove("demo", "parent-1", names(api, "parent-1")[0])
