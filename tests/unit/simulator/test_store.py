"""What the simulator keeps: bounded, shared contents, events that outlast a restart."""

from pathlib import Path

from infra.local.simulator.store import Store


def hand_over(store: Store, number: int, *, destination: str = "a@x.example", words: str = "hello") -> None:
    content = store.content({"text": words})
    store.hand_over("email", f"m{number}", destination, "o@x.example", "Hi", float(number), content, {})


def test_the_newest_are_kept_and_their_contents_with_them() -> None:
    """A-78"""
    store = Store(keep=50)
    for number in range(400):
        hand_over(store, number, words=f"words {number}")
        store.flush()
    kept = store.search(limit=1000)
    assert kept[0].message_id == "m399"
    assert 50 <= len(kept) <= 160
    assert all(item.content == {"text": f"words {item.message_id[1:]}"} for item in kept)


def test_a_content_is_kept_again_after_it_was_pruned() -> None:
    store = Store(keep=10)
    hand_over(store, 0, words="first")
    for number in range(1, 200):
        hand_over(store, number)
        store.flush()
    hand_over(store, 200, words="first")
    assert store.search(limit=1)[0].content == {"text": "first"}


def test_everything_survives_a_process_that_dies_without_closing(tmp_path: Path) -> None:
    store = Store(tmp_path / "s.sqlite3")
    hand_over(store, 1)
    store.expect(5.0, "arn:topic", "Delivery", '{"a": 1}')
    store.put_resource("set", "one", {"Name": "one"})
    store.flush()  # no close: what follows is another process opening the same file
    again = Store(tmp_path / "s.sqlite3")
    hand_over(again, 2)
    assert [item.message_id for item in again.search()] == ["m2", "m1"]
    assert [(event.destination, event.body) for event in again.due_events(5.0, 10)] == [("arn:topic", {"a": 1})]
    assert again.resources["set"]["one"] == {"Name": "one"}


def test_events_come_due_in_order_and_stay_until_published() -> None:
    store = Store()
    for due in (3.0, 1.0, 2.0):
        store.expect(due, "t", f"at {due}", "{}")
    assert [event.kind for event in store.due_events(2.5, 10)] == ["at 1.0", "at 2.0"]
    first = store.due_events(2.5, 10)[0]
    store.published([first.id])
    store.postpone([event.id for event in store.due_events(2.5, 10)], 9.0)
    assert [event.kind for event in store.due_events(10.0, 10)] == ["at 3.0", "at 2.0"]


def test_duplicates_are_the_same_message_to_the_same_destination() -> None:
    store = Store()
    hand_over(store, 1)
    hand_over(store, 2, words="another")
    hand_over(store, 3, destination="b@x.example")
    assert store.duplicates() == []
    hand_over(store, 4)
    (found,) = store.duplicates()
    assert (found["destination"], found["count"], found["message_ids"]) == ("a@x.example", 2, ["m1", "m4"])


def test_a_recipient_is_found_by_a_part_of_it_and_wildcards_are_letters() -> None:
    store = Store()
    for number, destination in enumerate(("ann_lee@x.example", "annxlee@x.example", "100%@x.example")):
        hand_over(store, number, destination=destination)
    assert [item.destination for item in store.search(recipient="ann_lee")] == ["ann_lee@x.example"]
    assert store.count(recipient="0%@") == 1
    assert store.count(recipient="x.example") == 3
