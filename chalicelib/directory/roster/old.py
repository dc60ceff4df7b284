"""What the last import left: the fingerprints of a district's rolls and ledgers, into the staging database."""

import json
from collections.abc import Iterable, Sequence

from chalicelib.directory import store
from chalicelib.directory.model import RollEntry

from .sink import ACCOUNT, CONTACT, SECTION, STAFF, STUDENT, digest
from .staging import Staging

LEDGERS = (CONTACT, STAFF, ACCOUNT, SECTION)


def load(db: Staging, district: str, schools: Iterable[str]) -> dict[str, str]:
    """Fill `old` for the schools that the file governs. Each school's roll as a whole, as one fingerprint."""
    rolls = {}
    for school in schools:
        entries = store.roll(district, school)
        rolls[school] = roll_digest(entries)
        db.add("old", ((STUDENT, school, each.student_id, each.digest) for each in entries))
        for kind in LEDGERS:
            found = store.ledger(district, school, kind)
            db.add("old", ((kind, school, id_, mark) for id_, mark in found.items()))
    return rolls


def roll_digest(entries: Sequence[RollEntry]) -> str:
    return digest("\n".join(map(repr, entries)))


def new_roll(db: Staging, school: str) -> list[RollEntry]:
    """The school's roll as the file makes it, families together."""
    found = []
    query = "SELECT id, grade, family, entry FROM roll WHERE school = ? ORDER BY family, id"
    for id_, grade, family, entry in db.all(query, school):
        mark, contacts, places = json.loads(entry)
        listed = tuple((contact, bool(own), order) for contact, own, order in contacts)
        found.append(RollEntry(id_, grade, family, mark, listed, places))
    return found


def new_ledger(db: Staging, school: str, kind: str) -> dict[str, str]:
    """The fingerprints of one kind at a school as the file makes them."""
    query = """
        SELECT m.id, f.digest FROM member m JOIN fresh f ON f.kind = m.kind AND f.id = m.id
        WHERE m.kind = ? AND m.school = ? ORDER BY m.id
        """
    return {row[0]: row[1] for row in db.all(query, kind, school)}


def old_ledger(db: Staging, school: str, kind: str) -> dict[str, str]:
    query = "SELECT id, digest FROM old WHERE kind = ? AND school = ? ORDER BY id"
    return {row[0]: row[1] for row in db.all(query, kind, school)}
