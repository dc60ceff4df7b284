"""Sends due provider events to their topics and buses on the local engine, ten to a request.

Events stay in the store until the engine has taken them: a killed simulator publishes them after its restart,
and one killed between the two publishes them twice, as real providers may.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .core import Simulator
from .records import PendingEvent

log = logging.getLogger("carillon.simulator")
_BATCH, _AT_ONCE, _LOOK = 10, 500, 0.1
_RETRY_AFTER = 2.0
_GONE = {"NotFound", "NotFoundException", "ResourceNotFoundException", "InvalidParameter", "AuthorizationError"}


class Publisher:
    """One loop: look every 100 ms, publish what is due, keep what could not be published."""

    def __init__(self, simulator: Simulator, aws_endpoint: str, region: str) -> None:
        self._simulator = simulator
        settings: dict[str, Any] = {
            "endpoint_url": aws_endpoint,
            "region_name": region,
            "aws_access_key_id": "simulator",
            "aws_secret_access_key": "simulator",
            "config": Config(
                retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=20, max_pool_connections=4
            ),
        }
        self._sns = boto3.client("sns", **settings)
        self._bus = boto3.client("events", **settings)
        self.published = 0
        self.dropped = 0
        self._engine_down = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(_LOOK)
            while await self.publish_due():
                pass
            if self._engine_down:
                await asyncio.sleep(_RETRY_AFTER)

    async def publish_due(self) -> bool:
        """Publish up to 500 due events; whether there may be more to do at once."""
        due = self._simulator.due_events(_AT_ONCE)
        by_destination = sorted(due, key=lambda event: event.destination)
        batches = [
            batch
            for destination, events in groupby(by_destination, key=lambda event: event.destination)
            for batch in _in_tens(list(events))
        ]
        for at in range(0, len(batches), 2):
            await asyncio.gather(*(self._publish(batch) for batch in batches[at : at + 2]))
            if self._engine_down:
                return False
        return len(due) == _AT_ONCE

    async def _publish(self, batch: Sequence[PendingEvent]) -> None:
        ids = [event.id for event in batch]
        try:
            refused = await asyncio.to_thread(self._send, batch)
        except ClientError as error:
            if error.response["Error"]["Code"] in _GONE:
                log.warning("events for %s dropped: %s", batch[0].destination, error)
                self.dropped += len(ids)
                self._simulator.published(ids)
            else:
                log.warning("%d events wait %s s: %s", len(ids), _RETRY_AFTER, error)
                self._simulator.postpone(ids, _RETRY_AFTER)
        except BotoCoreError as error:
            if not self._engine_down:
                log.warning("events wait until the engine takes them: %s", error)
            self._engine_down = True
        else:
            self._simulator.published([each for at, each in enumerate(ids) if at not in refused])
            self._simulator.postpone([ids[at] for at in refused], _RETRY_AFTER)
            self.published += len(ids) - len(refused)
            self._engine_down = False

    def _send(self, batch: Sequence[PendingEvent]) -> set[int]:
        """The places in the batch that were not taken."""
        destination = batch[0].destination
        if ":events:" in destination:
            answer = self._bus.put_events(Entries=[_bus_entry(event) for event in batch])
            return {at for at, entry in enumerate(answer["Entries"]) if entry.get("ErrorCode")}
        entries = [{"Id": str(at), "Message": json.dumps(event.body)} for at, event in enumerate(batch)]
        answer = self._sns.publish_batch(TopicArn=destination, PublishBatchRequestEntries=entries)
        return {int(entry["Id"]) for entry in answer.get("Failed", ())}


def _bus_entry(event: PendingEvent) -> dict[str, Any]:
    body = event.body
    return {
        "Source": body["source"],
        "DetailType": body["detail-type"],
        "Detail": json.dumps(body["detail"]),
        "EventBusName": event.destination,
    }


def _in_tens(events: Sequence[PendingEvent]) -> Iterator[Sequence[PendingEvent]]:
    for at in range(0, len(events), _BATCH):
        yield events[at : at + _BATCH]
