"""Exports that arrive in the roster bucket: hand the event to the roster import (docs/roster-import.md)."""

from typing import Any

from chalicelib.directory import roster
from chalicelib.kernel.queue_batch import seconds_left


def handle(event: dict[str, Any], context: Any) -> None:
    """S3 tells without waiting: a failure raises, is tried again twice, and then is a dead letter."""
    roster.receive(event, left=seconds_left(context, default=900.0))
