"""A student's contacts, from the adults that the file links to them and what contacts.csv says of them."""

import json
from functools import partial
from typing import Any

from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, PhoneKind, StudentContact
from chalicelib.kernel.words import say

from .report import Report
from .staging import Staging, Values
from .tables import CONTACTS

MOST = 40  # contacts of one student
_WORDS = {"stepparent": "Stepparent", "emergencycontact": "Emergency contact", "fosterparent": "Foster parent"}
_OF_STUDENT = """
SELECT l.contact, l.place, l.word, l.custodial, l.cells, l.line,
    u.id, u.enabled, u.given, u.family, u.email, u.sms, u.phone, u.language
FROM links l LEFT JOIN users u ON u.id = l.contact WHERE l.student = ? ORDER BY l.place, l.contact
"""
_BY_ID = "SELECT id, enabled, given, family, email, sms, phone, language FROM users WHERE id = ?"


def email(text: str | None) -> EmailAddress | None:
    return EmailAddress(text) if text else None


def phones(sms: str | None, phone: str | None) -> tuple[Phone, ...]:
    """The numbers of a row in users.csv: the one in the sms column takes texts and is a mobile."""
    found = []
    if phone:
        texts = phone == sms
        found.append(Phone(phone, PhoneKind.MOBILE if texts else PhoneKind.UNKNOWN, sms=texts))
    if sms and sms != phone:
        found.append(Phone(sms, PhoneKind.MOBILE, sms=True))
    return tuple(found)


def one_phone(sms: str | None, phone: str | None) -> Phone | None:
    """The number of somebody who has room for one: that which takes texts, if there is one."""
    found = phones(sms, phone)
    return next((each for each in found if each.sms), found[0] if found else None)


def contacts(db: Staging, report: Report, student_id: str) -> tuple[StudentContact, ...]:
    """The student's contacts, by sort order."""
    rows = list(db.all(_OF_STUDENT, student_id))
    made = [_contact(db, report, row, position) for position, row in enumerate(rows[:MOST], 1)]
    if len(rows) > MOST:
        report.problem(
            CONTACTS.file,
            rows[MOST][5],
            student_id,
            say("Only the first {most} contacts are kept.", most=MOST),
            partial(db.name_of, student_id),
        )
    return tuple(sorted((each for each in made if each), key=lambda each: each.sort_order))


def _contact(db: Staging, report: Report, row: Values, position: int) -> StudentContact | None:
    contact_id, place, word, custodial, cells, line, *person = row
    told: dict[str, Any] = json.loads(cells) if cells else {}
    known: list[Any] = person if person[0] else [None, False, "", "", "", "", "", ""]
    _, _, given, family, mail, sms, phone, language = known
    named = told.get("given", given), told.get("family", family)
    if not any(named):
        report.problem(CONTACTS.file, line, contact_id, "This contact has no name, here or in users.csv.")
        return None
    emails = told.get("emails", [mail] if mail else [])
    return StudentContact(
        contact_id=contact_id,
        given_name=named[0],
        family_name=named[1],
        relationship=told.get("relationship") or _WORDS.get(word, word.capitalize()),
        custodial=bool(custodial),
        sort_order=place if told and 0 < place < 100 else position,
        emails=tuple(EmailAddress(each) for each in emails),
        phones=_flagged(told["phones"]) if "phones" in told else phones(sms, phone),
        language=told.get("language", language),
        email_opt_out=told.get("opt_out", False),
        linked_user=_account(db, report, told.get("user", ""), known, line, " ".join(named)),
        end_date=told.get("ends"),
    )


def _flagged(found: list[list[Any]]) -> tuple[Phone, ...]:
    """Phones of contacts.csv; a flag that is not said is as A-21 has it: Callout on, Blocked and SMS off."""
    kinds = {kind.value: kind for kind in PhoneKind} | {"cell": PhoneKind.MOBILE}
    return tuple(
        Phone(number, kinds.get(kind, PhoneKind.UNKNOWN), callout is not False, bool(blocked), bool(sms))
        for number, kind, callout, blocked, sms in found
    )


def _account(
    db: Staging, report: Report, named: str, own: list[Any], line: int, contact: str
) -> LinkedUser | None:
    """The sign-in account of a contact: the named one, or that of the same id. A disabled one is none."""
    row = db.one(_BY_ID, named) if named else own
    if named and row is None:
        report.problem(CONTACTS.file, line, named, "The linked user is not in users.csv.", contact.strip)
    if not row or not row[0] or not row[1]:
        return None
    user_id, _, _, _, mail, sms, phone, _ = row
    return LinkedUser(user_id, email(mail), one_phone(sms, phone))
