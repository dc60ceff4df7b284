"""The small parts of records as stored: phones, addresses, accounts (`codec` puts them together). Pure."""

import json
from collections.abc import Mapping
from typing import Any

from .model import EmailAddress, LinkedUser, Phone, PhoneKind

Fields = dict[str, Any]


def text(fields: Mapping[str, Any]) -> str:
    """A record's JSON text; the same record always gives the same text."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def kept(fields: Fields) -> Fields:
    """Without what is empty: the default of every field here."""
    return {name: value for name, value in fields.items() if value}


_CALLOUT, _BLOCKED, _SMS, _UNSUBSCRIBED = 1, 2, 4, 8
_KINDS = {kind.value[0]: kind for kind in PhoneKind}


def phone_fields(phone: Phone | None) -> list[Any] | None:
    """`[number, kind's initial, flags]`."""
    if phone is None:
        return None
    flags = phone.callout * _CALLOUT + phone.blocked * _BLOCKED + phone.sms * _SMS
    return [phone.number, phone.kind.value[0], flags + phone.unsubscribed * _UNSUBSCRIBED]


def phone_of(fields: list[Any] | None) -> Phone | None:
    return some_phone(fields) if fields else None


def some_phone(fields: list[Any]) -> Phone:
    number, kind, flags = fields
    return Phone(
        number,
        _KINDS[kind],
        bool(flags & _CALLOUT),
        bool(flags & _BLOCKED),
        bool(flags & _SMS),
        bool(flags & _UNSUBSCRIBED),
    )


def email_fields(email: EmailAddress | None) -> str | list[str] | None:
    """The address as text, or in a list of one when its owner opted out."""
    if email is None:
        return None
    return [email.address] if email.unsubscribed else email.address


def email_of(fields: str | list[str] | None) -> EmailAddress | None:
    return some_email(fields) if fields else None


def some_email(fields: str | list[str]) -> EmailAddress:
    return EmailAddress(fields) if isinstance(fields, str) else EmailAddress(fields[0], True)


def linked_fields(user: LinkedUser | None) -> Fields | None:
    if user is None:
        return None
    return kept(
        {
            "id": user.user_id,
            "email": email_fields(user.email),
            "phone": phone_fields(user.phone),
            "profiles": list(user.profiles),
            "opt_out": user.email_opt_out,
            "disabled": not user.enabled,
            "pushed": user.push_always,
        }
    )


def linked_of(fields: Fields | None) -> LinkedUser | None:
    if not fields:
        return None
    get = fields.get
    return LinkedUser(
        fields["id"],
        email_of(get("email")),
        phone_of(get("phone")),
        tuple(get("profiles", ())),
        get("opt_out", False),
        not get("disabled"),
        get("pushed", False),
    )
