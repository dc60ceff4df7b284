"""WAV files, as a browser records them and otherwise."""

import struct


def wav(
    seconds: float = 1.0,
    *,
    rate: int = 8000,
    bits: int = 16,
    channels: int = 1,
    kind: int = 1,
    before: bytes = b"",
    said: int | None = None,
) -> bytes:
    """A file of silence. `before`: chunks between form and sound; `said`: how many bytes it says it has."""
    block = channels * bits // 8
    sound = b"\0" * (int(seconds * rate) * block)
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * block, block, bits)
    chunks = (
        chunk(b"fmt ", form)
        + before
        + b"data"
        + struct.pack("<I", len(sound) if said is None else said)
        + sound
    )
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
