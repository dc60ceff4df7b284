"""The local engine's process: MiniStack, made to run Carillon well. Started by `engine.py` in .venv-engine.

It adds to MiniStack what a machine that people work on needs: data that survive a hard kill (`durable.py`),
functions that run on Carillon's own interpreter and libraries, one readable log of all functions, definitions
and users saved every few seconds, and a way to finish what is in flight before stopping.

Its own addresses, beside MiniStack's:
    POST /_carillon/open     take messages from the queues from now on (see Engine)
    POST /_carillon/save     write definitions, users and functions to disk now
    POST /_carillon/drain    take nothing new from the queues, wait for running functions, then save
"""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local import durable
from infra.local.processes import turn_over

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


def count_in_numbers() -> None:
    """CloudFormation hands a Number parameter on as text here; the poller compares it as a number."""
    from ministack.services import lambda_svc

    limit = lambda_svc._sqs_esm_concurrency

    def as_number(esm: dict[str, Any], *others: Any) -> int:
        scaling = esm.get("ScalingConfig") or {}
        if "MaximumConcurrency" in scaling:
            scaling["MaximumConcurrency"] = int(scaling["MaximumConcurrency"])
        return int(limit(esm, *others))

    lambda_svc._sqs_esm_concurrency = as_number


def take_whole_batches() -> None:
    """Let a function have as many messages at once as its event source says; MiniStack stops at ten."""
    from ministack.services import sqs

    def receive(queue_url: str, most: int) -> list[dict[str, Any]]:
        with sqs._queues_lock:
            queue = sqs._get_q(queue_url)
            sqs._expire_retained(queue)
            sqs._dlq_sweep(queue)
            taken: list[dict[str, Any]] = sqs._collect_msgs(
                queue, most, int(queue["attributes"]["VisibilityTimeout"])
            )
            return taken

    sqs._receive_messages_for_esm = receive


def use_interpreter(path: str) -> None:
    """Run functions on this Python, whose site-packages are the product's."""
    from ministack.core import lambda_runtime

    detect = lambda_runtime._detect_runtime_binary

    def on_our_python(runtime: str) -> tuple[str, str]:
        binary, script = detect(runtime)
        return (path if binary == sys.executable else binary), script

    lambda_runtime._detect_runtime_binary = on_our_python


def log_functions(path: Path) -> None:
    """Write what functions print to one file, a line each behind the time and the function's name.

    It takes the place of CloudWatch Logs, which would keep every line of every run in memory.
    """
    from ministack.services import lambda_svc

    turn_over(path)
    lock = threading.Lock()

    def write(
        func: dict[str, Any],
        request_id: str,
        log_text: str,
        error: bool,
        duration_ms: int,
        *,
        log_source: str | None = None,
    ) -> None:
        del log_source  # the engine says which executor ran it; ours are all the same
        config = func.get("config") or func
        name = str(config.get("FunctionName", "")).removeprefix("carillon-").rsplit("-", 1)[0]
        lines = list((log_text or "").splitlines())
        if error:
            lines.append(f"failed after {duration_ms} ms (request {request_id})")
        now = datetime.now(UTC).strftime("%H:%M:%S")
        with lock, path.open("a") as file:
            file.writelines(f"{now} {name}: {line}\n" for line in lines)

    execute = lambda_svc._execute_function_warm

    def saying_why(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        """A function that cannot even be imported leaves no log of its own."""
        result: dict[str, Any] = execute(func, event, request_id)
        if result.get("error") and not result.get("log"):
            result["log"] = str(result.get("body", {}).get("errorMessage", ""))
        return result

    lambda_svc._emit_lambda_logs = write
    lambda_svc._execute_function_warm = saying_why


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
    count_in_numbers()
    take_whole_batches()
    use_interpreter(os.environ["CARILLON_PYTHON"])
    log_functions(data / "logs" / "functions.log")
    pollers = Pollers(lambda_svc, opened=os.environ["CARILLON_POLLING"] == "at once")
    app.app = with_our_addresses(app.app, pollers)
    with contextlib.suppress(KeyboardInterrupt):
        app.main()


if __name__ == "__main__":
    main()
