"""Carillon's own files in the same zip, for what OneRoster lacks (docs/roster-import.md): contacts.csv with
order, custody and flagged phones, siblings.csv, periods.csv."""

import json
from typing import Any

from chalicelib.kernel.words import say

from . import values
from .cells import ENDED_ROWS, Cells, Checks
from .staging import Values
from .tables import FLAGS, MOST_EMAILS, MOST_PHONES


def contact(checks: Checks, row: Cells) -> Values | None:
    """`(key, line, student, contact, sort order or 0, custodial or None, JSON of the rest)`."""
    student, adult = row["student"], row["contact"]
    if not (values.usable_id(student) and values.usable_id(adult)):
        checks.fault(row, "This row does not say which student and which contact; it was left out.")
        return None
    ends = checks.day(row, "end")
    if ends and ends < checks.today:
        checks.report.skip(row.layout.file, ENDED_ROWS)
        return None
    told = _told(checks, row) | ({"ends": ends} if ends else {})
    return (
        f"{student}, {adult}",
        row.line,
        student,
        adult,
        _place(checks, row),
        checks.flag(row, "custodial"),
        json.dumps(told, ensure_ascii=False),
    )


def _place(checks: Checks, row: Cells) -> int:
    """The sort order, 0 when the file does not say."""
    place = values.whole(row["order"]) if row["order"] else 0
    if place is None:
        told = values.tidy(row["order"], 20)
        checks.fault(row, say("{told} is no sort order; use whole numbers from 1 to 99.", told=told))
    return place or 0


def _told(checks: Checks, row: Cells) -> dict[str, Any]:
    """What the row says beyond who it is about; what it leaves open is taken from users.csv later."""
    given, family = checks.named(row)
    named = {"given": given, "family": family} | {
        name: values.tidy(row[name]) for name in ("relationship", "user")
    }
    told: dict[str, Any] = {name: text for name, text in named.items() if text}
    if row["language"]:
        told["language"] = checks.language(row)
    if "opt_out" in row.layout.at:
        told["opt_out"] = checks.flag(row, "opt_out") is True
    # A column that is there and empty says "none": an address from users.csv must not come back in.
    if "email1" in row.layout.at:
        emails = (checks.email(row, f"email{n}") for n in range(1, MOST_EMAILS + 1))
        told["emails"] = [each for each in emails if each]
    if "phone1" in row.layout.at:
        phones = (_phone(checks, row, n) for n in range(1, MOST_PHONES + 1))
        told["phones"] = [each for each in phones if each]
    return told


def _phone(checks: Checks, row: Cells, n: int) -> list[Any] | None:
    """`[number, type, callout, blocked, sms]`; a flag that the row does not say is None."""
    number = checks.phone(row, f"phone{n}")
    if not number:
        return None
    kind, *flags = (f"phone{n}{flag}" for flag in FLAGS)
    return [number, row[kind].casefold(), *(checks.flag(row, flag) for flag in flags)]


def sibling(checks: Checks, row: Cells) -> Values | None:
    """`(student, sibling, line)`."""
    if not (values.usable_id(row["student"]) and values.usable_id(row["sibling"])):
        checks.fault(row, "This row does not say which two students; it was left out.")
        return None
    return row["student"], row["sibling"], row.line


def period(checks: Checks, row: Cells) -> Values | None:
    """`(key, line, school, period, title, start, end)`, times as 08:05."""
    starts, ends = values.clock_time(row["start"]), values.clock_time(row["end"])
    if not row["period"]:
        checks.fault(row, "This row does not say which period it is about; it was left out.")
        return None
    if starts is None or ends is None:
        checks.fault(row, "Write times as 08:05 or 2:15 PM; this one was left out.")
    named = values.tidy(row["period"], 20)
    return (
        f"{row['school']}, {named}",
        row.line,
        row["school"],
        named,
        values.tidy(row["title"]),
        starts or "",
        ends or "",
    )
