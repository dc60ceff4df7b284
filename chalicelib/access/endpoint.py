"""The wrapper around every route: who is asking, may they, is what they sent usable; then handler and answer.

    Chalice -> Api's view -> authenticate (`principal`) -> needs -> school year (`looking_back`)
            -> path, query, body (`request`)
            -> the room's handler -> `reply`

A room declares its routes on an `Api`; `app.py` registers the rooms. Handlers hold no checks of their own
beyond scope, and raise `CarillonError`s. What is declared stands in `registry`, for the
OpenAPI document and the route matrix test.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field, replace
from typing import Any, TypeVar

from chalice.app import Blueprint, Response
from pydantic import BaseModel

from chalicelib.kernel.clock import Clock, SystemClock
from chalicelib.kernel.errors import CarillonError, Forbidden, Invalid, Stale, Unauthenticated
from chalicelib.kernel.log import logger
from chalicelib.kernel.values import value
from chalicelib.kernel.words import asked_for

from . import reply, request
from .authentication import authenticate
from .looking_back import HEADER as SCHOOL_YEAR
from .looking_back import looking_back
from .model import SIGNED_IN, Needs, Principal
from .registry import Route, declare
from .reply import File as File
from .reply import Page as Page

Handler = TypeVar("Handler", bound=Callable[["Call"], Any])
clock_source: Callable[[], Clock] = SystemClock
EDIT_HEADERS = ("If-Match",)


@value
class Reply:
    """A model with a status or headers of its own, such as Location."""

    body: BaseModel | None
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@value
class Call:
    """One request, checked. `query` and `body` are the route's models; `path` is URL-decoded. `raw` is the body
    as it came, for the route that takes a form."""

    clock: Clock
    caller: Principal | None = None
    path: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Any = None
    body: Any = None
    raw: bytes = b""

    @property
    def language(self) -> str:
        """What the client wants to read words of ours in."""
        return asked_for(self.headers.get("accept-language", ""))

    @property
    def principal(self) -> Principal:
        """Who is asking. On a public route there is nobody, and asking raises Unauthenticated."""
        if self.caller is None:
            raise Unauthenticated
        return self.caller

    def header(self, name: str) -> str | None:
        """A request header, whatever its case."""
        return self.headers.get(name.lower())

    def check_unchanged(self, shown: BaseModel) -> None:
        """An edit goes on what its author saw: `If-Match` names the ETag of what a read shows now.

        Raises Invalid without the header, Stale when somebody else changed the thing in between.
        """
        wanted = self.header("if-match")
        if wanted is None:
            raise Invalid.one("If-Match", "Send a header If-Match with the ETag of the thing as you read it.")
        if not reply.names_tag(wanted, reply.tag_of(shown, self.language)):
            raise Stale("Somebody changed this in the meantime. Read it again, and make your change there.")


class Api:
    """A room's routes. `headers` of a route names request headers it reads, `produces` the media type of a file
    that it answers (`File`): both for the document. A route `sends` when something may leave because of it.

    `put` and `patch` are edits: the handler asks `call.check_unchanged` before it changes anything, and gives
    back what a read shows now; its ETag, for the next edit, is added.
    """

    def __init__(self, room: str) -> None:
        self.room = room
        self.blueprint = Blueprint(f"chalicelib.{room}.routes")

    def get(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("GET", path, **options)

    def post(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("POST", path, **options)

    def put(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("PUT", path, headers=EDIT_HEADERS, **options)

    def patch(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("PATCH", path, headers=EDIT_HEADERS, **options)

    def delete(self, path: str, **options: Any) -> Callable[[Handler], Handler]:
        return self._route("DELETE", path, **options)

    def _route(
        self,
        method: str,
        path: str,
        *,
        summary: str,
        needs: Needs = SIGNED_IN,
        query: type[BaseModel] | None = None,
        body: type[BaseModel] | None = None,
        returns: type[BaseModel] | None = None,
        status: int | None = None,
        headers: tuple[str, ...] = (),
        produces: str = "",
        most_bytes: int = request.MOST_BYTES,
        sends: bool = False,
    ) -> Callable[[Handler], Handler]:
        def decorate(handler: Handler) -> Handler:
            route = Route(
                self.room,
                method,
                path,
                needs,
                handler,
                summary,
                status or (200 if returns or produces else 204),
                query,
                body,
                returns,
                headers,
                produces,
                most_bytes,
                sends,
            )
            declare(route)
            # Chalice would answer other content types by itself, and not with a problem document.
            self.blueprint.route(path, methods=[method], content_types=["*/*"])(self._view(route))
            return handler

        return decorate

    def _view(self, route: Route) -> Callable[..., Response]:
        def view(**path: str) -> Response:
            return answer(route, self.blueprint.current_request, path)

        view.__name__ = route.operation_id
        return view


def answer(route: Route, incoming: Any, path: Mapping[str, str]) -> Response:
    """The answer to one request: the handler's, or a problem document."""
    headers = {name.lower(): str(value) for name, value in incoming.headers.items()}
    raw = Call(clock_source(), None, path, headers)
    try:
        caller = None if route.needs.public else authenticate(headers.get("authorization"), raw.clock)
        with _refusals_logged(route, caller):
            call = _call(route, incoming, replace(raw, caller=caller))
            result = route.handler(call)
        if isinstance(result, File):
            return reply.file(result)
        if isinstance(result, Page):
            return reply.page(result)
        given = result if isinstance(result, Reply) else Reply(result)
        status = given.status or route.status
        return reply.success(given.body, status, given.headers, headers, route.method, raw.language)
    except CarillonError as error:
        return reply.refusal(error, raw.language)
    except Exception as error:
        logger().error("unexpected", route=route.name, **reply.traced(error))
        return reply.failure(raw.language)


@contextmanager
def _refusals_logged(route: Route, caller: Principal | None) -> Iterator[None]:
    """Who tried what they have no right to is noted (PERM-02)."""
    try:
        yield
    except Forbidden:
        logger().warning("refused", route=route.name, user_id=caller.user_id if caller else "")
        raise


def _call(route: Route, incoming: Any, raw: Call) -> Call:
    """The call with its path, query and body checked; rights first: a refusal tells nothing of the rest."""
    if raw.caller is not None and not route.needs.met_by(raw.caller):
        raise Forbidden("Your profile does not allow this. Ask your district's administrator if you need it.")
    body = incoming.raw_body or b""
    request.check_size(body, route.most_bytes)
    return replace(
        raw,
        caller=raw.caller and looking_back(raw.caller, raw.header(SCHOOL_YEAR), sends=route.sends),
        path=request.path_values(raw.path),
        query=request.query_model(route.query, request.query_values(incoming)) if route.query else None,
        body=request.body_model(route.body, body) if route.body else None,
        raw=body,
    )
