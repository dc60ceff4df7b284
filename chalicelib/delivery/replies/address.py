"""The address that an email is answered at (RPLY-02): unguessable, and good for one delivery only.

    <district's mark><message><shard><chunk><delivery><signature>@replies.example.org
           6            26      3      3        8         16       = 62 of the 64 letters of RFC 5321 4.5.3.1.1

It names the delivery's row, and the row names the person and the student: nothing is written when a mail
leaves. Letters are lower-case, since some mail programs change the case.
"""

from collections.abc import Iterable

from chalicelib.content.model import Channel
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.settings import setting
from chalicelib.kernel.signing import LENGTH, is_signed, signature
from chalicelib.kernel.values import value

from ..model import ChunkRef, DeliveryRef

_PURPOSE = "reply"
_DISTRICT, _MESSAGE, _NUMBER, _DELIVERY = 6, 26, 3, 8
_WHOLE = _DISTRICT + _MESSAGE + 2 * _NUMBER + _DELIVERY + LENGTH
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@value
class Claim:
    """What a signed address stands for: a chunk, and the beginning of the delivery's id in it."""

    chunk: ChunkRef
    delivery: str


def domain() -> str:
    """Where answers are received; empty where they are not."""
    return setting("REPLY_DOMAIN", "")


def address_of(ref: DeliveryRef) -> str:
    """The address for answers to this delivery; empty where none are received."""
    if not domain():
        return ""
    named = _named(ref.chunk_ref, ref.delivery_id[:_DELIVERY])
    return f"{named}{signature(_PURPOSE, ref.district, named)}@{domain()}"


def claim_of(address: str, districts: Iterable[str]) -> Claim | None:
    """What the address stands for, or None for one that this stack did not make, or somebody changed."""
    local, _, at = address.strip().lower().rpartition("@")
    if at != domain().lower() or len(local) != _WHOLE or not local.isascii() or not local.isalnum():
        return None
    named, signed = local[:-LENGTH], local[-LENGTH:]
    district = next((each for each in districts if _mark(each) == named[:_DISTRICT]), None)
    if district is None or not is_signed(signed, _PURPOSE, district, named):
        return None
    message, rest = named[_DISTRICT : _DISTRICT + _MESSAGE], named[_DISTRICT + _MESSAGE :]
    shard, chunk = int(rest[:_NUMBER], 36), int(rest[_NUMBER : 2 * _NUMBER], 36)
    return Claim(ChunkRef(district, message, Channel.EMAIL, shard, chunk), rest[2 * _NUMBER :])


def _named(chunk: ChunkRef, delivery: str) -> str:
    return f"{_mark(chunk.district)}{chunk.message_id}{_number(chunk.shard)}{_number(chunk.chunk)}{delivery}"


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
