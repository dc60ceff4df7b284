"""A delivery's name that nobody can guess or change, for what leaves and comes back from strangers.

    <district's mark><message><shard><chunk><delivery><signature>
           6            26      3      3        8         16       = 62 letters

It names the delivery's row, and the row names the person: nothing is written when a mail leaves, and the name
tells nobody whose it is. Another purpose has another signature. Letters are lower-case, since some mail
programs change the case.
"""

from collections.abc import Iterable
from functools import lru_cache

from chalicelib.content.model import Channel
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.signing import LENGTH, is_signed, signature
from chalicelib.kernel.values import value

from .refs import ChunkRef, DeliveryRef

_DISTRICT, _MESSAGE, _NUMBER, _DELIVERY = 6, 26, 3, 8
_WHOLE = _DISTRICT + _MESSAGE + 2 * _NUMBER + _DELIVERY + LENGTH
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@value
class Claim:
    """What a signed name stands for: a chunk, and the beginning of the delivery's id in it."""

    chunk: ChunkRef
    delivery: str


def signed_name(purpose: str, ref: DeliveryRef) -> str:
    """The delivery's name for one purpose."""
    named = _named(ref.chunk_ref, ref.delivery_id[:_DELIVERY])
    return f"{named}{signature(purpose, ref.district, named)}"


def claim_of(purpose: str, text: str, districts: Iterable[str]) -> Claim | None:
    """What the name stands for, or None for one that this stack did not make for this purpose, or somebody
    changed."""
    text = text.lower()
    if len(text) != _WHOLE or not text.isascii() or not text.isalnum():
        return None
    named, signed = text[:-LENGTH], text[-LENGTH:]
    district = next((each for each in districts if _mark(each) == named[:_DISTRICT]), None)
    if district is None or not is_signed(signed, purpose, district, named):
        return None
    message, rest = named[_DISTRICT : _DISTRICT + _MESSAGE], named[_DISTRICT + _MESSAGE :]
    shard, chunk = int(rest[:_NUMBER], 36), int(rest[_NUMBER : 2 * _NUMBER], 36)
    return Claim(ChunkRef(district, message, Channel.EMAIL, shard, chunk), rest[2 * _NUMBER :])


def _named(chunk: ChunkRef, delivery: str) -> str:
    return f"{_mark(chunk.district)}{chunk.message_id}{_number(chunk.shard)}{_number(chunk.chunk)}{delivery}"


@lru_cache(maxsize=64)
def _mark(district: str) -> str:
    return hashed_id("district", district)[:_DISTRICT]


def _number(value: int) -> str:
    """Three digits to the base of 36: up to 46,655, over what a message has of shards and of chunks."""
    digits = ""
    for _ in range(_NUMBER):
        value, digit = divmod(value, 36)
        digits = _DIGITS[digit] + digits
    if value:
        raise ValueError("A shard or chunk number over 46,655")
    return digits
