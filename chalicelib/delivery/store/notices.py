"""Who has been told already that nobody reads answers: once for each delivery (RPLY-04)."""

from chalicelib.kernel import dynamo
from chalicelib.kernel.settings import table

from . import keys


def note(district: str, message_id: str, delivery_id: str) -> bool:
    """Note that they are told now. False when they were before."""
    pk, sk = keys.told(district, message_id, delivery_id)
    return dynamo.put(table("deliveries"), {"pk": pk, "sk": sk}, unless_exists=True)
