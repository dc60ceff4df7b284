"""Emails end by one click: from the header of a mail that left, through the open route, to the next message."""

from datetime import datetime
from typing import Any

import pytest

from chalicelib.access import endpoint
from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus
from chalicelib.directory.store import suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.clock import FixedClock
from chalicelib.messages.model import Message
from infra.local.simulator.rendering import HandedOver
from tests.builders import families
from tests.builders import messages as build
from tests.support.api import Answer, HttpApi
from tests.support.line import Line

from ..test_dispatch import EMAIL_ONLY, only, send
from ..test_whole_line import to

D, MUM = "demo", "sam-mum@home.example"
WEB = "https://carillon.example"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(autouse=True)
def a_web_address(line: Line, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "clock_source", lambda: clock)
    monkeypatch.setenv("PUBLIC_URL", WEB)


def letter(line: Line, **content: Any) -> HandedOver:
    """What Sam's mother got."""
    send(line, families.student("sam"), **EMAIL_ONLY | content)
    line.run(minutes=1)
    return line.handed_over(kind="email")[0]


def another(line: Line) -> Message:
    """The next message to her, on all channels."""
    message = line.send(build.message(2, accepted_at=line.clock.now(), selection=to("sam")))
    line.run(minutes=1)
    return message


def path_of(mail: HandedOver) -> str:
    """Where its header points, at our web address."""
    url = dict(mail.headers)["List-Unsubscribe"].strip("<>")
    assert url.startswith(f"{WEB}/v1/unsubscribe/")
    return url.removeprefix(WEB)


def click(api: HttpApi, path: str, body: bytes = b"List-Unsubscribe=One-Click", **headers: str) -> Answer:
    """As a mail program does it: no cookie, no token."""
    return api.call("POST", path, raw=body, headers=FORM | headers)


def stopped() -> Cause | None:
    found = suppressions.find(D, Channel.EMAIL, MUM)
    return found.cause if found else None


def test_a_mail_says_how_to_stop_in_its_header_and_at_its_foot(line: Line) -> None:
    """CHAN-10 (RFC 8058 3.1)."""
    mail = letter(line)
    headers = dict(mail.headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert f'<a href="{link}"' in mail.html
    assert f"Stop these emails: {link}" in mail.text
    assert MUM.split("@")[0] not in link, "the link names nobody"


def test_a_notice_of_a_secure_message_says_it_too(line: Line) -> None:
    """COMP-06, A-22."""
    mail = letter(line, secure=True)
    assert path_of(mail) in mail.html
    assert path_of(mail) in mail.text


def test_each_reader_has_a_link_of_their_own(line: Line) -> None:
    send(line, families.student("sam"), families.student("kim"), **EMAIL_ONLY)
    line.run(minutes=1)
    assert len({path_of(each) for each in line.handed_over(kind="email")}) == 2


def test_without_a_web_address_there_is_no_link(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "")
    mail = letter(line)
    assert "List-Unsubscribe" not in dict(mail.headers)
    assert "List-Unsubscribe-Post" not in dict(mail.headers)
    assert "Stop these emails" not in mail.html


def test_one_click_stops_emails_and_nothing_else(line: Line, api: HttpApi) -> None:
    """CHAN-10: without sign-in; twice is once; the next email does not leave, the copy in the app does."""
    path = path_of(letter(line))
    assert [click(api, path).status for _ in range(2)] == [200, 200]
    assert stopped() is Cause.OPT_OUT
    message = another(line)
    assert only(line, message, Channel.EMAIL) == (DeliveryStatus.ERROR, "opted_out")
    assert only(line, message, Channel.SMS)[0] is DeliveryStatus.SENT
    assert only(line, message, Channel.PORTAL)[0] is DeliveryStatus.SENT


def test_following_the_link_changes_nothing(line: Line, api: HttpApi) -> None:
    """ABUSE-08: scanners of mail servers follow each link, some with HEAD."""
    path = path_of(letter(line))
    for _ in range(3):
        answer = api.get(path)
        assert answer.status == 200
    assert stopped() is None
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_page_stops_and_begins_again(line: Line, api: HttpApi) -> None:
    path = path_of(letter(line))
    assert 'value="stop"' in api.get(path).text
    assert 'value="allow"' in click(api, path, b"do=stop").text
    assert stopped() is Cause.OPT_OUT
    assert 'value="stop"' in click(api, path, b"do=allow").text
    assert stopped() is None
    assert only(line, another(line), Channel.EMAIL)[0] is DeliveryStatus.SENT


def test_what_somebody_else_stopped_is_not_begun_again_here(
    line: Line, api: HttpApi, clock: FixedClock
) -> None:
    path = path_of(letter(line))
    suppressions.suppress(D, Channel.EMAIL, MUM, Cause.COMPLAINT, "2026-11-23")
    click(api, path, b"do=allow")
    assert stopped() is Cause.COMPLAINT
    click(api, path)
    assert stopped() is Cause.OPT_OUT, "their own wish outweighs it"


def test_an_altered_link_does_nothing(line: Line, api: HttpApi) -> None:
    """ABUSE-08: every letter of it counts, and another purpose has another signature."""
    mail = letter(line)
    path = path_of(mail)
    token = path.rsplit("/", 1)[1]
    altered = {token[:at] + ("a" if token[at] != "a" else "b") + token[at + 1 :] for at in range(len(token))}
    for each in [*altered, token[:-1], token + "a", token[::-1], "x" * 62, "%F0%9F%98%80"]:
        answer = click(api, path.replace(token, each))
        assert answer.status == 404, each
        assert "does not work" in answer.text
    assert stopped() is None
    assert click(api, path.replace(token, token.upper())).status == 200, "some programs change the case"


def test_an_address_for_answers_is_no_such_link(
    line: Line, api: HttpApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPLY_DOMAIN", "replies.example.org")
    mail = letter(line)
    (to,) = mail.detail["reply_to"]
    assert click(api, f"/v1/unsubscribe/{to.split('@')[0]}").status == 404
    assert stopped() is None


def test_a_form_that_is_too_large_is_refused(line: Line, api: HttpApi) -> None:
    answer = click(api, path_of(letter(line)), b"List-Unsubscribe=One-Click&x=" + b"x" * 2_000)
    assert answer.status == 413
    assert stopped() is None


def test_any_encoding_of_the_form_is_read(line: Line, api: HttpApi) -> None:
    """RFC 8058 3.2."""
    body = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    answer = click(api, path_of(letter(line)), body, **{"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status == 200
    assert stopped() is Cause.OPT_OUT


def test_since_when_it_is(line: Line, api: HttpApi, clock: FixedClock) -> None:
    click(api, path_of(letter(line)))
    found = suppressions.find(D, Channel.EMAIL, MUM)
    assert found is not None
    assert datetime.fromisoformat(found.since) == clock.now()
    assert found.by == ""
