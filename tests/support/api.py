"""The HTTP API in this process, through Chalice's own routing, as a client sees it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from chalice.test import Client

from .tokens import Issuer


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def fields(self) -> list[str]:
        """The fields a problem document names."""
        return [each["field"] for each in self.json.get("errors", [])]


@dataclass(frozen=True)
class HttpApi:
    """Calls as a signed-in user: `as_` is a sign-in name of `district`, or None for nobody."""

    client: Client
    issuer: Issuer
    district: str = "demo"
    _tokens: dict[tuple[str, str, str, datetime], str] = field(default_factory=dict, repr=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        as_: str | None = None,
        body: Any = None,
        raw: bytes | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {"Content-Type": "application/json", **(headers or {})}
        if as_ is not None:
            sent["Authorization"] = f"Bearer {self._token(as_)}"
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        where = f"{path}?{urlencode(query, doseq=True)}" if query else path
        response = self.client.http.request(method, where, headers=sent, body=content)
        answered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status_code, answered, response.body.decode())

    def _token(self, who: str) -> str:
        """Signed once: signing takes longer than many a call."""
        named = (who, self.district, os.environ.get("USER_POOL_CLIENT_ID", ""), self.issuer.now)
        if named not in self._tokens:
            self._tokens[named] = self.issuer.token(who, self.district)
        return self._tokens[named]

    def get(self, path: str, **options: Any) -> Answer:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Answer:
        return self.call("POST", path, body=body, **options)
