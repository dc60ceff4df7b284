"""From which number texts and calls leave, and the rate of each number."""

import pytest

from chalicelib.content.model import Channel, SmsPart, VoicePart
from chalicelib.delivery import known
from chalicelib.delivery.store import gates
from chalicelib.directory import store as directory
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.calling import can_call
from tests.support.line import Line, settle_district

from .gate.test_gate import keep_time
from .test_whole_line import to

OPERATORS, OURS, OTHER = "+18335550100", "+13035550142", "+13035550143"


def call_from(line: Line, number: str, message_number: int, *students: str) -> None:
    voice = VoicePart("No school today", caller_id="front-office", number=number)
    content = build.content(html="", plain="", sms=SmsPart("No school"), voice=voice)
    line.send(
        build.message(message_number, accepted_at=line.clock.now(), content=content, selection=to(*students))
    )


def given(numbers: str, **settings: int) -> None:
    directory.put_district(people.district(settings={"voice_numbers": numbers, **settings}))
    known.forget()


@pytest.mark.parametrize(
    ("numbers", "expected"), [(f"{OURS} {OTHER}", OURS), (OTHER, OPERATORS), ("", OPERATORS)]
)
def test_calls_come_from_their_caller_id_where_the_provider_knows_it(
    line: Line, numbers: str, expected: str
) -> None:
    """CALL-04, SMS-10, CID-13: otherwise from the operator's number, as texts do always."""
    settle_district(families.reached_at("s1", "s1@home.example", "+12065550111"))
    given(numbers)
    call_from(line, OURS, 1, "s1")
    line.run(minutes=2)
    sent = {each.kind: each.sender for each in line.handed_over()}
    assert sent == {"text": OPERATORS, "call": expected}


def test_the_title_is_never_told_to_the_provider(line: Line) -> None:
    """CID-02"""
    settle_district(families.reached_at("s1", "s1@home.example", "+12065550111"))
    can_call(people.caller_id(title="Secret title", number=OURS))
    given(OURS)
    call_from(line, OURS, 1, "s1")
    line.run(minutes=2)
    (call,) = line.handed_over(kind="call")
    assert "Secret" not in repr(call)


def test_each_number_has_its_own_rate(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """QUEUE-03, CALL-04: what one number's calls book of its time is no other number's."""
    keep_time(line, monkeypatch)
    ids = [f"s{at}" for at in range(10)]
    settle_district(
        *(families.reached_at(each, f"{each}@x.example", f"+1206{at:07d}") for at, each in enumerate(ids))
    )
    given(f"{OURS} {OTHER}", calls_per_minute_per_number=30)
    booked: dict[str, set[str]] = {}
    for number, message in ((OURS, 1), (OTHER, 2)):
        call_from(line, number, message, *ids)
        line.run(minutes=2)
        calls = [each.at for each in line.handed_over(kind="call") if each.sender == number]
        assert len(calls) == 10
        assert max(calls) - min(calls) >= 9 * 2 - 2
        until = gates.read("demo", Channel.VOICE).line.until
        booked[number] = {name for name in until if name.startswith("* +")}
    assert booked == {OURS: {f"* {OURS}"}, OTHER: {f"* {OTHER}"}}
