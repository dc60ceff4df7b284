"""Exports of student systems as zips: a small one made here, and a foreign one to be altered file by file.

`small()` is one school with three children of two families, their adults and a teacher; `changed` alters cells.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Rows = list[dict[str, str]]
Tables = dict[str, Rows]
MAPLE = Path(__file__).parents[1] / "data" / "oneroster-1.1-maple-valley.zip"


def small() -> Tables:
    """OneRoster 1.1: s1 and s2 are Amy's and Bob's, s3 is Cleo's; Tim teaches s1 and s3."""
    return {
        "orgs": [_org("d", "Riverbend", "district"), _org("hill", "Hill School", "school")],
        "users": [
            user("s1", "student", "Ann", "Ames", grades="09", agents="amy,bob", email="ann@pupils.example"),
            user("s2", "student", "Ben", "Ames", grades="10", agents="amy,bob"),
            user("s3", "student", "Cid", "Cole", grades="09"),
            user(
                "amy", "parent", "Amy", "Ames", sms="505-555-0101", phone="505-555-0101", email="amy@m.example"
            ),
            user("bob", "guardian", "Bob", "Ames", phone="(505) 555-0102"),
            user("cleo", "relative", "Cleo", "Cole", agents="s3", email="cleo@m.example"),
            user("tim", "teacher", "Tim", "Hart", email="tim@school.example"),
            user("eve", "administrator", "Eve", "Boss", email="eve@school.example"),
        ],
        "courses": [{"sourcedId": "k1", "title": "Algebra", "orgSourcedId": "d"}],
        "classes": [
            {
                "sourcedId": "c1",
                "title": "Algebra 1",
                "courseSourcedId": "k1",
                "schoolSourcedId": "hill",
                "periods": "2",
            }
        ],
        "enrollments": [seat("e1", "tim", "teacher"), seat("e2", "s1"), seat("e3", "s3")],
        "academicSessions": [
            {"sourcedId": "t1", "title": "Year", "startDate": "2026-08-17", "endDate": "2027-06-05"}
        ],
        "demographics": [{"sourcedId": "s1", "birthDate": "2011-02-11", "sex": "female"}],
    }


def _org(id_: str, name: str, kind: str) -> dict[str, str]:
    return {"sourcedId": id_, "status": "", "name": name, "type": kind, "identifier": id_.upper()}


def user(id_: str, role: str, given: str, family: str, org: str = "hill", **cells: str) -> dict[str, str]:
    """A row of users.csv."""
    row = dict.fromkeys(("email", "sms", "phone", "agentSourcedIds", "grades", "metadata.language"), "")
    named = {"agentSourcedIds" if name == "agents" else name: text for name, text in cells.items()}
    fixed = {"sourcedId": id_, "status": "", "enabledUser": "true", "orgSourcedIds": org, "role": role}
    return fixed | {"username": id_, "givenName": given, "familyName": family, "identifier": ""} | row | named


def seat(id_: str, user: str, role: str = "student", class_: str = "c1") -> dict[str, str]:
    """A row of enrollments.csv."""
    return {
        "sourcedId": id_,
        "classSourcedId": class_,
        "schoolSourcedId": "hill",
        "userSourcedId": user,
        "role": role,
        "primary": str(role == "teacher").lower(),
        "beginDate": "",
        "endDate": "",
    }


def changed(tables: Tables, file: str, id_: str, **cells: str) -> Tables:
    """The tables with some cells of one row altered; a new column is empty in all other rows."""
    rows = [dict.fromkeys(cells, "") | row | (cells if row["sourcedId"] == id_ else {}) for row in tables[file]]
    return {**tables, file: rows}


def without(tables: Tables, file: str, *ids: str) -> Tables:
    """The tables without some rows."""
    return {**tables, file: [row for row in tables[file] if row["sourcedId"] not in ids]}


def more(tables: Tables, file: str, *rows: Mapping[str, str]) -> Tables:
    """The tables with further rows; cells that a row does not name are empty."""
    columns = dict.fromkeys(tables[file][0] if tables.get(file) else rows[0], "")
    return {**tables, file: [*tables.get(file, []), *({**columns, **row} for row in rows)]}


def student(id_: str, **cells: str) -> dict[str, str]:
    """A row of users.csv for one more student."""
    return user(id_, "student", cells.pop("given", id_.title()), cells.pop("family", "Extra"), **cells)


def text(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as CSV text; columns in the order in which they first appear."""
    found = list(rows)
    columns = list(dict.fromkeys(name for row in found for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


COMPANIONS = {"contacts", "siblings", "periods"}


def manifest(files: Iterable[str], version: str = "1.1") -> Rows:
    facts = {"manifest.version": "1.0", "oneroster.version": version}
    facts |= {f"file.{name}": "bulk" for name in files if name not in COMPANIONS}
    return [{"propertyName": name, "value": value} for name, value in facts.items()]


def zipped(files: Mapping[str, str | bytes], **options: Any) -> io.BytesIO:
    """Files by name, `users.csv`, as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    out.seek(0)
    return out


def export(tables: Tables | None = None, version: str = "1.1", **extra: str | bytes | None) -> io.BytesIO:
    """A whole export; `extra` replaces a file's text (`users="..."`), or leaves it out (`users=None`)."""
    tables = small() if tables is None else tables
    files: dict[str, str | bytes] = {"manifest.csv": text(manifest(tables, version))}
    files |= {f"{name}.csv": text(rows) for name, rows in tables.items()}
    for name, content in extra.items():
        if content is None:
            del files[f"{name}.csv"]
        else:
            files[f"{name}.csv"] = content
    return zipped(files)


def maple() -> dict[str, bytes]:
    """The foreign export's files."""
    with zipfile.ZipFile(MAPLE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
