"""The email about a secure message says that there is one, and nothing else."""

import pytest

from chalicelib.content.letter import Letterhead, Reader
from chalicelib.content.letter_notice import compose_notice
from infra.local.simulator.templates import compile_template

HEAD = Letterhead("Lincoln & Sons High", "Ada <Teacher>")
URL = "https://carillon.example/inbox"


def arrives(reader: Reader, head: Letterhead = HEAD) -> tuple[str, str, str]:
    """Subject, HTML and plain text as the reader gets them."""
    letter = compose_notice(head)
    values = letter.values | letter.values_for(head, reader)
    subject, html, text = (
        compile_template(each).render(values) for each in (letter.subject, letter.html, letter.text)
    )
    return subject, html, text


def test_every_place_has_a_value_even_for_an_unknown_reader() -> None:
    letter = compose_notice(HEAD)
    for template in (letter.subject, letter.html, letter.text):
        assert compile_template(template).missing(letter.values) == ""
    assert "[[" not in letter.html + letter.text


def test_it_names_sender_and_way_in_and_neither_student_nor_reason() -> None:
    """COMP-06."""
    subject, html, text = arrives(Reader("contact", "en", "Sam Miller", URL))
    assert subject == "Secure message from Ada <Teacher>"
    assert "Secure message from Ada &lt;Teacher&gt;</h1>" in html
    assert "Ada <Teacher> has sent you a secure message." in text
    assert f'<a href="{URL}"' in html
    assert f"Read it in your inbox: {URL}" in text
    assert "Sign in to read it." in text
    assert "Sam" not in subject + html + text


@pytest.mark.parametrize("head", [HEAD, Letterhead("", "Ada {{why}} <b>")])
def test_names_stay_inert(head: Letterhead) -> None:
    """COMP-06, FLDS-05."""
    subject, html, _ = arrives(Reader(language="es"), head)
    assert subject.startswith("Mensaje seguro de ")
    assert "<b>" not in html
    assert "Inicie sesión" in html
