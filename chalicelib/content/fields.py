"""Which insert fields a message holds, and what is wrong with those that were typed (FLDS). Pure.

`field_list.py` has the list, `tokens.py` the grammar, `insertable.py` who may use which; `delivery/personal.py`
looks the values up for each recipient.
"""

import re
from collections import Counter
from collections.abc import Iterable

from chalicelib.kernel.words import say

from . import tokens
from .field_list import FIELDS, Group
from .model import Content
from .tokens import token

MOST_TOKENS = 100  # in one part
ALL = frozenset(FIELDS)
_TAG = re.compile(r"<[^>]*>")


def names_used(content: Content) -> tuple[str, ...]:
    """The fields in a message's parts, each once, in the order of each recipient's stored values."""
    return tuple(sorted(_names(texts_of(content).values())))


def texts_of(content: Content) -> dict[str, str]:
    """What a message says, by the request's field that says it."""
    return {
        "subject": content.subject,
        "parts.email.html": content.html,
        "parts.sms.text": content.sms.text if content.sms else "",
        "parts.voice.text": content.voice.text if content.voice else "",
    }


def _names(texts: Iterable[str]) -> set[str]:
    return {slot.name for text in texts for slot in tokens.parse(text).slots}


def names_student(content: Content) -> bool:
    """Whether any part says something that differs between students (A-18)."""
    return any(FIELDS[name].group is Group.STUDENT for name in names_used(content))


# ---- Checking what was typed --------------------------------------------------------------------------------


def problem(text: str) -> str:
    """Why a text's tokens cannot be sent, in words; empty when nothing is wrong with them."""
    typed = list(tokens.meant(text))
    unknown = next((name for name in typed if name not in FIELDS), "")
    if unknown:
        return say(
            "There is no insert field {field}. Choose one from Insert field, or remove the braces.",
            field=token(unknown),
        )
    open_ = tokens.unclosed(text)
    if open_:
        return say(
            "An insert field is not closed: {field}. Choose one from Insert field, or remove the braces.",
            field=open_,
        )
    if len(typed) > MOST_TOKENS:
        return say(
            "A text may hold up to {most} insert fields; this one has {count}. Remove some.",
            most=MOST_TOKENS,
            count=len(typed),
        )
    return ""


def problem_in_html(html: str, plain: str) -> str:
    """The same for clean HTML, where tags can get in a token's way; `plain` is its plain twin."""
    if any(any(tokens.meant(tag)) for tag in _TAG.findall(html)):
        return "An insert field cannot be part of a link's or a picture's address. Put it into the text."
    shown, whole = Counter(tokens.meant(plain)), Counter(tokens.meant(html))
    broken = next(iter(shown - whole), "")
    if broken:
        return say(
            "The insert field {field} is formatted in the middle. Remove it and insert it again.",
            field=token(broken),
        )
    return problem(html)


def among(text: str, names: frozenset[str]) -> str:
    """Those of the fields that a text holds, as people see them; empty for none."""
    return ", ".join(sorted(token(name) for name in names.intersection(tokens.meant(text))))
