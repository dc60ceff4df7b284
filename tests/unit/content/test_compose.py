"""From what was written to frozen content: limits at their edges, all faults in one answer."""

from typing import Any, get_args

import pytest

from chalicelib.content.compose import HTML_LIMIT, Holder, Limits, Prepared, Written, prepare, tidied
from chalicelib.content.model import Channel, SmsPart, VoicePart


def prepared(**written: Any) -> Prepared:
    usual: dict[str, Any] = {"subject": "Trip", "sms": SmsPart("x")}
    return prepare(Written(**usual | written), Limits())


def fields(found: Prepared) -> list[str]:
    return [fault.field for fault in found.faults]


def test_all_faults_come_in_one_answer() -> None:
    written = Written("a" * 201, "<script>x</script>", SmsPart("a" * 131), VoicePart("a" * 1001, language="?"))
    found = prepare(written, Limits())
    assert fields(found) == [
        "parts.email.html",
        "subject",
        "parts.sms.text",
        "parts.voice.text",
        "parts.voice.language",
    ]


def test_limits_at_their_edges() -> None:
    """SMS-02, CALL-08."""
    at = prepared(subject="a" * 200, html="x" * HTML_LIMIT, sms=SmsPart("a" * 130), voice=VoicePart("a" * 1000))
    assert fields(at) == []
    assert fields(prepared(html="x" * (HTML_LIMIT + 1))) == ["parts.email.html"]


def test_limits_count_what_a_reader_sees() -> None:
    """SMS-03: 130 flags are 130 characters, though 260 code points; a pile of accents is no way around."""
    assert fields(prepared(sms=SmsPart("🇲🇽" * 130))) == []
    assert fields(prepared(sms=SmsPart("🇲🇽" * 131))) == ["parts.sms.text"]
    assert fields(prepared(sms=SmsPart("e" + "\u0301" * 1600))) == ["parts.sms.text"]


def test_html_that_grows_by_cleaning_is_measured_again() -> None:
    assert fields(prepared(html="&" * HTML_LIMIT)) == ["parts.email.html"]


def test_nothing_that_is_typed_turns_what_stands_around_it() -> None:
    """CHAN-01, SEND-10: overrides and control characters go from subject, email, text and call; what Hebrew is
    written with stays."""
    typed = "a\u202eb\x07c \u200fשלום\u2069"
    found = prepared(
        subject=typed,
        html=f'<p>{typed}</p><img src="https://x.example/a.png" alt="x\u202ey">',
        sms=SmsPart(typed),
    )
    kept = "abc \u200fשלום"
    assert fields(found) == []
    assert found.content.subject == "ab c \u200fשלום"
    assert found.content.html == f'<p>{kept}</p><img src="https://x.example/a.png" alt="xy">'
    assert (found.content.plain, found.content.sms) == (f"{kept}\n\nxy", SmsPart(kept))


def test_refused_html_is_not_also_called_missing() -> None:
    assert fields(prepare(Written(html="<script>x</script>"), Limits())) == ["parts.email.html"]


@pytest.mark.parametrize("html", ["<p></p>", "<ul><li> </li></ul><hr>", '<img alt="x">', "<!-- x -->"])
def test_html_without_anything_to_see_is_no_part(html: str) -> None:
    """COMP-35."""
    found = prepared(html=html, sms=None)
    assert (fields(found), found.content.channels()) == (["parts"], (Channel.PORTAL,))


def test_a_picture_is_something_to_see() -> None:
    """COMP-35."""
    assert Channel.EMAIL in prepared(html='<img src="https://x.example/a.png">').content.channels()


@pytest.mark.parametrize("given", [0, -1, True, "130", None])
def test_a_setting_that_is_no_limit_keeps_the_default(given: Any) -> None:
    """SMS-02: no setting means 130."""
    assert Limits.of({"sms_character_limit": given}) == Limits(130, 1000)


def test_the_districts_limits() -> None:
    """SMS-02, CALL-08."""
    assert Limits.of({"sms_character_limit": 160, "call_character_limit": 3000}) == Limits(160, 3000)


@pytest.mark.parametrize("of", get_args(Holder))
@pytest.mark.parametrize(
    "html", ["<script>x</script>", "<b>" * 5000, '<p>x<img src="http://school.example/x.png"></p>']
)
def test_whatever_holds_html_says_what_is_in_the_way(of: Holder, html: str) -> None:
    """Each in words of its own."""
    clean, problem = tidied(html, of)
    assert not clean
    assert of in problem
