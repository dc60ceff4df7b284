"""Every route that was declared: what the OpenAPI document and the route matrix test read."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from chalicelib.kernel.values import value

from .model import Needs
from .request import MOST_BYTES


@value
class Route:
    """One route as declared. `headers` names request headers that it reads; `produces` is the media type of an
    answer that is a file; `most_bytes` limits its body. `sends`: something may leave because of it, so
    that it is refused in an earlier school year."""

    room: str
    method: str
    path: str
    needs: Needs
    handler: Callable[[Any], Any]
    summary: str
    status: int
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    returns: type[BaseModel] | None = None
    headers: tuple[str, ...] = ()
    produces: str = ""
    most_bytes: int = MOST_BYTES
    sends: bool = False

    @property
    def operation_id(self) -> str:
        return self.handler.__name__

    @property
    def name(self) -> str:
        """`GET /v1/me`, as logs and tables call it."""
        return f"{self.method} {self.path}"


_declared: list[Route] = []


def declare(route: Route) -> None:
    """Add a route; two of the same method and path cannot both be served."""
    if any(route.name == other.name for other in _declared):
        raise ValueError(f"{route.name} is declared twice")
    _declared.append(route)


def declared() -> tuple[Route, ...]:
    """All routes, by path and method."""
    return tuple(sorted(_declared, key=lambda route: (route.path, route.method)))
