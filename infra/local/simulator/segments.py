"""How many parts a text message takes: GSM 03.38 (160, then 153 each) or UCS-2 (70, then 67 each)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
_GSM = BASIC | EXTENDED
_LIMITS = {"GSM": (160, 153), "Unicode": (70, 67)}


def encoding(text: str) -> Literal["GSM", "Unicode"]:
    return "GSM" if _GSM.issuperset(text) else "Unicode"


@lru_cache(maxsize=1024)
def parts(text: str) -> int:
    """A character is never split over two parts, nor an escape pair or surrogate pair."""
    alphabet = encoding(text)
    sizes = [2 if (char in EXTENDED if alphabet == "GSM" else ord(char) > 0xFFFF) else 1 for char in text]
    alone, each = _LIMITS[alphabet]
    if sum(sizes) <= alone:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > each:
            count, used = count + 1, 0
        used += size
    return count
