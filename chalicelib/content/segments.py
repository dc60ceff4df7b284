"""How many texts a text is: segments as carriers count and bill them (3GPP TS 23.038, 23.040).

One message holds 160 characters of the GSM alphabet or 70 UTF-16 units; a longer text is cut into segments of
153 or 67, and neither an escaped character nor a surrogate pair is cut in two.
"""

from collections.abc import Iterable
from dataclasses import dataclass

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = "\f^{}\\[~]|€"  # two units each
GSM_UNITS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_ESCAPED, 2)


@dataclass(frozen=True, slots=True)
class Segments:
    """`encoding` is `GSM-7` or `UCS-2`; `characters` are code points."""

    count: int
    encoding: str
    characters: int


def sms_segments(text: str) -> Segments:
    """The segments of a text; none for an empty one."""
    if all(char in GSM_UNITS for char in text):
        return Segments(_count((GSM_UNITS[char] for char in text), 160, 153), "GSM-7", len(text))
    return Segments(_count((2 if char > "\uffff" else 1 for char in text), 70, 67), "UCS-2", len(text))


def _count(units: Iterable[int], single: int, joined: int) -> int:
    """Segments of characters of these sizes: all in one when they fit, else filled one after another."""
    sizes = list(units)
    if sum(sizes) <= single:
        return 1 if sizes else 0
    count, room = 0, 0
    for size in sizes:
        if size > room:
            count, room = count + 1, joined
        room -= size
    return count
