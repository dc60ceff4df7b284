"""A number that texts us: one answer for each change of mind, whatever comes twice or in another order."""

from dataclasses import replace
from itertools import count
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.delivery.texted.keywords import Command, Said
from chalicelib.delivery.texted.texter import MOST_A_DAY, Answer, Text, Texter, hear, owe
from chalicelib.delivery.texted.words import answer_in

MONDAY, TUESDAY = "2026-11-23T15:00:{:02d}", "2026-11-24T15:00:{:02d}"
_ids = count()


def text(command: Command | None, second: int = 0, language: str = "en", day: str = MONDAY) -> Text:
    said = Said(command, language) if command else None
    return Text(f"text-{next(_ids)}", day.format(second), said)


def after(*texts: Text) -> tuple[Texter, list[Answer | None]]:
    """What a number is, and the answers it had; whoever wants no texts is bound at once."""
    texter, answers = Texter(), []
    for each in texts:
        texter, answer = hear(texter, each, bound=texter.out)
        answers.append(answer)
    return texter, answers


def test_a_second_stop_is_not_confirmed_again() -> None:
    """CHAN-10."""
    texter, answers = after(text(Command.STOP), text(Command.STOP, 5), text(Command.STOP, day=TUESDAY))
    assert texter.out
    assert answers == [Answer.STOPPED, None, None]


def test_the_same_text_twice_is_one() -> None:
    once = text(Command.HELP)
    assert after(once, once)[1] == [Answer.HELP, None]


def test_of_stop_and_start_the_later_written_counts_whichever_comes_first() -> None:
    stop, start = text(Command.STOP, 1), text(Command.START, 2)
    assert not after(stop, start)[0].out
    assert not after(start, stop)[0].out
    stop, start = text(Command.STOP, 2), text(Command.START, 1)
    assert after(stop, start)[0].out
    assert after(start, stop)[0].out


def test_of_stop_and_start_in_one_moment_stop_holds() -> None:
    """CHAN-10: nobody can tell which came last, and nobody is written to who may have said no."""
    stop, start = text(Command.STOP), text(Command.START)
    assert after(stop, start)[0].out
    assert after(start, stop)[0].out


def test_start_and_stop_are_confirmed_each_time_they_change_something() -> None:
    told = after(text(Command.STOP, 1), text(Command.START, 2), text(Command.STOP, 3))[1]
    assert told == [Answer.STOPPED, Answer.STARTED, Answer.STOPPED]


def test_a_start_that_changes_nothing_is_answered_once_a_day() -> None:
    told = after(text(Command.START, 1), text(Command.START, 2), text(Command.START, day=TUESDAY))[1]
    assert told == [Answer.STARTED, None, Answer.STARTED]


def test_stop_is_confirmed_although_a_phone_company_had_told_us_and_start_although_staff_stopped_it() -> None:
    assert hear(Texter(), text(Command.STOP), bound=True)[1] is Answer.STOPPED
    assert hear(Texter(), text(Command.START), bound=True)[1] is Answer.STARTED


def test_stop_is_confirmed_again_after_staff_lifted_the_first() -> None:
    texter, _ = after(text(Command.STOP, 1))
    assert hear(texter, text(Command.STOP, 2), bound=False)[1] is Answer.STOPPED


def test_whatever_else_is_written_is_answered_once_a_day_and_never_to_whoever_wants_no_texts() -> None:
    """RPLY-10: a machine that answers our answer has none to that."""
    assert after(text(None), text(None), text(None, day=TUESDAY))[1] == [Answer.UNREAD, None, Answer.UNREAD]
    assert after(text(Command.STOP, 1), text(None, 2), text(Command.HELP, 3))[1] == [
        Answer.STOPPED,
        None,
        Answer.HELP,
    ]


def test_who_stops_and_starts_all_day_is_answered_a_few_times_and_obeyed_always() -> None:
    """RPLY-10."""
    texts = [text((Command.STOP, Command.START)[at % 2], at) for at in range(21)]
    texter, answers = after(*texts)
    assert len([each for each in answers if each]) == MOST_A_DAY
    assert texter.out


def test_an_answer_that_did_not_leave_is_said_when_the_text_comes_again() -> None:
    stop = text(Command.STOP, 1)
    texter, _ = after(stop)
    owing = owe(texter, stop)
    said, answer = hear(owing, stop, bound=True)
    assert (said, answer) == (texter, Answer.STOPPED)
    overtaken = replace(owing, out=False)
    assert hear(overtaken, stop, bound=False)[1] is None, "they want texts again by now"


def test_the_answer_speaks_the_language_of_the_command() -> None:
    """An English word changes nothing for whoever began in another: our letters name START in all of them."""
    spanish, _ = after(text(Command.STOP, 1, "es"), text(Command.START, 2))
    assert answer_in(spanish.language, Answer.STARTED, "Riverbend", "x").startswith("Riverbend: Volverá")
    assert after(text(Command.STOP, 1), text(Command.START, 2, "vi"))[0].language == "vi"
    assert "no más" not in answer_in("", Answer.STOPPED, "Riverbend", "x")


def test_who_gave_no_command_is_told_in_two_languages() -> None:
    told = answer_in("", Answer.UNREAD, "Riverbend", "riverbend.example")
    assert "Nobody reads" in told
    assert "Nadie lee" in told
    assert answer_in("es", Answer.UNREAD, "Riverbend", "x").count("Riverbend") == 1


@given(st.dictionaries(st.integers(0, 59), st.sampled_from([*Command, None]), max_size=6), st.randoms())
def test_whatever_comes_twice_and_in_any_order_the_last_command_written_holds(
    written: dict[int, Command | None], random: Random
) -> None:
    """CHAN-10."""
    texts = [text(command, second) for second, command in written.items()]
    arriving = texts * 2
    random.shuffle(arriving)
    texter, answers = after(*arriving)
    decisive = [each for each in texts if each.asks(Command.STOP) or each.asks(Command.START)]
    last = max(decisive, key=lambda each: each.at, default=None)
    assert texter.out == (last is not None and last.asks(Command.STOP))
    assert len([each for each in answers if each]) <= min(MOST_A_DAY, len(texts))
