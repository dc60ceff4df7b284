"""The simulator as a process on a socket, and a stand-in for the local engine that notes what reaches it."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import boto3
from botocore.config import Config

ROOT = Path(__file__).parents[3]
PYTHON = ROOT / ".venv-engine" / "bin" / "python"
_DONE = '<{0}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><{0}Result>{1}</{0}Result></{0}Response>'


@dataclass
class Engine:
    """`calls` are the SNS requests that came, as form fields; `messages` those of PublishBatch, decoded."""

    port: int
    calls: list[dict[str, str]] = field(default_factory=list)

    @property
    def messages(self) -> list[dict[str, Any]]:
        batches = [call for call in self.calls if call["Action"] == "PublishBatch"]
        return [
            json.loads(value) for call in batches for name, value in call.items() if name.endswith(".Message")
        ]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def engine(port: int = 0) -> Iterator[Engine]:
    """An SNS that accepts everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            call = {name: values[0] for name, values in parse_qs(body).items()}
            noted.calls.append(call)
            answer = _DONE.format(call["Action"], "<TopicArn>arn:made</TopicArn>").encode()
            self.send_response(200)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    noted = Engine(server.server_address[1])
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield noted
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Served:
    """A running simulator."""

    url: str
    process: subprocess.Popen[bytes]

    def client(self, service: Any) -> Any:
        config = Config(retries={"total_max_attempts": 1})
        return boto3.client(service, region_name="us-east-1", endpoint_url=self.url, config=config)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def json(self, path: str) -> Any:
        return json.loads(self.get(path)[1])

    def control(self, **order: Any) -> tuple[int, Any]:
        body = json.dumps(order).encode()
        try:
            with urllib.request.urlopen(self.url + "/_control", body, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


@contextmanager
def serve(data: Path, aws_endpoint: str, *, event_delay: float = 0.05) -> Iterator[Served]:
    """The real process, killed hard at the end: whatever it answered must be on disk."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            PYTHON,
            "-m",
            "infra.local.simulator",
            "--port",
            str(port),
            "--data",
            str(data),
            "--aws-endpoint",
            aws_endpoint,
            "--event-delay",
            str(event_delay),
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
    )
    served = Served(f"http://127.0.0.1:{port}", process)
    try:
        until(lambda: _answers(served))
        yield served
    finally:
        process.kill()
        process.wait()


def _answers(served: Served) -> bool:
    try:
        return served.get("/_stats")[0] == 200
    except OSError:
        return False


def until(done: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for something to become true. Raises AssertionError when it does not."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
