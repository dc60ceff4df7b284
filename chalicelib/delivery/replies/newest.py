"""What is new in an answer: the words above the quoted history, without the signature (RPLY-06). Pure.

Every rule looks at one line or at a few neighbours, so that a hostile mail costs no more than a friendly one:
the library for this (mail-parser-reply) was busy for minutes with 60,000 characters of `On On On ...`.
"""

import re
from collections.abc import Sequence

from chalicelib.content.letter_frame import MARKER

MOST_READ = 50_000  # characters
MOST_KEPT = 10_000
_LONGEST_LINE = 300  # an introduction to quoted text is no longer

_WROTE = re.compile(
    r"(wrote|escribi[oó]|a écrit|escreveu|schrieb|ha scritto|napisał(\(a\))?|написал(\(а\))?|đã viết|写道)"
    r"\s*[:：]$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(on|el|le|em|am|il|w dniu|vào)\b", re.IGNORECASE)
_DIVIDER = re.compile(
    r"-{3,} ?(original message|mensaje original|message d'origine|mensagem original) ?-{3,}", re.IGNORECASE
)
_FROM = re.compile(r"\*?(from|de|von|da)\*? ?:", re.IGNORECASE)
_SENT = re.compile(
    r"\*?(sent|date|to|subject|enviado|fecha|para|asunto|envoyé|assunto|gesendet|data)\*? ?:", re.IGNORECASE
)
_DEVICE = re.compile(
    r"(sent from (my|yahoo|outlook|mail)|get outlook for|enviado desde mi|enviado do meu|envoyé de mon)",
    re.IGNORECASE,
)


def new_text(body: str) -> str:
    """The writer's own words, at most 10,000 characters; empty when there are none."""
    lines = body[:MOST_READ].replace("\r\n", "\n").split(MARKER, 1)[0].split("\n")
    own = lines[: _end(lines)]
    kept = [line.rstrip() for line in own if not line.lstrip().startswith(">")]
    return "\n".join(kept).strip()[:MOST_KEPT].rstrip()


def _end(lines: Sequence[str]) -> int:
    """Where the writer's words end."""
    return next((at for at in range(len(lines)) if _ends_here(lines, at)), len(lines))


def _ends_here(lines: Sequence[str], at: int) -> bool:
    line = lines[at].strip()[:_LONGEST_LINE]
    return (
        line == "--"
        or bool(_DIVIDER.match(line) or _DEVICE.match(line) or _WROTE.search(line))
        or _introduces(line, lines[at + 1 : at + 3])
        or bool(_FROM.match(line) and any(_SENT.match(each.strip()) for each in lines[at + 1 : at + 5]))
    )


def _introduces(line: str, following: Sequence[str]) -> bool:
    """`On Thursday ... Ana <ana@example.org>`, broken over two or three lines before `wrote:`."""
    return bool(_BEGINS.match(line)) and any(_WROTE.search(each.strip()[:_LONGEST_LINE]) for each in following)
