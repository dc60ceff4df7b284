"""Reads that do not ask for consistency may be a second behind: no command is refused, forgotten or answered
by what was so before."""

import random
from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.access.model import Principal
from chalicelib.content.model import Channel
from chalicelib.delivery.halting import command
from chalicelib.delivery.halting.model import HaltState
from chalicelib.delivery.sent import progress
from chalicelib.delivery.sent.progress import Progress, Stage
from chalicelib.delivery.store import halts
from chalicelib.kernel.clock import Clock
from chalicelib.messages.model import Message
from tests.builders import families
from tests.support.line import Line

from ..test_crashes import send as send_to_two
from ..test_dispatch import fan_out, send
from .test_halts import ANN, as_a_request

Command = Callable[[Principal, str, Clock], Progress | None]
STATES: dict[Command, HaltState] = {
    command.pause: HaltState.PAUSED,
    command.resume: HaltState.RESUMED,
    command.cancel: HaltState.CANCELED,
    command.withdraw: HaltState.CANCELED,
}


def said(line: Line, message: Message, what: Command) -> Progress | None:
    return as_a_request(line, lambda: what(ANN, message.message_id, line.clock))


def state(message: Message) -> HaltState | None:
    halt = halts.read("demo", message.message_id)
    return halt.state if halt else None


@pytest.mark.parametrize(
    ("before", "at_last"),
    [
        ([command.pause, command.resume], command.pause),
        ([command.pause], command.resume),
        ([command.pause, command.resume], command.cancel),
    ],
)
def test_what_is_said_last_holds_however_soon_it_comes(
    line: Line, before: list[Command], at_last: Command
) -> None:
    """R14: "paused" is answered when it is so, and not when it was."""
    message = send_to_two(line)
    fan_out(line, message)
    line.fall_behind(lambda: 1.0)
    for what in before:
        line.clock.advance(seconds=5)
        said(line, message, what)
    line.clock.advance(seconds=0.2)
    answer = said(line, message, at_last)
    wanted = STATES[at_last]
    assert state(message) is wanted
    assert answer is not None
    assert answer.halt is not None
    assert answer.halt.state is wanted
    line.run(minutes=2)
    assert bool(line.handed_over()) == (wanted is HaltState.RESUMED)


def just_fanned_out(line: Line, seed: int) -> Message:
    """A message of which the table shows now what it was up to a second ago."""
    line.wipe()
    message = send(line, families.student("sam"))
    line.clock.advance(seconds=5)
    line.fall_behind(partial(random.Random(seed).uniform, 0, 1))
    fan_out(line, message)
    line.clock.advance(seconds=0.3)
    return message


@pytest.mark.parametrize("what", [command.pause, command.cancel, command.withdraw])
def test_what_was_fanned_out_a_moment_ago_still_waits(line: Line, what: Command) -> None:
    """R14, ANN-26: the plan is read as it is, the numbers as they were before: all zero."""
    for seed in range(20):
        message = just_fanned_out(line, seed)
        said(line, message, what)
        assert state(message) is STATES[what], seed
        line.run(minutes=1)
        assert line.handed_over() == [], seed


def test_a_message_that_was_fanned_out_a_moment_ago_is_not_shown_as_done(line: Line) -> None:
    """R14: a page that reads it again while it is under way would not read it again."""
    for seed in range(20):
        message = just_fanned_out(line, seed)
        found = progress.one(ANN, message.message_id)
        assert (found.stage, found.parts[Channel.EMAIL].pending) == (Stage.SENDING, 1), seed
