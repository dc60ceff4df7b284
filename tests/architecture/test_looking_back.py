"""Nothing can be sent in an earlier school year, by no route: what its code can reach decides."""

import types
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

import chalicelib.messages.store as messages
from chalicelib.access.registry import Route
from chalicelib.announcements import store as announcements
from chalicelib.delivery.gate import guard_opened
from chalicelib.delivery.halting import command as halting
from chalicelib.delivery.preview import test_call
from chalicelib.directory import store as directory
from chalicelib.messages.schedules import store as schedules
from tests.architecture.routes import filled, routes
from tests.architecture.test_route_matrix import faults, town  # noqa: F401 - a fixture
from tests.builders import people
from tests.support.api import HttpApi

Function = Callable[..., Any]

EARLIER = str(datetime.now(UTC).year - 3)
CLOSED = [route for route in routes() if not route.needs.public]
# Where something leaves, begins to leave, or is told to leave later.
WAYS_OUT: tuple[Function, ...] = (
    messages.accept,
    schedules.add,
    schedules.change,
    announcements.add,
    announcements.save,
    halting.resume,
    guard_opened.resume,
    test_call.place,
)


def test_whatever_takes_a_key_or_leads_out_is_declared_to_send() -> None:
    """COMP-34, A-69: a new route cannot forget it."""
    led_out = {route.name for route in CLOSED if not {*WAYS_OUT}.isdisjoint(_reached(route.handler))}
    keyed = {route.name for route in CLOSED if "Idempotency-Key" in route.headers}
    assert led_out | keyed == {route.name for route in CLOSED if route.sends}


def test_every_way_out_is_one_that_a_route_leads_to() -> None:
    """None of them was renamed or moved away from under the test above."""
    for way in WAYS_OUT:
        assert any(way in set(_reached(route.handler)) for route in CLOSED), way.__qualname__


@pytest.mark.moto
@pytest.mark.usefixtures("town", "signed_in_once")
def test_a_route_that_sends_refuses_in_an_earlier_year_and_no_other_does(api: HttpApi) -> None:
    """COMP-34, A-69: reading, searching and printing go on."""
    directory.put_school("demo", people.school(first_year=EARLIER))
    faults(_answers(api, route) for route in CLOSED)


def _answers(api: HttpApi, route: Route) -> str:
    answer = api.call(
        route.method,
        filled(route.path),
        as_="district-administrator",
        body={},
        headers={"School-Year": EARLIER},
    )
    refused = answer.status == 409 and answer.json["type"] == "/problems/earlier-school-year"
    fits = refused is route.sends and answer.status < 500
    return "" if fits else f"{route.name}: {answer.status} {answer.text[:200]}"


def _reached(start: Function) -> Iterator[Function]:
    """Every function of ours that a function's code names, and those that these name, and so on."""
    seen: set[Function] = set()
    waiting: list[Any] = [start]
    while waiting:
        function = waiting.pop()
        if not isinstance(function, types.FunctionType) or function in seen:
            continue
        seen.add(function)
        yield function
        names = set(_names(function.__code__))
        named = [function.__globals__[name] for name in names if name in function.__globals__]
        waiting += [each for each in named if _is_ours(each)]
        holders = [each for each in named if isinstance(each, types.ModuleType | type) and _is_ours(each)]
        waiting += [vars(each).get(name) for each in holders for name in names]


def _is_ours(thing: Any) -> bool:
    home = thing.__name__ if isinstance(thing, types.ModuleType) else getattr(thing, "__module__", "")
    return str(home).startswith("chalicelib")


def _names(code: types.CodeType) -> Iterator[str]:
    """The names in a function's code, and in the functions written inside it."""
    yield from code.co_names
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from _names(const)
