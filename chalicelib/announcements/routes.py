"""Announcements over HTTP: what administrators post, and what everybody sees of it on their portal."""

from typing import Any
from urllib.parse import quote

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call, Reply
from chalicelib.access.model import SIGNED_IN, Level, Permission, Principal, view
from chalicelib.access.reply import tag_of
from chalicelib.directory import store as directory
from chalicelib.kernel.clock import stamp
from chalicelib.messages.schemas import Warned
from chalicelib.messages.send import check_key

from . import count, places, shown, store, write
from .count_schemas import AnnouncementCount, AnnouncementCountIn
from .model import Announcement
from .rights import POSTERS
from .schemas import (
    AnnouncedParts,
    AnnouncementIn,
    AnnouncementPage,
    AnnouncementRow,
    AnnouncementsQuery,
    AnnouncementWhole,
    ShownAnnouncement,
    ShownList,
    ShownQuery,
)

api = Api("announcements")
_READERS = view(Permission.ANNOUNCEMENTS, staff_only=True)


@api.post(
    "/v1/announcements",
    needs=POSTERS,
    body=AnnouncementIn,
    returns=AnnouncementWhole,
    status=201,
    headers=("Idempotency-Key",),
    sends=True,
    summary="Post an announcement, with an email, a text or a call if it has one",
)
def post_announcement(call: Call) -> Reply:
    """It stands on the portal from its first day on. What it sends leaves on that day at the first run of the
    queue job in the call window; an emergency does not wait for the window."""
    key = check_key(call.header("Idempotency-Key"))
    kept = write.post(call.principal, call.body.wish(), key, call.clock)
    location = f"/v1/announcements/{quote(kept.announcement.announcement_id)}"
    return Reply(_whole(call, kept.announcement, kept), headers={"Location": location})


@api.post(
    "/v1/announcements/count",
    needs=POSTERS,
    body=AnnouncementCountIn,
    returns=AnnouncementCount,
    summary="How many people an announcement reaches by its parts, before it is posted",
)
def count_announcement(call: Call) -> AnnouncementCount:
    """By the rules by which it is sent, on current data. Nothing is kept, and posting does not ask for it."""
    caller, body = call.principal, call.body
    before = (
        write.changeable(caller, body.announcement_id)
        if body.announcement_id
        else write.blank(caller, body.key)
    )
    return AnnouncementCount.of(count.reached(caller, body.asked(), before, call.clock.now()))


@api.get(
    "/v1/announcements",
    needs=_READERS,
    query=AnnouncementsQuery,
    returns=AnnouncementPage,
    summary="Announcements of the caller's schools, the newest first day first",
)
def list_announcements(call: Call) -> AnnouncementPage:
    asked, caller = call.query, call.principal
    page = store.newest(caller.district, _wanted(call, asked), limit=asked.limit, cursor=asked.cursor)
    rows = tuple(AnnouncementRow(**_row(call, each)) for each in page.items)
    return AnnouncementPage(items=rows, next_cursor=page.next_cursor)


@api.get(
    "/v1/announcements/shown",
    needs=SIGNED_IN,
    query=ShownQuery,
    returns=ShownList,
    summary="What the caller sees on their portal today",
)
def list_shown_announcements(call: Call) -> ShownList:
    caller = call.principal
    found = shown.shown(caller, call.query.school_id, call.clock.now())
    schools = directory.schools(caller.district)
    return ShownList(
        items=tuple(
            ShownAnnouncement(
                announcement_id=each.announcement_id,
                title=each.title,
                subtitle=shown.subtitle(each, schools) or None,
                html=each.html,
                start=each.start.isoformat(),
                end=each.end.isoformat() if each.end else None,
            )
            for each in found
        )
    )


@api.get(
    "/v1/announcements/{announcement_id}",
    needs=_READERS,
    returns=AnnouncementWhole,
    summary="One announcement of the caller's schools",
)
def read_announcement(call: Call) -> AnnouncementWhole:
    return _whole(call, write.seen(call.principal, call.path["announcement_id"]))


@api.put(
    "/v1/announcements/{announcement_id}",
    needs=POSTERS,
    body=AnnouncementIn,
    returns=AnnouncementWhole,
    sends=True,
    summary="Change an announcement",
)
def change_announcement(call: Call) -> Reply:
    """A part that was sent is not sent again and stays as it was; a new one leaves at its next time."""
    before = write.seen(call.principal, call.path["announcement_id"])
    call.check_unchanged(_whole(call, before))
    kept = write.change(call.principal, before, call.body.wish(), call.clock)
    tag = tag_of(_whole(call, kept.announcement), call.language)  # a read shows no warnings
    return Reply(_whole(call, kept.announcement, kept), headers={"ETag": tag})


@api.delete("/v1/announcements/{announcement_id}", needs=POSTERS, summary="Delete an announcement")
def delete_announcement(call: Call) -> None:
    """It is gone from the portals at once, and what it had not sent yet is canceled. What was sent stays."""
    write.delete(call.principal, write.seen(call.principal, call.path["announcement_id"]), call.clock)


# ---- What is shown ------------------------------------------------------------------------------------------


def _wanted(call: Call, asked: AnnouncementsQuery) -> store.Wanted:
    caller = call.principal
    if asked.school_id:
        scope.check_schools(caller, (asked.school_id,), "school_id")
    mine = None if caller.all_schools else frozenset(scope.schools_of(caller))
    return store.Wanted(
        call.clock.now(),
        frozenset({asked.school_id}) if asked.school_id else mine,
        asked.q.strip(),
        over=asked.inactive,
        everywhere=asked.all_schools,
    )


def _row(call: Call, one: Announcement) -> dict[str, Any]:
    return {
        "announcement_id": one.announcement_id,
        "title": one.title,
        "snippet": one.snippet,
        "start": one.start.isoformat(),
        "end": one.end.isoformat() if one.end else None,
        "time_zone": one.zone,
        "state": _state(call, one),
        "school_ids": one.schools,
        "grades": one.grades,
        "roles": one.roles,
        "student_contacts": one.contacts.value,
        "sort_order": one.sort_order,
        "channels": sorted(one.parts.channels),
        "posted_by": {"user_id": one.author_id, "name": one.author_name},
        "posted_at": one.posted_at,
        "due_at": stamp(one.due) if one.due else None,
        "problem": one.problem or None,
        "sent": [
            {
                "message_id": each.message_id,
                "channels": each.channels,
                "sent_at": each.at,
                "note": each.note or None,
            }
            for each in one.sent
        ],
        "editable": _is_editable(call.principal, one),
    }


def _state(call: Call, one: Announcement) -> str:
    now = call.clock.now()
    if one.is_over(now):
        return "inactive"
    return "active" if one.is_shown(now) else "planned"


def _is_editable(caller: Principal, one: Announcement) -> bool:
    return caller.may(Permission.ANNOUNCEMENTS, Level.EDIT) and places.may_change(caller, one)


def _whole(call: Call, one: Announcement, kept: write.Kept | None = None) -> AnnouncementWhole:
    return AnnouncementWhole(
        **_row(call, one),
        school_id=one.school_id,
        html=one.html,
        parts=AnnouncedParts.of(one.parts),
        warnings=tuple(Warned(field=each.field, message=each.message) for each in kept.warnings)
        if kept
        else (),
    )
