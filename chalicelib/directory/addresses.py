"""Email addresses and phone numbers as people write them, in the one form that we keep and compare. Pure.

What cannot be used gives None or a fault; who asks says so to a person. Roster files and lists of imported
recipients are read with the same functions, so that an address means the same wherever it came from (SMS-12).
"""

import re
from enum import Enum, auto
from functools import lru_cache

# The local part as mail programs take it without quotes: no blank, no control character, nothing that could end
# a header line or begin another address.
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
_EMAIL = re.compile(rf"{_LOCAL}@{_DOMAIN}")
LONGEST_EMAIL = 254
LONGEST_PHONE = 40


def email(text: str) -> str | None:
    """The address with its domain in lower case, or None when no mail can go there."""
    text = text.strip()
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        return None
    if ".." in text or text.startswith(".") or ".@" in text:
        return None
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


@lru_cache(maxsize=20_000)
def phone(text: str) -> str | None:
    """The number in E.164 form, read as one of the United States unless it has a country code; else None."""
    return _read(text)[0]


class PhoneFault(Enum):
    """Why a machine can neither text nor call what somebody wrote as a phone number."""

    NO_NUMBER = auto()
    EXTENSION = auto()  # it reaches a switchboard that asks for more digits (SMS-12)
    PREMIUM = auto()  # whoever calls or texts it pays its owner


@lru_cache(maxsize=20_000)
def direct_phone(text: str) -> str | PhoneFault:
    """The number in E.164 form if texts and calls reach somebody there, else what is wrong with it."""
    number, extended = _read(text)
    if number is None:
        return PhoneFault.NO_NUMBER
    if extended:
        return PhoneFault.EXTENSION
    return PhoneFault.PREMIUM if _costs_extra(number) else number


def _costs_extra(number: str) -> bool:
    """In North America it shows in the number; elsewhere the library knows, and takes its time."""
    if number.startswith("+1"):
        return number.startswith("+1900")
    import phonenumbers

    kind = phonenumbers.number_type(phonenumbers.parse(number))
    return kind in (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)


def _read(text: str) -> tuple[str | None, bool]:
    """The number, and whether an extension belongs to it."""
    import phonenumbers  # here, because few functions read numbers and it is slow to import

    if len(text) > LONGEST_PHONE:
        return None, False
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return None, False
    if not phonenumbers.is_valid_number(number):
        return None, False
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), bool(number.extension)
