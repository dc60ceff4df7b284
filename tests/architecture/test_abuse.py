"""Odd input on every route: refused with a problem document, or served; never a fault of ours (ABUSE-04)."""

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any
from unittest.mock import Mock
from urllib.parse import quote

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chalicelib.access.registry import Route
from chalicelib.directory import store as directory
from chalicelib.kernel.aws import client
from tests.architecture.routes import filled, routes
from tests.builders import people
from tests.support.api import Answer, HttpApi
from tests.support.naughty import NAUGHTY, WRONG
from tests.support.pool import Pool
from tests.support.shapes import example, places, replaced, worded

pytestmark = pytest.mark.moto

ROUTES = routes()
WITH_PLACES = [route for route in ROUTES if "{" in route.path]
WITH_QUERY = [route for route in ROUTES if route.query]
WITH_BODY = [route for route in ROUTES if route.body]
KEY = {"Idempotency-Key": "the-same-for-all"}
DEEP = base64.urlsafe_b64encode(b"[" * 1490).decode()  # as a page marker
ODD_VALUES = ("", "-1", "0", "9" * 400, "x", "\ud800", "a,b,,c", "2026-02-30", "0000-01-01", "e30", DEEP)
SHORT = [text for text in NAUGHTY if len(text) < 1_000]


@pytest.fixture
def town(pool: Pool, signed_in_once: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who may do everything, so that the input reaches the handlers."""
    # moto answers a session that it does not know in its own way; this is Cognito's.
    over = ClientError({"Error": {"Code": "NotAuthorizedException", "Message": "Invalid session"}}, "Respond")
    monkeypatch.setattr(client("cognito-idp"), "respond_to_auth_challenge", Mock(side_effect=over))
    directory.put_district(people.district())
    directory.put_school("demo", people.school())
    directory.put_users("demo", [people.user("ann", profiles=("district-administrator",), all_schools=True)])


def faults(checks: Iterable[tuple[Route, Answer]]) -> None:
    found = [f"{route.name}: {complaint}" for route, answer in checks if (complaint := _complaint(answer))]
    assert not found, "\n".join(found[:20])


def _complaint(answer: Answer) -> str:
    """What is wrong with an answer: a fault of ours, or a refusal that is no problem document; people who
    followed a link get a page."""
    if answer.status >= 500:
        return f"{answer.status} {answer.text[:200]}"
    if answer.headers.get("content-type", "").startswith("text/html"):
        return "" if answer.status in (200, 404) else f"{answer.status} with a page"
    if answer.status >= 400 and not {"type", "title", "status", "detail"} <= set(answer.json):
        return f"{answer.status} without a problem document"
    return ""


def percent(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def test_odd_ids_in_the_path(api: HttpApi, town: None) -> None:
    def calls() -> Iterator[tuple[Route, Answer]]:
        for route in WITH_PLACES:
            for text in [*(percent(text) for text in SHORT if text), "%ff%fe", "%", "%zz"]:
                path = filled(route.path, text)
                yield route, api.call(route.method, path, as_="ann", body={}, headers=KEY)

    faults(calls())


def test_odd_values_in_the_query(api: HttpApi, town: None) -> None:
    def calls() -> Iterator[tuple[Route, Answer]]:
        for route in WITH_QUERY:
            names = list(route.query.model_json_schema()["properties"]) if route.query else []
            for name in names:
                for text in ODD_VALUES:
                    yield route, api.get(f"{filled(route.path)}?{name}={percent(text)}", as_="ann")
            for text in SHORT:
                query = "&".join(f"{name}={percent(text)}" for name in [*names, "unknown"])
                yield route, api.get(f"{filled(route.path)}?{query}", as_="ann")

    faults(calls())


def test_odd_texts_in_the_body(api: HttpApi, town: None) -> None:
    """Every text field at once holds each of the odd texts."""

    def calls() -> Iterator[tuple[Route, Answer]]:
        for route in WITH_BODY:
            usual = example(route.body) if route.body else {}
            for text in NAUGHTY:
                body = worded(usual, text)
                yield route, api.call(route.method, filled(route.path), as_="ann", body=body, headers=KEY)

    faults(calls())


def test_values_of_another_kind_in_the_body(api: HttpApi, town: None) -> None:
    """At each place of the body in turn: nothing, numbers, lists, objects."""

    def calls() -> Iterator[tuple[Route, Answer]]:
        for route in WITH_BODY:
            usual = example(route.body) if route.body else {}
            for place in places(usual):
                for wrong in WRONG:
                    body = replaced(usual, place, wrong)
                    yield route, api.call(route.method, filled(route.path), as_="ann", body=body, headers=KEY)

    faults(calls())


BROKEN = [
    b"",
    b"{",
    b"nul",
    b"[]",
    b'"x"',
    b"\xff\xfe{\x00}\x00",
    b'{"a": NaN}',
    b"[" * 200_000,
    b'{"a":' * 100_000,
]
BROKEN += [
    b"\x1f\x8b\x08\x00",
    b"a=b&c=d",
    b"--x\r\nContent-Disposition: form-data\r\n\r\n",
    b"{}" + b" " * 1_100_000,
]


def test_bodies_that_are_no_json(api: HttpApi, town: None) -> None:
    faults(
        (route, api.call(route.method, filled(route.path), as_="ann", raw=raw, headers=KEY))
        for route in WITH_BODY
        for raw in BROKEN
    )


ODD_TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(SHORT)
ODD_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ODD_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ODD_TEXT, inner, max_size=4),
    max_leaves=8,
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_any_json_at_any_place(api: HttpApi, town: None, data: st.DataObject) -> None:
    route = data.draw(st.sampled_from(WITH_BODY))
    usual = example(route.body) if route.body else {}
    body: Any = replaced(usual, data.draw(st.sampled_from(list(places(usual)))), data.draw(ODD_JSON))
    raw = json.dumps(body).encode()
    faults([(route, api.call(route.method, filled(route.path), as_="ann", raw=raw, headers=KEY))])
