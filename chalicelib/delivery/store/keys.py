"""Where things lie in the deliveries table (`docs/data-model.md`). Pure."""

from functools import lru_cache

from chalicelib.content.model import Channel
from chalicelib.kernel.keys import district_key

from ..model import DeliveryStatus
from ..refs import ChunkRef, DeliveryRef

PLAN = "PLAN"
HALT = "HALT"
FROZEN = "FROZEN"
CHUNK = "CHUNK#"
Key = tuple[str, str]


def plan(district: str, message_id: str) -> Key:
    return district_key(district, "MSG", message_id), PLAN


def halt(district: str, message_id: str) -> Key:
    return district_key(district, "MSG", message_id), HALT


def shard(district: str, message_id: str, number: int) -> str:
    """The partition of one shard: its list, its frozen recipients, its chunks."""
    return district_key(district, "MSG", message_id, "SHARD", f"{number:05d}")


def shard_list(plan_id: str) -> str:
    """The sort key of a shard's ids as one planner cut them."""
    return f"LIST#{plan_id}"


def chunk(ref: ChunkRef) -> Key:
    return shard(ref.district, ref.message_id, ref.shard), f"{CHUNK}{ref.channel}#{ref.chunk:05d}"


def chunk_of(pk: str, sk: str) -> ChunkRef:
    """The inverse of `chunk`. District and message ids hold nothing that is escaped in keys."""
    _, district, _, message_id, _, number = pk.split("#")
    _, channel, chunk_number = sk.split("#")
    return ChunkRef(district, message_id, Channel(channel), int(number), int(chunk_number))


@lru_cache(maxsize=64)
def rows(district: str, message_id: str, channel: Channel, number: int) -> str:
    """The partition of one part's rows in one shard. Kept: hundreds of rows in a row ask for the same."""
    return district_key(district, "MSG", message_id, "PART", channel, f"{number:05d}")


def shard_of_rows(pk: str) -> int:
    """The shard's number in a partition of rows."""
    return int(pk.rsplit("#", 1)[1])


def row(ref: DeliveryRef) -> Key:
    return rows(ref.district, ref.message_id, ref.channel, ref.shard), row_sort(ref.chunk, ref.delivery_id)


def row_sort(chunk_number: int, delivery_id: str = "") -> str:
    """A row's sort key; without an id, what those of the chunk begin with."""
    return f"{chunk_number:05d}#{delivery_id}"


def problems(district: str, message_id: str, channel: Channel, status: DeliveryStatus) -> str:
    """The partition of the `problems` index."""
    return district_key(district, "MSG", message_id, "PART", channel, status)


def told(district: str, message_id: str, delivery_id: str) -> Key:
    """That this recipient was told that nobody reads their answers."""
    return district_key(district, "MSG", message_id, "TOLD"), delivery_id


def totals(district: str, message_id: str, channel: Channel, counter: int) -> Key:
    return district_key(district, "MSG", message_id, "TOTALS"), f"{channel}#{counter:02d}"


def due(district: str) -> str:
    """The partition of the `due` index."""
    return district_key(district, "DUE")


def message_of(pk: str) -> tuple[str, str]:
    """District and message of a message's own partition."""
    _, district, _, message_id = pk.split("#")
    return district, message_id
