"""A day as a sentence says it in the reader's language. Pure."""

from collections.abc import Mapping

from .letter_words import words_in

_MONTHS: Mapping[str, str] = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}


def spoken_day(day: str, language: str) -> str:
    """An ISO date as `June 5, 2027`, or `5 de junio de 2027`."""
    year, month, of_month = (int(part) for part in day.split("-"))
    spoken = words_in(language).code
    name = _MONTHS[spoken].split(" ")[month - 1]
    return f"{of_month} de {name} de {year}" if spoken == "es" else f"{name} {of_month}, {year}"
