"""Announcements, and requests to post them, with keyword defaults."""

from datetime import date
from typing import Any

from chalicelib.announcements.model import Announcement
from chalicelib.directory.model import Role

EVERYBODY = tuple(Role)


def announcement(announcement_id: str = "notice", **changes: Any) -> Announcement:
    """Lincoln's, for everybody, on the portal from the day on which tests begin, without an end."""
    usual: dict[str, Any] = {
        "district": "demo",
        "author_id": "ann",
        "author_name": "Ann Miller",
        "school_id": "lincoln",
        "title": "Picture day",
        "start": date(2026, 11, 23),
        "zone": "America/Denver",
        "html": "<p>Smile.</p>",
        "snippet": "Smile.",
        "schools": ("lincoln",),
        "roles": EVERYBODY,
        "posted_at": "2026-11-23T11:40:00.000000+00:00",
    }
    return Announcement(announcement_id, **usual | changes)


def body(**changes: Any) -> dict[str, Any]:
    """What somebody at Lincoln posts for its families, from today on."""
    usual: dict[str, Any] = {
        "school_id": "lincoln",
        "title": "Picture day",
        "html": "<p>Smile.</p>",
        "school_ids": ["lincoln"],
        "roles": ["parent", "student"],
    }
    return usual | changes
