"""A letter as one reader gets it, filled as SES fills it on the way out: for preview and printer. Pure."""

import re

from chalicelib.kernel.values import value

from .letter import Letter
from .letter_places import Values

_PLACE = re.compile(r"\{\{(\w+)\}\}")


@value
class Shown:
    """What arrives: the subject line, the page, and its plain twin."""

    subject: str
    html: str
    text: str


def shown(letter: Letter, own: Values) -> Shown:
    """The letter with one reader's own values. What a value holds is never read again, as with SES."""
    values = letter.values | own

    def filled(template: str) -> str:
        return _PLACE.sub(lambda match: values.get(match[1], ""), template)

    return Shown(filled(letter.subject), filled(letter.html), filled(letter.text))
