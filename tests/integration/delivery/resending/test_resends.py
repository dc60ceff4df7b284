"""A message is sent again to those whom it did not reach: once, whoever asks, to nobody who has it, and not to
addresses that were refused for good."""

import random
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from chalicelib.access.model import Permission, Principal
from chalicelib.access.profiles import DISTRICT_ADMINISTRATOR, STANDARD
from chalicelib.content.model import Channel
from chalicelib.delivery import known
from chalicelib.delivery.halting import command as halting
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.resending import survey, try_again
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role, Student
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.errors import ConfirmationRequired, Conflict, Forbidden, Invalid
from chalicelib.messages.model import Message, Source
from chalicelib.messages.store import resends
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from ..halting.test_halts import ANN, as_a_request, under_fire
from ..queue_job.test_doubt import kill
from ..test_crashes import carry_on
from ..test_dispatch import EMAIL_ONLY, TEXT_ONLY, fan_out
from ..test_whole_line import to

ADA = replace(ANN, roles=(Role.ADMIN,), profiles=(STANDARD[Role.ADMIN],))  # whom the builders let send
FULL, NO_MAILBOX, GOOD = "sam@full.example", "sam@nomailbox.example", "sam@home.example"
KIM = families.reached_at("kim", "kim@home.example")


def sam(address: str, **changes: Any) -> Student:
    """Whose mother has this address."""
    return families.reached_at("sam", address, **changes)


def sent(line: Line, *students: Student, **content: Any) -> Message:
    """A message that has ended, to the mothers of students who live in the district from now on."""
    settle_district(*students)
    chosen = to(*(each.student_id for each in students))
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=build.content(**content), selection=chosen)
    )
    carry_on(line, message, minutes=3)
    return message


def again(line: Line, message: Message, number: int = 1) -> Message:
    """The try that Ann asks for."""
    found = as_a_request(line, lambda: try_again.again(ADA, message.message_id, number, None, line.clock))
    return known.message("demo", found.row.message_id)


def to_whom(line: Line) -> Counter[str]:
    return Counter(each.destination for each in line.handed_over())


# ---- Who is tried again -------------------------------------------------------------------------------------


def test_a_full_mailbox_is_tried_again_and_nobody_else(line: Line) -> None:
    """QUEUE-08, REPT-19: the first report stays as it was, the try has its own; together they tell both."""
    message = sent(line, sam(FULL), KIM, **EMAIL_ONLY)
    directory.put_students("demo", [sam(GOOD)])
    made = again(line, message)
    carry_on(line, made, minutes=3)
    assert to_whom(line) == Counter({FULL: 1, "kim@home.example": 1, GOOD: 1})
    assert line.totals(message, Channel.EMAIL) == Totals(total=2, sent=1, errors=1)
    assert made.parts == (Channel.EMAIL,), "no second in-app copy"
    assert line.totals(made, Channel.EMAIL) == Totals(total=1, sent=1)
    (row,) = line.rows(made)
    assert (row.status, row.destination, row.person_id) == (DeliveryStatus.SENT, GOOD, "sam-mum")


def test_a_refused_address_stays_out_until_it_is_corrected(line: Line) -> None:
    """QUEUE-10: the offer says so, by reason; another address of the same person is tried."""
    message = sent(line, sam(NO_MAILBOX), **EMAIL_ONLY)
    offer = try_again.offered(ADA, message.message_id, line.clock)
    assert [(each.reason, each.count, each.again) for each in offer.survey.missed] == [("no_mailbox", 1, 0)]
    with pytest.raises(Conflict, match="Correct the addresses"):
        again(line, message)
    directory.put_students("demo", [sam(GOOD)])
    carry_on(line, again(line, message), minutes=3)
    assert to_whom(line)[GOOD] == 1


def test_whom_the_provider_refused_without_a_word_of_the_address_is_tried_again(line: Line) -> None:
    """QUEUE-10: by somebody, in one action; it refused everybody, and no address is to be corrected."""
    line.simulator.control({"action": "refuse", "kind": "text", "calls": 1})
    message = sent(line, families.reached_at("sam", number="+12065550101"), **TEXT_ONLY)
    assert line.totals(message, Channel.SMS) == Totals(total=1, errors=1)
    carry_on(line, again(line, message), minutes=3)
    assert [each.destination for each in line.handed_over()] == ["+12065550101"]


def test_whoever_had_no_address_and_has_one_now_is_reached(line: Line) -> None:
    """RCPT-23"""
    message = sent(line, sam(""), KIM, **EMAIL_ONLY)
    directory.put_students("demo", [sam(GOOD)])
    carry_on(line, again(line, message), minutes=3)
    assert to_whom(line) == Counter({"kim@home.example": 1, GOOD: 1})


def test_whoever_opted_out_since_is_not_tried(line: Line) -> None:
    """CHAN-10, PERM-02: everything is asked anew."""
    message = sent(line, sam(FULL), **EMAIL_ONLY)
    directory.put_students("demo", [sam(FULL, email_opt_out=True)])
    with pytest.raises(Conflict, match="Nobody is left"):
        again(line, message)


def test_what_was_never_confirmed_may_be_sent_again_once_it_has_ended(line: Line) -> None:
    """R3: not while it is in doubt; as an Error, by whoever decides that it matters."""
    settle_district(families.student("sam"))
    content = build.content(**TEXT_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("sam")))
    fan_out(line, message)
    line.muted = True
    kill(line, message, Channel.SMS, "SendTextMessage", after=False)
    line.run(minutes=3)
    with pytest.raises(Conflict, match="Nobody is left"):
        again(line, message)
    line.clock.advance(hours=25)
    line.run(minutes=8)
    (row,) = line.rows(message, Channel.SMS)
    assert (row.status, row.reason) == (DeliveryStatus.ERROR, "unconfirmed")
    line.muted = False
    carry_on(line, again(line, message), minutes=3)
    assert len(line.handed_over(kind="text")) == 1


def test_a_second_try_is_about_those_whom_the_first_did_not_reach(line: Line) -> None:
    """QUEUE-02: whoever has it gets it no more."""
    eve = families.reached_at("eve", "eve@full.example")
    message = sent(line, sam(FULL), eve, KIM, **EMAIL_ONLY)
    directory.put_students("demo", [sam(GOOD)])
    first = again(line, message)
    with pytest.raises(Conflict, match="still going out"):
        again(line, message, 2)
    carry_on(line, first, minutes=3)
    assert line.totals(first, Channel.EMAIL) == Totals(total=2, sent=1, errors=1)
    offer = try_again.offered(ADA, message.message_id, line.clock)
    assert (offer.number, offer.survey.deliveries) == (2, 1)
    carry_on(line, again(line, message, 2), minutes=3)
    assert to_whom(line) == Counter({FULL: 1, GOOD: 1, "kim@home.example": 1, "eve@full.example": 3})


def test_a_moment_after_a_try_was_made_it_is_known_and_under_way(line: Line) -> None:
    """QUEUE-02: reads may be a second behind; the next try is not offered while this one goes out."""
    for seed in range(20):
        line.wipe()
        message = sent(line, sam(FULL), KIM, **EMAIL_ONLY)
        directory.put_students("demo", [sam(GOOD)])
        line.clock.advance(seconds=5)
        line.fall_behind(partial(random.Random(seed).uniform, 0, 1))
        made = again(line, message)
        fan_out(line, made)
        line.clock.advance(seconds=0.3)
        assert again(line, message, 1) == made
        with pytest.raises(Conflict, match="still going out"):
            try_again.offered(ADA, message.message_id, line.clock)
        with pytest.raises(Conflict, match="still going out"):
            again(line, message, 2)
        line.run(minutes=2)
        with pytest.raises(Conflict, match="Nobody is left"):
            again(line, message, 2)
        assert to_whom(line)[GOOD] == 1, seed


def test_of_many_the_numbers_are_near_and_the_sending_is_exact(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-10: beyond some shards nobody is looked up before; the line looks everybody up."""
    monkeypatch.setattr(survey, "LOOKED_UP", 0)
    message = sent(line, sam(FULL), families.reached_at("eve", "eve@nomailbox.example"), **EMAIL_ONLY)
    offer = try_again.offered(ADA, message.message_id, line.clock)
    assert (offer.survey.approximate, offer.survey.deliveries) == (True, 1)
    made = again(line, message)
    carry_on(line, made, minutes=3)
    assert [row.destination for row in line.rows(made)] == [FULL]


# ---- Who may, and what is refused ---------------------------------------------------------------------------


def test_what_is_refused_says_what_to_do(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEND-02, PERM-02"""
    message = sent(line, sam(FULL), **EMAIL_ONLY)
    for number in (2, 9):
        with pytest.raises(Invalid, match="Load the message again"):
            again(line, message, number)
    with pytest.raises(Forbidden, match="no longer reach"):
        try_again.again(ANN, message.message_id, 1, None, line.clock)
    monkeypatch.setattr(survey, "MOST", 0)
    with pytest.raises(Conflict, match="as a new message"):
        again(line, message)


@pytest.mark.parametrize(
    ("without", "source", "told"),
    [
        (Permission.SEND_FROM_DISTRICT, Source.DISTRICT, "as the district"),
        (Permission.SEND_FROM_SCHOOL, Source.SCHOOL, "as the school"),
        (Permission.SEND_TO_PRIMARY_CONTACTS, Source.USER, "this kind of recipient"),
    ],
)
def test_the_rights_are_those_of_a_new_message(
    line: Line, without: Permission, source: Source, told: str
) -> None:
    """PERM-02, PERM-A04, PERM-A05, PERM-A08: as whom, and to which kind of recipient."""
    settle_district(sam(FULL))
    content, selection = build.content(**EMAIL_ONLY), to("sam")
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=selection, source=source)
    )
    carry_on(line, message, minutes=3)
    granted = {right: level for right, level in DISTRICT_ADMINISTRATOR.grants.items() if right is not without}
    poor = replace(ADA, profiles=(replace(DISTRICT_ADMINISTRATOR, grants=granted),))
    with pytest.raises(Forbidden, match=told):
        try_again.again(poor, message.message_id, 1, None, line.clock)
    assert resends.of("demo", message.message_id) == ()
    rich = replace(ADA, profiles=(DISTRICT_ADMINISTRATOR,))
    as_a_request(line, lambda: try_again.again(rich, message.message_id, 1, None, line.clock))
    assert len(resends.of("demo", message.message_id)) == 1


def test_what_is_read_for_the_numbers_has_a_bound(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEND-02: a request does not read a district's deliveries of five tries."""
    message = sent(line, sam(FULL), **EMAIL_ONLY)
    again(line, message)
    carry_on(line, message, minutes=3)
    assert try_again.offered(ADA, message.message_id, line.clock).number == 2
    monkeypatch.setattr(survey, "MOST_TRIED", 0)
    with pytest.raises(Conflict, match="as a new message"):
        try_again.offered(ADA, message.message_id, line.clock)


def test_many_need_a_yes_to_their_number(line: Line) -> None:
    """SEND-02, SEND-03"""
    message = sent(line, sam(FULL), **EMAIL_ONLY)
    directory.put_district(people.district(settings={"always_confirm": True}))
    known.forget()
    with pytest.raises(ConfirmationRequired) as asked:
        again(line, message)
    assert asked.value.extra["recipients"] == 1
    try_again.again(ADA, message.message_id, 1, 1, line.clock)
    assert len(resends.of("demo", message.message_id)) == 1


def test_a_canceled_one_is_not_sent_again(line: Line) -> None:
    """R14: nor is a try itself."""
    settle_district(sam(FULL), KIM)
    content = build.content(**EMAIL_ONLY)
    message = line.send(
        build.message(accepted_at=line.clock.now(), content=content, selection=to("sam", "kim"))
    )
    line.clock.advance(seconds=5)
    line.fall_behind(lambda: 1.0)
    halting.cancel(ADA, message.message_id, line.clock)
    with pytest.raises(Conflict, match="was canceled"):
        again(line, message)
    line.wipe()
    other = sent(line, sam(FULL), **EMAIL_ONLY)
    made = again(line, other)
    with pytest.raises(Conflict, match="Open the first message"):
        again(line, made)


def test_one_that_was_paused_is_sent_again_once_it_has_ended(line: Line) -> None:
    """R14, QUEUE-08: not while it may still go on; afterwards whoever waited in vain is reached."""
    settle_district(KIM)
    content = build.content(**EMAIL_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=to("kim")))
    halting.pause(ADA, message.message_id, line.clock)
    line.run()
    with pytest.raises(Conflict, match="is paused"):
        again(line, message)
    line.clock.advance(hours=25)
    carry_on(line, message, minutes=3)
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, expired=1)
    carry_on(line, again(line, message), minutes=2)
    assert to_whom(line) == Counter({"kim@home.example": 1})


# ---- Once, whoever dies -------------------------------------------------------------------------------------


def one_more(line: Line) -> Message:
    """A message whose text to one mother failed, and whose number was corrected."""
    line.wipe()
    message = sent(line, sam(FULL), KIM, **EMAIL_ONLY)
    directory.put_students("demo", [sam(GOOD)])
    return message


def reached_once(line: Line, message: Message, what: str) -> None:
    (only,) = resends.of("demo", message.message_id)
    made = known.message("demo", only.message_id)
    carry_on(line, made, minutes=12)
    assert to_whom(line) == Counter({FULL: 1, "kim@home.example": 1, GOOD: 1}), what
    assert line.totals(made, Channel.EMAIL) == Totals(total=1, sent=1), what


def test_killed_after_any_call_there_is_one_try(line: Line) -> None:
    """R1, QUEUE-12: whoever was killed asks again."""
    at, hit = 0, True
    while hit:
        at += 1
        message = one_more(line)
        line.saboteur.reset(at=at, after=True)
        under_fire(line, message, _asked)
        line.run(minutes=1)
        hit = line.saboteur.done
        as_a_request(line, partial(_asked, ADA, message.message_id, line.clock))
        reached_once(line, message, f"killed after call {at}: {line.saboteur.calls}")
    assert at > 20


def _asked(_who: Principal, message_id: str, clock: FixedClock) -> object:
    return try_again.again(ADA, message_id, 1, None, clock)


def test_of_two_who_ask_at_once_both_get_the_same_try(line: Line) -> None:
    """R4: a double click, or two people; between any two calls of the first."""
    at, met = 0, True
    while met:
        at += 1
        message = one_more(line)
        made: list[str] = []

        def other(message: Message = message, made: list[str] = made) -> None:
            made.append(again(line, message).message_id)

        line.saboteur.meet(at, other)
        line.saboteur.watching = True
        made.append(try_again.again(ADA, message.message_id, 1, None, line.clock).row.message_id)
        line.saboteur.watching = False
        met = line.saboteur.done
        line.saboteur.reset(0, after=False)
        assert len(set(made)) == 1, at
        reached_once(line, message, f"before call {at}")
    assert at > 8
