"""Email addresses and phone numbers as people write them."""

import pytest

from chalicelib.directory import addresses
from chalicelib.directory.addresses import PhoneFault


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("(505) 555-0100", "+15055550100"),
        ("505.555.0199", "+15055550199"),
        ("+1 505 555 0123", "+15055550123"),
        ("1-505-555-0188", "+15055550188"),
        ("5055550100 x12", "+15055550100"),
        ("+44 20 7946 0018", "+442079460018"),
        ("555-0100", None),
        ("ask mother", None),
        ("000-000-0000", None),
    ],
)
def test_phone_numbers_in_every_style_become_one_form(text: str, number: str | None) -> None:
    """CHAN-01: what cannot be called is known at import, not at sending."""
    assert addresses.phone(text) == number


@pytest.mark.parametrize(
    "text", ["amy@mail.example", "a.b+c@mail.school.example", "O'Neill@Mail.Example", "x_y@m-1.example"]
)
def test_email_addresses_that_mail_can_go_to(text: str) -> None:
    """CHAN-01."""
    local, _, domain = text.rpartition("@")
    assert addresses.email(f" {text} ") == f"{local}@{domain.lower()}"


@pytest.mark.parametrize(
    "text",
    [
        "amy",
        "amy@",
        "@mail.example",
        "a b@mail.example",
        "a@mail",
        "a@b@mail.example",
        "a@mail..example",
        "a..b@mail.example",
        ".a@mail.example",
        "josé@mail.example",
        "a\x85b@mail.example",
        "a\x01@mail.example",
        "a@mail.example,b@mail.example",
        "a\r\nBcc: x@mail.example",
    ],
)
def test_email_addresses_that_are_none(text: str) -> None:
    """CHAN-01: nor anything that would be two addresses or two header lines."""
    assert addresses.email(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(505) 555-0100 x12", PhoneFault.EXTENSION),
        ("505-555-0100 ext. 9", PhoneFault.EXTENSION),
        ("+1 505 555 0100;ext=4", PhoneFault.EXTENSION),
        ("505-555-0100", "+15055550100"),
        ("no number x12", PhoneFault.NO_NUMBER),
        ("900-555-1234", PhoneFault.PREMIUM),
        ("+44 909 879 0000", PhoneFault.PREMIUM),
        ("+44 20 7946 0018", "+442079460018"),
    ],
)
def test_which_numbers_reach_somebody_for_no_more_than_a_call(text: str, found: str | PhoneFault) -> None:
    """SMS-12: an extension makes a number not textable; nobody pays a premium number's owner."""
    assert addresses.direct_phone(text) == found


def test_one_form_for_all_spellings() -> None:
    """SMS-12: numbers are compared in one form."""
    spellings = ("(505) 555-1234", "+15055551234", "505.555.1234", " 1 505 555 1234 ")
    assert {addresses.phone(each) for each in spellings} == {"+15055551234"}
