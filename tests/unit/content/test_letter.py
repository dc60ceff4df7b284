"""The email's frame: whole, accessible, inert, and the same for all but what differs between readers."""

import re

import pytest

from chalicelib.content import letter
from chalicelib.content.letter import TEMPLATE, Letterhead, Reader, Values, filled, of_message, of_recipient
from chalicelib.content.model import Content

HEAD = Letterhead("Riverbend <USD>", "Lincoln & Sons High", "Ada Teacher")
CONTENT = Content("Trip {{body}} <now>", html="<p>Bring {{why}} lunch.</p>", plain="Bring {{why}} lunch.")


def rendered(reader: Reader | None = None, content: Content = CONTENT) -> tuple[str, str]:
    values: Values = of_message(content, HEAD)
    values |= of_recipient(HEAD, reader) if reader else {}
    return filled(TEMPLATE.html, values), filled(TEMPLATE.text, values)


def test_every_place_in_the_template_has_a_value() -> None:
    """CHAN-01: a missing value would lose the email at the provider, after it was taken."""
    places = set(re.findall(r"{{(\w+)}}", TEMPLATE.subject + TEMPLATE.html + TEMPLATE.text))
    assert places == set(of_message(CONTENT, HEAD))


def test_braces_that_people_wrote_mean_nothing() -> None:
    html, text = rendered()
    assert "<p>Bring {{why}} lunch.</p>" in html
    assert "Bring {{why}} lunch." in text
    assert "{{" not in TEMPLATE.html.replace("{{language}}", "").split("<body")[0].split("{{title}}")[0]


def test_what_is_not_the_messages_html_is_escaped() -> None:
    html, text = rendered(Reader("contact", student="Sam <script>", unsubscribe_url='https://x.example/"&a'))
    assert "Lincoln &amp; Sons High" in html
    assert "Sam &lt;script&gt;" in html
    assert "<title>Trip {{body}} &lt;now&gt;</title>" in html
    assert 'href="https://x.example/&quot;&amp;a"' in html
    assert "Sam <script>" in text
    assert "Lincoln & Sons High" in text


@pytest.mark.parametrize(
    ("reader", "says"),
    [
        (Reader("contact", student="Sam"), "lists you as a contact of Sam."),
        (Reader("contact", "es-MX", "Sam"), "como contacto de Sam."),
        (Reader("student"), "you are a student of Lincoln"),
        (Reader("staff"), "you work for Riverbend"),
        (Reader(""), "has this address on file"),
        (Reader("contact", "vi", "Sam"), "lists you as a contact of Sam."),
    ],
)
def test_the_reader_learns_why(reader: Reader, says: str) -> None:
    """CHAN-01."""
    _, text = rendered(reader)
    assert says in text


def test_links_are_there_only_with_an_address() -> None:
    html, text = rendered(Reader("staff"))
    assert "<a " not in html
    assert "http" not in text
    html, text = rendered(
        Reader("staff", "es", unsubscribe_url="https://x.example/u", inbox_url="https://x.example/i")
    )
    assert '<a href="https://x.example/u"' in html
    assert "Dejar de recibir estos correos: https://x.example/u" in text
    assert "https://x.example/i" in html


def test_the_frame_fetches_nothing_and_reads_well() -> None:
    """Nothing from elsewhere; a language, a title, a narrow column; tables are for layout only."""
    html, _ = rendered()
    assert not re.search(r"src=|@import|url\(|<link|<script", html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en" dir="auto">')
    assert "<title>" in html
    assert "max-width:600px" in html
    assert html.count("<table") == html.count('role="presentation"') == 2


def test_a_recipients_values_are_few() -> None:
    """They travel 50 to a call, so the message's own text is not among them."""
    assert len(letter.of_recipient(HEAD, Reader("contact", student="Sam"))) == 5
