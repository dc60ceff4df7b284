"""Whether a message is flagged: an item beside it, because a message never changes.

D#d#MSG#id   FLAG   flagged or not any more, and who removed the flag, when
"""

from collections.abc import Iterable

from chalicelib.directory.audit import Entry
from chalicelib.directory.store import audit
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp

from ..model import Message
from . import keys

SORT = "FLAG"


def automatic(message: Message) -> tuple[dynamo.Write, ...]:
    """The flag of a message that was flagged as it was written, for the accepting transaction."""
    if not message.flagged:
        return ()
    item = {"flagged": True, "automatic": True, "flagged_at": stamp(message.accepted_at)}
    pk = keys.message(message.district, message.message_id)
    return (dynamo.insert(keys.table(), {"pk": pk, "sk": SORT, **item}),)


def flagged_among(district: str, message_ids: Iterable[str]) -> set[str]:
    """Those of the messages that are flagged at this moment."""
    asked = {(keys.message(district, each), SORT): each for each in message_ids}
    found = dynamo.get_many(keys.table(), asked, consistent=True) if asked else {}
    return {asked[at] for at, item in found.items() if item["flagged"]}


def remove(district: str, message_id: str, told: Entry) -> None:
    """The message is flagged no more, with its entry in the record of changes; what was not flagged stays so,
    without one."""
    removed = dynamo.change(
        keys.table(),
        keys.message(district, message_id),
        SORT,
        "SET flagged = :no, removed_by = :id, removed_name = :name, removed_at = :at",
        {":no": False, ":yes": True, ":id": told.who.user_id, ":name": told.who.name, ":at": told.at},
        condition="flagged = :yes",
    )
    try:
        dynamo.transact([removed, audit.write(district, told)])
    except dynamo.Refused:
        return
