"""An incoming mail, read from its bytes."""

import pytest

from chalicelib.delivery.replies.mail import read
from tests.support.naughty import NAUGHTY

PLAIN = b"""From: =?utf-8?q?Ana_Mu=C3=B1oz?= <Ana@example.org>
To: "Lincoln High" <abc123@replies.example.org>
Cc: Second@Example.org
Subject: Re: =?utf-8?b?wqFOaWV2ZSE=?=
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

S=ED, Leo va.
"""


def test_who_wrote_and_what() -> None:
    mail = read(PLAIN)
    assert (mail.sender, mail.text, mail.automatic) == ("Ana@example.org", "Sí, Leo va.", False)


def test_html_alone_is_read_as_text_without_what_it_quotes() -> None:
    """RPLY-06: unsafe HTML never gets further than this."""
    mail = read(
        b"Content-Type: text/html; charset=nobody-knows\n\n<script>alert(1)</script>"
        b"<p>Hi <b>there</b></p><blockquote>old</blockquote>"
    )
    assert mail.text == "Hi there"


def test_attachments_are_named() -> None:
    mail = read(
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee the note.\n--b\n'
        b'Content-Type: image/png; name="note.png"\nContent-Disposition: attachment; filename="note.png"\n'
        b"Content-Transfer-Encoding: base64\n\naGk=\n--b--\n"
    )
    assert (mail.text, mail.attachments) == ("See the note.", ("note.png",))


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied",
        b"Auto-Submitted: auto-generated; owner=x",
        b"Precedence: bulk",
        b"Precedence: auto_reply",
        b"Return-Path: <>",
        b"X-Autoreply: yes",
        b"X-Auto-Response-Suppress: All",
        b"List-Id: <parents.example.org>",
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ],
)
def test_what_a_machine_wrote_is_known(header: bytes) -> None:
    """RPLY-10, RFC 3834."""
    assert read(
        header + b"\n" + PLAIN.replace(b"Content-Type: text/plain; charset=iso-8859-1\n", b"")
    ).automatic


def test_a_person_may_say_that_no_machine_wrote() -> None:
    assert not read(b"Auto-Submitted: no\nReturn-Path: <ana@example.org>\n" + PLAIN).automatic


@pytest.mark.parametrize("text", NAUGHTY)
def test_any_bytes_are_a_mail(text: str) -> None:
    """Nothing raises, whatever stands in header or body."""
    raw = text.encode("utf-8", "surrogatepass")
    read(raw)
    read(b"From: " + raw.replace(b"\n", b" ") + b"\nSubject: " + raw.replace(b"\n", b" ") + b"\n\n" + raw)
    read(b"Content-Type: " + raw.replace(b"\n", b" ") + b"\n\nx")


def test_broken_bytes_are_a_mail() -> None:
    for raw in (b"", b"\xff\xfe\x00", b"\n\n\n", b"To: <<>>,,;\n\nx", b"Content-Type: multipart/mixed\n\nx"):
        read(raw)
