"""By which rules the held chunks of a district were looked at last. `reconsider.py` looks."""

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value


@value
class Look:
    """A fingerprint of the rules at the last look. `owed`: they had changed, and a second look is to come."""

    seen: str
    owed: bool = False


def load(district: str) -> Look | None:
    """None before the first look."""
    item = dynamo.get(table("deliveries"), *_key(district), consistent=True)
    return Look(item["seen"], item.get("owed", False)) if item else None


def save(district: str, look: Look) -> None:
    pk, sk = _key(district)
    dynamo.put(table("deliveries"), {"pk": pk, "sk": sk, "seen": look.seen, "owed": look.owed})


def _key(district: str) -> tuple[str, str]:
    return district_key(district, "HELD"), "LOOK"
