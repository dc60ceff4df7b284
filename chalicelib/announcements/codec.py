"""How an announcement is written down: whole, compressed, and as the row that lists read."""

import json
import zlib
from dataclasses import asdict
from datetime import date
from typing import Any

from chalicelib.audience.model import RecipientType
from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.directory.model import Role
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.words import again, kept

from .model import Announcement, Parts, Sending

NOT_IN_ROWS = frozenset({"html", "parts", "asked"})


def to_bytes(announcement: Announcement) -> bytes:
    """The whole announcement as stored."""
    return zlib.compress(_text(_document(announcement)).encode(), 6)


def from_bytes(stored: bytes) -> Announcement:
    """The inverse of `to_bytes`."""
    return _announcement(json.loads(zlib.decompress(stored)))


def to_row(announcement: Announcement) -> str:
    """What lists show of it: of its parts only which there are."""
    document = _document(announcement)
    channels = sorted(channel.value for channel in announcement.parts.channels)
    return _text({name: each for name, each in document.items() if name not in NOT_IN_ROWS} | {"has": channels})


def from_row(stored: str) -> Announcement:
    """An announcement without what it says; its parts are there, and empty."""
    row = json.loads(stored)
    empty = {"email": "", "sms": {"text": ""}, "voice": {"text": ""}}
    names = {Channel.EMAIL: "email", Channel.SMS: "sms", Channel.VOICE: "voice"}
    has = {names[Channel(each)] for each in row.pop("has")}
    return _announcement(row | {"parts": {name: empty[name] if name in has else None for name in empty}})


def _text(document: Any) -> str:
    return json.dumps(document, separators=(",", ":"))


def _document(announcement: Announcement) -> dict[str, Any]:
    return asdict(announcement) | {
        "start": announcement.start.isoformat(),
        "end": announcement.end.isoformat() if announcement.end else "",
        "due": stamp(announcement.due) if announcement.due else "",
        "problem": kept(announcement.problem),
        "sent": [asdict(each) | {"note": kept(each.note)} for each in announcement.sent],
    }


def _announcement(stored: dict[str, Any]) -> Announcement:
    parts = stored["parts"]
    return Announcement(
        **stored
        | {
            "start": date.fromisoformat(stored["start"]),
            "end": date.fromisoformat(stored["end"]) if stored["end"] else None,
            "due": moment(stored["due"]) if stored["due"] else None,
            "schools": tuple(stored["schools"]),
            "grades": tuple(stored["grades"]),
            "roles": tuple(map(Role, stored["roles"])),
            "contacts": RecipientType(stored["contacts"]),
            "problem": again(stored["problem"]),
            "sent": tuple(map(_sending, stored["sent"])),
            "parts": Parts(
                parts["email"],
                parts["sms"] and SmsPart(**parts["sms"]),
                parts["voice"] and VoicePart(**parts["voice"]),
            ),
        }
    )


def _sending(stored: dict[str, Any]) -> Sending:
    channels, note = tuple(map(Channel, stored["channels"])), again(stored["note"])
    return Sending(**stored | {"channels": channels, "note": note})
