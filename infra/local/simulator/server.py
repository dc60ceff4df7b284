"""The simulator's socket: the three wire protocols, the control API, and the page, on one port.

A request is answered only after its effects are committed; requests of one turn of the loop share a commit.
SNS calls that are not push, and nothing else, go on to the local engine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from . import control_api, outbox_routes
from .core import Simulator
from .errors import ReplyLost
from .inbound import Phones
from .mailbox import Mailbox
from .publisher import Publisher
from .wire import Call, Request, Response, understand

log = logging.getLogger("carillon.simulator")
_MAX_BODY = 64 * 1024 * 1024
_NOT_FORWARDED = {"host", "content-length", "connection", "accept-encoding"}


@dataclass(frozen=True)
class Settings:
    """`data` is the folder of the SQLite file; `event_delay` in seconds."""

    data: Path
    aws_endpoint: str
    region: str = "us-east-1"
    account: str = "000000000000"
    event_delay: float = 0.5
    keep: int = 50_000
    stack: str = "carillon"


class Turn:
    """Commits once for all requests of a turn of the loop; each waits for it before it is answered."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._next: asyncio.Future[None] | None = None

    async def ended(self) -> None:
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next = loop.create_future()
            loop.call_soon(self._end)
        await asyncio.shield(self._next)

    def _end(self) -> None:
        ending, self._next = self._next, None
        assert ending is not None
        try:
            self._simulator.flush()
        except Exception as error:
            ending.set_exception(error)
        else:
            ending.set_result(None)


class Gateway:
    """The handler of whatever is neither page nor control."""

    def __init__(self, simulator: Simulator, aws_endpoint: str) -> None:
        self._simulator = simulator
        self._aws_endpoint = aws_endpoint.rstrip("/")
        self._turn = Turn(simulator)
        self._session: ClientSession | None = None

    async def session(self, _app: web.Application) -> AsyncIterator[None]:
        async with ClientSession(timeout=ClientTimeout(total=60), auto_decompress=False) as self._session:
            yield

    async def handle(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Request(request.method, request.raw_path, headers, await request.read())
        call = understand(asked)
        if call is None:
            return web.json_response(
                {"message": f"The simulator knows no {request.method} {request.path}."}, status=404
            )
        if not self._simulator.is_ours(call):
            return await self._forward(asked)
        return await self._answer(call, request)

    async def _answer(self, call: Call, request: web.Request) -> web.StreamResponse:
        if seconds := self._simulator.delay_of(call):
            await asyncio.sleep(seconds)
        try:
            response = self._simulator.respond_to(call)
        except ReplyLost:
            await self._turn.ended()
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        await self._turn.ended()
        return _web(response)

    async def _forward(self, asked: Request) -> web.StreamResponse:
        assert self._session is not None
        headers = {name: value for name, value in asked.headers.items() if name not in _NOT_FORWARDED}
        try:
            async with self._session.request(
                asked.method, self._aws_endpoint + asked.target, headers=headers, data=asked.body
            ) as answer:
                kind = {"content-type": answer.headers.get("content-type", "text/xml")}
                return web.Response(status=answer.status, headers=kind, body=await answer.read())
        except ClientError as error:
            log.warning("the engine at %s does not answer: %s", self._aws_endpoint, error)
            return web.json_response({"message": "The local engine does not answer."}, status=503)


def _web(response: Response) -> web.Response:
    return web.Response(status=response.status, headers=response.headers, body=response.body)


def make_app(settings: Settings) -> web.Application:
    """The whole application; its cleanup closes the store after the last event batch."""
    settings.data.mkdir(parents=True, exist_ok=True)
    simulator = Simulator(
        settings.data / "simulator.sqlite3",
        region=settings.region,
        account=settings.account,
        event_delay=settings.event_delay,
        keep=settings.keep,
    )
    mailbox = Mailbox(
        simulator,
        settings.aws_endpoint,
        settings.region,
        bucket=f"{settings.stack}-mail-{settings.account}-{settings.region}",
        topic=f"arn:aws:sns:{settings.region}:{settings.account}:{settings.stack}-mail",
    )
    phones = Phones(simulator, f"arn:aws:sns:{settings.region}:{settings.account}:{settings.stack}-texts")
    publisher = Publisher(simulator, settings.aws_endpoint, settings.region)
    gateway = Gateway(simulator, settings.aws_endpoint)
    app = web.Application(client_max_size=_MAX_BODY)
    control_api.add_routes(app, simulator, publisher, mailbox)
    outbox_routes.add_routes(app, simulator)
    outbox_routes.add_answering(app, simulator, mailbox, phones)
    app.router.add_route("*", "/{anything:.*}", gateway.handle)
    app.cleanup_ctx.append(gateway.session)
    app.cleanup_ctx.append(_publishing(simulator, publisher))
    return app


def _publishing(simulator: Simulator, publisher: Publisher) -> Callable[[web.Application], AsyncIterator[None]]:
    async def context(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(publisher.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        simulator.close()

    return context
