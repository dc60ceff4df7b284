"""The insert fields over HTTP (docs/api)."""

from typing import Literal

from chalicelib.access.validation import Schema


class InsertField(Schema):
    name: str
    token: str
    title: str


class FieldGroup(Schema):
    group: Literal["student", "user", "period"]
    fields: tuple[InsertField, ...]


class FieldGroups(Schema):
    items: tuple[FieldGroup, ...]
