"""Single cells: lists, yes and no, dates, grades, languages, roles. Pure. Addresses: `directory/addresses.py`.

A cell that cannot be used gives None (or an empty text); who asks makes a problem row of it.
"""

import re
from datetime import date

from chalicelib.directory.model import Role
from chalicelib.directory.names import one_line

LONGEST_ID = 128  # bytes: ids stand in keys
LONGEST_NAME = 100
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_YES, _NO = {"true", "1", "yes", "y", "t", "on"}, {"false", "0", "no", "n", "f", "off"}


def tidy(text: str, longest: int = LONGEST_NAME) -> str:
    """A name on one line, without what cannot be seen, cut to what we keep."""
    return one_line(text)[:longest].strip()


def usable_id(text: str) -> bool:
    """Whether an id can be kept: not empty, not endless, without control characters."""
    return 0 < len(text.encode()) <= LONGEST_ID and not _CONTROL.search(text)


def items(text: str) -> list[str]:
    """A quoted list of ids or grades, parted by commas or semicolons; each once."""
    return list(dict.fromkeys(part for piece in re.split(r"[,;]", text) if (part := piece.strip(" \t[]\"'"))))


def yes(text: str) -> bool | None:
    """True or false however it is written; None when it is empty or something else."""
    low = text.strip().casefold()
    return True if low in _YES else False if low in _NO else None


def day(text: str) -> str | None:
    """`2026-08-17`, `2026-08-17T00:00:00.000Z` or `8/17/2026` as an ISO date; None for anything else."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        month, of_month, year = match.groups()
        text = f"{year}-{int(month):02}-{int(of_month):02}"
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """A whole number from 1 to 99, or None."""
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= 99 else None


def clock_time(text: str) -> str | None:
    """`8:05`, `08:05:00` or `2:15 PM` as `HH:MM`; empty stays empty, anything else is None."""
    if not text.strip():
        return ""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]m)?", text.strip().casefold())
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def grade(text: str) -> str:
    """The first grade of a list in OneRoster's two-digit form: `9` is `09`, `K` is `KG`."""
    first = next(iter(items(text)), "").upper()
    if first.isdigit() and len(first) == 1:
        return f"0{first}"
    return {"K": "KG", "PREK": "PK", "PRE-K": "PK"}.get(first, tidy(first, 32))


_LANGUAGES = {
    **dict.fromkeys(("english", "eng"), "en"),
    **dict.fromkeys(("spanish", "español", "spa"), "es"),
    **dict.fromkeys(("chinese", "mandarin", "zho", "chi"), "zh"),
    **dict.fromkeys(("vietnamese", "vie"), "vi"),
    **dict.fromkeys(("arabic", "ara"), "ar"),
    **dict.fromkeys(("french", "fra", "fre"), "fr"),
    **dict.fromkeys(("haitian creole", "haitian", "hat"), "ht"),
    **dict.fromkeys(("somali", "som"), "so"),
    **dict.fromkeys(("russian", "rus"), "ru"),
    **dict.fromkeys(("ukrainian", "ukr"), "uk"),
    **dict.fromkeys(("portuguese", "por"), "pt"),
    **dict.fromkeys(("korean", "kor"), "ko"),
    **dict.fromkeys(("tagalog", "tgl"), "tl"),
    **dict.fromkeys(("hmong", "hmn"), "hmn"),
    **dict.fromkeys(("japanese", "jpn"), "ja"),
    **dict.fromkeys(("german", "deu", "ger"), "de"),
    **dict.fromkeys(("polish", "pol"), "pl"),
    **dict.fromkeys(("hindi", "hin"), "hi"),
    **dict.fromkeys(("urdu", "urd"), "ur"),
    **dict.fromkeys(("persian", "farsi", "fas", "per"), "fa"),
    **dict.fromkeys(("navajo", "nav"), "nv"),
    "cantonese": "yue",
    "filipino": "fil",
}


def language(text: str) -> str | None:
    """A BCP 47 tag for a tag, a three-letter code or an English name; None when it is none of these."""
    low = text.strip().casefold().replace("_", "-")
    if not low or low in _LANGUAGES:
        return _LANGUAGES.get(low, "")
    return low if _TAG.fullmatch(low) else None


# ---- roles -------------------------------------------------------------------------------------------------

STUDENT, TEACHER, ADMIN, CONTACT = "student", "teacher", "admin", "contact"
ACCOUNT_ROLES = {STUDENT: Role.STUDENT, TEACHER: Role.TEACHER, ADMIN: Role.ADMIN, CONTACT: Role.PARENT}
# 1.1 knows no custody: these words are read as having it, the others not.
CUSTODIAL = {"parent", "guardian", "mother", "father"}
_STAFF_WORDS = {
    TEACHER: ("teacher", "aide", "proctor", "counselor"),
    ADMIN: ("administrator", "principal", "siteadministrator", "districtadministrator", "systemadministrator"),
}
_FAMILY_WORDS = (
    *("relative", "contact", "emergency", "emergencycontact", "family", "caregiver", "fosterparent", "other"),
    *("stepparent", "stepmother", "stepfather", "grandparent", "grandmother", "grandfather"),
    *("aunt", "uncle", "sibling", "brother", "sister"),
)
_KINDS = {
    "student": STUDENT,
    **{word: kind for kind, found in _STAFF_WORDS.items() for word in found},
    **dict.fromkeys((*CUSTODIAL, *_FAMILY_WORDS), CONTACT),
}


def role_word(text: str) -> str:
    """A role without case and joiners: `Site Administrator` is `siteadministrator`."""
    return re.sub(r"[\W_]+", "", text.casefold())


def kind_of(word: str) -> str:
    """What kind of person has this role: student, teacher, admin, contact; empty for an unknown word."""
    return _KINDS.get(word, "")
