"""Who changed what, and when (ADMIN-16). Pure.

Entries are written in the transaction of the change that they tell of, and by nothing else; no function changes
or removes one (`store/audit.py`).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import new_id
from chalicelib.kernel.values import value

Shown = str | int | bool | None


class Subject(StrEnum):
    """What kind of thing was changed."""

    DISTRICT = "district"
    SCHOOL = "school"
    MODULES = "modules"
    PROFILE = "profile"
    CONTACT = "contact"
    ROSTER = "roster"
    MESSAGE = "message"
    SUPPRESSION = "suppression"
    CALLER_ID = "caller_id"
    TEST_CALL = "test_call"


@value
class Who:
    """Who changed it: a user, or the operator, who is none."""

    user_id: str
    name: str


OPERATOR = Who("", "Operator")


@value
class Change:
    """One value before and after; None stands for "nothing set"."""

    field: str
    before: Shown
    after: Shown


@value
class Entry:
    """One act of one person. `at` is a stamp."""

    entry_id: str
    at: str
    who: Who
    subject: Subject
    about_id: str
    about: str
    changes: tuple[Change, ...]


def entry(
    now: datetime, who: Who, subject: Subject, about_id: str, about: str, changes: Iterable[Change]
) -> Entry:
    """A new entry."""
    return Entry(new_id(), stamp(now), who, subject, about_id, about, tuple(changes))


def differences(before: Mapping[str, Shown], after: Mapping[str, Shown]) -> tuple[Change, ...]:
    """What is different between two states, by name."""
    names = sorted({*before, *after})
    return tuple(
        Change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    )
