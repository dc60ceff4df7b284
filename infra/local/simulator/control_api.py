"""The control API: POST /_control, GET /_handed-over, GET /_stats. docs/simulator.md describes it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from .core import HandedOver, Simulator
from .faults import KINDS
from .mailbox import Mailbox
from .publisher import Publisher

_SERVICES = {"ses": "email", "sesv2": "email", "sms": "text", "voice": "call", "sns": "push"}
_MOST = 10_000


def add_routes(app: web.Application, simulator: Simulator, publisher: Publisher, mailbox: Mailbox) -> None:
    async def control(request: web.Request) -> web.Response:
        try:
            order = json.loads(await request.read())
            if not isinstance(order, dict):
                raise ValueError("Send a JSON object with an action.")
            if order.get("action") == "inbound-mail":
                answer: dict[str, Any] = await asyncio.to_thread(mailbox.receive, order)
            else:
                answer = simulator.control(order)
        except ValueError as error:
            return web.json_response({"message": str(error)}, status=400)
        simulator.flush()
        return web.json_response(answer)

    async def handed_over(request: web.Request) -> web.Response:
        try:
            return web.json_response(_handed_over(simulator, request.query))
        except ValueError as error:
            return web.json_response({"message": str(error)}, status=400)

    async def stats(_request: web.Request) -> web.Response:
        return web.json_response(
            {
                "handed_over": simulator.store.count_by_kind(),
                "events_pending": simulator.store.count_events(),
                "events_published": publisher.published,
                "events_dropped": publisher.dropped,
                "faults": simulator.weather.report(),
            }
        )

    app.router.add_post("/_control", control)
    app.router.add_get("/_handed-over", handed_over)
    app.router.add_get("/_stats", stats)


def _handed_over(simulator: Simulator, query: Mapping[str, str]) -> dict[str, Any]:
    filters: dict[str, Any] = {
        "kind": _kind(query.get("service") or query.get("kind") or ""),
        "destination": query.get("destination", ""),
        "recipient": query.get("recipient", ""),
        "message_id": query.get("message_id", ""),
        "since": _time(query.get("since", "")),
    }
    limit = min(int(query.get("limit", "100")), _MOST)
    duplicates = simulator.store.duplicates(by=query.get("by", ""), **filters)
    items = simulator.handed_over(limit=limit, before=int(query.get("before", "0")), **filters) if limit else []
    return {
        "count": simulator.store.count(**filters),
        "by_kind": simulator.store.count_by_kind(**filters),
        "duplicates": duplicates,
        "items": [as_json(item) for item in items],
    }


def as_json(item: HandedOver) -> dict[str, Any]:
    return {**vars(item), "tags": dict(item.tags), "detail": dict(item.detail)}


def _kind(service: str) -> str:
    kind = _SERVICES.get(service, service)
    if kind and kind not in KINDS:
        raise ValueError(f"service must be one of {', '.join(KINDS)}")
    return kind


def _time(since: str) -> float:
    """Epoch seconds or ISO 8601."""
    if not since:
        return 0.0
    try:
        return float(since)
    except ValueError:
        return datetime.fromisoformat(since).timestamp()
