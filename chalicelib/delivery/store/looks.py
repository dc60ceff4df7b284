"""By which rules the held chunks of a district were looked at last. `reconsider.py` looks."""

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value


@value
class Look:
    """Fingerprints: of the rules at the last look; of other ones, if there are any, since a stamp."""

    seen: str
    changed: str = ""
    since: str = ""


def load(district: str) -> Look | None:
    """None before the first look."""
    item = dynamo.get(table("deliveries"), *_key(district), consistent=True)
    return Look(item["seen"], item["changed"], item["since"]) if item else None


def save(district: str, look: Look) -> None:
    pk, sk = _key(district)
    values = {"seen": look.seen, "changed": look.changed, "since": look.since}
    dynamo.put(table("deliveries"), {"pk": pk, "sk": sk} | values)


def _key(district: str) -> tuple[str, str]:
    return district_key(district, "HELD"), "LOOK"
