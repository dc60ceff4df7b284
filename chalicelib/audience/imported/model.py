"""Imported people, the list they are in, and what can be wrong with a row. Pure.

A list belongs to who began it and goes out with one message (IMPT-09). Until then files may be added and people
removed; each change makes a new `version`, and the message takes the version that was counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.values import value

PAGE = 200  # people stored together; also a shard of the line
MOST_PEOPLE = 50_000  # in one list
MOST_FILES = 200  # added to one list
LIFETIME = timedelta(days=90)  # of a list, from when it was begun, unless a schedule keeps it longer


class Column(StrEnum):
    """What a column can hold (IMPT-03)."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    EMAIL = "email"
    PHONE = "phone"


Columns = Mapping[Column, int]  # where each field stands, counted from 0


class RowFault(StrEnum):
    """Why a row was not imported."""

    NO_NAME = "no_name"
    NO_FIRST_NAME = "no_first_name"
    NO_LAST_NAME = "no_last_name"
    LONG_NAME = "long_name"
    GARBLED_NAME = "garbled_name"
    BAD_EMAIL = "bad_email"
    BAD_PHONE = "bad_phone"
    PHONE_EXTENSION = "phone_extension"
    PHONE_PREMIUM = "phone_premium"
    NO_EMAIL = "no_email"
    NO_ADDRESS = "no_address"
    TOO_MANY_CELLS = "too_many_cells"


WORDS: Mapping[RowFault, str] = {
    RowFault.NO_NAME: "There is no name.",
    RowFault.NO_FIRST_NAME: "The first name is missing.",
    RowFault.NO_LAST_NAME: "The last name is missing.",
    RowFault.LONG_NAME: "The name is longer than 200 characters.",
    RowFault.GARBLED_NAME: "A letter of the name was lost when the file was saved. Write it anew.",
    RowFault.BAD_EMAIL: "This is no email address that mail can go to.",
    RowFault.BAD_PHONE: "This is no phone number that can be called.",
    RowFault.PHONE_EXTENSION: "A number with an extension takes no texts. Give a direct number.",
    RowFault.PHONE_PREMIUM: "Texts and calls to this number cost extra. Give another.",
    RowFault.NO_EMAIL: "There is no email address.",
    RowFault.NO_ADDRESS: "There is neither an email address nor a phone number.",
    RowFault.TOO_MANY_CELLS: "The row has more cells than the first one. A comma in a name needs quotes.",
}


@value
class Problem:
    """One thing wrong with a row; `field` is empty when it is the row as a whole."""

    reason: RowFault
    field: Column | None = None


@value
class BadRow:
    """A row that was left out. `row` is its number as a spreadsheet shows it, the headings included."""

    row: int
    problems: tuple[Problem, ...]


@value
class Person:
    """Somebody from a file, with an email, a phone (E.164) or both. `entry_id` is empty before storing."""

    name: str
    email: str = ""
    phone: str = ""
    entry_id: str = ""

    @property
    def fingerprint(self) -> tuple[str, str, str]:
        """The same for two entries that say the same (IMPT-06)."""
        return self.name.casefold(), self.email.lower(), self.phone

    def matches(self, wanted: str) -> bool:
        """Whether a search (casefolded; empty finds all) finds them. A number is found by its digits."""
        digits = "".join(filter(str.isdecimal, wanted))
        by_number = len(digits) >= 3 and digits in self.phone
        return wanted in self.name.casefold() or wanted in self.email.lower() or by_number


@value
class Tally:
    """How many people, and how many of them have an email and a phone."""

    people: int = 0
    emails: int = 0
    phones: int = 0

    @classmethod
    def of(cls, people: Iterable[Person]) -> "Tally":
        found = [(bool(each.email), bool(each.phone)) for each in people]
        return cls(len(found), sum(email for email, _ in found), sum(phone for _, phone in found))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.people + other.people, self.emails + other.emails, self.phones + other.phones)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.people - other.people, self.emails - other.emails, self.phones - other.phones)


@value
class Upload:
    """One file's people, as many as it brought; those removed since are counted too."""

    upload_id: str
    people: int

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of the pages that hold them."""
        return tuple(f"{self.upload_id}-{number}" for number in range(-(-self.people // PAGE)))


@value
class ImportedList:
    """A list of imported recipients. `taken_by` is the message that it went out with, `held_by` the schedule
    that it belongs to, with its subject as `held_as`; `kept_until` is set when one needs it for longer."""

    list_id: str
    district: str
    owner: str
    created_at: datetime
    version: int = 0
    uploads: tuple[Upload, ...] = ()
    tally: Tally = field(default_factory=Tally)
    taken_by: str = ""
    held_by: str = ""
    held_as: str = ""
    kept_until: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        return self.kept_until or self.created_at + LIFETIME

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of all pages, in the order of the files."""
        return tuple(page for upload in self.uploads for page in upload.pages)

    def page_with(self, number: int) -> str | None:
        """The page of the number-th person brought, those removed since included; None past the end."""
        for upload in self.uploads:
            if number < upload.people:
                return upload.pages[number // PAGE]
            number -= upload.people
        return None

    def page_of(self, entry_id: str) -> str | None:
        """The page that may hold an entry: entry ids are `upload id-number`. None for an id of no list's."""
        upload_id, _, number = entry_id.rpartition("-")
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            return None
        page = f"{upload_id}-{int(number) // PAGE}"
        return page if page in self.pages else None

    def with_upload(self, upload: Upload, people: Iterable[Person]) -> "ImportedList":
        return replace(self, uploads=(*self.uploads, upload), tally=self.tally + Tally.of(people))

    def without(self, person: Person) -> "ImportedList":
        return replace(self, tally=self.tally - Tally.of((person,)))
