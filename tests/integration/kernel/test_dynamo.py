"""The DynamoDB calls against moto: what each promises, at its limits."""

from typing import Any

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import dynamo
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.settings import table

pytestmark = pytest.mark.moto

scalars = st.one_of(st.text(), st.booleans(), st.integers(-(10**15), 10**15), st.none(), st.binary(max_size=20))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@given(st.dictionaries(st.text(min_size=1, max_size=8), values, max_size=5))
def test_what_is_stored_comes_back(item: dict[str, Any]) -> None:
    assert dynamo.plain_item(dynamo.wire_item(item)) == item


def test_a_type_that_cannot_be_stored_is_named() -> None:
    with pytest.raises(TypeError, match="object"):
        dynamo.wire(object())


@pytest.fixture
def name(aws: None) -> str:
    return table("messages")


def test_what_we_write_is_what_any_other_client_reads(name: str) -> None:
    """The shortcut through botocore (`aws.client`) must not change what lies in the table, bytes above all."""
    stored = {
        "pk": "p",
        "sk": "s",
        "b": b"\x00\xff",
        "n": 1.5,
        "t": {"x": [True, None, b"y"]},
        "set": {"a", "b"},
    }
    dynamo.put(name, stored)
    item = boto3.client("dynamodb").get_item(TableName=name, Key={"pk": {"S": "p"}, "sk": {"S": "s"}})["Item"]
    assert item["b"] == {"B": b"\x00\xff"}
    assert item["n"] == {"N": "1.5"}
    assert item["t"] == {"M": {"x": {"L": [{"BOOL": True}, {"NULL": True}, {"B": b"y"}]}}}
    assert sorted(item["set"]["SS"]) == ["a", "b"]
    assert dynamo.get(name, "p", "s") == stored


def test_put_unless_exists_keeps_the_first(name: str) -> None:
    assert dynamo.put(name, {"pk": "a", "sk": "1", "v": 1}, unless_exists=True)
    assert not dynamo.put(name, {"pk": "a", "sk": "1", "v": 2}, unless_exists=True)
    found = dynamo.get(name, "a", "1")
    assert found is not None
    assert found["v"] == 1


def test_many_are_written_read_and_deleted_over_the_batch_limits(name: str) -> None:
    rows = [{"pk": "many", "sk": f"{n:04d}", "n": n} for n in range(130)]
    dynamo.write_many(name, rows)
    keys = [("many", f"{n:04d}") for n in range(140)]
    assert len(dynamo.get_many(name, keys + keys)) == 130
    dynamo.write_many(name, deletes=keys[:100])
    assert [row["n"] for row in dynamo.query_all(name, "many", limit=7)] == list(range(100, 130))


def test_a_query_is_bounded_paged_and_turned_around(name: str) -> None:
    dynamo.write_many(name, [{"pk": "q", "sk": f"{letter}{n}"} for letter in "ab" for n in range(5)])
    first, after = dynamo.query(name, "q", begins="a", limit=3)
    rest, end = dynamo.query(name, "q", begins="a", after=after)
    assert [item["sk"] for item in first + rest] == ["a0", "a1", "a2", "a3", "a4"]
    assert end is None
    newest, _ = dynamo.query(name, "q", between=("a3", "b1"), newest_first=True)
    assert [item["sk"] for item in newest] == ["b1", "b0", "a4", "a3"]


def test_bounds_and_places_that_no_page_gave_are_no_faults_of_ours(name: str) -> None:
    """ABUSE-04: between bounds in the wrong order lies nothing; a place of another list is said to be one."""
    dynamo.write_many(name, [{"pk": "o", "sk": letter} for letter in "abc"])
    assert dynamo.query(name, "o", between=("b", "")) == ([], None)
    for bounds in ({"begins": "b"}, {"between": ("b", "c")}):
        with pytest.raises(Invalid, match="another list"):
            dynamo.query(name, "o", after={"pk": "o", "sk": "a"}, **bounds)


def test_a_transaction_is_all_or_nothing_and_says_which_write_was_refused(name: str) -> None:
    dynamo.put(name, {"pk": "t", "sk": "taken"})
    with pytest.raises(dynamo.Refused) as refused:
        dynamo.transact(
            [dynamo.insert(name, {"pk": "t", "sk": "free"}), dynamo.insert(name, {"pk": "t", "sk": "taken"})]
        )
    assert refused.value.positions == (1,)
    assert dynamo.get(name, "t", "free") is None


def test_an_update_on_a_condition_that_fails_changes_nothing(name: str) -> None:
    dynamo.put(name, {"pk": "u", "sk": "1", "state": "waiting"})
    claim = {"expression": "SET #s = :new", "names": {"#s": "state"}, "condition": "#s = :old"}
    change: dict[str, Any] = {**claim, "values": {":new": "claimed", ":old": "waiting"}}
    claimed = dynamo.update(name, "u", "1", **change)
    assert claimed is not None
    assert claimed["state"] == "claimed"
    assert dynamo.update(name, "u", "1", **change) is None
