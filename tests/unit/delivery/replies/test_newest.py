"""What is new in an answer by email, as mail programs write it."""

import pytest

from chalicelib.content.letter_frame import MARKER
from chalicelib.delivery.replies.newest import MOST_KEPT, new_text

ANSWERS = {
    "Gmail": ("Yes.\n\nOn Thu, Nov 26, 2026 at 5:00 AM Lincoln High <x@r.org> wrote:\n> Dear family\n", "Yes."),
    "Gmail, broken line": (
        "Yes.\n\nOn Thu, Nov 26, 2026 at 5:00 AM Lincoln High\n<x@r.org>\nwrote:\n\n> D",
        "Yes.",
    ),
    "Gmail in Spanish": ("Sí.\n\nEl jue, 26 nov 2026 a las 5:00, L (<x@r.org>)\nescribió:\n\n> hola", "Sí."),
    "in Portuguese": ("Sim.\n\nEm qui., 26 de nov. de 2026, L <x@r.org> escreveu:\n> oi", "Sim."),
    "in French": ("Oui.\n\nLe jeu. 26 nov. 2026, L <x@r.org> a écrit :\n> bonjour", "Oui."),
    "Outlook": ("Yes\r\n\r\n-----Original Message-----\r\nFrom: L\r\nSubject: Snow\r\n\r\nDear", "Yes"),
    "Outlook's block": ("Yes\n\nFrom: L <x@r.org>\nSent: Thursday\nTo: Ana\nSubject: Snow\n\nDear", "Yes"),
    "Outlook in Spanish": ("Sí\n\nDe: L <x@r.org>\nEnviado: jueves\nPara: Ana\nAsunto: Nieve\n\nHola", "Sí"),
    "a phone's signature": ("Thanks!\n\nSent from my iPhone\n\n> On Nov 26\n> foo", "Thanks!"),
    "a signature": ("We agree.\n\n-- \nAna Muñoz\n(555) 010-0100", "We agree."),
    "our own marker": (f"ok\n{MARKER}\nDear family", "ok"),
    "the marker, quoted": (f"ok\n\n> {MARKER}\n> Dear family", "ok"),
    "between quoted lines": ("> Will Leo come?\nYes, he will.\n> And his sister?\nNo.", "Yes, he will.\nNo."),
    "words like an introduction": ("I wrote: hello\nand more", "I wrote: hello\nand more"),
    "From the beach": ("From: the beach\nwe send our best", "From: the beach\nwe send our best"),
    "nothing new": ("On Thu, Ana <x@r.org> wrote:\n> Dear", ""),
    "empty": ("", ""),
}


@pytest.mark.parametrize("program", ANSWERS)
def test_the_quoted_history_and_the_signature_go(program: str) -> None:
    """RPLY-06."""
    body, new = ANSWERS[program]
    assert new_text(body) == new


def test_a_long_answer_is_cut() -> None:
    assert len(new_text("word " * 5000)) <= MOST_KEPT


@pytest.mark.parametrize("line", ["On ", "> ", "\n", "On x\n", "From: a\n", "<x@y ", "-----"])
def test_a_hostile_mail_costs_no_more_than_its_length(line: str) -> None:
    """A pattern that looks over the whole text does not come back from these."""
    assert len(new_text(line * (1_000_000 // len(line)))) <= MOST_KEPT
