"""A family's answer by text, published as End User Messaging's two-way texting does.

the page's Answer form --+
POST /_control inbound-text --+--> topic

STOP and its like opt the number out at once, as the service does for numbers whose opt-outs it manages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from .eum_optouts import DEFAULT_LIST, EumOptOuts
from .world import World

if TYPE_CHECKING:
    from .core import HandedOver, Simulator

_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "ARRET", "OPTOUT", "REMOVE"})


def inbound_text(world: World, order: Mapping[str, Any]) -> dict[str, Any]:
    """`from`, `to`, `body` and the two-way `topic`. Raises ValueError if one is missing."""
    missing = [name for name in ("from", "to", "body", "topic") if not order.get(name)]
    if missing:
        raise ValueError(f"inbound-text needs {', '.join(missing)}")
    body = str(order["body"])
    keyword = body.split()[0].upper() if body.split() else ""
    message = {
        "originationNumber": order["from"],
        "destinationNumber": order["to"],
        "messageKeyword": keyword,
        "messageBody": body,
        "previousPublishedMessageId": _last_text_to(world, str(order["from"])),
        "inboundMessageId": str(uuid4()),
    }
    if body.strip().upper() in _STOP and not order.get("self_managed_opt_outs"):
        EumOptOuts(world).opt_out(DEFAULT_LIST, str(order["from"]), by_end_user=True)
    world.store.expect(world.clock(), str(order["topic"]), "inbound-text", json.dumps(message))
    return {"inboundMessageId": message["inboundMessageId"]}


def _last_text_to(world: World, number: str) -> str:
    texts = world.store.search(kind="text", destination=number, limit=1)
    return texts[0].message_id if texts else ""


@dataclass(frozen=True)
class Phones:
    """The families' phones. Their texts go to the stack's two-way topic, and the stack manages its opt-outs."""

    simulator: Simulator
    topic: str

    def answer(self, item: HandedOver, text: str) -> None:
        """What the recipient of a text sends when answering it."""
        order = {"from": item.destination, "to": item.sender, "body": text, "self_managed_opt_outs": True}
        self.simulator.control({"action": "inbound-text", "topic": self.topic, **order})
        self.simulator.flush()
