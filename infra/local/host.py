"""The local engine's process: MiniStack, made to run Carillon well. Started by `engine.py` in .venv-engine.

It adds to MiniStack what a machine that people work on needs: data that survive a hard kill (`durable.py`),
answers nearer to AWS's and functions on Carillon's own interpreter (`mends.py`), definitions and users saved
every few seconds, and a way to finish what is in flight before stopping.

Its own addresses, beside MiniStack's:
    POST /_carillon/open     take messages from the queues from now on (see Engine)
    POST /_carillon/save     write definitions, users and functions to disk now
    POST /_carillon/drain    take nothing new from the queues, wait for running functions, then save
"""

import asyncio
import contextlib
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from infra.local import durable, mends

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

SAVE_EVERY_SECONDS = 15
DRAIN_SECONDS = 20


class Pollers:
    """The event sources' tap: closed until the stack is deployed, and again while the engine stops."""

    def __init__(self, lambda_service: Any, *, opened: bool) -> None:
        self._poll = lambda_service._poll_sqs
        self._open = opened
        lambda_service._poll_sqs = self._poll_if_open

    def open(self) -> None:
        self._open = True

    def _poll_if_open(self) -> bool:
        return bool(self._poll()) if self._open else False

    def busy(self) -> int:
        """How many invocations are running."""
        from ministack.core import lambda_runtime

        return int(lambda_runtime.workers_in_use())

    async def drain(self) -> int:
        """Close the tap and wait for what runs; answers how many still ran when patience ended."""
        self._open = False
        deadline = time.monotonic() + DRAIN_SECONDS
        while self.busy() and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        return self.busy()


def save() -> None:
    """Write all services' state, table items and messages apart, which are stored as they change."""
    from ministack import app
    from ministack.core import persistence

    states = app._build_persistence_save_dict()
    states.pop("cloudwatch_logs", None)
    persistence.save_all(states)


async def save_at_intervals() -> None:
    while True:
        await asyncio.sleep(SAVE_EVERY_SECONDS)
        save()


def with_our_addresses(
    engine: Callable[..., Awaitable[None]], pollers: Pollers
) -> Callable[..., Awaitable[None]]:
    """The engine's ASGI application behind our own addresses."""
    background: set[asyncio.Task[None]] = set()

    async def open_pollers() -> str:
        pollers.open()
        return "open\n"

    async def save_now() -> str:
        save()
        return "saved\n"

    async def drain() -> str:
        running = await pollers.drain()
        return f"{running} still running; {await save_now()}"

    ours = {"/_carillon/open": open_pollers, "/_carillon/save": save_now, "/_carillon/drain": drain}

    async def answer(send: Send, text: str) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]}
        )
        await send({"type": "http.response.body", "body": text.encode()})

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            background.add(asyncio.create_task(save_at_intervals()))
        elif scope.get("method") == "POST" and scope["path"] in ours:
            return await answer(send, await ours[scope["path"]]())
        return await engine(scope, receive, send)

    return application


def main() -> None:
    data = Path(os.environ["CARILLON_DATA"])
    from ministack import app
    from ministack.services import lambda_svc

    durable.install(data / "state" / "data.sqlite")
    mends.install(os.environ["CARILLON_PYTHON"], data / "logs" / "functions.log")
    pollers = Pollers(lambda_svc, opened=os.environ["CARILLON_POLLING"] == "at once")
    app.app = with_our_addresses(app.app, pollers)
    with contextlib.suppress(KeyboardInterrupt):
        app.main()


if __name__ == "__main__":
    main()
