"""Phone numbers and email addresses that belong to nobody: 555-01xx in many area codes, names at .example."""

import unicodedata
from functools import cache
from random import Random

from .people import DemoPhone

# Assigned area codes, so that numbers are well-formed; not 907, where the provider simulator plays tricks.
_CODES = """
    303 720 970 719 505 575 307 435 801 385 208 406 402 308 605 701 316 620 785 913 405 580 918 806 432
    915 940 325 817 214 972 469 903 512 210 830 361 956 713 281 832 409 936 979 254 602 480 623 928 520
    702 775 541 503 971 458 360 253 206 425 509 213 310 323 408 415 510 530 559 562 619 626 650 661 707
    714 760 805 818 831 858 909 916 925 949 951 217 309 312 618 630 708 773 815 847 219 260 317 574 765
    812 319 515 563 641 712 218 320 507 612 651
"""
AREA_CODES = tuple(_CODES.split())
FICTITIOUS = 100  # 555-0100 to 555-0199 are kept for fiction in every area code
DIRECTORY_ASSISTANCE = (
    1212  # the one number of the rest of 555 that is somebody's; the rest serves bigger sizes
)
MAIL = ("mail.example", "post.example", "inbox.example", "letters.example", "home.example")
DEAD = ("nomailbox.example", "nomailbox.example", "full.example")
WORK = "riverbend.example"


class Numbers:
    """Hands out numbers from `start` on, each once, as long as there are any: some 1.2 million."""

    def __init__(self, start: int = 0) -> None:
        self._next = start

    def take(self) -> str:
        """The next number, in E.164 form."""
        at, self._next = self._next, self._next + 1
        codes = len(AREA_CODES)
        if at < codes * FICTITIOUS:
            return f"+1{AREA_CODES[at % codes]}5550{100 + at // codes:03d}"
        at -= codes * FICTITIOUS
        return f"+1{AREA_CODES[at % codes]}555{_wide_line(at // codes):04d}"


def _wide_line(turn: int) -> int:
    line = 200 + turn
    return line + (line >= DIRECTORY_ASSISTANCE)


def mobile(random: Random, number: str) -> DemoPhone:
    """A mobile as schools have them on file: most take texts, some are blocked, opted out or never called."""
    return DemoPhone(
        number,
        "mobile",
        sms=random.random() < 0.93,
        callout=random.random() >= 0.02,
        blocked=random.random() < 0.015,
        unsubscribed=random.random() < 0.015,
    )


def landline(number: str, kind: str = "home") -> DemoPhone:
    """A telephone that texts do not reach."""
    return DemoPhone(number, kind)


def email(random: Random, given_name: str, family_name: str, number: int) -> str:
    """A private address; a few have died since they were written down."""
    domain = random.choice(DEAD) if random.random() < 0.008 else random.choice(MAIL)
    return f"{local_part(given_name, family_name)}{number}@{domain}"


def local_part(*names: str) -> str:
    """Names with dots between; a name in another script is left out, as its owner would."""
    return ".".join(letters for name in names if (letters := plain(name))) or "family"


@cache
def plain(name: str) -> str:
    """A name in the letters of an address: `Nguyễn` is `nguyen`, `O'Brien` is `obrien`."""
    decomposed = unicodedata.normalize("NFKD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalnum())
