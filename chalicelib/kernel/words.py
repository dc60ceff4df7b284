"""What the server says to people, in their language. Sentences are written once, in English, where they belong;
`es.json` beside this file says each again in Spanish.

    say("A group holds up to {most:,} people.", most=500)   a Sentence: text that knows what it is made of
    spoken(text, "es")                                      in Spanish; in English where nobody translated it
    kept(text), again(stored)                               for a table: stored today, read in any language

A sentence without blanks needs no `say`: it is its own key. `tests/architecture/test_words.py` finds one that
is not translated.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "es")
ENGLISH = LANGUAGES[0]


class Sentence(str):
    """A text with blanks filled in. Values are data, numbers or sentences; only `template` is translated."""

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> "Sentence":
        made = super().__new__(cls, _filled(template, values))
        made.template, made.values = template, values
        return made

    def __getnewargs__(self) -> tuple[str, Mapping[str, Any]]:  # type: ignore[override]  # how copies are made
        return self.template, self.values


def _filled(template: str, values: Mapping[str, Any]) -> str:
    """A sentence without blanks may hold braces."""
    return template.format(**values) if values else template


def say(template: str, **values: Any) -> Sentence:
    """A sentence of ours, as `str.format` fills it in; what is one already stays as it is."""
    return template if isinstance(template, Sentence) else Sentence(template, values)


def joined(parts: Sequence[str], between: str) -> str:
    """Sentences or names one after the other."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    names = [f"part{at}" for at in range(len(parts))]
    return Sentence(between.join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))


def listed(parts: Sequence[str]) -> str:
    """`Lincoln High`, `Lincoln High and 2 students`, `9A, 9B and 2 students`."""
    if len(parts) < 2:
        return joined(parts, "")
    return say("{others} and {last}", others=joined(parts[:-1], ", "), last=parts[-1])


def spoken(text: str, language: str) -> str:
    """A text in a language."""
    if language == ENGLISH:
        return text
    known = _catalogue(language)
    if not isinstance(text, Sentence):
        return known.get(text, text)
    values = {name: _value(value, language) for name, value in text.values.items()}
    return _filled(known.get(text.template, text.template), values)


def _value(value: Any, language: str) -> Any:
    """Names and addresses stay as they are, even one that is called like a sentence of ours."""
    return spoken(value, language) if isinstance(value, Sentence) else value


@cache
def _catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(Path(__file__).with_name(f"{language}.json").read_text("utf-8"))
    return found


def asked_for(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header, by its weights; English when there is none."""
    wanted = []
    for place, each in enumerate(accept_language[:200].split(",")):
        tag, _, weight = each.partition(";q=")
        wanted.append((-_number(weight), place, tag.strip().lower().split("-")[0]))
    return next((tag for weight, _, tag in sorted(wanted) if tag in LANGUAGES and weight), ENGLISH)


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


# ---- Kept in a table ----------------------------------------------------------------------------------------


def kept(text: str) -> Any:
    """As JSON and DynamoDB can say it: text, or `[template, {name: value}]`."""
    if not isinstance(text, Sentence):
        return text
    values = {name: kept(each) if isinstance(each, str) else each for name, each in text.values.items()}
    return [text.template, values]


def again(stored: Any) -> str:
    """The inverse."""
    if isinstance(stored, str):
        return stored
    template, values = stored
    return Sentence(
        template, {name: again(each) if isinstance(each, list) else each for name, each in values.items()}
    )
