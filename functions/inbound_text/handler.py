"""Texts queue -> STOP, START and HELP are done and answered."""

from typing import Any

from chalicelib.delivery.texted.inbound import receive
from chalicelib.kernel.queue_batch import Answer, each, seconds_left


def handle(event: dict[str, Any], context: Any) -> Answer:
    """A batch of End User Messaging's notifications, one for each text that came in, in SNS's envelopes."""
    return each(event, seconds_left(context), _work, held=False)


def _work(envelope: dict[str, Any]) -> None:
    receive(envelope)
