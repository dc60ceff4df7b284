"""The price list: every price with its unit, its source and that source's date. Pure.

`basis` is `list` for a price read in the vendor's own list or page, `reported` for one that somebody else read
there and dated, `unconfirmed` for one that nobody vouches for: figures made of it are marked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DATE = re.compile(r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
BASES = ("list", "reported", "unconfirmed")


class BadPrices(ValueError):
    """The price list cannot be used; says where and why."""


@dataclass(frozen=True, slots=True)
class Price:
    """`usd` for `per` units."""

    name: str
    usd: float
    per: float
    unit: str
    source: str
    dated: str
    basis: str

    def of(self, units: float) -> float:
        """Dollars for so many units."""
        return self.usd / self.per * units

    @property
    def sure(self) -> bool:
        return self.basis != "unconfirmed"


@dataclass(frozen=True, slots=True)
class Prices:
    """The whole list. `provider`: channel -> price name -> units for one delivery."""

    region: str
    looked_up: str
    prices: Mapping[str, Price]
    provider: Mapping[str, Mapping[str, float]]
    assumptions: Mapping[str, float]

    def usd(self, name: str, units: float) -> float:
        """Dollars for so many units of one price. Raises BadPrices for a price that is not in the list."""
        if name not in self.prices:
            raise BadPrices(f"There is no price called {name}")
        return self.prices[name].of(units)

    def assumed(self, name: str) -> float:
        if name not in self.assumptions:
            raise BadPrices(f"There is no assumption called {name}")
        return self.assumptions[name]


def parse(document: Mapping[str, Any]) -> Prices:
    """The list from its JSON. Raises BadPrices for one that is not whole."""
    found = {name: _price(name, fields) for name, fields in _need(document, "prices", "the list").items()}
    provider = _need(document, "provider", "the list")
    unknown = [
        f"{channel}: {name}" for channel, names in provider.items() for name in names if name not in found
    ]
    if unknown:
        raise BadPrices(f"No price for {', '.join(unknown)}")
    return Prices(
        _need(document, "region", "the list"),
        _date(document, "looked_up", "the list"),
        found,
        provider,
        {
            name: _number(document["assumptions"], name, "assumptions")
            for name in document.get("assumptions", {})
        },
    )


def _price(name: str, fields: Mapping[str, Any]) -> Price:
    usd, per = _number(fields, "usd", name), _number(fields, "per", name)
    if per == 0:
        raise BadPrices(f"{name}: per must be more than 0")
    basis = _need(fields, "basis", name)
    if basis not in BASES:
        raise BadPrices(f"{name}: basis must be one of {', '.join(BASES)}")
    unit, source = _need(fields, "unit", name), _need(fields, "source", name)
    return Price(name, usd, per, unit, source, _date(fields, "dated", name), basis)


def _need(fields: Mapping[str, Any], field: str, where: str) -> Any:
    if not fields.get(field):
        raise BadPrices(f"{where}: {field} is missing")
    return fields[field]


def _number(fields: Mapping[str, Any], field: str, where: str) -> float:
    value = fields.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise BadPrices(f"{where}: {field} must be a number, 0 or more")
    return float(value)


def _date(fields: Mapping[str, Any], field: str, where: str) -> str:
    """A day, a month or a year, as exactly as the source says it."""
    value = str(_need(fields, field, where))
    if not _DATE.fullmatch(value):
        raise BadPrices(f"{where}: {field} must be a date such as 2026-11-26, 2026-11 or 2026")
    return value
