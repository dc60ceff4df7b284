"""Whether what two people write to each other is secure: what is answered there leaves by no ordinary mail.

A send of staff writes only its readers' side of a conversation, and somebody without an account has no side:
both are asked.
"""

from chalicelib.kernel import dynamo

from ..model import Source
from ..threads import Counterpart
from . import keys


def is_secure_between(district: str, one: str, other: str) -> bool:
    """Whether either of the two, by account or correspondent's id, got or wrote a secure message there
    (COMP-06). Once it is, it stays so."""
    sides = {
        (keys.threads(district, mine), _thread_with(theirs)) for mine, theirs in ((one, other), (other, one))
    }
    found = dynamo.get_many(keys.table(), sides, consistent=True)
    return any(side.get("secure", False) for side in found.values())


def _thread_with(user: str) -> str:
    return Counterpart(Source.USER, user, "").thread_id
