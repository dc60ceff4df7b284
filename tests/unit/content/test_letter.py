"""The email's frame: whole, accessible, inert, and the same for all but what differs between readers."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.content.cleaning import clean_html
from chalicelib.content.letter import LONGEST_TEXT, Letter, Letterhead, Reader, compose
from chalicelib.content.letter_words import ENGLISH, SPANISH, listed
from chalicelib.content.model import Content
from infra.local.simulator.templates import compile_template

from .test_cleaning import FRAGMENTS

HEAD = Letterhead("Lincoln & Sons High", "Ada <Teacher>")
CONTENT = Content("Trip {{why}} <now>", html="<p>Bring {{{lunch}}}.</p>", plain="Bring {{{lunch}}}.")


def arrives(reader: Reader, content: Content = CONTENT, head: Letterhead = HEAD) -> Letter:
    """The letter as its reader gets it, filled as the provider does it."""
    letter = compose(content, head)
    values = letter.values | letter.values_for(head, reader)
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
    assert sorted(places) == ["about", "answer", "disclaimer", "language", "link", "why"]
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
    assert ENGLISH.why.keys() == SPANISH.why.keys() == {"contact", "student", "staff", "imported", "family"}
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
    assert letter.values["text_0"].count("\U0001f600") == LONGEST_TEXT


# ---- Insert fields ------------------------------------------------------------------------------------------

GREETING = "Dear {{recipient.first_name}}, {{{student.first_name}}} was late."
WITH_FIELDS = Content("About {{student.first_name}}", html=f"<p>{GREETING}</p>", plain=GREETING)


def test_insert_fields_are_filled_for_each_reader_in_subject_html_and_text() -> None:
    """FLDS-03, FLDS-05: escaped in the HTML alone; a value that looks like a place stays text."""
    fields = {"recipient.first_name": "Ana & {{why}}", "student.first_name": "<b>{"}
    found = arrives(Reader(fields=fields), WITH_FIELDS)
    assert found.subject == "About <b>{"
    assert "About &lt;b&gt;&#123;</h1>" in found.html
    assert "<p>Dear Ana &amp; &#123;{why}}, &#123;&lt;b&gt;&#123;} was late.</p>" in found.html
    assert "Dear Ana & {{why}}, {<b>{} was late." in found.text


def test_blank_insert_fields_leave_neither_token_nor_hole() -> None:
    """FLDS-03: and a subject of nothing but blanks is New Message (COMP-22)."""
    content = Content("{{student.number}}", html=f"<p>{GREETING}</p>", plain=GREETING)
    found = arrives(Reader(), content)
    assert found.subject == "New Message"
    assert "<p>Dear, &#123;} was late.</p>" in found.html
    assert "\nDear, {} was late.\n" in found.text


@given(
    st.lists(
        st.sampled_from(["{", "}", "{{", "}}", " ", "a", "<p>", "{{student.grade}}", "{{why}}"]), max_size=9
    ),
    st.text("{}<&a ", max_size=6),
)
def test_beside_insert_fields_no_place_appears_and_nothing_is_lost(pieces: list[str], value: str) -> None:
    """FLDS-05: whatever braces stand around them."""
    typed = "".join(pieces)
    found = arrives(Reader(fields={"student.grade": value}), Content("x", html=clean_html(typed), plain=typed))
    assert typed.replace("{{student.grade}}", value).strip() in found.text or not value


@pytest.mark.parametrize(
    ("names", "language", "said"),
    [
        (["Ana"], "en", "Ana"),
        (["Ana", "Luis"], "en", "Ana and Luis"),
        (["Ana", "", "Luis", "Eva"], "fr", "Ana, Luis and Eva"),
        (["Luis", "Ana"], "es-MX", "Luis y Ana"),
        (["Ana", "Íñigo"], "es", "Ana e Íñigo"),
        (["Ana", "Hilda"], "es", "Ana e Hilda"),
        (["Ana", "Ian"], "es", "Ana y Ian"),
        ([], "es", ""),
    ],
)
def test_several_children_are_named_as_the_reader_says_it(names: list[str], language: str, said: str) -> None:
    """FLDS-03."""
    assert listed(names, language) == said
