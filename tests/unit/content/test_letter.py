"""The email's frame: whole, accessible, inert, and the same for all but what differs between readers."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.cleaning import clean_html
from chalicelib.content.letter import LONGEST_TEXT, Letter, Letterhead, Reader, compose, values_for
from chalicelib.content.letter_words import ENGLISH, SPANISH
from chalicelib.content.model import Content
from infra.local.simulator.templates import compile_template

from .test_cleaning import FRAGMENTS

HEAD = Letterhead("Lincoln & Sons High", "Ada <Teacher>")
CONTENT = Content("Trip {{why}} <now>", html="<p>Bring {{{lunch}}}.</p>", plain="Bring {{{lunch}}}.")


def arrives(reader: Reader, content: Content = CONTENT, head: Letterhead = HEAD) -> Letter:
    """The letter as its reader gets it, filled as the provider does it."""
    letter = compose(content, head)
    values = letter.values | values_for(head, reader)
    subject, html, text = (
        compile_template(template).render(values) for template in (letter.subject, letter.html, letter.text)
    )
    return Letter(subject, html, text, values)


def test_every_place_has_a_value_even_for_an_unknown_reader() -> None:
    """CHAN-01: a missing value would lose the email at the provider, after it was taken."""
    letter = compose(CONTENT, HEAD)
    for template in (letter.subject, letter.html, letter.text):
        assert compile_template(template).missing(letter.values) == ""
    assert "[[" not in letter.html


def test_braces_and_markup_that_people_wrote_are_text() -> None:
    """CHAN-01."""
    found = arrives(Reader("contact", student="Sam {{x}} <script>"))
    assert found.subject == "Trip {{why}} <now>"
    assert "Trip &#123;{why}} &lt;now&gt;</h1>" in found.html
    assert "<p>Bring &#123;&#123;{lunch}}}.</p>" in found.html
    assert "Bring {{{lunch}}}." in found.text
    assert "About Sam {{x}} &lt;script&gt;" in found.html
    assert "About Sam {{x}} <script>" in found.text
    assert "Lincoln &amp; Sons High" in found.html
    assert "Lincoln & Sons High, Ada <Teacher>" in found.text


@given(FRAGMENTS, st.text(max_size=30))
def test_no_message_adds_a_template_or_a_script(html: str, subject: str) -> None:
    """CHAN-01: whatever is written, the provider finds the frame's own places and no others."""
    clean = clean_html(html)
    letter = compose(Content(subject, html=clean, plain=subject), HEAD)
    places = compile_template(letter.html).names
    assert sorted(places) == ["about", "language", "link", "why"]
    assert "<script" not in letter.html


@pytest.mark.parametrize(
    ("reader", "says"),
    [
        (Reader("contact", student="Sam"), "lists you as a contact of Sam."),
        (Reader("contact", "es-MX", "Sam"), "como contacto de Sam."),
        (Reader("student"), "you are a student of Lincoln"),
        (Reader("staff"), "you work with Lincoln"),
        (Reader(), "has this address on file"),
        (Reader("contact", "vi", "Sam"), "lists you as a contact of Sam."),
    ],
)
def test_the_reader_learns_why(reader: Reader, says: str) -> None:
    """CHAN-01: in the reader's language where we speak it."""
    found = arrives(reader)
    assert says in found.text
    assert says in found.html


def test_both_languages_have_all_sentences() -> None:
    assert ENGLISH.why.keys() == SPANISH.why.keys() == {"contact", "student", "staff"}
    assert 'lang="es"' in arrives(Reader("staff", "es")).html


def test_without_a_school_the_letter_still_reads_well() -> None:
    found = arrives(Reader("contact", student="Sam"), head=Letterhead("", "Riverbend"))
    assert "because your school lists you" in found.text
    assert found.text.startswith("Riverbend\n")


def test_sent_as_the_school_its_name_stands_once() -> None:
    """CHAN-01."""
    found = arrives(Reader(), head=Letterhead("Lincoln High", "Lincoln High"))
    assert found.text.startswith("Lincoln High\n")


def test_the_link_is_there_only_with_an_address() -> None:
    found = arrives(Reader("staff"))
    assert "<a " not in found.html
    assert "http" not in found.text
    found = arrives(Reader("staff", "es", inbox_url='https://x.example/i?a="1'))
    assert '<a href="https://x.example/i?a=&quot;1"' in found.html
    assert 'Leerlo en su bandeja de entrada: https://x.example/i?a="1' in found.text


def test_the_frame_fetches_nothing_and_reads_well() -> None:
    """Nothing from elsewhere; a language, a title, one heading, a narrow column; tables for layout only."""
    html = arrives(Reader()).html
    assert not re.search(r"src=|@import|url\(|<link|<script", html)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert html.count("<h1") == 1
    assert "<title>" in html
    assert "max-width:600px" in html
    assert html.count("<table") == html.count('role="presentation"') == 2


def test_the_values_of_a_long_message_fit_the_provider() -> None:
    """SES takes 262,144 bytes of values: the whole text is in the formatted version."""
    letter = compose(Content("x", plain="\U0001f600" * 100_000), HEAD)
    assert len(json.dumps(letter.values, ensure_ascii=False).encode()) < 262_144
    assert letter.values["body_text"].count("\U0001f600") == LONGEST_TEXT
