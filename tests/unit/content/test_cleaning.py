"""HTML on its way in: refused when it acts, tidied otherwise, inert in any case."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.content.cleaning import TAGS, active_content, clean_html, lost_picture, too_deep


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<script>x</script>", "a script"),
        ("<SCRIPT SRC=//x.example>", "a script"),
        ("<svg><script>x</script></svg>", "a script"),
        ("<svg/onload=alert(1)>", "an action (onload)"),
        ("<img src=https://x.example/a.png ONERROR=x>", "an action (onerror)"),
        ('<a href="JaVa\tScRiPt:x">x</a>', "a link that runs something (javascript:)"),
        ('<a href="&#106;avascript:x">x</a>', "a link that runs something (javascript:)"),
        ('<a href=" \u200bvbscript:x">x</a>', "a link that runs something (vbscript:)"),
        ('<a href="data:text/html;base64,AA">x</a>', "a link that runs something (data:)"),
        ('<svg><a xlink:href="javascript:x">x</a></svg>', "a link that runs something (javascript:)"),
        ('<img src="data:image/png;base64,AA">', "a picture pasted into the text"),
        ("<iframe src=x></iframe>", "an embedded page"),
        ("<object data=x></object>", "an embedded object"),
        ("<embed src=x>", "an embedded object"),
        ("<form><p>x</p></form>", "a form"),
        ("<textarea>x</textarea>", "a form"),
        ("<base href=https://x.example>", "a tag that redirects links"),
        ('<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "an action (onerror)"),
    ],
)
def test_what_acts_is_named(html: str, named: str) -> None:
    assert active_content(f"<p>Hello</p>{html}") == named


@pytest.mark.parametrize(
    "html",
    [
        "<p>Use the &lt;script&gt; tag, onclick=1, javascript:x</p>",
        '<p title="<script>">x</p>',
        '<p style="color:red" class="MsoNormal"><o:p>Word</o:p></p><!-- <script> -->',
        "<style>p { color: red }</style><meta charset=utf-8><link rel=stylesheet href=https://x.example>",
        '<a href="https://x.example/javascript:x">x</a>',
    ],
)
def test_what_does_not_act_passes(html: str) -> None:
    assert active_content(html) is None


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ('<p class="x" style="color:red" id=a>Hi</p>', "<p>Hi</p>"),
        ("<style>p{}</style><title>T</title><p>Hi", "<p>Hi</p>"),
        ("<font color=red>Hi</font>", "Hi"),
        ('<p dir="rtl" lang="ar">x</p>', '<p dir="rtl" lang="ar">x</p>'),
        ('<p dir="javascript:x">x</p>', "<p>x</p>"),
        ("<!-- c -->x", "x"),
        ('<a href="/v1/me" target=_top>x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="//x.example">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="mailto:a@x.example">x</a>', '<a href="mailto:a@x.example" rel="noopener noreferrer">x</a>'),
        ('<img src="http://x.example/a.png" alt="A">', '<img alt="A">'),
        ('<img src="https://x.example/a.png" onload=x>', '<img src="https://x.example/a.png">'),
        ("<math><mi>x</mi></math><p>y</p>", "<p>y</p>"),
    ],
)
def test_the_rest_is_tidied(html: str, clean: str) -> None:
    assert clean_html(html) == clean


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<p><img src="http://x.example/a.png" alt="A"></p>', "http://x.example/a.png"),
        ("<IMG SRC=' HTTP://x.example/a.png '>", "HTTP://x.example/a.png"),
        ('<img src="/logo.png">', "/logo.png"),
        ('<img src="//x.example/a.png">', "//x.example/a.png"),
        ('<img src="cid:image001.png@01D">', "cid:image001.png@01D"),
        ('<img src="https://x.example/a.png"><img src="http://x.example/b.png">', "http://x.example/b.png"),
        ('<img src="https://x.example/a.png">', None),
        ('<img src=" HTTPS://x.example/a.png">', None),
        ('<img alt="A"><img src="">', None),
        ("<p>&lt;img src=http://x.example/a.png&gt;</p><a href='http://x.example'>x</a>", None),
    ],
)
def test_a_picture_that_would_be_lost_is_named(html: str, address: str | None) -> None:
    """SET-10: it is what tidying takes out, and nothing else."""
    assert lost_picture(html) == address


PIECES = """
<p> </p> <b> </b> <i> <u> <a href="javascript:alert(1)"> <a href='https://x.example/?a=1&b=2'> </a>
<script> </script> <style> </style> <svg> </svg> <math> <mtext> <table> <tr> <td> </table> <ul> <li> </ul>
<img src=x onerror=alert(1)> <img src="https://x.example/a.png" alt="<b>"> <iframe srcdoc="<script>"> <!-- -->
<noscript> </noscript> <title> </title> <textarea> </textarea> <div title='"><script>'> </div> <select>
<template> </template> <form action=javascript:x> <input autofocus onfocus=x> <x:y z=1> <h1> </h2> <pre>
< > & &lt; &amp;lt; &#x3c; " ' = / <br/> <plaintext> <xmp> <foreignObject> <annotation-xml>"""

FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from([*PIECES.split(), *PIECES.split("\n")]),
        st.text(max_size=8),
    ),
    max_size=25,
).map("".join)


class _Tags(HTMLParser):
    """Every tag and attribute of a text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@settings(max_examples=400)
@given(FRAGMENTS)
def test_clean_html_is_inert_and_stays_as_it_is(html: str) -> None:
    """Only listed tags, no actions, full addresses; cleaning again changes nothing."""
    clean = clean_html(html)
    assert clean_html(clean) == clean
    assert active_content(clean) is None
    for tag, attributes in _Tags(clean).seen:
        assert tag in TAGS
        assert not any(name.startswith("on") or name == "style" for name in attributes)
        for name in {"href", "src"} & attributes.keys():
            assert re.match(r"(https?|mailto|tel):", attributes[name] or "", re.IGNORECASE)


@pytest.mark.parametrize("html", ["<div>" * 501, "<b>" * 600, "<a><div>" * 300, "<x-y>" * 501 + "</x-y>"])
def test_nesting_beyond_reason(html: str) -> None:
    """The parser's time grows with the square of the depth: 256 KB of open boxes would take half a minute."""
    assert too_deep(html)


@pytest.mark.parametrize(
    "html", ["<p>" * 5000, "<br>" * 5000, "<div>x</div>" * 5000, "<ul><li>a<li>b</ul>" * 2000, ""]
)
def test_long_is_not_deep(html: str) -> None:
    assert not too_deep(html)


def test_formatting_that_is_never_closed_is_too_deep() -> None:
    """The parser would open each of them anew in every paragraph: 24 KB took half a minute."""
    assert too_deep("<p>" + "".join(f"<b lang={n}>" for n in range(490)) + "<p>x" * 4500)
    assert not too_deep("<p><b><i><u>all at once</u></i></b></p>" * 4500)
