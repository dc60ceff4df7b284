"""The one address people use: pages, the API behind /v1, the simulator behind /outbox, nothing lost between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from infra.local.front import AS_SENT, make_app

Client = TestClient[Any, Any]


async def echo(request: web.Request) -> web.Response:
    """A stand-in for the API: answers with what reached it."""
    sent = {
        "method": request.method,
        "path": request.raw_path,
        "headers": {name.lower(): value for name, value in request.headers.items()},
        "body": (await request.read()).decode(),
    }
    return web.json_response(sent, status=207, headers={"ETag": '"v1"', "X-Kept": "yes"})


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("the app")
    (tmp_path / "dist" / "assets" / "main-1a2b.js").write_text("script")
    (tmp_path / "secret.txt").write_text("not yours")
    return tmp_path / "dist"


@asynccontextmanager
async def running(pages: Path) -> AsyncIterator[Client]:
    behind = web.Application()
    behind.router.add_route("*", "/{path:.*}", echo)
    server = TestServer(behind)
    await server.start_server(**AS_SENT)
    async with server:
        target = str(server.make_url("")).rstrip("/")
        front = TestServer(make_app(f"{target}/stage", target, pages))
        await front.start_server(**AS_SENT)
        async with TestClient(front) as client:
            yield client


def ask(pages: Path, question: Callable[[Client], Awaitable[None]]) -> None:
    async def go() -> None:
        async with running(pages) as client:
            await question(client)

    asyncio.run(go())


def test_the_api_gets_request_and_gives_answer_unchanged(pages: Path) -> None:
    async def question(client: Client) -> None:
        headers = {"Authorization": "Bearer t", "Idempotency-Key": "k", "If-Match": '"v0"'}
        address = URL("/v1/a%20b?x=1&x=%2F", encoded=True)
        answer = await client.put(address, data='{"né": 1}'.encode(), headers=headers)
        got = await answer.json()
        assert (answer.status, answer.headers["ETag"], answer.headers["X-Kept"]) == (207, '"v1"', "yes")
        assert (got["method"], got["path"], got["body"]) == ("PUT", "/stage/v1/a%20b?x=1&x=%2F", '{"né": 1}')
        assert {name.lower(): value for name, value in headers.items()}.items() <= got["headers"].items()

    ask(pages, question)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "nonsense"])
def test_a_body_that_is_not_what_its_encoding_says_reaches_the_api_as_it_came(
    encoding: str, pages: Path
) -> None:
    """It is the API that says 400; here it must not end in a 500."""

    async def question(client: Client) -> None:
        answer = await client.post("/v1/messages", data=b"{}", headers={"Content-Encoding": encoding})
        got = await answer.json()
        assert (answer.status, got["body"], got["headers"]["content-encoding"]) == (207, "{}", encoding)

    ask(pages, question)


def test_outbox_goes_to_the_simulator(pages: Path) -> None:
    async def question(client: Client) -> None:
        assert (await (await client.get("/outbox/email/7?x=1")).json())["path"] == "/outbox/email/7?x=1"

    ask(pages, question)


@pytest.mark.parametrize("path", ["/", "/compose", "/sent/01J/recipients"])
def test_every_page_of_the_app_is_its_index_and_never_cached(pages: Path, path: str) -> None:
    async def question(client: Client) -> None:
        answer = await client.get(path)
        assert (answer.status, await answer.text()) == (200, "the app")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]

    ask(pages, question)


def test_files_with_a_hash_in_their_name_are_kept(pages: Path) -> None:
    async def question(client: Client) -> None:
        answer = await client.get("/assets/main-1a2b.js")
        assert (await answer.text(), "immutable" in answer.headers["Cache-Control"]) == ("script", True)

    ask(pages, question)


@pytest.mark.parametrize("path", ["/missing.js", "/..%2Fsecret.txt", "/%2e%2e/secret.txt"])
def test_nothing_outside_the_pages_is_served(pages: Path, path: str) -> None:
    async def question(client: Client) -> None:
        assert "not yours" not in await (await client.get(path)).text()

    ask(pages, question)


def test_an_engine_that_is_down_is_said_in_words(pages: Path) -> None:
    async def go() -> None:
        app = make_app("http://127.0.0.1:9", "http://127.0.0.1:9", pages)
        async with TestClient(TestServer(app)) as client:
            answer = await client.get("/v1/me")
            assert (answer.status, "does not answer" in (await answer.json())["title"]) == (502, True)

    asyncio.run(go())
