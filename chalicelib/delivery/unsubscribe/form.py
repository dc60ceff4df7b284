"""What a POST to the link asks for. Pure.

List-Unsubscribe=One-Click     the mail program's button (RFC 8058), as a form in either of the two encodings
do=stop, do=allow              the buttons of our page
"""

import re
from urllib.parse import parse_qs

from .model import Wish

MOST_BYTES = 2_000
_ONE_CLICK = "List-Unsubscribe", "One-Click"
_PART = re.compile(r'name="?([\w-]+)"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)')


def wish_of(body: bytes) -> Wish | None:
    """The wish in a form; None for anything else, which does nothing."""
    text = body.decode("latin-1")
    fields = dict(_PART.findall(text)) or {name: each[-1] for name, each in parse_qs(text).items()}
    if fields.get(_ONE_CLICK[0], "").casefold() == _ONE_CLICK[1].casefold():
        return Wish.STOP
    asked = fields.get("do")
    return Wish(asked) if asked in list(Wish) else None
