"""A text comes in: a command binds before the next hand-over, and is confirmed once (docs/decisions/0040).

    End User Messaging --> topic --> texts queue --receive--> which districts? which command?
        --suppress, lift--> dispatch asks right before handing over
        --save--> whoever saves, answers: never a second time, and after a crash at that moment not at all

The number that was texted tells the districts: all that text from it, since the writer sees nothing else. They
are kept as one, in the first.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause, Suppression
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.log import logger
from chalicelib.kernel.settings import setting
from chalicelib.kernel.values import value

from ..store import texters
from ..store.contended import Contended
from .keywords import Command, command_of
from .say import NotNow, say_to, text_of
from .texter import Answer, Text, Texter, hear, owe

# Whoever writes from a short code or a name is a machine.
_PHONE = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
_TRIES = 8


class TextFate(StrEnum):
    """What became of a text."""

    STOPPED = "stopped"
    STARTED = "started"
    HELPED = "helped"
    NOT_READ = "not_read"
    NO_ANSWER = "no_answer"  # heard before, answered today already, or changes nothing
    UNKNOWN_NUMBER = "unknown_number"  # to none of ours, or no district texts from it
    MACHINE = "machine"  # from a short code, or from ourselves


_FATES: Mapping[Answer, TextFate] = {
    Answer.STOPPED: TextFate.STOPPED,
    Answer.STARTED: TextFate.STARTED,
    Answer.HELP: TextFate.HELPED,
    Answer.UNREAD: TextFate.NOT_READ,
}


@value
class Heard:
    """One text, between two numbers in E.164 form, and the districts that it concerns."""

    text: Text
    sender: str
    to: str
    districts: tuple[str, ...]


def receive(envelope: Mapping[str, Any]) -> TextFate:
    """Do what a text asks for. The same text twice is one (`inboundMessageId`).

    Raises KeyError or ValueError for what is no such notification, NotNow when the provider takes no answer at
    the moment: the queue delivers it again.
    """
    note = json.loads(envelope["Message"])
    fate = _received(note, stamp(datetime.fromisoformat(envelope["Timestamp"])))
    logger().info("inbound text", text_id=note["inboundMessageId"], fate=fate.value)
    return fate


def _received(note: Mapping[str, str], at: str) -> TextFate:
    sender, to = note["originationNumber"], note["destinationNumber"]
    text = Text(note["inboundMessageId"], at, command_of(note.get("messageBody", "")))
    if not _PHONE.fullmatch(sender) or sender == to:
        return TextFate.MACHINE
    districts = districts_of(to)
    if not districts:
        return TextFate.UNKNOWN_NUMBER
    return _heard(Heard(text, sender, to, districts))


def districts_of(number: str) -> tuple[str, ...]:
    """The districts that text from a number: all of this stack, if it is the stack's own. Where that is a pool
    its numbers are not known here, and whatever reaches the topic is one of them."""
    own = setting("SMS_ORIGINATION", "")
    if own.startswith("+") and own != number:
        return ()
    return tuple(sorted(directory.districts()))


def _heard(heard: Heard) -> TextFate:
    home = heard.districts[0]
    for _ in range(_TRIES):
        before = texters.load(home, heard.sender)
        known = [suppressions.find(each, Channel.SMS, heard.sender) for each in heard.districts]
        after, answer = hear(before, heard.text, bound=_bound(heard.text, known))
        if after == before:
            return TextFate.NO_ANSWER
        said = text_of(heard.districts, answer, after.language) if answer else ""
        if _bind(heard, after, known) and texters.save(home, heard.sender, after):
            _say(heard, replace(after, version=after.version + 1), said)
            return _FATES[answer] if answer else TextFate.NO_ANSWER
    raise Contended


def _bound(text: Text, known: Sequence[Suppression | None]) -> bool:
    """Whether texts are stopped already, as far as the command minds."""
    if text.asks(Command.STOP):
        return all(each is not None and each.cause is Cause.OPT_OUT for each in known)
    return any(known)


def _bind(heard: Heard, after: Texter, known: Sequence[Suppression | None]) -> bool:
    """Stop texts, or let them through. A command that came too late makes good what it did before it knew.

    Whoever asks for texts again gets them, whoever stopped them. False when somebody else changed it meanwhile.
    """
    if not (heard.text.asks(Command.STOP) or heard.text.asks(Command.START)):
        return True
    if after.out:
        for district in heard.districts:
            suppressions.suppress(district, Channel.SMS, heard.sender, Cause.OPT_OUT, heard.text.at)
        return True
    to_lift = [
        (district, each)
        for district, each in zip(heard.districts, known, strict=True)
        if each is not None and (heard.text.asks(Command.START) or each.cause is Cause.OPT_OUT)
    ]
    return all(suppressions.lift(district, each) for district, each in to_lift)


def _say(heard: Heard, texter: Texter, said: str) -> None:
    if not said:
        return
    try:
        say_to(heard.sender, heard.to, said)
    except NotNow:
        texters.save(heard.districts[0], heard.sender, owe(texter, heard.text))
        raise
