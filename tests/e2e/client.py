"""A client of the HTTP API as a district's own script would be: sign in, ask, wait."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import urllib3

Json = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    body: Json
    headers: dict[str, str]


class Client:
    """Speaks to one address; after `sign_in`, as somebody."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http = urllib3.PoolManager(timeout=60.0, retries=urllib3.Retry(connect=5, backoff_factor=0.3))
        self._token = ""

    def sign_in(self, username: str, password: str) -> "Client":
        answer = self.post("/v1/sign-in", {"username": username, "password": password})
        assert answer.status == 200, answer.body
        self._token = answer.body["access_token"]
        return self

    def get(self, path: str, **query: str) -> Answer:
        return self._ask("GET", path, fields=query)

    def post(self, path: str, body: Json | None = None, **headers: str) -> Answer:
        return self.post_bytes(path, json.dumps(body or {}).encode(), **headers)

    def post_bytes(self, path: str, body: bytes, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask("POST", path, body=body, headers={"Content-Type": "application/json", **named})

    def send(self, message: Json, key: str = "") -> Answer:
        """Post a message; confirm the number when asked, as a person would."""
        key = key or str(uuid4())
        answer = self.post("/v1/messages", message, Idempotency_Key=key)
        if answer.status == 409 and "recipients" in answer.body:
            confirmed = message | {"confirmed_recipients": answer.body["recipients"]}
            answer = self.post("/v1/messages", confirmed, Idempotency_Key=key)
        return answer

    def everything(self, path: str, **query: str) -> list[Json]:
        """All items of a list, page after page."""
        items: list[Json] = []
        cursor = ""
        while True:
            page = self.get(path, **query, limit="100", **({"cursor": cursor} if cursor else {})).body
            items += page["items"]
            cursor = page["next_cursor"] or ""
            if not cursor:
                return items

    def _ask(self, method: str, path: str, **options: Any) -> Answer:
        headers = options.pop("headers", {})
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        answer = self._http.request(method, self.address + path, headers=headers, **options)
        body = json.loads(answer.data) if answer.data else {}
        return Answer(answer.status, body, dict(answer.headers))


def eventually(look: Callable[[], Any], seconds: float = 240, pause: float = 0.5) -> Any:
    """What `look` gives once it gives something; fails when it never does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(pause)
    raise AssertionError(f"not within {seconds} s: {look.__name__}")
