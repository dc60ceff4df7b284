"""Who has read a message, and who has written to its sender since: what each rung of its ladder asks anew."""

from collections.abc import Mapping

from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp

from ..model import Message, Source
from ..threads import Counterpart, entry_key
from . import keys

Copy = tuple[str, str]  # the account that has it, and the student it is about


def read_among(message: Message, thread_id: str, copies: Mapping[str, Copy]) -> set[str]:
    """Those whose in-app copy was read. One that nobody opened, although it is too old to count as unread
    (A-10), was not; nor was one that is not there yet."""
    asked = {
        name: (keys.entries(message.district, account, thread_id), entry_key(message, student))
        for name, (account, student) in copies.items()
    }
    found = dynamo.get_many(keys.table(), set(asked.values()), consistent=True) if asked else {}
    read = {at for at, item in found.items() if not {"unread", "auto_read"} & item.keys()}
    return {name for name, at in asked.items() if at in read}


def wrote_since(message: Message, others: Mapping[str, str]) -> set[str]:
    """Those, given by account or correspondent's id, of whom something arrived at the sender since. Nobody
    writes to a school or the district."""
    if message.source is not Source.USER:
        return set()
    mine = keys.threads(message.district, message.sender.user_id)
    asked = {name: (mine, Counterpart(Source.USER, other, "").thread_id) for name, other in others.items()}
    found = dynamo.get_many(keys.table(), set(asked.values()), consistent=True) if asked else {}
    since = stamp(message.accepted_at)
    wrote = {at for at, item in found.items() if item.get("theirs_at", "") > since}
    return {name for name, at in asked.items() if at in wrote}
