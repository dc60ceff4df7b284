"""Contactability of a school of 100,000 students, which is more than any has: its pages, its numbers, its file.

What the routes ask for, without the routes, against the stub server on loopback (`_stub`): requests and CPU. Of
all contacts the in-app copy reaches nobody, so that pages are full at once and the whole is too much for a
file; a text reaches everybody, so that every record is looked up for a file without a row.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bench import _stub as stub
from bench import resolve

PORT = 4759
SCHOOL, STAFF = "big", 300


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    with stub.served(PORT):
        return _measure()


def _measure() -> dict[str, Any]:
    from chalicelib.content.model import Channel
    from chalicelib.reports.contactability import Who

    _settle()
    _page()  # what is imported on first use
    pages = {
        "first": _page(),
        "middle": _page(at=resolve.STUDENTS // 2),
        "last": _page(at=resolve.STUDENTS - 100),
        "students": _page(who=Who.STUDENTS),
        "staff": _page(who=Who.STAFF),
        "search": _page(q="nobody"),
    }
    listed = [pages[each] for each in ("first", "middle", "last", "students", "staff")]
    whole, filtered = _file(), _file(channel=Channel.SMS)
    return {
        "contactability_page_requests": max(each["requests"] for each in listed),
        "contactability_page_cpu_ms": max(each["cpu_ms"] for each in listed),
        "contactability_pages": pages,
        "contactability_numbers_cpu_s": _numbers()["cpu_ms"] / 1000,
        "contactability_file_too_large_cpu_s": whole["cpu_ms"] / 1000,
        "contactability_file_100k_cpu_s": filtered["cpu_ms"] / 1000,
        "contactability_file_100k_requests": filtered["requests"],
    }


def _settle() -> None:
    from chalicelib.directory import store as directory
    from chalicelib.directory.model import District, EmailAddress, Role, RollEntry, School, User
    from chalicelib.directory.places import keys_of
    from chalicelib.kernel import dynamo

    directory.put_district(District("demo", "Riverbend"))
    directory.put_school("demo", School(SCHOOL, SCHOOL, students=resolve.STUDENTS, staff=STAFF))
    students = list(resolve._students(SCHOOL, range(resolve.STUDENTS)))
    dynamo.write_many("DIRECTORY", map(resolve._record, students))
    roll = (
        RollEntry(
            each.student_id, each.grade, min(each.student_id, *each.linked_students), "", (), keys_of(each)
        )
        for each in students
    )
    directory.put_roll("demo", SCHOOL, list(roll))
    directory.put_users(
        "demo",
        (
            User(f"t{n:03}", "Tom", f"Ray{n:03}", (Role.TEACHER,), (SCHOOL,), email=EmailAddress(f"t{n}@x.org"))
            for n in range(STAFF)
        ),
    )


def _viewer() -> Any:
    from chalicelib.access.model import Principal
    from chalicelib.directory.model import Role

    return Principal("demo", "head", "Helen Head", (Role.ADMIN,), schools=(SCHOOL,))


def _clock() -> Any:
    from chalicelib.kernel.clock import FixedClock

    return FixedClock(datetime(2026, 1, 1, tzinfo=UTC))


def _asked(**changes: Any) -> Any:
    from chalicelib.reports.contactability import Asked

    return Asked(SCHOOL, **changes)


def _page(at: int = 0, **changes: Any) -> dict[str, float]:
    """What a page of 20 costs, from a place on."""
    from chalicelib.kernel.paging import encode_cursor
    from chalicelib.reports.contactability import page

    cursor = encode_cursor({"stretch": 0, "at": at, "skip": 0, "looked": 0})
    return _cost(lambda: page(_viewer(), _asked(**changes), _clock(), cursor, 20))


def _numbers() -> dict[str, float]:
    from chalicelib.reports.contactability import numbers

    return _cost(lambda: numbers(_viewer(), _asked(), _clock()))


def _file(**changes: Any) -> dict[str, float]:
    """The whole report as CSV; refused where it is too long."""
    from contextlib import suppress

    from chalicelib.kernel.errors import TooLarge
    from chalicelib.reports.contactability import lines
    from chalicelib.reports.contactability_file import csv_of

    def made() -> None:
        with suppress(TooLarge):
            csv_of(lines(_viewer(), _asked(**changes), _clock()))

    return _cost(made)


def _cost(do: Callable[[], Any]) -> dict[str, float]:
    from chalicelib.kernel.aws import client

    asked: list[None] = []
    events = client("dynamodb").meta.events
    events.register("before-send", lambda **_: asked.append(None), unique_id="contactability")
    before = time.process_time()
    do()
    cpu_ms = round(1000 * (time.process_time() - before), 1)
    events.unregister("before-send", unique_id="contactability")
    return {"requests": len(asked), "cpu_ms": cpu_ms}
