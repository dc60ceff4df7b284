"""The page behind the link: both languages, one button, nothing that runs and nothing that gives away."""

import re

import pytest

from chalicelib.delivery.unsubscribe.model import Addressee
from chalicelib.delivery.unsubscribe.page import page
from chalicelib.directory.suppression import Cause, Suppression

WHO = Addressee("demo", "Riverbend <b>Unified", "maria@home.example")


def stopped(cause: Cause) -> Addressee:
    return Addressee(WHO.district, WHO.district_name, WHO.address, Suppression("email", WHO.address, cause, ""))


def buttons(html: str) -> list[str]:
    return re.findall(r'<button name="do" value="(\w+)">', html)


def test_it_asks_in_both_languages_that_of_the_reader_first() -> None:
    english, spanish = page(WHO, "en"), page(WHO, "es")
    assert english.index("Stop emails from") < english.index("¿Dejar de recibir correos de")
    assert spanish.index("¿Dejar de recibir correos de") < spanish.index("Stop emails from")
    assert '<html lang="es">' in spanish
    assert (english.count("<h1"), english.count("<h2")) == (1, 1)
    assert buttons(english) == ["stop", "stop"]


def test_names_are_text_and_the_address_is_masked() -> None:
    """Whoever got the mail from its reader learns no address."""
    html = page(WHO, "en")
    assert "Riverbend &lt;b&gt;Unified" in html
    assert "m•••@home.example" in html
    assert "maria" not in html


@pytest.mark.parametrize(
    ("cause", "offered"), [(Cause.OPT_OUT, "allow"), (Cause.BOUNCE, "stop"), (Cause.COMPLAINT, "stop")]
)
def test_only_ones_own_wish_is_undone_here(cause: Cause, offered: str) -> None:
    html = page(stopped(cause), "en")
    assert "Emails are stopped" in html
    assert buttons(html) == [offered, offered]


def test_a_link_that_is_none_of_ours_has_no_button() -> None:
    html = page(None, "en")
    assert "does not work" in html
    assert "no funciona" in html
    assert buttons(html) == []


def test_it_runs_nothing_and_fetches_nothing() -> None:
    html = page(WHO, "en")
    assert "<script" not in html
    assert "http" not in html
