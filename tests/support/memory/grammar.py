"""The words of DynamoDB's expressions, and a reader that goes through them.

Only what product code uses: names of whole attributes, no paths into maps or lists.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

from .errors import invalid
from .values import Value

_WORD = re.compile(r"\s*(<>|<=|>=|[=<>(),+\-]|[:#]?[A-Za-z_][A-Za-z0-9_]*)")
_RESERVED = frozenset(ReservedKeywords.get_reserved_keywords())


_PLACES = re.compile("[:#][A-Za-z_0-9]+")
_EXPRESSIONS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
)


@dataclass(frozen=True, slots=True)
class Places:
    """What a request puts in place of the `#names` and `:values` of its expressions."""

    names: Mapping[str, str]
    values: Mapping[str, Value]

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> "Places":
        """Raises ValidationException for what an expression does not define, or nothing uses."""
        texts = tuple(request[each] for each in _EXPRESSIONS if each in request)
        made = cls(request.get("ExpressionAttributeNames", {}), request.get("ExpressionAttributeValues", {}))
        used, given = _used(texts), {*made.names, *made.values}
        if used != given:
            raise invalid(f"An expression attribute is not defined, or not used: {sorted(used ^ given)}")
        return made

    def attribute(self, word: str) -> str:
        """The attribute's name for a word of an expression."""
        return self.names[word] if word.startswith("#") else word

    def value(self, word: str) -> Value:
        """The value for a word of an expression. Raises ValidationException for one that is none."""
        if word not in self.values:
            raise invalid(f"Invalid expression: Syntax error; token: {word}")
        return self.values[word]


@cache
def _used(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _PLACES.findall(text))


class Reader:
    """Goes through an expression word by word; keywords are upper case."""

    def __init__(self, text: str) -> None:
        self.words = _split(text)
        self.at = 0

    def peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def next(self) -> str:
        word = self.peek()
        self.at += 1
        return word

    def take(self, *wanted: str) -> str:
        """The next word if it is one of these; empty if not."""
        return self.next() if self.peek().upper() in wanted else ""

    def expect(self, *wanted: str) -> str:
        if not (word := self.take(*wanted)):
            raise invalid(f"Invalid expression: Syntax error; token: {self.peek() or '<EOF>'}")
        return word

    def name(self) -> str:
        """The next word, an attribute's name or what stands for it."""
        word = self.next()
        if not re.match("[#A-Za-z_]", word):
            raise invalid(f"Invalid expression: Syntax error; token: {word or '<EOF>'}")
        if word.upper() in _RESERVED:
            raise invalid(f"Invalid expression: Attribute name is a reserved keyword; reserved keyword: {word}")
        return word


@cache
def _split(text: str) -> tuple[str, ...]:
    words, at = list[str](), 0
    while at < len(text.rstrip()):
        if not (match := _WORD.match(text, at)):
            raise invalid(f"Invalid expression: Syntax error; token: {text[at : at + 8]}")
        words.append(match[1])
        at = match.end()
    return tuple(words)
