"""The control API's bad days, without a service."""

from typing import Any

import pytest

from infra.local.simulator.faults import Faults, Weather


def test_a_rate_holds_one_second_of_messages_and_refills() -> None:
    faults = Faults()
    weather = Weather(lambda: 100.0)
    weather.by_kind["email"] = faults
    weather.order({"action": "throttle", "kind": "email", "rate": 14})
    assert faults.take(50, 100.0) == 14
    assert faults.take(1, 100.0) == 0
    assert faults.take(50, 100.5) == 7
    assert faults.take(50, 200.0) == 14


def test_counted_faults_run_out() -> None:
    weather = Weather(lambda: 0.0)
    weather.order({"action": "throttle", "kind": "text", "calls": 2})
    faults = weather.by_kind["text"]
    assert [faults.throttled() for _ in range(3)] == [True, True, False]
    assert not weather.by_kind["call"].throttled()


def test_an_order_without_kind_is_for_all() -> None:
    weather = Weather(lambda: 0.0)
    assert weather.order({"action": "silence"})
    assert all(faults.silent for faults in weather.by_kind.values())


@pytest.mark.parametrize(
    "order",
    [
        {"action": "delay", "seconds": "soon"},
        {"action": "delay", "seconds": -1},
        {"action": "throttle", "calls": True},
        {"action": "silence", "kind": "fax"},
    ],
)
def test_a_wrong_order_says_so(order: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Weather(lambda: 0.0).order(order)
