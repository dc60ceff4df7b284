"""The sound of a call that plays a recording: fetched by its link when the call is handed over, as the provider
does when the phone is picked up."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

_SECONDS, _MOST_BYTES = 5.0, 10_000_000
_KINDS = (b"RIFF", b"ID3", b"\xff\xfb")  # WAV, MP3


def fetched(link: str) -> bytes:
    """What is behind a link. Raises OSError when nothing is, or it takes too long."""
    if not link.startswith(("http://", "https://")):
        raise OSError("not a web address")
    with urllib.request.urlopen(link, timeout=_SECONDS) as answer:  # http or https, see above
        return bytes(answer.read(_MOST_BYTES))


def heard(links: Sequence[str], fetch: Callable[[str], bytes]) -> str | None:
    """The sound behind a call's first link, in base64; None where one of them gives no sound."""
    sounds = []
    for link in links:
        try:
            sound = fetch(link)
        except (OSError, urllib.error.URLError):
            return None
        if not sound.startswith(_KINDS):
            return None
        sounds.append(sound)
    return base64.b64encode(sounds[0]).decode() if sounds else ""
