"""WAV files as telephones play them: 8,000 samples a second of 16 bits, one channel, no compression. Pure.

What a file says of itself is not believed: its length follows from its bytes.
"""

import struct

from chalicelib.kernel.words import say

RATE, BYTES_A_SAMPLE = 8000, 2
BYTES_A_SECOND = RATE * BYTES_A_SAMPLE
HEAD = 4096  # bytes at the beginning of a file in which its sound begins
MEDIA_TYPE = "audio/wav"
_PCM, _EXTENSIBLE = 1, 0xFFFE
NO_WAV = "This is no WAV file. Record the call in the app, or send a WAV file."
OTHER_SOUND = "The recording needs 8,000 samples a second of 16 bits and one channel, uncompressed."
CUT_OFF = "The recording is cut off. Upload it again."
SILENT = "There is nothing in this recording. Record it again."


class Unusable(ValueError):
    """A file that cannot be played on a phone; the text is a sentence for whoever recorded it."""


def seconds(head: bytes, size: int) -> float:
    """How long the sound of a file lasts, of which `head` is the beginning and `size` the number of bytes.

    Raises Unusable.
    """
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        raise Unusable(NO_WAV)
    at, known = 12, False
    while at + 8 <= len(head):
        name, length = head[at : at + 4], struct.unpack_from("<I", head, at + 4)[0]
        if name == b"data":
            return _seconds(known, length, size - at - 8)
        if name == b"fmt ":
            known = _is_usual(head[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    raise Unusable(NO_WAV)


def _seconds(known: bool, said: int, there: int) -> float:
    """`said` bytes of sound by the file's own word, of which so many are `there`."""
    if not known:
        raise Unusable(OTHER_SOUND)
    if said > there:
        raise Unusable(CUT_OFF)
    if not said:
        raise Unusable(SILENT)
    return said / BYTES_A_SECOND


def _is_usual(form: bytes) -> bool:
    if len(form) < 16:
        return False
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    return kind in (_PCM, _EXTENSIBLE) and (channels, rate, bits) == (1, RATE, 8 * BYTES_A_SAMPLE)


def most_bytes(minutes: int) -> int:
    """Of a file that may last so many minutes, with the grace of `check_length`."""
    return int((minutes * 60 + GRACE) * BYTES_A_SECOND) + HEAD


GRACE = 1.0  # seconds that a recorder may need to stop at the limit


def too_long(lasts: float, minutes: int) -> str | None:
    """Why a recording is longer than calls may be (CALL-06), or None."""
    if lasts <= minutes * 60 + GRACE:
        return None
    return say(
        "A recording may last {most} seconds; this one lasts {lasts}. Record a shorter one.",
        most=minutes * 60,
        lasts=round(lasts),
    )
