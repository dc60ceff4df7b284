"""What held when a worker claimed a chunk, as a witness outside of product code sees it.

Who had said no by then, and whose copy was read: nothing leaves to them under that claim.
"""

import json
from dataclasses import dataclass, field

from chalicelib.content.model import Channel
from chalicelib.delivery.refs import ChunkRef
from chalicelib.delivery.store import keys
from chalicelib.directory.suppression import Cause, address_hash
from chalicelib.kernel import settings
from tests.support.memory import Call, Memory
from tests.support.memory.values import Item

Key = tuple[str, str]
_NO = "#SUPPRESSED#"


@dataclass(frozen=True)
class Claim:
    """`said_no`: channels and hashes of addresses; `read`: keys of in-app copies."""

    said_no: frozenset[Key]
    read: frozenset[Key]

    def forbids(self, channel: Channel, address: str) -> bool:
        return (channel.value, address_hash(address)) in self.said_no


@dataclass
class Claims:
    """The last claim of each chunk by each invocation; none of them unless somebody `minds`."""

    memory: Memory
    minds: bool
    _last: dict[tuple[str, ChunkRef], Claim] = field(default_factory=dict)

    def note(self, invocation: str, call: Call) -> None:
        """Before it happens: so what held then held at the claim."""
        if self.minds and ":claimed" in call.params.get("ExpressionAttributeValues", {}):
            key = call.params["Key"]
            self._last[invocation, keys.chunk_of(key["pk"]["S"], key["sk"]["S"])] = self.of_now()

    def of(self, invocation: str, ref: ChunkRef) -> Claim | None:
        return self._last.get((invocation, ref))

    def of_now(self) -> Claim:
        """What holds at this moment."""
        no = (key for key, item in self._items("directory") if _is_no(key, item))
        read = (key for key, item in self._items("messages") if _is_read(key, item))
        return Claim(frozenset((pk.rpartition("#")[2], sk) for pk, sk in no), frozenset(read))

    def _items(self, room: str) -> list[tuple[Key, Item]]:
        shelf = self.memory.dynamodb.tables[settings.table(room)].shelf
        return [(key, stored.item) for key, stored in shelf.items.items()]


def _is_no(key: Key, item: Item) -> bool:
    """Whether it is the record of an opt-out, by its address."""
    of_address = _NO in key[0] and not key[0].endswith(("#BY-TIME", "#LIFTED"))
    return of_address and json.loads(item["info"]["S"])["cause"] == Cause.OPT_OUT


def _is_read(key: Key, item: Item) -> bool:
    return "#THREAD#" in key[0] and not {"unread", "auto_read"} & item.keys()
