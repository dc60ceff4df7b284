"""Emails that came back, counted by day in one item of the district: one request for a batch of receipts."""

from collections.abc import Mapping

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..gate.bounces import Count

_SORT = "EMAIL"
_EMAILS, _BOUNCED = "emails_", "bounced_"  # each with its day


def add(district: str, day: str, more: Count) -> dict[str, Count]:
    """Count more of a day; all days as they are then."""
    expression = f"ADD {_EMAILS}{day} :emails, {_BOUNCED}{day} :bounced"
    values = {":emails": more.emails, ":bounced": more.bounced}
    item = dynamo.update(table("deliveries"), _key(district), _SORT, expression, values)
    return _days(item or {})


def read(district: str) -> dict[str, Count]:
    """All days that are kept, as they are now."""
    return _days(dynamo.get(table("deliveries"), _key(district), _SORT, consistent=True) or {})


def drop(district: str, old: tuple[str, ...]) -> None:
    """Days that count no longer."""
    names = ", ".join(f"{_EMAILS}{day}, {_BOUNCED}{day}" for day in old)
    dynamo.update(table("deliveries"), _key(district), _SORT, f"REMOVE {names}", {})


def forget(district: str) -> dynamo.Write:
    """From here on they are counted anew."""
    return dynamo.remove(table("deliveries"), _key(district), _SORT)


def _days(item: Mapping[str, object]) -> dict[str, Count]:
    days = [name.removeprefix(_EMAILS) for name in item if name.startswith(_EMAILS)]
    return {day: Count(_number(item, _EMAILS + day), _number(item, _BOUNCED + day)) for day in days}


def _number(item: Mapping[str, object], name: str) -> int:
    found = item.get(name, 0)
    return found if isinstance(found, int) else 0


def _key(district: str) -> str:
    return district_key(district, "BOUNCES")
