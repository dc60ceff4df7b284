"""No route answers without the permission it names: every route, every profile, every kind of bad token."""

from collections.abc import Iterable
from typing import Any

import pytest

from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.access.permissions import OFFERED
from chalicelib.access.profiles import NAMED
from chalicelib.access.registry import Route
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.architecture.routes import filled, matrix, routes
from tests.builders import people
from tests.support.api import HttpApi
from tests.support.tokens import KEY_ID, Issuer

pytestmark = pytest.mark.moto

ROUTES = routes()
CLOSED = [route for route in ROUTES if not route.needs.public]
TABLE = matrix()
NO_GROUPS: dict[str, Any] = {"cognito:groups": []}


@pytest.fixture
def town(aws: None) -> None:
    """One user per profile, each signing in with the profile's id."""
    directory.put_district(people.district())
    directory.put_school("demo", people.school())
    directory.put_users(
        "demo",
        [
            people.user(
                profile.profile_id,
                roles=(profile.role,),
                profiles=(profile.profile_id,),
                all_schools=profile.profile_id == "district-administrator",
            )
            for profile in NAMED
        ],
    )


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    """A new route without an entry fails here."""
    assert {route.name for route in ROUTES} == set(TABLE)


def test_every_profile_has_its_column() -> None:
    columns = {who for row in TABLE.values() for who in row}
    assert columns == {"nobody", *(profile.profile_id for profile in NAMED)}
    assert all(set(row) == columns for row in TABLE.values())


def faults(checks: Iterable[str]) -> None:
    """One report of all that is wrong: a test per route would spend its time on setting up."""
    found = [each for each in checks if each]
    assert not found, "\n".join(found)


def test_each_profile_gets_in_where_the_table_says_so_and_nowhere_else(
    api: HttpApi, town: None, signed_in_once: None
) -> None:
    """PERM-02, PERM-04, PERM-05, PERM-R06: the server refuses, whatever a page shows."""
    faults(_entry(api, route, profile.profile_id) for route in ROUTES for profile in NAMED)


def _entry(api: HttpApi, route: Route, who: str) -> str:
    answer = api.call(route.method, filled(route.path), as_=who, body={})
    refused = answer.status == 403 and answer.json["type"] == "/problems/forbidden"
    shut_out = refused or (answer.status == 401 and not route.needs.public)
    fits = shut_out != TABLE[route.name][who] and answer.status < 500
    return "" if fits else f"{route.name} as {who}: {answer.status}"


# What belongs to the Communication screen, for whatever profile.
SHUT_WITHOUT_COMMUNICATION = (
    "/v1/inbox",
    "/v1/audience",
    "/v1/imported-",
    "/v1/scheduled-messages",
    "POST /v1/announcements",
    "GET /v1/announcements ",
    "/v1/announcements/{announcement_id}",
    "/v1/groups",
    "/v1/insert-fields",
    "POST /v1/messages ",
    "/resend ",
    "POST /v1/recordings",
    "POST /v1/test-calls",
    "POST /v1/preview",
    "/v1/me/signatures",
    "/v1/me/teachers",
    "/v1/me/caller-ids",
    "/v1/staff",
    "/v1/students ",
    "/v1/sections",
    "GET /v1/estimate",
)


@pytest.mark.parametrize("role", list(Role))
def test_without_communication_its_routes_are_shut(api: HttpApi, town: None, role: Role) -> None:
    """PERM-04, PERM-05, PERM-F01: to who holds everything else as well; the rest is open as before."""
    held = {name: level for name, level in OFFERED[role].items() if name != "communication"}
    access.put_profiles("demo", [Profile("shut", "Shut out", role, held)])
    directory.put_users("demo", [people.user("shut", roles=(role,), profiles=("shut",))])
    shut = [each for each in ROUTES if any(part in f"{each.name} " for part in SHUT_WITHOUT_COMMUNICATION)]
    faults(_enters(api, route, "shut") for route in shut)


def _enters(api: HttpApi, route: Route, who: str) -> str:
    answer = api.call(route.method, filled(route.path), as_=who, body={})
    return "" if answer.status == 403 else f"{route.name} as {who}: {answer.status}"


def test_without_a_token_only_the_open_routes_answer(api: HttpApi, town: None) -> None:
    """ABUSE-01."""
    for route in ROUTES:
        answer = api.call(route.method, filled(route.path), body={})
        assert route.needs.public is TABLE[route.name]["nobody"], route.name
        if route.needs.public:
            assert answer.status in (200, 400, 404), route.name
        else:
            assert answer.status == 401, route.name
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json["type"] == "/problems/unauthenticated"


def bad_tokens(issuer: Issuer) -> dict[str, str]:
    good = issuer.token("district-administrator")
    head, body, signature = good.split(".")
    return {
        "expired": issuer.token("district-administrator", exp=1_000_000_000),
        "another pool's key": issuer.token("district-administrator", key="foreign"),
        "another key under our name": issuer.token("district-administrator", key="foreign", kid=KEY_ID),
        "another issuer": issuer.token("district-administrator", iss="https://elsewhere.example/pool"),
        "an ID token": issuer.token("district-administrator", token_use="id"),
        "another client": issuer.token("district-administrator", client_id="other"),
        "no signature": f"{head}.{body}.",
        "half a signature": f"{head}.{body}.{signature[:40]}",
        "no algorithm": f"eyJhbGciOiJub25lIiwia2lkIjoidGhpcy1ydW4ifQ.{body}.",
        "nobody we know": issuer.token("stranger"),
        "another district": issuer.token("district-administrator", "other"),
        "no district": issuer.token("district-administrator", **NO_GROUPS),
        "nonsense": "nonsense",
    }


def test_no_bad_token_opens_a_route(api: HttpApi, town: None) -> None:
    """ABUSE-01: every closed route, every kind of bad token, one answer."""
    headers = {kind: f"Bearer {token}" for kind, token in bad_tokens(api.issuer).items()}
    headers |= {
        "empty": "",
        "no token": "Bearer",
        "another scheme": "Basic abc",
        "no scheme": api.issuer.token("x"),
    }
    faults(_opens(api, route, kind, header) for route in CLOSED for kind, header in headers.items())


def _opens(api: HttpApi, route: Route, kind: str, header: str) -> str:
    answer = api.call(route.method, filled(route.path), body={}, headers={"Authorization": header})
    return "" if answer.status == 401 else f"{route.name} with {kind}: {answer.status}"


def test_a_disabled_account_opens_nothing(api: HttpApi, town: None) -> None:
    """PERM-03: it binds at the next request."""
    gone = people.user("left", profiles=("district-administrator",), roles=(Role.ADMIN,), enabled=False)
    directory.put_users("demo", [gone])
    faults(_opens(api, route, "a disabled account", f"Bearer {api.issuer.token('left')}") for route in CLOSED)


def test_operation_names_are_unique() -> None:
    names = [route.operation_id for route in ROUTES]
    assert len(set(names)) == len(names)
