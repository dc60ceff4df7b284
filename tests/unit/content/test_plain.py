"""Plain text of clean HTML."""

import pytest
from hypothesis import given

from chalicelib.content.cleaning import clean_html
from chalicelib.content.plain import plain_text

from .test_cleaning import FRAGMENTS


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"),
        ("<h1>Title</h1><div>a</div><div>b</div>", "Title\n\na\nb"),
        ("<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc"),
        ("<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>", "- a\n- b\nc"),
        ("<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("<p>a</p><hr><p>b</p>", "a\n\n----\n\nb"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n- b"),
        ('<a href="https://x.example/a?b=1&amp;c=2">here</a>', "here (https://x.example/a?b=1&c=2)"),
        ('<a href="https://x.example">https://x.example</a>', "https://x.example"),
        ('<a href="mailto:a@x.example">write</a>', "write (a@x.example)"),
        ('<img src="https://x.example/a.png" alt="A map">', "A map"),
        ("<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>", "a b\nc"),
        ("<p>a  \n b</p>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
    ],
)
def test_blocks_lists_and_links(html: str, text: str) -> None:
    """CHAN-01: the email's twin without formatting."""
    assert plain_text(html) == text


@given(FRAGMENTS)
def test_any_clean_html_has_a_text(html: str) -> None:
    text = plain_text(clean_html(html))
    assert text == text.strip()
    assert "\n\n\n" not in text
