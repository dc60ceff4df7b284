"""Families answer texts: STOP, START and HELP, and whatever else, through topic, queue and function."""

import json
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory import store as directory
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel import settings
from tests.builders import families, people
from tests.support.heard import heard
from tests.support.line import Line, Record, settle_district

from ..test_dispatch import TEXT_ONLY, fan_out, only, send

MUM = "+12065550177"
D = "demo"


@pytest.fixture(autouse=True)
def a_district(line: Line) -> None:
    settle_district(families.reached_at("sam", number=MUM))


def sam(**changes: Any) -> Any:
    return families.reached_at("sam", number=MUM, **changes)


def told(line: Line, number: str = MUM) -> list[str]:
    """What a number was answered, oldest first: what carries no reference to a delivery."""
    found = [each for each in line.handed_over(kind="text", destination=number) if not each.tags.get("ref")]
    return [each.text for each in reversed(found)]


def text(line: Line, *bodies: str, sender: str = MUM) -> list[str]:
    """Texts, one after the other, each worked off; what was answered by then."""
    for body in bodies:
        line.clock.advance(seconds=1)
        line.text_from(sender, body)
        line.pump()
    return told(line, sender)


def test_stop_binds_before_the_next_hand_over_and_is_confirmed_once(line: Line) -> None:
    """CHAN-10: a message that waits in its queue leaves to that number no more, an emergency neither."""
    message = send(line, sam(), emergency=True, **TEXT_ONLY)
    fan_out(line, message)
    text(line, "Stop!", "STOP")
    line.run(minutes=1)
    assert only(line, message, Channel.SMS) == (DeliveryStatus.ERROR, "opted_out")
    (said,) = told(line)
    assert said.startswith("Riverbend")
    assert "START" in said


def test_calls_and_emails_go_on(line: Line) -> None:
    """CHAN-10: nothing on that channel; the others are others."""
    text(line, "Stop")
    assert not suppressions.find(D, Channel.VOICE, MUM)
    message = send(line, families.reached_at("sam", "mum@home.example", MUM))
    line.run(minutes=1)
    assert only(line, message, Channel.EMAIL)[0] is DeliveryStatus.SENT
    assert only(line, message, Channel.SMS)[1] == "opted_out"


def test_start_undoes_it_whoever_stopped_it(line: Line) -> None:
    text(line, "ALTO")
    assert text(line, "START")[-1].startswith("Riverbend: Volverá"), "in the language that they began in"
    message = send(line, sam(), **TEXT_ONLY)
    line.run(minutes=1)
    assert only(line, message, Channel.SMS)[0] is DeliveryStatus.SENT
    suppressions.suppress(D, Channel.SMS, MUM, Cause.STAFF, "2026-11-23", by="office")
    text(line, "unstop")
    assert suppressions.find(D, Channel.SMS, MUM) is None


def test_help_names_the_district_and_where_to_ask(line: Line) -> None:
    directory.put_district(people.district(settings={"help_contact": "(206) 555-0100"}))
    (said,) = text(line, "ayuda", "Info")
    assert "Riverbend" in said
    assert "(206) 555-0100" in said


def test_anything_else_is_answered_once_a_day(line: Line) -> None:
    """RPLY-10: nobody reads it, and whoever is told so knows how to stop."""
    (said,) = text(line, "Is there school tomorrow?", "Hello?")
    assert "Nobody reads" in said
    assert "Nadie lee" in said
    assert "STOP" in said
    line.clock.advance(days=1)
    assert len(text(line, "Hello??")) == 2


def test_two_machines_do_not_talk_to_each_other(line: Line) -> None:
    """RPLY-10: our answers, sent back as often as they come; short codes and our own number have none."""
    for _ in range(20):
        text(line, (told(line) or ["I am driving"])[-1])
    assert len(told(line)) == 1
    line.text_from("26797", "Your code is 123456")
    line.text_from("+18335550100", "STOP")
    line.pump()
    assert len(line.handed_over(kind="text")) == 1


def test_a_text_to_a_number_that_is_not_ours_is_dropped(line: Line) -> None:
    line.text_from(MUM, "STOP", to="+13035550100")
    line.pump()
    assert line.handed_over() == []
    assert suppressions.find(D, Channel.SMS, MUM) is None
    assert line.dead_letters == []


def test_all_districts_that_text_from_the_number_stop(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """One confirmation, in the name of both; a pool's numbers are known by what reaches the topic."""
    directory.put_district(replace(people.district(), district_id="lakeside", name="Lakeside"))
    monkeypatch.setenv("SMS_ORIGINATION", "pool-1")
    line.text_from(MUM, "STOP", to="+18335550199")
    line.pump()
    (said,) = told(line)
    assert said.startswith("Riverbend, Lakeside")
    assert all(suppressions.find(each, Channel.SMS, MUM) for each in (D, "lakeside"))
    assert line.handed_over()[0].sender == "+18335550199", "the answer comes from the number that was texted"


# ---- Twice, reversed, at once, killed ----------------------------------------------------------------------


def again(line: Line) -> Record:
    """The text that came last, as the queue delivers it once more."""
    return replace(line.texts[-1], message_id="again")


def test_a_text_that_comes_twice_is_answered_once(line: Line) -> None:
    """ABUSE-07."""
    line.text_from(MUM, "HELP")
    line.texts.append(again(line))
    line.pump()
    assert len(told(line)) == 1


def test_stop_and_start_in_reverse(line: Line) -> None:
    """ABUSE-07: START was written last, so texts go on."""
    line.text_from(MUM, "STOP")
    line.clock.advance(seconds=5)
    line.text_from(MUM, "START")
    line.texts.reverse()
    line.pump()
    assert suppressions.find(D, Channel.SMS, MUM) is None


@pytest.mark.parametrize("other", ["STOP", "START"])
def test_two_at_once(line: Line, other: str) -> None:
    """ABUSE-07: before any call of the first worker, a second one hears another text of the number."""
    at, met = 0, True
    while met:
        at += 1
        line.wipe()
        a_second_worker(line, at, other)
        met = line.saboteur.done
        held = suppressions.find(D, Channel.SMS, MUM)
        assert (held is not None) == (other == "STOP"), at
        said = [each for each in told(line) if "no more texts" in each]
        assert len(said) == 1 or (other == "START" and not said), at
    assert at > 5


def a_second_worker(line: Line, at: int, other: str) -> None:
    """The first hears STOP; in its middle the second hears what was written a second later."""
    settle_district(sam())
    line.text_from(MUM, "STOP")
    first = line.texts.pop()
    line.clock.advance(seconds=1)
    line.text_from(MUM, other)
    second = line.texts.pop()
    line.saboteur.meet(at, lambda: line.call("inbound_text", event(second)))
    line.call("inbound_text", event(first))
    if not line.saboteur.done:
        line.call("inbound_text", event(second))


def event(*records: Record) -> dict[str, Any]:
    return {"Records": [{"messageId": each.message_id, "body": each.body} for each in records]}


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_call_it_binds_and_is_never_confirmed_twice(line: Line, after: bool) -> None:
    """ABUSE-07: the queue brings the text back. Only a death right before the answer leaves it unsaid."""
    at, hit, unsaid = 0, True, []
    while hit:
        at += 1
        line.wipe()
        settle_district(sam())
        line.saboteur.reset(at, after=after)
        line.text_from(MUM, "STOP")
        line.pump()
        hit = line.saboteur.done
        assert suppressions.find(D, Channel.SMS, MUM) is not None, at
        unsaid += [line.saboteur.calls[at - 1]] if not told(line) else []
        assert len(told(line)) <= 1, at
    assert len(unsaid) == 1, unsaid


def test_a_provider_that_is_busy_gets_the_answer_later(line: Line) -> None:
    """ABUSE-07: bound at once, confirmed when it can be."""
    line.simulator.control({"action": "throttle", "kind": "text", "calls": 2})
    line.text_from(MUM, "STOP")
    line.pump()
    assert suppressions.find(D, Channel.SMS, MUM) is not None
    assert len(told(line)) == 1
    assert line.dead_letters == []


def test_an_answer_that_the_provider_refuses_is_not_said_again(line: Line) -> None:
    """Toll-free numbers: the carrier confirms a STOP by itself and takes nothing from us."""
    line.simulator.control({"action": "refuse", "kind": "text", "calls": 1, "code": "ConflictException"})
    text(line, "STOP", "STOP")
    assert told(line) == []
    assert suppressions.find(D, Channel.SMS, MUM) is not None


def test_what_is_no_text_ends_in_the_dead_letter_queue_alone(line: Line) -> None:
    line.texts.append(Record("odd", json.dumps({"Message": "{}", "Timestamp": "2026-11-23T15:00:00.000Z"})))
    line.text_from(MUM, "STOP")
    line.pump()
    assert len(line.dead_letters) == 1
    assert len(told(line)) == 1


def test_no_log_names_the_number_or_the_text(line: Line) -> None:
    with heard() as lines:
        text(line, "My son Sam is ill")
    printed = "".join(lines)
    assert "not_read" in printed
    assert MUM not in printed
    assert "Sam" not in printed
    assert settings.setting("SMS_ORIGINATION") not in printed
