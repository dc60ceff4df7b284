"""A recipient type stands in each list that needs it (docs/contributing.md, "A recipient type")."""

from collections.abc import Iterable
from typing import get_args

import pytest

from chalicelib.access.scope import TYPES
from chalicelib.audience.model import RecipientType
from chalicelib.audience.resolve import RULES
from chalicelib.directory import settings_schemas

OF_STUDENTS = set(RecipientType) - {RecipientType.STAFF, RecipientType.IMPORTED, RecipientType.REPLY}


@pytest.mark.parametrize(
    "known",
    [RULES, TYPES, get_args(settings_schemas.RecipientType)],
    ids=["a rule", "the permissions that offer it", "the type to begin with"],
)
def test_every_list_of_recipient_types_has_them_all(known: Iterable[str]) -> None:
    assert set(known) == OF_STUDENTS
