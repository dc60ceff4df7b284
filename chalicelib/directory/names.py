"""Names as people are shown, on one line; and as they search for them, without accents, capitals and
punctuation, word by word. Pure.

one_line(" Ann\tLee\u202e ") -> "Ann Lee"
fold("Łukasz O'Neill-Ñúñez")  -> "lukasz oneill nunez"
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters that Unicode does not take apart into a plain letter and an accent.
_LETTERS = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t"}
)
_JOINED = re.compile(r"['’ʻʼ`´·]")  # O'Neill is one word
_APART = re.compile(r"[\W_]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# What cannot be seen, or turns the direction of what stands around it. Joiners stay: Persian and the scripts of
# India are written with them.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def one_line(text: str) -> str:
    """A name on one line, in one form, without characters that cannot be seen."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return " ".join(_CONTROL.sub(" ", text).split())


def is_garbled(name: str) -> bool:
    """Whether a letter of it was lost on its way: a file was read in the wrong encoding, and written anew."""
    return "\ufffd" in name


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A name in plain lower-case words with one space between them."""
    return plain(text)


def plain(text: str) -> str:
    """The same of a text of any length."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)
    # Together again: Korean syllables fall apart too.
    return _APART.sub(" ", unicodedata.normalize("NFC", _JOINED.sub("", bare))).strip()


def words(*names: str) -> tuple[str, ...]:
    """The distinct words of some names, in text order."""
    return tuple(sorted({word for name in names for word in fold(name).split()}))


def named(asked: Sequence[str], *names: str) -> bool:
    """Whether the names together have words that begin with all of `asked`, as `words` made them."""
    if not asked:
        return True
    own = words(*names)
    return all(any(word.startswith(each) for word in own) for each in asked)


Natural = tuple[tuple[int, int, str], ...]


def natural(text: str) -> Natural:
    """By which texts with numbers sort as people expect: "Period 2" before "Period 10", capitals or not."""
    parts = re.findall(r"[0-9]+|[^0-9]+", text.casefold())
    return tuple(
        (0, int(part), part) if part[0].isascii() and part[0].isdigit() else (1, 0, part) for part in parts
    )
