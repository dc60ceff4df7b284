"""What is known of the numbers that text us, by the hash of the number: it names nobody.

Two workers may hear the same number at once: each change names the version that it was made from.
"""

import json
from dataclasses import asdict

from chalicelib.kernel import dynamo
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..texted.texter import Texter

_SORT = "TEXTER"


def load(district: str, number: str) -> Texter:
    """A number as it is now."""
    item = dynamo.get(table("deliveries"), _key(district, number), _SORT, consistent=True)
    if item is None:
        return Texter()
    known = json.loads(item["texter"])
    return Texter(**{**known, "heard": tuple(known["heard"])})


def save(district: str, number: str, texter: Texter) -> bool:
    """Put it in place of the version that it was made from. False when somebody else was faster."""
    version = texter.version + 1
    text = json.dumps({**asdict(texter), "version": version}, separators=(",", ":"))
    values = {":texter": text, ":version": version, ":before": texter.version}
    condition = "texter_version = :before"
    if texter.version == 0:
        del values[":before"]
        condition = "attribute_not_exists(pk)"
    expression = "SET texter = :texter, texter_version = :version"
    key = _key(district, number)
    return dynamo.update(table("deliveries"), key, _SORT, expression, values, condition=condition) is not None


def _key(district: str, number: str) -> str:
    return district_key(district, "TEXTER", hashed_id("number", number))
