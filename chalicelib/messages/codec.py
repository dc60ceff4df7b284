"""How a message is written down: one JSON document, compressed, because a district's message with its 10,000
chosen ids and 256 KB of text would not fit an item otherwise.

`store/documents.py` cuts the bytes into items. Documents of older releases lack newer fields: defaults apply.
"""

import json
import zlib
from dataclasses import asdict, fields
from typing import Any

from chalicelib.access.bounds import Scope
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, Content, SmsPart, VoicePart
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.directory.model import Role
from chalicelib.kernel.clock import moment, stamp
from chalicelib.kernel.words import again, kept

from .model import Message, PartRow, Resend, Rung, Sender, Source

Document = dict[str, Any]


def message_to_bytes(message: Message) -> bytes:
    """The message as stored."""
    return zlib.compress(json.dumps(message_document(message), separators=(",", ":")).encode(), 6)


def message_from_bytes(stored: bytes) -> Message:
    """The inverse of `message_to_bytes`."""
    return message_from_document(json.loads(zlib.decompress(stored)))


def message_document(message: Message) -> Document:
    times = {"accepted_at": stamp(message.accepted_at), "expires_at": stamp(message.expires_at)}
    return asdict(message) | times | {"to": kept(message.to)}


def message_from_document(document: Document) -> Message:
    return Message(
        **document
        | {
            "sender": Sender(**document["sender"]),
            "content": content_from_document(document["content"]),
            "selection": selection_from_document(document["selection"]),
            "accepted_at": moment(document["accepted_at"]),
            "expires_at": moment(document["expires_at"]),
            "source": Source(document["source"]),
            "schools": tuple(document["schools"]),
            "counted": {Channel(name): number for name, number in document.get("counted", {}).items()},
            "to": again(document["to"]),
            "within": document.get("within") and _scope_from_document(document["within"]),
            "ladder": tuple(_rung_from_document(each) for each in document.get("ladder", ())),
            "period": document.get("period") and MarkingPeriod(**document["period"]),
            "resend": document.get("resend") and _resend_from_document(document["resend"]),
        }
    )


def _resend_from_document(document: Document) -> Resend:
    channels = tuple(map(Channel, document["channels"]))
    return Resend(**document | {"channels": channels, "shards": tuple(document["shards"])})


def _rung_from_document(document: Document) -> Rung:
    return Rung(Channel(document["channel"]), document["after"])


def _scope_from_document(document: Document) -> Scope:
    lists = {name: tuple(value) for name, value in document.items() if isinstance(value, list)}
    return Scope(**document | lists | {"role": Role(document["role"])})


def content_from_document(document: Document) -> Content:
    sms, voice = document["sms"], document["voice"]
    return Content(**document | {"sms": sms and SmsPart(**sms), "voice": voice and VoicePart(**voice)})


def selection_from_document(document: Document) -> Selection:
    students = document["students"]
    return Selection(
        students=students and _students_from_document(students),
        staff=tuple(document["staff"]),
        staff_groups=tuple(document.get("staff_groups", ())),
        imported=document.get("imported", ""),
        accounts=tuple(document.get("accounts", ())),
    )


def _students_from_document(document: Document) -> StudentSelection:
    return StudentSelection(
        recipient_type=RecipientType(document["recipient_type"]),
        schools=tuple(document["schools"]),
        grades=tuple((school, grade) for school, grade in document["grades"]),
        sections=tuple(document["sections"]),
        students=tuple(document["students"]),
        groups=tuple(document.get("groups", ())),
    )


def row_document(row: PartRow) -> Document:
    """A part row's own attributes but `sent_at`, which the store makes part of a longer sort key.

    Empty sets are left out: DynamoDB does not store them.
    """
    document = {name: getattr(row, name) for name in _ROW_FIELDS if name != "sent_at"} | {"to": kept(row.to)}
    return {name: value for name, value in document.items() if value != frozenset()}


def row_from_document(document: Document) -> PartRow:
    """The inverse; attributes that are not the row's own (keys) are passed over."""
    known = {name: document[name] for name in _ROW_FIELDS if name in document}
    return PartRow(
        **known
        | {
            "channel": Channel(known["channel"]),
            "sent_at": known["sent_at"].split("#", 1)[0],
            "source": Source(known["source"]),
            "to": again(known["to"]),
            "schools": frozenset(known.get("schools", ())),
            "recipient_types": tuple(known["recipient_types"]),
            "channels": tuple(Channel(each) for each in known["channels"]),
        }
    )


_ROW_FIELDS = tuple(each.name for each in fields(PartRow))
