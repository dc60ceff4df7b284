"""The few sentences that a letter says by itself, in the languages that we speak; English for the others."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`why` by the kind of reader, with `{student}` and `{school}` to fill."""

    code: str
    about: str
    why: Mapping[str, str]
    why_unknown: str
    your_school: str
    read_online: str


ENGLISH = Words(
    code="en",
    about="About {student}",
    why={
        "contact": "You get this because {school} lists you as a contact of {student}.",
        "student": "You get this because you are a student of {school}.",
        "staff": "You get this because you work with {school}.",
    },
    why_unknown="You get this because {school} has this address on file.",
    your_school="your school",
    read_online="Read it in your inbox",
)
SPANISH = Words(
    code="es",
    about="Sobre {student}",
    why={
        "contact": "Recibe este mensaje porque {school} le tiene registrado como contacto de {student}.",
        "student": "Recibes este mensaje porque estudias en {school}.",
        "staff": "Recibe este mensaje porque trabaja con {school}.",
    },
    why_unknown="Recibe este mensaje porque {school} tiene registrada esta dirección.",
    your_school="su escuela",
    read_online="Leerlo en su bandeja de entrada",
)
_SPOKEN = {words.code: words for words in (ENGLISH, SPANISH)}


def words_in(language: str) -> Words:
    """The words of a language given as `es`, `es-MX` or `es_MX`."""
    return _SPOKEN.get(language[:2].lower(), ENGLISH) if language else ENGLISH
