"""The routes of the page: /outbox, the mail inside its frame, the sound of a call, style and script."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from .core import HandedOver, Simulator
from .inbound import Phones
from .mailbox import Mailbox
from .outbox_view import PAGE_SIZE, Check, View, page, rows
from .speech import reader_program, speak, spoken_words

_STATIC = Path(__file__).parent / "static"
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self' data:; media-src 'self'; form-action 'self'; base-uri 'none'"
)
_MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data: http://127.0.0.1:* "
    "http://localhost:*; font-src data:; base-uri 'none'; frame-ancestors 'self'"
)
_MAIL_FRAME = (
    '<!doctype html><meta charset="utf-8"><base target="_blank">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)


def _check(simulator: Simulator, view: View) -> Check | None:
    """The check for duplicates, when it is asked for. A delivery's reference travels as the tag `ref`."""
    if not view.check:
        return None
    find = simulator.store.duplicates
    return Check(
        find(by="ref", kind=view.kind, recipient=view.recipient), find(kind=view.kind, recipient=view.recipient)
    )


def add_routes(app: web.Application, simulator: Simulator) -> None:
    async def outbox(request: web.Request) -> web.Response:
        view = View.of(request.query)
        items = simulator.handed_over(
            kind=view.kind, recipient=view.recipient, before=view.before, limit=PAGE_SIZE
        )
        counts = simulator.store.count_by_kind(recipient=view.recipient)
        if "rows" in request.query:
            return _rows(view, items, counts)
        opened = simulator.one_handed_over(view.item) if view.item else None
        text = page(view, items, counts, opened, _check(simulator, view), reader_program() is not None)
        return _html(text, _PAGE_POLICY)

    async def email(request: web.Request) -> web.Response:
        item = _found(simulator, request, "email")
        return _html(_MAIL_FRAME + item.html, _MAIL_POLICY)

    async def speech(request: web.Request) -> web.Response:
        item = _found(simulator, request, "call")
        if item.sound:
            return web.Response(body=base64.b64decode(item.sound), content_type="audio/wav")
        words = spoken_words(item.speech, str(item.detail.get("text_type", "")))
        sound = await asyncio.to_thread(speak, words, str(item.detail.get("voice", "")))
        if sound is None:
            raise web.HTTPNotFound(text="Install espeak-ng to hear calls.")
        return web.Response(body=sound, content_type="audio/wav")

    app.router.add_get("/outbox", outbox)
    app.router.add_get("/outbox/", _without_slash)
    app.router.add_get("/outbox/email/{id:[0-9]{1,15}}", email)
    app.router.add_get("/outbox/speech/{id:[0-9]{1,15}}.wav", speech)
    for name in ("outbox.css", "outbox.js"):
        app.router.add_get(f"/outbox/{name}", _file(_STATIC / name))


def add_answering(app: web.Application, simulator: Simulator, mailbox: Mailbox, phones: Phones) -> None:
    """Answering an email or a text as its recipient would."""
    answers = {"email": mailbox.answer, "text": phones.answer}

    async def answer(request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        item = _found(simulator, request, kind)
        text = str((await request.post()).get("text", "")).strip()
        if text:
            await asyncio.to_thread(answers[kind], item, text)
        raise web.HTTPSeeOther(f"../../../outbox?item={item.id}{'&answered=1' if text else ''}")

    app.router.add_post("/outbox/{kind:email|text}/{id:[0-9]{1,15}}/answer", answer)


def _file(path: Path) -> Callable[[web.Request], Awaitable[web.FileResponse]]:
    async def serve(_request: web.Request) -> web.FileResponse:
        return web.FileResponse(path, headers={"cache-control": "no-cache"})

    return serve


async def _without_slash(_request: web.Request) -> web.Response:
    raise web.HTTPFound("../outbox")


def _found(simulator: Simulator, request: web.Request, kind: str) -> HandedOver:
    item = simulator.one_handed_over(int(request.match_info["id"]))
    if item is None or item.kind != kind:
        raise web.HTTPNotFound(text="This was not handed over, or is no longer kept.")
    return item


def _rows(view: View, items: list[HandedOver], counts: dict[str, int]) -> web.Response:
    """What the page fetches to refresh itself."""
    body = {
        "newest": items[0].id if items else 0,
        "counts": {"": sum(counts.values()), **counts},
        "html": rows(view, items),
    }
    return web.Response(text=json.dumps(body), content_type="application/json")


def _html(text: str, policy: str) -> web.Response:
    return web.Response(
        text=text,
        content_type="text/html",
        headers={
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
        },
    )
