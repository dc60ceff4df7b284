"""What a text is answered, in the languages that commands are read in (`keywords.py`); English for any other.

`words.json` beside this file says it with `{name}`, the district, and `{contact}`, where people find help. A
confirmation says what changed and how to undo it, and nothing besides: 47 CFR 64.1200(a)(12) allows no more.
"""

import json
from functools import cache
from pathlib import Path

from .texter import Answer

ENGLISH, SPANISH = "en", "es"


def answer_in(language: str, answer: Answer, name: str, contact: str) -> str:
    """The answer in the language of a command. Whoever gave none is told in both that most families read."""
    said = _words()
    asked: tuple[str, ...] = (language,) if answer in said.get(language, ()) else (ENGLISH,)
    if answer is Answer.UNREAD and language not in (ENGLISH, SPANISH):
        asked = (ENGLISH, SPANISH)
    return "\n".join(said[each][answer].format(name=name, contact=contact) for each in asked)


@cache
def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
    return found
