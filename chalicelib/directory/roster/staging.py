"""The file's rows in a temporary database, so that memory stays small whatever the district's size.

tables as read (orgs, users, roles, ...) -> `relate.py` and `families.py` work out who belongs where
-> `fresh`: one record per person, section and school with its fingerprint -> `diff.py`
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from . import values

SCHEMA = """
CREATE TABLE orgs (id TEXT PRIMARY KEY, line INT, name TEXT, type TEXT, number TEXT) WITHOUT ROWID;
CREATE TABLE users (id TEXT PRIMARY KEY, line INT, enabled INT, orgs TEXT, role TEXT, username TEXT, given TEXT,
    family TEXT, number TEXT, email TEXT, sms TEXT, phone TEXT, grade TEXT, language TEXT, personal TEXT,
    extra TEXT) WITHOUT ROWID;
CREATE TABLE agents (user TEXT, other TEXT, place INT, line INT);
CREATE TABLE roles (id TEXT PRIMARY KEY, line INT, user TEXT, word TEXT, org TEXT, main INT, file TEXT,
    since TEXT) WITHOUT ROWID;
CREATE TABLE courses (id TEXT PRIMARY KEY, line INT, title TEXT) WITHOUT ROWID;
CREATE TABLE classes (id TEXT PRIMARY KEY, line INT, title TEXT, course TEXT, school TEXT, periods TEXT)
    WITHOUT ROWID;
CREATE TABLE enrollments (id TEXT PRIMARY KEY, line INT, class TEXT, user TEXT, word TEXT, main INT)
    WITHOUT ROWID;
CREATE TABLE demographics (user TEXT PRIMARY KEY, line INT, gender TEXT) WITHOUT ROWID;
CREATE TABLE sessions (id TEXT PRIMARY KEY, line INT, title TEXT, first TEXT, last TEXT) WITHOUT ROWID;
CREATE TABLE contacts (id TEXT PRIMARY KEY, line INT, student TEXT, contact TEXT, place INT, custodial INT,
    cells TEXT) WITHOUT ROWID;
CREATE TABLE siblings (student TEXT, sibling TEXT, line INT);
CREATE TABLE periods (id TEXT PRIMARY KEY, line INT, school TEXT, period TEXT, title TEXT, starts TEXT,
    ends TEXT) WITHOUT ROWID;

CREATE TABLE waiting (user TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE kinds (user TEXT, kind TEXT, PRIMARY KEY (user, kind)) WITHOUT ROWID;
CREATE TABLE belongs (user TEXT, kind TEXT, school TEXT, main INT, PRIMARY KEY (user, kind, school))
    WITHOUT ROWID;
CREATE TABLE office (user TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE seats (student TEXT, section TEXT, PRIMARY KEY (student, section)) WITHOUT ROWID;
CREATE INDEX seats_section ON seats (section);
CREATE TABLE teaches (user TEXT, section TEXT, lead INT, line INT, PRIMARY KEY (user, section)) WITHOUT ROWID;
CREATE INDEX teaches_section ON teaches (section);
CREATE TABLE links (student TEXT, contact TEXT, place INT, word TEXT, custodial INT, cells TEXT, line INT,
    PRIMARY KEY (student, contact)) WITHOUT ROWID;
CREATE INDEX links_contact ON links (contact);
CREATE VIEW pupils AS SELECT user FROM kinds WHERE kind = 'student';
CREATE VIEW pairs AS SELECT user AS student, other AS adult, place, line FROM agents
    UNION ALL SELECT other, user, 1000000 + line, line FROM agents;
CREATE VIEW homeless AS SELECT k.user, k.kind FROM kinds k
    WHERE k.kind <> 'contact' AND k.user NOT IN (SELECT user FROM office)
    AND NOT EXISTS (SELECT 1 FROM belongs b WHERE b.user = k.user AND b.kind = k.kind);
CREATE TABLE family_words (user TEXT PRIMARY KEY, word TEXT) WITHOUT ROWID;
CREATE TABLE family (student TEXT PRIMARY KEY, family TEXT) WITHOUT ROWID;
CREATE INDEX family_of ON family (family);

CREATE TABLE children (user TEXT, student TEXT, PRIMARY KEY (user, student)) WITHOUT ROWID;
CREATE TABLE fresh (kind TEXT, id TEXT, digest TEXT, name TEXT, file TEXT, line INT, record TEXT,
    PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE member (kind TEXT, school TEXT, id TEXT, PRIMARY KEY (kind, school, id)) WITHOUT ROWID;
CREATE TABLE roll (school TEXT, family TEXT, id TEXT, grade TEXT, entry TEXT, PRIMARY KEY (school, family, id))
    WITHOUT ROWID;
CREATE TABLE marks (contact TEXT, student TEXT, mark TEXT, name TEXT, line INT);
CREATE TABLE old (kind TEXT, school TEXT, id TEXT, digest TEXT, PRIMARY KEY (kind, school, id)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX agents_user ON agents (user);
CREATE INDEX roles_user ON roles (user);
"""
_BATCH = 1000
# Lambda's Python 3.11 comes with SQLite 3.7: nothing newer is used here but where it is asked for.
_WITHOUT_ROWID = (3, 8, 2)
Values = tuple[Any, ...]


class Duplicate(Exception):
    """Two rows with one id: which, and the lines they stand in."""

    def __init__(self, id_: str, line: int, first: int) -> None:
        super().__init__(id_)
        self.id, self.line, self.first = id_, line, first


class Staging:
    """A temporary database file. `pulse` is called now and then: long work says that it goes on."""

    def __init__(self, path: Path, pulse: Callable[[], None] = lambda: None) -> None:
        self.pulse = pulse
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.create_function("kind_of", 1, values.kind_of)
        self._db.create_function("custodial", 1, lambda word: word in values.CUSTODIAL)
        # A crash loses nothing: the file is read again from the zip.
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-24000", "temp_store=FILE"):
            self._db.execute(f"PRAGMA {setting}")
        modern = sqlite3.sqlite_version_info >= _WITHOUT_ROWID
        self._db.executescript(SCHEMA if modern else SCHEMA.replace("WITHOUT ROWID", ""))
        self._db.execute("BEGIN")

    def close(self) -> None:
        self._db.close()

    def index(self) -> None:
        """Indexes that are cheaper once all rows are in."""
        self._db.executescript(INDEXES)
        self._db.execute("BEGIN")

    def add(self, table: str, rows: Iterable[Values]) -> int:
        """Insert rows; those whose key exists stay out. How many came in."""
        before, source = self._db.total_changes, iter(rows)
        while batch := list(islice(source, _BATCH)):
            self.pulse()
            marks = ",".join("?" * len(batch[0]))
            self._db.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", batch)  # noqa: S608  # our own names
        return self._db.total_changes - before

    def add_once(self, table: str, rows: Iterable[Values]) -> None:
        """Insert rows `(id, line, ...)`. Raises Duplicate when an id was there before."""
        source = iter(rows)
        while batch := list(islice(source, _BATCH)):
            if self.add(table, batch) < len(batch):
                raise self._duplicate(table, batch)

    def _duplicate(self, table: str, batch: Sequence[Values]) -> Duplicate:
        key = "user" if table == "demographics" else "id"
        for id_, line, *_ in batch:
            first = self.one(f"SELECT line FROM {table} WHERE {key} = ?", id_)  # noqa: S608  # our own names
            if first and first[0] != line:
                return Duplicate(id_, line, first[0])
        raise AssertionError("a row stayed out without a twin")

    def run(self, sql: str, *values: Any) -> int:
        """Execute; how many rows changed."""
        return self._db.execute(sql, values).rowcount

    def all(self, sql: str, *values: Any) -> Iterator[Values]:
        """The rows of a query, one by one, on a cursor of its own."""
        return iter(self._db.execute(sql, values))

    def one(self, sql: str, *values: Any) -> Values | None:
        found: Values | None = self._db.execute(sql, values).fetchone()
        return found

    def name_of(self, user_id: str) -> str:
        """The name of somebody in users.csv, empty for anybody else."""
        found = self.one("SELECT given, family FROM users WHERE id = ?", user_id)
        return " ".join(found).strip() if found else ""

    def count(self, sql: str, *values: Any) -> int:
        """A query's single number."""
        found = self.one(sql, *values)
        return int(found[0] or 0) if found else 0
