"""Keys, ids, times and cursors: small things that everything else trusts."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import clock, ids, keys, paging
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.kept import ForAMinute


@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=4),
    st.lists(st.text(max_size=12), min_size=1, max_size=4),
)
def test_two_keys_are_equal_only_for_the_same_parts(left: list[str], right: list[str]) -> None:
    """No id can be written so that it reaches into another partition."""
    assert (keys.key(*left) == keys.key(*right)) == (left == right)


def test_a_district_key_begins_with_its_district() -> None:
    assert keys.district_key("demo", "SCHOOL", "lin#coln") == "D#demo#SCHOOL#lin%23coln"


@given(st.lists(st.text(alphabet="abc", max_size=5), min_size=1, max_size=4))
def test_a_hashed_id_is_the_same_for_the_same_parts(parts: list[str]) -> None:
    found = ids.hashed_id(*parts)
    assert found == ids.hashed_id(*parts)
    assert len(found) == 26
    assert found.isalnum()


def test_hashed_ids_keep_parts_apart() -> None:
    assert ids.hashed_id("ab", "c") != ids.hashed_id("a", "bc")


def test_new_ids_sort_by_time() -> None:
    made = [ids.new_id() for _ in range(50)]
    assert len(set(made)) == 50
    assert [each[:8] for each in made] == sorted(each[:8] for each in made)


def test_stamps_sort_as_time_whatever_the_zone() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    earlier_elsewhere = datetime(2026, 11, 23, 12, 30, tzinfo=timezone(timedelta(hours=1)))
    assert clock.stamp(earlier_elsewhere) < clock.stamp(noon)
    assert clock.moment(clock.stamp(noon)) == noon


def test_stamps_have_one_width() -> None:
    whole = clock.stamp(datetime(2026, 1, 1, tzinfo=UTC))
    assert len(whole) == len(clock.stamp(datetime(2026, 1, 1, 1, 2, 3, 456, tzinfo=UTC)))


def test_a_cursor_comes_back_as_it_went_out() -> None:
    place = {"at": "2026", "n": 3}
    assert paging.position(paging.encode_cursor(place), at=str, n=int) == place
    assert paging.position("", at=str) is None


@pytest.mark.parametrize("forged", ["%%%", "bm90IGpzb24", "WzEsMl0", "é", "W1tb" * 500])
def test_a_forged_cursor_is_refused_by_name(forged: str) -> None:
    with pytest.raises(Invalid) as refused:
        paging.position(forged, at=str)
    assert refused.value.fields[0].field == "cursor"


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"at": "x"},
        {"at": "x", "n": 1, "more": 1},
        {"at": 1, "n": 1},
        {"at": "x", "n": "1"},
        {"at": "x", "n": True},
        {"at": "x", "n": -1},
        {"at": "x", "n": 10**300},
        {"at": "\ud800", "n": 1},
        {"at": "x" * 1025, "n": 1},
        {"at": "\0", "n": 1},
    ],
)
def test_a_cursor_of_another_list_is_refused_in_the_same_words(place: dict[str, object]) -> None:
    """GRID-02, GRID-10"""
    with pytest.raises(Invalid) as refused:
        paging.position(paging.encode_cursor(place), at=str, n=int)
    assert refused.value.fields == paging.foreign().fields


def test_what_is_kept_for_a_minute_is_asked_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    @ForAMinute
    def shout(key: str) -> str:
        asked.append(key)
        return key.upper()

    now = 600.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    assert [shout("a"), shout("a"), shout("b")] == ["A", "A", "B"]
    now += 59
    shout("a")
    assert asked == ["a", "b"]
    now += 1
    shout("a")
    shout.forget()
    shout("a")
    assert asked == ["a", "b", "a", "a"]
    now += 3
    shout("a", within=5)
    assert len(asked) == 4
    shout("a", within=2)
    assert len(asked) == 5
