"""A user's signatures: one item beside the user's record, written where it still is as it was read.

D#d#USER#u     SIGNATURES    what goes under emails and under text messages
"""

import json
from dataclasses import asdict

from chalicelib.kernel import dynamo
from chalicelib.kernel.settings import table

from .. import index
from ..signatures import Signatures

SORT = "SIGNATURES"


def of(district: str, user_id: str) -> Signatures:
    """A user's signatures as they are at this moment; two empty ones for who never wrote any."""
    item = dynamo.get(table("directory"), *_key(district, user_id), consistent=True)
    return Signatures(**json.loads(item["signed"])) if item else Signatures()


def change(district: str, user_id: str, before: Signatures, after: Signatures) -> bool:
    """False when the user changed them elsewhere meanwhile; nothing is written then."""
    new = before == Signatures()
    written = dynamo.change(
        table("directory"),
        *_key(district, user_id),
        "SET signed = :after",
        {":after": _text(after), ":before": _text(before)},
        condition="attribute_not_exists(pk) OR signed = :before" if new else "signed = :before",
    )
    try:
        dynamo.transact([written])
    except dynamo.Refused:
        return False
    return True


def _key(district: str, user_id: str) -> index.Key:
    return index.user_key(district, user_id)[0], SORT


def _text(signatures: Signatures) -> str:
    return json.dumps(asdict(signatures), sort_keys=True, separators=(",", ":"))
