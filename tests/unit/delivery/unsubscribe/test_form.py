"""What a POST to the link asks for, in each encoding that mail programs send."""

import pytest

from chalicelib.delivery.unsubscribe.form import wish_of
from chalicelib.delivery.unsubscribe.model import Wish
from tests.support.naughty import NAUGHTY

MULTIPART = b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n%s\r\nOne-Click\r\n--b--\r\n'


@pytest.mark.parametrize(
    "body",
    [
        b"List-Unsubscribe=One-Click",
        b"x=1&List-Unsubscribe=one-click",
        MULTIPART % b"",
        MULTIPART % b"Content-Type: text/plain\r\n",
        b"do=stop",
    ],
)
def test_one_click_and_the_button_stop(body: bytes) -> None:
    """CHAN-10 (RFC 8058 3.2: application/x-www-form-urlencoded or multipart/form-data)."""
    assert wish_of(body) is Wish.STOP


def test_the_other_button_begins_again() -> None:
    assert wish_of(b"do=allow") is Wish.ALLOW


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"List-Unsubscribe=", b"List-Unsubscribe=Two-Clicks", b"do=", b"do=everything", b"\xff\x00"],
)
def test_anything_else_does_nothing(body: bytes) -> None:
    """ABUSE-08."""
    assert wish_of(body) is None


@pytest.mark.parametrize("text", NAUGHTY)
def test_nothing_breaks_it(text: str) -> None:
    assert wish_of(text.encode("utf-8", "surrogatepass")) is None
