"""DynamoDB by its low-level batch calls: what 200,000 records pass through, so nothing here builds models.

Items are plain dicts of str, int, bool, bytes, None, list, dict and set[str]; `wire` and `plain` translate.
Every function takes the table's name; only a room's store calls them.

    values -> reads            items, batches, partitions
           -> transactions     several writes or none
           -> writes           single writes and batches
    pauses                     trying again, for all of them
    marks                      what was done, and answered with an error
"""

from .pauses import StillBusy as StillBusy
from .pauses import too_busy as too_busy
from .reads import get as get
from .reads import get_many as get_many
from .reads import get_written_once as get_written_once
from .reads import query as query
from .reads import query_all as query_all
from .transactions import TRANSACTION as TRANSACTION
from .transactions import Refused as Refused
from .transactions import Write as Write
from .transactions import change as change
from .transactions import insert as insert
from .transactions import remove as remove
from .transactions import replace as replace
from .transactions import transact as transact
from .values import Item as Item
from .values import plain as plain
from .values import plain_item as plain_item
from .values import wire as wire
from .values import wire_item as wire_item
from .writes import delete as delete
from .writes import put as put
from .writes import update as update
from .writes import update_or_see as update_or_see
from .writes import write_many as write_many
