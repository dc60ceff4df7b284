"""What pydantic finds wrong with a field, in plain words that say what to do: one sentence for each kind.

Its own messages are for programmers; what they were told (`ctx`) is put as people write it. Pure.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.kernel.words import say

DATE = "Write the date as year-month-day, such as 2026-11-23."
TIME = "Write the time as hours and minutes, such as 08:30."
MOMENT = "Write the moment as date and time with its offset, such as 2026-11-23T08:30:00-07:00."
_WHOLE = "This must be a whole number."
_NUMBER = "This must be a number."
_SWITCH = "This must be true or false."
_LIST = "This must be a list."
_OBJECT = "This must be an object with named fields."
_OTHER = "This cannot be used here. The API's description says what can: /v1/openapi.json."

_SENTENCES: Mapping[str, str] = {
    "missing": "This is required.",
    "none_required": "Leave this out, or give null.",
    "extra_forbidden": "We do not know this field. Check its spelling, or leave it out.",
    "string_type": "This must be text.",
    "string_unicode": "This must be text.",
    "string_pattern_mismatch": "This does not have the form we expect.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": "This number is too large.",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "date_type": DATE,
    "date_parsing": DATE,
    "date_from_datetime_parsing": DATE,
    "date_from_datetime_inexact": DATE,
    "time_type": TIME,
    "time_parsing": TIME,
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "timezone_aware": MOMENT,
    "string_too_short": "Use at least {min_length} characters.",
    "string_too_long": "Use at most {max_length} characters.",
    "too_short": "Give at least {min_length} entries.",
    "too_long": "Give at most {max_length} entries.",
    "greater_than": "This must be more than {gt}.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than": "This must be less than {lt}.",
    "less_than_equal": "This must be {le} or less.",
}


# Where the number told is one.
_OF_ONE: Mapping[str, str] = {
    "string_too_short": "This cannot be empty.",
    "string_too_long": "Use one character.",
    "too_short": "Give at least one entry.",
    "too_long": "Give one entry.",
}
# Where the limit is a date. Pydantic gives it away as Python would write it.
_OF_DAYS: Mapping[str, str] = {
    "greater_than": "This must be later than {gt}.",
    "greater_than_equal": "This must be {ge} or later.",
    "less_than": "This must be earlier than {lt}.",
    "less_than_equal": "This must be {le} or earlier.",
}
_DAY = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")


def sentence(fault: Mapping[str, Any]) -> str:
    """A fault of pydantic's in plain words. `value_error` carries the sentence of a validator of ours."""
    kind, told = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        ours: str = told["error"].args[0]
        return ours
    if kind in ("enum", "literal_error"):
        return _choice(told["expected"])
    if days := {name: _day(value) for name, value in told.items() if _DAY.fullmatch(str(value))}:
        return say(_OF_DAYS[kind], **days)
    if kind in _OF_ONE and told.get("min_length", told.get("max_length")) == 1:
        return _OF_ONE[kind]
    return say(_SENTENCES.get(kind, _OTHER), **told)


def _day(limit: Any) -> str:
    """The limit as people write it."""
    year, month, day = re.findall(r"\d+", str(limit))
    return str(date(int(year), int(month), int(day)))


def _choice(expected: str) -> str:
    """Pydantic names them as `'a', 'b' or 'c'`; where an empty text is one of them, it means none."""
    named = [name.strip("'") for name in expected.replace(" or ", ", ").split(", ")]
    *others, last = [name for name in named if name]
    if not others:
        return say("Only {expected} can be used here.", expected=last)
    shown = say("{others} or {last}", others=", ".join(others), last=last)
    if "" in named:
        return say("Choose one of: {expected}; or leave it empty.", expected=shown)
    return say("Choose one of: {expected}.", expected=shown)
