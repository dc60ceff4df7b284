"""By which words a suppressed address is found: those of its owners' names, and parts of itself. Pure.

    ana.lee@mail.example of Ana Lee-Ruiz, mother of Leo Ruiz -> ana example lee leo mail ruiz
    +12065550123                                             -> 12065550123 2065550123 ... 0123 123

What is asked for begins them: "lee", "ana.lee@m", and any three digits of a number that follow each other.
"""

import re

from .names import words
from .suppression import Suppression

MOST_WORDS = 40  # two sets of them, of before and after, are written in one transaction
FEWEST_DIGITS = 3
_NUMBER = re.compile(r"[\d\s()+./-]+", re.ASCII)


def found_by(one: Suppression) -> tuple[str, ...]:
    """The address's own words first: however many people share it, it is found by itself."""
    names = words(*(name for each in one.owners for name in (each.name, each.student)))
    return tuple(dict.fromkeys((*_parts(one.address), *names)))[:MOST_WORDS]


def asked(q: str) -> tuple[str, ...]:
    """The words that a search asks for, shortest first; none: it asks for nothing that could be found."""
    if _NUMBER.fullmatch(q):
        digits = re.sub(r"\D", "", q)
        return (digits,) if len(digits) >= FEWEST_DIGITS else ()
    return tuple(sorted(words(q), key=len))


def _parts(address: str) -> tuple[str, ...]:
    if "@" in address:
        return words(address)
    digits = re.sub(r"\D", "", address)
    return tuple(digits[at:] for at in range(len(digits) - FEWEST_DIGITS + 1))
