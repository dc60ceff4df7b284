"""The delivery room's door to its table. Keys are in `docs/data-model.md`.

halts        what was said about messages on their way
plans        how a message's audience was cut into shards, and how far they are
chunks       chunks: made, claimed, put back, done
ledger       the only place where a row changes its status, and the totals with it
endings      chunks that end without a worker
rows         rows read: pages for the recipients window, and what the line asks
copies       in-app copies, in one transaction with their rows
devices      an account's devices, and whose each installation is
notices      who was told that nobody reads answers
looks        by which rules held chunks were looked at last
canaries     whether the providers' events are flowing
keys, codec  where things lie, and how they are written down
"""

from .ledger import totals as totals
from .plans import Frozen as Frozen
from .plans import Shard as Shard
from .plans import due as due
from .plans import finish_shard as finish_shard
from .plans import freeze as freeze
from .plans import later as later
from .plans import look_again as look_again
from .plans import next_due as next_due
from .plans import plan as plan
from .plans import put_plan as put_plan
from .plans import put_shards as put_shards
from .plans import shard as shard
from .plans import soon as soon
from .rows import chunk_rows as chunk_rows
from .rows import clear_unconfirmed as clear_unconfirmed
from .rows import mark_unconfirmed as mark_unconfirmed
from .rows import missing as missing
from .rows import pending_rows as pending_rows
from .rows import problem_rows as problem_rows
from .rows import row_beginning as row_beginning
from .rows import rows as rows
from .rows import shard_rows as shard_rows
