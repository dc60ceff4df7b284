"""The messages room's door to its table (`docs/data-model.md`).

accepted       a message with all that belongs to it, in one transaction; the request that made it
documents      whole messages: what the line loads
lists          a row for each part: Sent and the reports
outbox         what was accepted and perhaps not yet planned
resends        tries at what did not arrive of a message
flags          whether a message is flagged
copies         in-app copies, put into conversations
conversations  an account's conversations: what is there, read and unread
correspondents who answered by email without an account
keys           where things lie

Of the last six, callers import the file itself; `schedules/store.py` keeps what leaves later.
"""

from .accepted import NOTHING_KEPT as NOTHING_KEPT
from .accepted import AlreadyAnswered as AlreadyAnswered
from .accepted import Answered as Answered
from .accepted import Kept as Kept
from .accepted import ListMoved as ListMoved
from .accepted import NotAccepted as NotAccepted
from .accepted import Request as Request
from .accepted import TooMany as TooMany
from .accepted import accept as accept
from .accepted import answered as answered
from .documents import load as load
from .documents import load_many as load_many
from .lists import EVERYTHING as EVERYTHING
from .lists import Wanted as Wanted
from .lists import history as history
from .lists import parts as parts
from .lists import sent_by as sent_by
