"""Names as people search for them: without accents, capitals and punctuation, word by word. Pure.

fold("Łukasz O'Neill-Ñúñez") -> "lukasz oneill nunez"
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
