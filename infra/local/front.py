"""One address for people: the built web app, the HTTP API under /v1, and the simulator's page under /outbox.

CloudFront does this on AWS (see WebDistribution in template.yaml, whose security headers these are). Requests
and answers pass unchanged but for the headers that belong to a single connection.

    python -m infra.local.front --port 8080 --api http://... --simulator http://... --web web/dist
"""

import argparse
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, web
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ONE_CONNECTION = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "content-length",
    "host",
    "upgrade",
    "te",
    "trailer",
}
LARGEST_BODY = 64 * 1024 * 1024  # the API itself says no to 10 MB; that answer must come from there
SESSION = web.AppKey("session", ClientSession)
AS_SENT: dict[str, Any] = {"auto_decompress": False}  # a compressed body is the API's to refuse, as on AWS
NOT_BUILT = "The web app is not built yet. Run `make web`, then load this page again.\n"


def page_headers(uploads: str) -> dict[str, str]:
    """What a page may do: speak to this address, put files where the API says (`uploads`), and play
    sounds from there."""
    return {
        "Content-Security-Policy": (
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
            f"font-src 'self' data:; connect-src 'self' {uploads}; media-src 'self' blob: {uploads}; "
            "object-src 'none'; base-uri 'self'; "
            "form-action 'self'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }


def make_app(api: str, simulator: str, pages: Path) -> web.Application:
    engine = "/".join(api.split("/", 3)[:3])
    app = web.Application(client_max_size=LARGEST_BODY)
    app.cleanup_ctx.append(one_session)
    app.router.add_route(
        "*", "/v1/{rest:.*}", passing_to(api, "Carillon's engine does not answer. Is it running?")
    )
    for path in ("/outbox", "/outbox/{rest:.*}"):
        app.router.add_route("*", path, passing_to(simulator, "The simulator does not answer. Is it running?"))
    app.router.add_get("/{path:.*}", serving(pages, page_headers(engine)))
    return app


async def one_session(app: web.Application) -> AsyncIterator[None]:
    """Connections to the engine stay open between requests."""
    limits = ClientTimeout(total=60)
    async with ClientSession(timeout=limits, connector=TCPConnector(limit=64), auto_decompress=False) as app[
        SESSION
    ]:
        yield


def passing_to(target: str, when_gone: str) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            async with request.app[SESSION].request(
                request.method,
                URL(target + request.raw_path, encoded=True),
                headers=without_connection(request.headers),
                data=await request.read() or None,
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
                headers = without_connection(answer.headers)
                return web.Response(status=answer.status, headers=headers, body=body)
        except ClientError:
            return web.json_response(
                {"type": "about:blank", "title": when_gone, "status": 502},
                status=502,
                content_type="application/problem+json",
            )

    return handle


def without_connection(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in ONE_CONNECTION)


def serving(pages: Path, headers: dict[str, str]) -> Handler:
    """Files as they are; every other address is a page of the app, which is index.html."""
    root = pages.resolve()

    async def handle(request: web.Request) -> web.StreamResponse:
        path = found(root, request.match_info["path"])
        if path:
            lasting = "public, max-age=31536000, immutable" if path.parent.name == "assets" else "no-cache"
            return web.FileResponse(path, headers=headers | {"Cache-Control": lasting})
        if "." in request.path.rsplit("/", 1)[-1]:
            raise web.HTTPNotFound()
        if not (root / "index.html").is_file():
            return web.Response(status=503, text=NOT_BUILT)
        return web.FileResponse(root / "index.html", headers=headers | {"Cache-Control": "no-cache"})

    return handle


def found(root: Path, name: str) -> Path | None:
    """The file of that name below the root; None too for a name that no file can have."""
    try:
        path = (root / name).resolve()
        return path if path != root and path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError):
        return None


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve the web app and pass /v1 and /outbox on.")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--api", required=True)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--web", type=Path, required=True)
    given = parser.parse_args()
    app = make_app(given.api, given.simulator, given.web)
    web.run_app(
        app, host="127.0.0.1", port=given.port, access_log=None, print=None, shutdown_timeout=2, **AS_SENT
    )


if __name__ == "__main__":
    main()
