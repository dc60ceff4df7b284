"""The price list is whole, and says where it is not."""

import json
from typing import Any

import pytest

from bench.costs import LIST
from bench.pricing.prices import BadPrices, parse
from chalicelib.content.model import Channel


def document(**price: Any) -> dict[str, Any]:
    """A list of one price, with some of its fields different; None leaves a field out."""
    fields = {
        "usd": 0.4,
        "per": 1_000_000,
        "unit": "requests",
        "source": "https://a.example",
        "dated": "2026-03",
    }
    fields |= {"basis": "reported"} | price
    return {
        "region": "us-east-1",
        "looked_up": "2026-11-26",
        "prices": {"request": {name: value for name, value in fields.items() if value is not None}},
        "provider": {"email": {"request": 2}},
        "assumptions": {"call_s": 0.1},
    }


def test_a_price_is_for_so_many_units() -> None:
    found = parse(document())
    assert found.usd("request", 5_000_000) == pytest.approx(2.0)
    assert found.assumed("call_s") == 0.1
    assert found.prices["request"].sure
    assert not parse(document(basis="unconfirmed")).prices["request"].sure


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ({"usd": None}, "request: usd must be a number"),
        ({"usd": "0.4"}, "request: usd must be a number"),
        ({"usd": -1}, "request: usd must be a number, 0 or more"),
        ({"usd": True}, "request: usd must be a number"),
        ({"per": 0}, "request: per must be more than 0"),
        ({"unit": ""}, "request: unit is missing"),
        ({"source": None}, "request: source is missing"),
        ({"dated": None}, "request: dated is missing"),
        ({"dated": "last year"}, "request: dated must be a date such as"),
        ({"dated": "2026-13"}, "request: dated must be a date such as"),
        ({"basis": "guessed"}, "request: basis must be one of list, reported, unconfirmed"),
    ],
)
def test_a_price_that_is_not_whole_says_what_it_lacks(price: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPrices, match=said):
        parse(document(**price))


def test_a_list_that_is_not_whole_says_what_it_lacks() -> None:
    with pytest.raises(BadPrices, match="region is missing"):
        parse(document() | {"region": ""})
    with pytest.raises(BadPrices, match="No price for email: stamp"):
        parse(document() | {"provider": {"email": {"stamp": 1}}})
    with pytest.raises(BadPrices, match="no price called stamp"):
        parse(document()).usd("stamp", 1)
    with pytest.raises(BadPrices, match="no assumption called stamp"):
        parse(document()).assumed("stamp")


def test_the_list_that_is_kept_is_whole_and_knows_every_channel() -> None:
    found = parse(json.loads(LIST.read_text()))
    assert set(found.provider) == {channel.value for channel in Channel}
