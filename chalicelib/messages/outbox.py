"""The outbox: what was accepted and perhaps not yet planned.

    accept --entry, in the accepting transaction--> outbox --publish--> fan-out queue --plan--> settle

If the process dies between accepting and publishing, the queue job finds the entry by `waiting` and publishes
again: planning twice makes the same shards. Each time it then leaves it alone for longer, as the fan-out queue
may be long.
"""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel import queue
from chalicelib.kernel.log import failure, logger

from .model import Message
from .store.outbox import Entry as Entry
from .store.outbox import leave_alone as leave_alone
from .store.outbox import settle as settle
from .store.outbox import waiting as waiting
from .to_fan_out import TO_PLAN, ask


def publish(message: Message | Entry) -> None:
    """Ask the fan-out function to plan a message. Raises NotQueued, or what SQS answers."""
    ask(message, [TO_PLAN])


def publish_or_leave(message: Message) -> None:
    """As `publish`; what the queue does not take is left to the queue job."""
    try:
        publish(message)
    except (BotoCoreError, ClientError, queue.NotQueued) as error:
        logger().error("not published yet", **failure(error), message_id=message.message_id)
