"""A page of a list at the size of a district: whom a message to 200,000 recipients cannot reach.

The page as it is found, without the route around it, against the stub server on loopback (`_stub`): requests
and CPU, at the beginning, in the middle and near the end. `search` finds nobody, so it looks at as many as one
request may. Once Per Family and Teachers Of have to know everybody: their first page reads every roll, and
keeps the order for the others.
"""

import time
from datetime import UTC, datetime
from typing import Any

from bench import _stub as stub
from bench import resolve

PORT = 4757
LAST = resolve.SCHOOLS - 1


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    with stub.served(PORT):
        return _measure()


def _measure() -> dict[str, Any]:
    from chalicelib.audience.model import RecipientType

    schools = resolve._settle()
    contacts, families = RecipientType.PRIMARY_CONTACTS, RecipientType.ONCE_PER_FAMILY
    _page(contacts, schools)  # what is imported on first use
    pages = {
        "first": _page(contacts, schools),
        "middle": _page(contacts, schools, stretch=LAST // 2),
        "last": _page(contacts, schools, stretch=LAST, at=1600),
        "search": _page(contacts, schools, q="nobody"),
        "once_per_family_first": _page(families, schools, afresh=True),
        "once_per_family": _page(families, schools, at=50_000),
        "teachers_of_first": _page(RecipientType.TEACHERS_OF, schools, afresh=True),
        "teachers_of": _page(RecipientType.TEACHERS_OF, schools, at=1_000),
        "of_one_school": _page(contacts, schools[:1]),
    }
    listed = [
        pages[each] for each in ("first", "middle", "last", "of_one_school", "once_per_family", "teachers_of")
    ]
    return {
        "unreachable_page_requests": max(each["requests"] for each in listed),
        "unreachable_page_cpu_ms": max(each["cpu_ms"] for each in listed),
        "unreachable_pages": pages,
    }


def _page(
    kind: Any, schools: tuple[str, ...], *, q: str = "", afresh: bool = False, **place: int
) -> dict[str, float]:
    """What a page of 20 costs, from a place on."""
    from chalicelib.audience import unreachable
    from chalicelib.audience.model import Selection, StudentSelection
    from chalicelib.audience.stretches import stretches
    from chalicelib.audience.terms import terms_of
    from chalicelib.content.model import Channel
    from chalicelib.directory.model import District
    from chalicelib.directory.suppression import NOBODY
    from chalicelib.kernel.aws import client
    from chalicelib.kernel.paging import encode_cursor

    asked: list[Any] = []
    events = client("dynamodb").meta.events
    events.register("before-send", lambda **_: asked.append(None), unique_id="paging")
    cursor = encode_cursor({"stretch": 0, "at": 0, "skip": 0, "looked": 0} | place)
    before = time.process_time()
    now, district = datetime(2026, 1, 1, tzinfo=UTC), District("demo", "Riverbend", "America/Denver")
    terms = terms_of(district, NOBODY, (Channel.EMAIL, Channel.SMS, Channel.PORTAL), now)
    along = stretches(
        "demo", Selection(StudentSelection(kind, schools=schools)), None, terms, now, afresh=afresh
    )
    unreachable.unreachable(along, terms, unreachable.Wanted(q=q), cursor, 20)
    cpu_ms = round(1000 * (time.process_time() - before), 1)
    events.unregister("before-send", unique_id="paging")
    return {"requests": len(asked), "cpu_ms": cpu_ms}
