"""An announcement's rules: its days, its end, its order, whom it is for, and what of it is still to be sent."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.announcements import codec
from chalicelib.announcements.model import Parts, Sending, Viewer, due_at, in_order, midnight, sent
from chalicelib.audience.model import RecipientType
from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.directory.model import Role
from chalicelib.kernel.words import say
from tests.builders.announcements import announcement

NOON = datetime(2026, 11, 23, 19, tzinfo=UTC)
EMAIL = Parts(email="<p>Hello</p>")
EVERYTHING = Parts("", SmsPart("Hi", emergency=True), VoicePart("Hi", language="es"))


def test_what_is_stored_is_read_again() -> None:
    whole = announcement(
        end=date(2026, 12, 1),
        grades=("09",),
        contacts=RecipientType.ONCE_PER_FAMILY,
        sort_order=0,
        parts=EVERYTHING,
        sent=(Sending("m", (Channel.EMAIL,), "2026", say("{count} more", count=3)),),
        due=NOON,
        problem=say("Use at most {max_length} characters.", max_length=3),
    )
    assert codec.from_bytes(codec.to_bytes(whole)) == whole
    row = codec.from_row(codec.to_row(whole))
    assert (row.title, row.html, row.parts.channels) == (whole.title, "", whole.parts.channels)
    assert (row.end, row.sort_order, row.due, row.sent) == (whole.end, 0, NOON, whole.sent)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 11, 23), "2026-11-23T07:00"),
        (date(2027, 3, 14), "2027-03-14T07:00"),  # the day on which the clocks go forward
        (date(2027, 3, 15), "2027-03-15T06:00"),
        (date(2026, 11, 1), "2026-11-01T06:00"),  # and back
        (date(2026, 11, 2), "2026-11-02T07:00"),
    ],
)
def test_a_day_begins_at_local_midnight(day: date, utc: str) -> None:
    """ANN-04, ANN-15: on the days on which the clocks change too."""
    assert midnight(day, "America/Denver").isoformat(timespec="minutes") == f"{utc}+00:00"


def test_a_midnight_that_does_not_exist_is_the_first_moment_of_the_day() -> None:
    """ANN-04: Cairo skips the hour after midnight on the last Friday of April."""
    begins = midnight(date(2027, 4, 30), "Africa/Cairo")
    assert announcement(zone="Africa/Cairo").day(begins) == date(2027, 4, 30)
    assert announcement(zone="Africa/Cairo").day(begins - timedelta(seconds=1)) == date(2027, 4, 29)


def test_it_is_due_as_its_first_day_begins_or_now() -> None:
    """ANN-15, A-36"""
    assert due_at(announcement(), NOON) is None
    assert due_at(announcement(parts=EMAIL), NOON) == NOON
    tomorrow = announcement(parts=EMAIL, start=date(2026, 11, 24))
    assert due_at(tomorrow, NOON) == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_it_expires_with_its_last_day_or_after_seven() -> None:
    """A-15"""
    due = announcement(parts=EMAIL, due=NOON)
    assert due.expires_at == NOON + timedelta(days=7)
    ends = announcement(parts=EMAIL, due=NOON, end=date(2027, 3, 14))
    assert ends.expires_at == datetime(2027, 3, 15, 6, tzinfo=UTC)
    assert announcement(end=date(2026, 11, 24)).expires_at is None


def test_what_was_sent_is_not_pending() -> None:
    """ANN-25, A-36: never again, taken away and attached once more."""
    before = announcement(parts=EMAIL, due=NOON, problem="Not yet")
    after = sent(before, Sending("m", (Channel.EMAIL,), "2026"))
    assert (after.pending, after.due, after.problem, after.version) == (frozenset(), None, "", 2)
    assert after.sent[0].channels == (Channel.EMAIL,)
    more = announcement(parts=EVERYTHING, sent=after.sent)
    assert more.pending == {Channel.SMS, Channel.VOICE}
    assert more.parts_pending == Parts(sms=EVERYTHING.sms, voice=EVERYTHING.voice)


def test_emergencies_are_texts_and_calls() -> None:
    """SMS-09"""
    assert EVERYTHING.emergencies == {Channel.SMS}
    assert EMAIL.emergencies == frozenset()


def test_the_order_of_the_portal() -> None:
    """ANN-10"""
    day = date(2026, 11, 23)
    found = [
        announcement("older", start=day - timedelta(days=1)),
        announcement("newer", start=day),
        announcement("posted later", start=day, posted_at="2026-11-23T12"),
        announcement("second", sort_order=2),
        announcement("first of all", sort_order=0, start=day - timedelta(days=9)),
        announcement("second, newer", sort_order=2, start=day + timedelta(days=1)),
    ]
    assert [each.announcement_id for each in in_order(found)] == [
        "first of all",
        "second, newer",
        "second",
        "posted later",
        "newer",
        "older",
    ]


PARENT, TEACHER = Role.PARENT, Role.TEACHER


@pytest.mark.parametrize(
    ("viewer", "changes", "sees"),
    [
        (Viewer(PARENT, "lincoln", "09"), {}, True),
        (Viewer(PARENT, "hill", "09"), {}, False),
        (Viewer(PARENT, "hill", "09"), {"schools": ()}, True),
        (Viewer(PARENT, "hill", "09", excluded=True), {"schools": ()}, False),
        (Viewer(PARENT, "hill", "09", excluded=True), {"schools": ("hill",)}, True),
        (Viewer(PARENT, "hill", "09", excluded=True), {"schools": ("hill", "lincoln")}, False),
        (Viewer(PARENT, "hill", "09"), {"schools": ("lincoln", "hill")}, True),
        (Viewer(PARENT, "lincoln", "09"), {"roles": (TEACHER,)}, False),
        (Viewer(PARENT, "lincoln", "09"), {"grades": ("10", "11")}, False),
        (Viewer(PARENT, "lincoln", "11"), {"grades": ("10", "11")}, True),
        (Viewer(TEACHER, "lincoln"), {"grades": ("10", "11")}, True),
    ],
)
def test_whom_it_is_for(viewer: Viewer, changes: dict[str, Any], sees: bool) -> None:
    """ANN-05, ANN-07, ANN-09, ANN-19, ANN-20, XSCH-02"""
    assert announcement(**changes).is_for(viewer) is sees
