"""How long texts and calls may be. Pure."""

from collections.abc import Mapping

from chalicelib.directory.preferences import CALL_CHARACTERS, TEXT_CHARACTERS
from chalicelib.kernel.values import value

from .text import characters

# A character can be made of many code points; carriers and voices limit those.
MOST_CODE_POINTS = {"subject": 2000, "sms": 1600, "voice": 3000}


def fits(kind: str, text: str, limit: int) -> bool:
    """Whether a text keeps to a limit in characters, and to that of its kind in code points."""
    return characters(text) <= limit and len(text) <= MOST_CODE_POINTS[kind]


@value
class Limits:
    """The district's limits in characters, as a new district has them: SMS-02, CALL-08 (per minute of call)."""

    sms: int = TEXT_CHARACTERS
    voice: int = CALL_CHARACTERS

    @classmethod
    def of(cls, settings: Mapping[str, str | int | bool]) -> "Limits":
        """As the district's settings say; what is missing or no number keeps its default."""
        given = {"sms": settings.get("sms_character_limit"), "voice": settings.get("call_character_limit")}
        return cls(**{name: value for name, value in given.items() if type(value) is int and value > 0})
