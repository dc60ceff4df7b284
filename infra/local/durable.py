"""Keeps the local engine's tables and queues through a hard kill.

MiniStack writes its state when it is stopped gently, and loses a session's data when it is killed. AWS does not
forget, so the engine that stands in for it must not either. Each change of a DynamoDB item or an SQS message is
therefore written to SQLite as it happens, one transaction per request, before the answer goes out; definitions,
users and functions, which change rarely, are saved by the engine's own means (`host.py`).

This file knows MiniStack's inside: `install` names every function it wraps and fails loudly when one is gone,
which is what the exact version in pyproject.toml is for. It also closes a gap there: sending to a queue while
the poller takes from it could lose the sent message, because the two did not share a lock.

After a start, messages that somebody had received but not deleted are visible again: whoever held them is gone.
"""

import copy
import functools
import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Item = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
    place TEXT, pk TEXT, sk TEXT, body TEXT, PRIMARY KEY (place, pk, sk)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (number INTEGER PRIMARY KEY, queue TEXT, id TEXT, body TEXT);
CREATE UNIQUE INDEX IF NOT EXISTS message ON messages (queue, id);
"""

CHANGING_MESSAGES = (
    "_expire_retained",
    "_dlq_sweep",
    "_collect_msgs",
    "_delete_messages_for_esm",
)


class Store:
    """Two tables in one SQLite file. Safe to use from every thread of the engine."""

    def __init__(self, path: Path, encode: Callable[[Any], str], decode: Callable[[str], Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self._encode, self._decode = encode, decode
        self._open = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)

    def begin(self) -> None:
        """Writes until the matching `commit` become one transaction; nested pairs join the outer one."""
        with self.lock:
            self._open += 1
            if self._open == 1:
                self._db.execute("BEGIN")

    def commit(self) -> None:
        with self.lock:
            self._open -= 1
            if self._open == 0:
                self._db.execute("COMMIT")

    def put_item(self, table: str, pk: str, sk: str, item: Item) -> None:
        self._write("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", table, pk, sk, self._encode(item))

    def delete_item(self, table: str, pk: str, sk: str) -> None:
        self._write("DELETE FROM items WHERE place = ? AND pk = ? AND sk = ?", table, pk, sk)

    def put_message(self, queue: str, message: Item) -> None:
        self._write(
            "INSERT OR IGNORE INTO messages (queue, id, body) VALUES (?, ?, ?)",
            queue, message["id"], self._encode(message),
        )  # fmt: skip

    def delete_messages(self, queue: str, ids: Iterable[str]) -> None:
        for each in ids:
            self._write("DELETE FROM messages WHERE queue = ? AND id = ?", queue, each)

    def items(self, table: str) -> list[tuple[str, str, Item]]:
        rows = self._read("SELECT pk, sk, body FROM items WHERE place = ?", table)
        return [(pk, sk, self._decode(body)) for pk, sk, body in rows]

    def messages(self, queue: str) -> list[Item]:
        """In the order in which they were sent."""
        rows = self._read("SELECT body FROM messages WHERE queue = ? ORDER BY number", queue)
        return [self._decode(body) for (body,) in rows]

    def keep_only(self, relation: str, column: str, kept: set[str]) -> None:
        """Forget what belonged to tables or queues that are gone."""
        for (name,) in self._read(f"SELECT DISTINCT {column} FROM {relation}"):
            if name not in kept:
                self._write(f"DELETE FROM {relation} WHERE {column} = ?", name)

    def _write(self, sql: str, *values: str) -> None:
        with self.lock:
            self._db.execute(sql, values)

    def _read(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        with self.lock:
            return self._db.execute(sql, values).fetchall()


class DurableMessages(list[Item]):
    """A queue's messages; what is appended or removed is stored."""

    def __init__(self, store: Store, queue: str, messages: Iterable[Item] = ()) -> None:
        super().__init__(messages)
        self._store, self._queue = store, queue

    def append(self, message: Item) -> None:
        with self._store.lock:
            super().append(message)
            self._store.put_message(self._queue, message)

    def remove(self, message: Item) -> None:
        with self._store.lock:
            super().remove(message)
            self._store.delete_messages(self._queue, [message["id"]])

    def clear(self) -> None:
        with self._store.lock:
            self._store.delete_messages(self._queue, [each["id"] for each in self])
            super().clear()

    def become(self, messages: list[Item]) -> None:
        """Hold these from now on. It stays the same list: somebody may be about to append to it."""
        stay = {each["id"] for each in messages}
        with self._store.lock:
            self._store.delete_messages(self._queue, [each["id"] for each in self if each["id"] not in stay])
            self[:] = messages


class DurableQueue(dict[str, Any]):
    """A queue's record. Its messages are a DurableMessages however they are assigned."""

    def __init__(self, store: Store, record: Item, messages: Iterable[Item]) -> None:
        super().__init__(record)
        super().__setitem__("messages", DurableMessages(store, record["attributes"]["QueueArn"], messages))

    def __setitem__(self, key: str, value: Any) -> None:
        if key == "messages":
            self["messages"].become(value)
        else:
            super().__setitem__(key, value)


def install(path: Path) -> Store:
    """Open the store and put it behind MiniStack's tables and queues, before the engine loads its state."""
    from ministack.core import persistence
    from ministack.services import dynamodb, sqs

    store = Store(
        path,
        encode=lambda value: json.dumps(value, default=persistence._json_default, separators=(",", ":")),
        decode=lambda text: json.loads(text, object_hook=persistence._json_object_hook),
    )
    _store_items(store, dynamodb)
    _keep_items_apart(store, dynamodb)
    _store_messages(store, sqs)
    _keep_messages_apart(store, sqs)
    return store


def _store_items(store: Store, dynamodb: Any) -> None:
    """All writes of items go through two functions of the engine's; those of a request are one transaction."""
    set_item, remove_item, answer = dynamodb._set_item, dynamodb._remove_item, dynamodb.handle_request

    def storing_set(table: Item, pk: str, sk: str, item: Item) -> Any:
        store.put_item(table["TableArn"], pk, sk, item)
        return set_item(table, pk, sk, item)

    def storing_remove(table: Item, pk: str, sk: str) -> Any:
        store.delete_item(table["TableArn"], pk, sk)
        return remove_item(table, pk, sk)

    async def answer_in_one_transaction(*arguments: Any, **named: Any) -> Any:
        store.begin()
        try:
            return await answer(*arguments, **named)
        finally:
            store.commit()

    dynamodb._set_item, dynamodb._remove_item = storing_set, storing_remove
    dynamodb.handle_request = answer_in_one_transaction


def _keep_items_apart(store: Store, dynamodb: Any) -> None:
    """The engine's own file holds the tables' definitions, the store their items."""
    load, state = dynamodb.load_persisted_state, dynamodb.get_state

    def load_with_items(data: Any) -> None:
        load(data)
        store.keep_only("items", "place", {table["TableArn"] for _, table in dynamodb._tables.all_items()})
        for _, table in dynamodb._tables.all_items():
            table["items"] = defaultdict(dict)
            for pk, sk, item in store.items(table["TableArn"]):
                table["items"][pk][sk] = item
            dynamodb._items_replaced(table)

    def state_without_items() -> Any:
        everything = dynamodb._tables
        light = type(everything)()
        for (account, region, name), table in everything.all_items():
            light.set_scoped(account, region, name, {**table, "items": {}, "ItemCount": 0})
            light.get_scoped(account, region, name).pop(dynamodb._INDEX_MEMBERS, None)
        dynamodb._tables = light
        try:
            return state()
        finally:
            dynamodb._tables = everything

    dynamodb.load_persisted_state, dynamodb.get_state = load_with_items, state_without_items


def _store_messages(store: Store, sqs: Any) -> None:
    """Every queue's record becomes one that stores its messages; whoever changes them does so alone."""

    class DurableQueues(type(sqs._queues)):  # type: ignore[misc]  # the engine's class is known at run time only
        __slots__ = ()

        def __setitem__(self, key: str, record: Item) -> None:
            super().__setitem__(key, DurableQueue(store, record, record["messages"]))

    sqs._queues = DurableQueues()
    sqs._queues_lock = store.lock
    for name in CHANGING_MESSAGES:
        setattr(sqs, name, _locked(store, getattr(sqs, name)))
    for action in ("DeleteMessage", "DeleteMessageBatch", "PurgeQueue", "SendMessage", "SendMessageBatch"):
        sqs._HANDLERS[action] = _locked(store, sqs._HANDLERS[action])


def _keep_messages_apart(store: Store, sqs: Any) -> None:
    """The engine's own file holds the queues' definitions, the store their messages."""
    load, state = sqs.load_persisted_state, sqs.get_state

    def load_with_messages(data: Any) -> None:
        load(data)
        arns = {record["attributes"]["QueueArn"] for record in sqs._queues._data.values()}
        store.keep_only("messages", "queue", arns)
        for key, record in sqs._queues._data.items():
            messages = store.messages(record["attributes"]["QueueArn"])
            sqs._queues._data[key] = DurableQueue(store, record, messages)

    def state_without_messages() -> Any:
        everything, light = sqs._queues, type(sqs._queues)()
        for key, record in everything._data.items():
            light._data[key] = copy.deepcopy(
                {**{k: v for k, v in record.items() if k != "messages"}, "messages": []}
            )
        sqs._queues = light
        try:
            return state()
        finally:
            sqs._queues = everything

    sqs.load_persisted_state, sqs.get_state = load_with_messages, state_without_messages


def _locked(store: Store, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, alone at work on the queues, its changes in one transaction."""

    @functools.wraps(function)
    def alone(*arguments: Any, **named: Any) -> Any:
        with store.lock:
            store.begin()
            try:
                return function(*arguments, **named)
            finally:
                store.commit()

    return alone
