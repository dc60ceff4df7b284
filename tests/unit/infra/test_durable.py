"""What the local engine writes down as it changes, and what it finds again."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.durable import DurableMessages, DurableQueue, Store

ARN = "arn:aws:sqs:us-east-1:000000000000:lane"


def open_store(path: Path) -> Store:
    return Store(path / "data.sqlite", json.dumps, json.loads)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def message(number: int, **changes: Any) -> dict[str, Any]:
    return {"id": f"m{number}", "body": f"text {number}", "visible_at": 0.0} | changes


def queue(store: Store) -> DurableQueue:
    return DurableQueue(store, {"attributes": {"QueueArn": ARN}, "messages": []}, [])


def ids(messages: list[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in messages]


def test_items_are_found_again_as_they_were_last_written(store: Store, tmp_path: Path) -> None:
    store.put_item("table", "a", "1", {"n": {"N": "1"}})
    store.put_item("table", "a", "1", {"n": {"N": "2"}})
    store.put_item("table", "a", "2", {"n": {"N": "3"}})
    store.delete_item("table", "a", "2")
    store.put_item("other", "a", "1", {})
    assert open_store(tmp_path).items("table") == [("a", "1", {"n": {"N": "2"}})]


def test_a_transaction_is_seen_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    store.begin()
    store.put_item("table", "a", "1", {})
    store.begin()
    store.put_item("table", "a", "2", {})
    store.commit()
    assert open_store(tmp_path).items("table") == []
    store.commit()
    assert len(open_store(tmp_path).items("table")) == 2


def test_messages_are_found_again_in_the_order_in_which_they_were_sent(store: Store, tmp_path: Path) -> None:
    messages = DurableMessages(store, ARN)
    for number in (3, 1, 2):
        messages.append(message(number))
    messages.remove(messages[1])
    assert ids(open_store(tmp_path).messages(ARN)) == ["m3", "m2"]


def test_a_queue_whose_messages_are_assigned_anew_forgets_those_left_out(store: Store, tmp_path: Path) -> None:
    lane = queue(store)
    for number in range(4):
        lane["messages"].append(message(number))
    lane["messages"] = [each for each in lane["messages"] if each["id"] in {"m1", "m3"}]
    lane["messages"].append(message(4))
    assert ids(lane["messages"]) == ids(open_store(tmp_path).messages(ARN)) == ["m1", "m3", "m4"]


def test_a_message_appended_to_the_list_of_a_moment_ago_is_not_lost(store: Store) -> None:
    """A publisher takes the list, the poller assigns those that stay, the publisher appends."""
    lane = queue(store)
    lane["messages"].append(message(1))
    taken = lane["messages"]
    lane["messages"] = []
    taken.append(message(2))
    assert ids(lane["messages"]) == ids(store.messages(ARN)) == ["m2"]


def test_a_purged_queue_is_empty_after_a_start(store: Store, tmp_path: Path) -> None:
    lane = queue(store)
    lane["messages"].append(message(1))
    lane["messages"].clear()
    assert open_store(tmp_path).messages(ARN) == []


def test_a_message_in_flight_is_visible_after_a_start(store: Store, tmp_path: Path) -> None:
    """Whoever held it is gone: the hiding is not written down."""
    lane = queue(store)
    lane["messages"].append(message(1))
    lane["messages"][0]["visible_at"] = 1e12
    assert open_store(tmp_path).messages(ARN)[0]["visible_at"] == 0.0


def test_what_belonged_to_a_table_that_is_gone_is_forgotten(store: Store) -> None:
    store.put_item("kept", "a", "1", {})
    store.put_item("gone", "a", "1", {})
    store.keep_only("items", "place", {"kept"})
    assert (len(store.items("kept")), len(store.items("gone"))) == (1, 0)
