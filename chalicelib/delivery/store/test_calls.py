"""How many test calls somebody made in this hour: one item a person, counted with its entry in the audit."""

from datetime import datetime
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

SORT = "TEST-CALLS"


def counted(district: str, user_id: str, now: datetime, most: int, told: dynamo.Write) -> bool:
    """Count one more; False when there were the most of the hour already. Then `told` is not written either."""
    hour = now.strftime("%Y-%m-%dT%H")
    return _write(
        district,
        user_id,
        told,
        "SET calls = calls + :one",
        {":one": 1, ":hour": hour, ":most": most},
        "in_hour = :hour AND calls < :most",
    ) or _write(
        district,
        user_id,
        told,
        "SET calls = :one, in_hour = :hour",
        {":one": 1, ":hour": hour},
        "attribute_not_exists(pk) OR in_hour <> :hour",
    )


def _write(
    district: str, user_id: str, told: dynamo.Write, expression: str, values: dict[str, Any], condition: str
) -> bool:
    key = district_key(district, "USER", user_id)
    one = dynamo.change(table("deliveries"), key, SORT, expression, values, condition=condition)
    try:
        dynamo.transact([one, told])
    except dynamo.Refused:
        return False
    return True
