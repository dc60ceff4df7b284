"""What the simulator remembers: hand-overs, provider events still to come, and its resources. One SQLite file.

Writes are gathered and committed together by `flush`: the server flushes once per turn of its loop, before it
answers, so that whatever was answered survives a kill of the process. Without a path everything is in memory.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from .records import SCHEMA, HandedOver, PendingEvent, where_of


class Store:
    """Not thread-safe by itself: `core.Simulator` guards it with one lock."""

    def __init__(self, path: Path | None = None, *, keep: int = 50_000) -> None:
        self._db = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        # Without fsync a commit outlives the process, though not the machine: enough here, and cheap.
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + SCHEMA)
        self._keep = keep
        self._handed_over: list[tuple[Any, ...]] = []
        self._contents: dict[str, bytes] = {}
        self._known_contents: set[str] = set()
        self._events: list[tuple[float, str, str, str]] = []
        self._last_id: int = self._one("SELECT coalesce(max(id), 0) FROM handed_over")
        self._count: int = self._one("SELECT count(*) FROM handed_over")
        self.resources: dict[str, dict[str, dict[str, Any]]] = {}
        for kind, name, body in self._db.execute("SELECT kind, name, body FROM resources"):
            self.resources.setdefault(kind, {})[name] = json.loads(body)

    def _one(self, sql: str, values: Iterable[Any] = ()) -> Any:
        return self._db.execute(sql, tuple(values)).fetchone()[0]

    # Writing

    def content(self, parts: Mapping[str, str]) -> str:
        """Keep the parts of a message once; answers their id."""
        body = json.dumps(parts, sort_keys=True).encode()
        key = blake2b(body, digest_size=12).hexdigest()
        if key not in self._known_contents:
            self._known_contents.add(key)
            self._contents[key] = zlib.compress(body, 1)
        return key

    def hand_over(
        self,
        kind: str,
        message_id: str,
        destination: str,
        sender: str,
        subject: str,
        at: float,
        content: str,
        detail: Mapping[str, Any],
        values: str = "",
    ) -> None:
        """Note one message. `values` is what tells apart two messages of the same content (template data)."""
        self._last_id += 1
        print_of = blake2b(f"{content}|{subject}|{values}".encode(), digest_size=8).hexdigest()
        self._handed_over.append(
            (
                self._last_id,
                kind,
                message_id,
                destination,
                sender,
                subject,
                at,
                content,
                print_of,
                json.dumps(detail),
            )
        )

    def expect(self, due: float, destination: str, kind: str, body: str) -> None:
        """Queue a provider event (JSON) for publication at `due`."""
        self._events.append((due, destination, kind, body))

    def put_resource(self, kind: str, name: str, body: dict[str, Any]) -> None:
        self.resources.setdefault(kind, {})[name] = body
        self._db.execute("INSERT OR REPLACE INTO resources VALUES (?, ?, ?)", (kind, name, json.dumps(body)))

    def drop_resource(self, kind: str, name: str) -> None:
        self.resources.get(kind, {}).pop(name, None)
        self._db.execute("DELETE FROM resources WHERE kind = ? AND name = ?", (kind, name))

    def flush(self) -> None:
        """Commit what was gathered since the last flush, in one transaction."""
        if not (self._handed_over or self._events):
            return
        self._db.execute("BEGIN")
        self._db.executemany("INSERT OR IGNORE INTO contents VALUES (?, ?)", self._contents.items())
        self._db.executemany("INSERT INTO handed_over VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", self._handed_over)
        self._db.executemany(
            "INSERT INTO events (due, destination, kind, body) VALUES (?, ?, ?, ?)", self._events
        )
        self._db.execute("COMMIT")
        self._count += len(self._handed_over)
        for gathered in (self._handed_over, self._contents, self._events):
            gathered.clear()
        if self._count > self._keep * 1.05 + 100:
            self._prune()

    def _prune(self) -> None:
        """Keep the newest `keep` hand-overs and the contents that they use."""
        self._db.execute("DELETE FROM handed_over WHERE id <= ?", (self._last_id - self._keep,))
        self._db.execute("DELETE FROM contents WHERE id NOT IN (SELECT content FROM handed_over)")
        self._count = self._one("SELECT count(*) FROM handed_over")
        self._known_contents.clear()

    def forget_hand_overs(self) -> None:
        self.flush()
        self._db.executescript("DELETE FROM handed_over; DELETE FROM contents;")
        self._count = 0
        self._known_contents.clear()

    def forget_events(self) -> None:
        self.flush()
        self._db.execute("DELETE FROM events")

    def forget_resources(self, *kinds: str) -> None:
        for kind in kinds:
            self.resources.pop(kind, None)
            self._db.execute("DELETE FROM resources WHERE kind = ?", (kind,))

    # Reading

    def search(
        self,
        *,
        kind: str = "",
        recipient: str = "",
        destination: str = "",
        message_id: str = "",
        since: float = 0.0,
        before: int = 0,
        limit: int = 100,
    ) -> list[HandedOver]:
        """Newest first. `recipient` is a part of a destination, `before` an id to page from."""
        self.flush()
        where, values = where_of(
            kind=kind,
            recipient=recipient,
            destination=destination,
            message_id=message_id,
            since=since,
            before=before,
        )
        rows = self._db.execute(f"SELECT * FROM handed_over {where} ORDER BY id DESC LIMIT ?", (*values, limit))
        return [self._item(row) for row in rows.fetchall()]

    def one(self, item_id: int) -> HandedOver | None:
        self.flush()
        row = self._db.execute("SELECT * FROM handed_over WHERE id = ?", (item_id,)).fetchone()
        return self._item(row) if row else None

    def _item(self, row: tuple[Any, ...]) -> HandedOver:
        (item_id, kind, message_id, destination, sender, subject, at, content_id, _print, detail) = row
        packed = self._db.execute("SELECT body FROM contents WHERE id = ?", (content_id,)).fetchone()
        content = json.loads(zlib.decompress(packed[0])) if packed else {}
        return HandedOver(
            item_id, kind, message_id, destination, sender, subject, at, content, json.loads(detail)
        )

    def count(self, **filters: Any) -> int:
        self.flush()
        where, values = where_of(**filters)
        return int(self._one(f"SELECT count(*) FROM handed_over {where}", values))

    def count_by_kind(self, **filters: Any) -> dict[str, int]:
        self.flush()
        where, values = where_of(**filters)
        return dict(self._db.execute(f"SELECT kind, count(*) FROM handed_over {where} GROUP BY kind", values))

    def duplicates(self, *, by: str = "", limit: int = 100, **filters: Any) -> list[dict[str, Any]]:
        """Destinations that got the same message twice: same content and values, or the same tag `by`."""
        self.flush()
        where, values = where_of(**filters)
        key: str = "fingerprint"
        if by:
            key, values = "json_extract(detail, ?)", [f'$.tags."{by}"', *values]
        rows = self._db.execute(
            f"SELECT kind, destination, {key} AS same, count(*), group_concat(message_id) "
            f"FROM handed_over {where} "
            "GROUP BY kind, destination, same HAVING count(*) > 1 AND same IS NOT NULL LIMIT ?",
            (*values, limit),
        )
        names = ("kind", "destination", "same", "count", "message_ids")
        return [dict(zip(names, row, strict=True)) | {"message_ids": row[4].split(",")} for row in rows]

    def due_events(self, now: float, limit: int) -> list[PendingEvent]:
        """Events whose time has come, oldest first; they stay until `published`."""
        self.flush()
        rows = self._db.execute(
            "SELECT id, due, destination, kind, body FROM events WHERE due <= ? ORDER BY due, id LIMIT ?",
            (now, limit),
        )
        return [
            PendingEvent(event_id, due, destination, kind, json.loads(body))
            for event_id, due, destination, kind, body in rows
        ]

    def count_events(self) -> int:
        self.flush()
        return int(self._one("SELECT count(*) FROM events"))

    def published(self, ids: Iterable[int]) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("DELETE FROM events WHERE id = ?", [(each,) for each in ids])
        self._db.execute("COMMIT")

    def postpone(self, ids: Iterable[int], due: float) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("UPDATE events SET due = ? WHERE id = ?", [(due, each) for each in ids])
        self._db.execute("COMMIT")

    def close(self) -> None:
        self.flush()
        self._db.close()
