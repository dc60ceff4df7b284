"""Text as people see it: what counts as a character, what counts as empty, what may stand in one line."""

import re
import unicodedata

from chalicelib.kernel.directions import straight

# Looks empty although Unicode calls it a letter or a symbol: Hangul fillers and the empty Braille pattern.
_EMPTY_LOOKING = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Control, format, private, unassigned, separators - and marks, which show nothing without a letter below.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")
_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def characters(text: str) -> int:
    """How many characters a reader sees: a family emoji or a letter with its accents is one (SMS-03)."""
    if text.isascii():
        return len(text) - text.count("\r\n")
    import regex

    return len(regex.findall(r"\X", text))


def cut(text: str, most: int, most_code_points: int) -> str:
    """The longest beginning within both limits that ends between two characters (A-75, CALL-09)."""
    if text.isascii() and "\r\n" not in text:
        return text[: min(most, most_code_points)]
    import regex

    end = 0
    for at, match in enumerate(regex.finditer(r"\X", text)):
        if at == most or match.end() > most_code_points:
            break
        end = match.end()
    return text[:end]


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing: only spaces of any kind and invisible characters (COMP-22, COMP-35)."""
    return all(
        char.isspace() or char in _EMPTY_LOOKING or unicodedata.category(char) in _UNSEEN for char in text
    )


def one_line(text: str) -> str:
    """The text as one line, as a header carries it: no line break can begin another header (CHAN-01), and
    nothing turns what follows."""
    return straight(_NOT_IN_A_LINE.sub(" ", text)).strip()


def lines(text: str) -> str:
    """The text as written, with plain line ends and without other control characters or space at the ends;
    nothing turns it out of order."""
    return readable(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def readable(text: str) -> str:
    """The text without control characters, and without what turns it out of order."""
    return straight(_NOT_IN_TEXT.sub("", text))
