"""What a call says, as the provider's marks for speech (SSML). Pure.

A call begins with a pause: whoever picks up says who they are first, and an answering machine begins to record
(CALL-12). The provider tells nobody when somebody speaks, so the pause is the same for all.
"""

PAUSE = 2.5  # seconds
MOST = 6000  # characters that the provider takes, marks included
_PAUSE = f'<break time="{PAUSE * 1000:.0f}ms"/>'
_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\ufffe": "", "\uffff": ""}
_AS_MARKS = str.maketrans(_MARKS)
_QUOTED = str.maketrans({**_MARKS, '"': "&quot;"})


def spoken(text: str) -> str:
    """The text to be read out; its end is left off where its marks would be too many for the provider."""
    written = text.translate(_AS_MARKS)
    room = MOST - len(_whole(""))
    if len(written) > room:
        written = _beginning(text, room)
    return _whole(written)


def played(link: str) -> str:
    """The recording behind a link."""
    return _whole(f'<audio src="{link.translate(_QUOTED)}"/>')


def _whole(inside: str) -> str:
    return f"<speak>{_PAUSE}{inside}</speak>"


def _beginning(text: str, room: int) -> str:
    """As many characters as there is room for."""
    taken, used = [], 0
    for char in text:
        written = _MARKS.get(char, char)
        used += len(written)
        if used > room:
            break
        taken.append(written)
    return "".join(taken)
