"""The plan: every write of an import as a line of JSON, kept in S3 before the first of them is done.

    {"op": "begin", "governed", "outside", "opt_out"}            what the file decides about
    {"op": "user" | "section" | "student", "id", "record"}       record null: no longer in the file
    {"op": "roll", "school", "entries"}  {"op": "ledger", "school", "of", "digests"}  {"op": "school", "record"}
    {"op": "terms", "periods"}                                   the district's marking periods

Every line says what shall be, not what to do: done twice it changes nothing more. People come first, so that a
roll never names somebody who is not there yet.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import IO, Any

from chalicelib.directory import codec, store
from chalicelib.directory.index import DISTRICT_OFFICE
from chalicelib.directory.model import Period, School
from chalicelib.kernel.batches import batched
from chalicelib.kernel.values import value

from . import diff, old, terms
from .model import Changes
from .report import Report
from .sink import ACCOUNT, CONTACT, SECTION, STAFF, STUDENT
from .staging import Staging
from .tables import USERS


@value
class Compared:
    """What the file decides about, and what stood there: the district's schools by id, each governed school's
    roll as one fingerprint. `office`: whether it decides about the staff of the district office."""

    district: str
    governed: tuple[str, ...]
    known: Mapping[str, School]
    rolls: Mapping[str, str]
    office: bool
    says_opt_out: bool
    says_periods: bool
    says_terms: bool


def begin(compared: Compared, out: IO[str]) -> int:
    """The first line; where it ends."""
    _line(
        out,
        op="begin",
        governed=[*compared.governed, *([DISTRICT_OFFICE] if compared.office else [])],
        outside=sorted(set(compared.known) - set(compared.governed)),
        opt_out=compared.says_opt_out,
    )
    return out.tell()


def write(db: Staging, report: Report, compared: Compared, out: IO[str]) -> Changes:
    """Every other line, and the report's lists beside. How the schools change."""
    _users(db, report, compared, out)
    for kind in (SECTION, STUDENT):
        _people(db, report, compared.district, kind, out)
    diff.tell(report, CONTACT, diff.changes(db, CONTACT))
    for school in compared.rolls:
        _rolls(db, compared, school, out)
    if compared.says_terms and (periods := terms.compared(db, compared.district)) is not None:
        _line(out, op="terms", periods=[asdict(each) for each in periods])
    return _schools(db, compared, out)


def _line(out: IO[str], **fields: Any) -> None:
    out.write(codec.text(fields) + "\n")


def _record(db: Staging, kind: str, id_: str) -> Any:
    found = db.one("SELECT record FROM fresh WHERE kind = ? AND id = ?", kind, id_)
    return json.loads(found[0]) if found else None


# ---- people and sections -----------------------------------------------------------------------------------


def _people(db: Staging, report: Report, district: str, kind: str, out: IO[str]) -> None:
    for chunk in batched(diff.changes(db, kind), 100):
        db.pulse()
        diff.tell(report, kind, _named(district, kind, chunk))
        for each in chunk:
            _line(out, op=kind, id=each.id, record=_record(db, kind, each.id))


def _named(district: str, kind: str, chunk: Iterable[diff.Change]) -> list[diff.Change]:
    """The changes, those who are removed with the name they had."""
    gone = [each.id for each in chunk if each.how == "removed"]
    names = _names(district, kind, gone) if gone else {}
    return [each if each.id not in names else diff.Change(each.how, each.id, names[each.id]) for each in chunk]


def _names(district: str, kind: str, ids: list[str]) -> dict[str, str]:
    if kind == STUDENT:
        return {id_: each.name for id_, each in store.students(district, ids).items()}
    if kind == SECTION:
        return {id_: each.title for id_, each in store.sections(district, ids).items()}
    return {id_: each.name for id_, each in store.users(district, ids).items()}


def _users(db: Staging, report: Report, compared: Compared, out: IO[str]) -> None:
    """Accounts of staff and of families. Who is in both lists, as before and as now, is one account."""
    for kind, other in ((STAFF, ACCOUNT), (ACCOUNT, STAFF)):
        for chunk in batched(diff.changes(db, kind), 100):
            db.pulse()
            if kind == STAFF:
                diff.tell(report, kind, _named(compared.district, kind, chunk))
            records = {each.id: _record(db, kind, each.id) for each in chunk}
            _keep_names_of_others(db, report, compared.district, records)
            for each in chunk:
                if records[each.id] is not None or _record(db, other, each.id) is None:
                    _line(out, op="user", id=each.id, record=records[each.id])


def _keep_names_of_others(db: Staging, report: Report, district: str, records: Mapping[str, Any]) -> None:
    """A username that somebody outside this file signs in with stays theirs: nobody is signed in as another."""
    wanted = {record["username"]: id_ for id_, record in records.items() if record and record.get("username")}
    for name, owner in store.owners(district, wanted).items():
        if owner != wanted[name] and not _governed(db, owner):
            found = db.one("SELECT line FROM users WHERE id = ?", wanted[name])
            told = "Somebody else in the district has this username; this person cannot sign in."
            report.problem(
                USERS.file, found[0] if found else 0, wanted[name], told, partial(db.name_of, wanted[name])
            )
            del records[wanted[name]]["username"]


def _governed(db: Staging, id_: str) -> bool:
    """Whether an account is one that this file decides about: its name there is another by now, or it goes."""
    query = """
        SELECT 1 FROM fresh WHERE kind IN ('staff', 'account') AND id = ?
        UNION SELECT 1 FROM old WHERE kind IN ('staff', 'account') AND id = ?
        """
    return db.one(query, id_, id_) is not None


# ---- schools -----------------------------------------------------------------------------------------------


def _rolls(db: Staging, compared: Compared, school: str, out: IO[str]) -> None:
    """The roll and the ledgers of one school, where they differ."""
    entries = old.new_roll(db, school)
    if old.roll_digest(entries) != compared.rolls[school]:
        _line(out, op="roll", school=school, entries=[store.roll_fields(each) for each in entries])
    for kind in old.LEDGERS:
        digests = old.new_ledger(db, school, kind)
        if digests != old.old_ledger(db, school, kind):
            _line(out, op="ledger", school=school, of=kind, digests=digests)


def _schools(db: Staging, compared: Compared, out: IO[str]) -> Changes:
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    for school in compared.governed:
        before = compared.known.get(school)
        now = _school(db, school, before, compared.says_periods)
        how = "added" if before is None else "unchanged" if before == now else "changed"
        counts[how] += 1
        if how != "unchanged":
            _line(out, op="school", record=codec.school_fields(now))
    return Changes(**counts)


def _school(db: Staging, id_: str, before: School | None, says_periods: bool) -> School:
    """The school as the file has it, with what its lists hold; what was set in Carillon stays."""
    found = db.one("SELECT name, number FROM orgs WHERE id = ?", id_) or (id_, "")
    grades: dict[str, int] = dict(
        db.all("SELECT grade, count(*) FROM roll WHERE school = ? GROUP BY grade ORDER BY grade", id_)
    )
    periods = before.periods if before and not says_periods else _periods(db, id_)
    return replace(
        before or School(id_, ""),
        name=found[0],
        students=sum(grades.values()),
        grades=grades,
        number=found[1],
        staff=db.count("SELECT count(*) FROM member WHERE kind = 'staff' AND school = ?", id_),
        periods=periods,
    )


def _periods(db: Staging, school: str) -> tuple[Period, ...]:
    query = "SELECT period, title, starts, ends FROM periods WHERE school = ? ORDER BY starts, period"
    return tuple(Period(*row) for row in db.all(query, school))
