"""A number that texts us: what it wants, and which answer it gets (RPLY-10, CHAN-10). Pure.

    heard before?            nothing, unless its answer is owed
    STOP, START              what it wants; a confirmation each time that changes
    HELP, and anything else  an answer, once a day each; whoever wants no texts has one to HELP only

Texts come twice, and in another order than they were written: each is known by its id, and a command that is
older than the last one changes nothing.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum

from chalicelib.kernel.values import value

from .keywords import Command, Said

REMEMBERED = 12  # ids of texts; older ones meet the state instead
MOST_A_DAY = 6  # answers to one number, so that two machines do not talk to each other for long


class Answer(StrEnum):
    """What is said back."""

    STOPPED = "stopped"
    STARTED = "started"
    HELP = "help"
    UNREAD = "unread"  # nobody reads this number


_ASKED: Mapping[Command, Answer] = {
    Command.STOP: Answer.STOPPED,
    Command.START: Answer.STARTED,
    Command.HELP: Answer.HELP,
}


@value
class Text:
    """One incoming text; `at` when it was published, a stamp. `said` is None for what is no command."""

    text_id: str
    at: str
    said: Said | None = None

    def asks(self, command: Command) -> bool:
        return self.said is not None and self.said.command is command


@value
class Texter:
    """`out`: wanted no texts, as it was last told. `at`: when its last STOP or START was written. `owed`: the
    id of a text whose answer certainly did not leave. `told`: the last day of each answer; `answers`: how many
    it had on `day`. `version` 0: never heard of.
    """

    out: bool = False
    at: str = ""
    language: str = ""
    heard: tuple[str, ...] = ()
    owed: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    day: str = ""
    answers: int = 0
    version: int = 0


def hear(texter: Texter, text: Text, *, bound: bool) -> tuple[Texter, Answer | None]:
    """The number as it is after a text, and what it is answered, if anything. `bound`: it is opted out now,
    whoever saw to that: staff may have lifted it, or a phone company told us of it."""
    if text.text_id in texter.heard:
        return _again(texter, text)
    heard = (*texter.heard, text.text_id)[-REMEMBERED:]
    known = replace(texter, heard=heard, language=_language(texter, text))
    answer = _answer(text)
    if answer is Answer.STOPPED or answer is Answer.STARTED:
        return _commanded(known, text, answer, bound)
    if answer is Answer.UNREAD and (texter.out or bound):
        return known, None
    return _told(known, text, answer, once_a_day=True)


def owe(texter: Texter, text: Text) -> Texter:
    """Its answer did not leave: whoever brings the text again tries again."""
    return replace(texter, owed=text.text_id)


def _language(texter: Texter, text: Text) -> str:
    """That of the command; but an English one, which letters in all languages name, changes no other."""
    if text.said is None or (text.said.language == "en" and texter.language):
        return texter.language
    return text.said.language


def _again(texter: Texter, text: Text) -> tuple[Texter, Answer | None]:
    if texter.owed != text.text_id:
        return texter, None
    answer = _answer(text)
    overtaken = answer in (Answer.STOPPED, Answer.STARTED) and texter.out != (answer is Answer.STOPPED)
    return replace(texter, owed=""), None if overtaken else answer


def _answer(text: Text) -> Answer:
    return _ASKED[text.said.command] if text.said else Answer.UNREAD


def _commanded(texter: Texter, text: Text, answer: Answer, bound: bool) -> tuple[Texter, Answer | None]:
    out = answer is Answer.STOPPED
    if text.at < texter.at or (text.at == texter.at and texter.out and not out):
        return texter, None  # it was said before; and of two in one moment STOP holds
    wanted = replace(texter, out=out, at=text.at)
    if out != texter.out or out != bound:
        return _told(wanted, text, answer)
    # A START that changes nothing is answered too, since its writer waits for texts; a second STOP never.
    return (wanted, None) if out else _told(wanted, text, answer, once_a_day=True)


def _told(
    texter: Texter, text: Text, answer: Answer, *, once_a_day: bool = False
) -> tuple[Texter, Answer | None]:
    """With its answer, if this number may have one today."""
    day = text.at[:10]
    answers = texter.answers if texter.day == day else 0
    if answers >= MOST_A_DAY or (once_a_day and texter.told.get(answer) == day):
        return texter, None
    return replace(texter, told={**texter.told, answer: day}, day=day, answers=answers + 1), answer
