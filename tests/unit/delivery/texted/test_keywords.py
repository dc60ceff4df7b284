"""Which texts are commands, in the languages that families of the demo district speak, and which are not."""

import pytest

from chalicelib.delivery.texted.keywords import LONGEST, Command, Said, command_of
from tests.support.naughty import NAUGHTY

FEDERAL = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")  # 47 CFR 64.1200(a)(10)
CARRIERS = ("STOPALL", "OPT-OUT", "OPTOUT", "REMOVE", "ARRET", "TD")
SPOKEN = {
    "es": "ALTO PARAR BAJA Cancelar Detener",
    "fr": "Arrêt arreter désabonner",
    "ht": "Sispann kanpe",
    "vi": "Dừng ngưng hủy",
    "zh": "停止 退订 退訂 取消",
    "ar": "توقف أوقف ايقاف إلغاء",
    "so": "Jooji joogso",
    "ru": "Стоп отписаться",
}


@pytest.mark.parametrize("text", [*FEDERAL, *CARRIERS, "Stop all", "no más", "don't text me", "Stop it please"])
def test_what_the_rule_and_the_carriers_name_stops(text: str) -> None:
    """CHAN-10."""
    found = command_of(text)
    assert found is not None
    assert found.command is Command.STOP


@pytest.mark.parametrize(
    ("language", "word"), [(name, each) for name, all_ in SPOKEN.items() for each in all_.split()]
)
def test_families_stop_in_their_language(language: str, word: str) -> None:
    """CHAN-10: the answer comes in the language of the word."""
    assert command_of(word) == Said(Command.STOP, language)
    assert command_of(f"  «{word.upper()}»!! ") == Said(Command.STOP, language)


@pytest.mark.parametrize(
    "text",
    [
        " stop\n",
        "S.T.O.P.",
        "Stop!!! \N{OCTAGONAL SIGN}\N{VARIATION SELECTOR-16}",
        "\uff33\uff34\uff2f\uff30",  # full width
        "St\N{SOFT HYPHEN}op",
        "\N{RIGHT-TO-LEFT MARK}stop\N{ZERO WIDTH SPACE}",
        "Stop stop STOP",
        "Please stop, thanks",
        "Stop, thank you",
        "STOP svp",
        "stop " * 300,
        "STOP" + " " * 1600,
        "\N{LEFT DOUBLE QUOTATION MARK}Stop\N{RIGHT DOUBLE QUOTATION MARK}",
    ],
)
def test_dress_does_not_matter(text: str) -> None:
    """CHAN-10."""
    assert command_of(text) == Said(Command.STOP, "en")


@pytest.mark.parametrize(
    "text",
    [
        "STOP\n\nSent from my phone",
        "\r\n Stop. \r\nWe moved to another district and do not want these any more. " + "Thanks " * 20,
        "i want to opt out",
        "Stop stop\n-- \nMaria",
        "STOP to end",
        "Please: stop to opt out!",
    ],
)
def test_what_stands_below_a_command_does_not_hide_it(text: str) -> None:
    """CHAN-10: a phone's signature, an explanation; and the words of our own answer."""
    assert command_of(text) == Said(Command.STOP, "en")


@pytest.mark.parametrize(
    "text",
    [
        "Start\nWhen is the game?",  # a consent is the whole text
        "Is school open?\nStop",
        "Stop calling\nso early",
        "stop to pick up Sam",
        "i want to opt out of the trip",
        "I want to stop by at noon",
    ],
)
def test_a_command_within_ordinary_lines_is_none(text: str) -> None:
    """CHAN-10"""
    assert command_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "stop calling me so early",
        "Is the bus stop moved?",
        "Please don't cancel the game",
        "the end",
        "dung",  # without its accents "right" as well as "stop", and a name
        "Yes",
        "STOP 7",
        "",
        "\N{OCTAGONAL SIGN}",
        "please",
        "stop it " * LONGEST,
    ],
)
def test_any_other_text_is_no_command(text: str) -> None:
    """CHAN-10: it is answered that nobody reads it, and how to stop."""
    assert command_of(text) is None


@pytest.mark.parametrize(
    "text", ["START", "unstop", "Iniciar", "Bắt đầu", "开始", "ابدأ", "Bilow", "Kòmanse", "Старт"]
)
def test_texts_come_again(text: str) -> None:
    found = command_of(text)
    assert found is not None
    assert found.command is Command.START


@pytest.mark.parametrize(
    "text", ["HELP", "Info", "¿Ayuda?", "Trợ giúp", "帮助", "مساعدة", "Caawi", "Èd", "помощь"]
)
def test_help_is_asked_for(text: str) -> None:
    found = command_of(text)
    assert found is not None
    assert found.command is Command.HELP


@pytest.mark.parametrize("text", NAUGHTY)
def test_nothing_that_people_write_breaks_it(text: str) -> None:
    found = command_of(text)
    assert found is None or found.command in Command
