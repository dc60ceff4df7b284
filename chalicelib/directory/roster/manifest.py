"""manifest.csv: which version of OneRoster this is, and which files the student system says are in the zip."""

from collections.abc import Mapping
from itertools import islice

from chalicelib.kernel.values import value
from chalicelib.kernel.words import say

from .archive import Archive
from .csv_rows import layout, plain, rows
from .model import Refused
from .tables import COMPANIONS, MANIFEST, REQUIRED, ROSTER, Table

_MOST_ROWS = 1000


@value
class Manifest:
    """The tables to read, and sentences about what is left out."""

    version: str
    tables: tuple[Table, ...]
    ignored: tuple[str, ...]


def read(archive: Archive) -> Manifest:
    """Raises Refused when there is none, or when it does not fit with what is in the zip."""
    if MANIFEST.file not in archive.names:
        raise Refused(
            "There is no manifest.csv in this zip. A OneRoster export has one at its top level; "
            "export again, or zip the files themselves instead of a folder of folders."
        )
    properties = _properties(archive)
    version = properties.get("oneroster.version", "")
    if version and version not in ("1.0", "1.1", "1.2"):
        raise Refused(
            say("This is OneRoster {version}; we read 1.1 and 1.2.", version=version[:20]), MANIFEST.file
        )
    told = {name.removeprefix("file."): how for name, how in properties.items() if name.startswith("file.")}
    _check_files(told, archive)
    tables = tuple(each for each in (*ROSTER, *COMPANIONS) if _taken(each, told, archive))
    _check_required(tables)
    archive.expect(each.file.casefold() for each in tables)
    return Manifest(version or "1.1", tables, tuple(_left_out(tables, told, archive)))


def _properties(archive: Archive) -> dict[str, str]:
    """Names and values, in lower case."""
    source = rows(archive, MANIFEST.file)
    _, header = next(source)
    at = layout(MANIFEST, header).at
    found = list(islice(source, _MOST_ROWS + 1))
    if len(found) > _MOST_ROWS:
        raise Refused(say("A manifest has at most {most:,} rows.", most=_MOST_ROWS), MANIFEST.file)
    return {plain(cells[at["name"]]): cells[at["value"]].strip().casefold() for _, cells in found}


def _file(name: str) -> str:
    return f"{name.casefold()}.csv"


def _key(table: Table) -> str:
    return table.file.removesuffix(".csv").casefold()


def _check_files(told: Mapping[str, str], archive: Archive) -> None:
    missing = [
        name for name, how in told.items() if how in ("bulk", "delta") and _file(name) not in archive.names
    ]
    if missing:
        names = ", ".join(map(_file, missing))
        raise Refused(say("The manifest names {files}, but the zip does not hold it.", files=names))
    deltas = [each.file for each in ROSTER if told.get(_key(each)) == "delta"]
    if deltas:
        names = ", ".join(deltas)
        raise Refused(say("{files}: these are changes only (delta). Export everything (bulk).", files=names))


def _taken(table: Table, told: Mapping[str, str], archive: Archive) -> bool:
    """Whether to read a file: it is there, and the manifest does not call it absent."""
    return table.file.casefold() in archive.names and told.get(_key(table)) != "absent"


def _check_required(tables: tuple[Table, ...]) -> None:
    for each in REQUIRED:
        if each not in tables:
            raise Refused(say("{file} is missing; without it there is nobody to import.", file=each.file))


_ABSENT = "{file}: not read, the manifest calls it absent."
_USELESS = "{file}: not read, Carillon has no use for it."


def _left_out(tables: tuple[Table, ...], told: Mapping[str, str], archive: Archive) -> list[str]:
    read = {each.file.casefold() for each in tables} | {MANIFEST.file}
    sentences: list[str] = []
    for name in archive.names:
        if name not in read:
            absent = told.get(name.removesuffix(".csv")) == "absent"
            sentences.append(say(_ABSENT if absent else _USELESS, file=name))
    return sentences
