"""Invisible characters that turn the direction of text: which may stay in what people write. Pure.

overrides (U+202D, U+202E)                  go: they show letters in another order than they are written in,
                                            and so disguise a word, an address, a file's name
embeddings, isolates (U+202A, U+2066 ...)   stay where they are closed again in their line; what turns the
                                            rest of a line, or what others put behind it, goes
marks (U+200E, U+200F, U+061C), joiners     stay: Arabic, Hebrew, Persian and emoji are written with them
"""

import re

_OVERRIDES = frozenset("\u202d\u202e")
_EMBEDS = frozenset("\u202a\u202b") | _OVERRIDES
_ISOLATES = frozenset("\u2066\u2067\u2068")
_ENDS_EMBED = "\u202c"
_ANY = re.compile("[\u202a-\u202e\u2066-\u2069]")


def straight(text: str) -> str:
    """The text without what turns it out of order, line by line."""
    if text.isascii() or not _ANY.search(text):
        return text
    return "\n".join(map(_straight, text.split("\n")))


def _straight(line: str) -> str:
    kept = _kept(line)
    return "".join(char for at, char in enumerate(line) if at in kept or not _ANY.match(char))


def _kept(line: str) -> set[int]:
    """The places of those that stay."""
    opened: list[tuple[int, str]] = []  # outermost first
    isolates, kept = 0, set[int]()
    for found in _ANY.finditer(line):
        at, char = found.start(), found.group()
        if char in _EMBEDS or char in _ISOLATES:
            opened.append((at, char))
            isolates += char in _ISOLATES
        elif char == _ENDS_EMBED:
            if opened and opened[-1][1] in _EMBEDS:
                begin, what = opened.pop()
                kept |= {begin, at} if what not in _OVERRIDES else set()
        elif isolates:  # what is open within the isolate ends with it
            while opened[-1][1] not in _ISOLATES:
                opened.pop()
            kept |= {opened.pop()[0], at}
            isolates -= 1
    return kept
