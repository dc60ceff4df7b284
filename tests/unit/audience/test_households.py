"""Which students are reached at the same addresses: from the rolls, before a shard is cut."""

import pytest

from chalicelib.audience import households as rules
from chalicelib.audience.households import households, wanted_by
from chalicelib.directory.model import EmailAddress, LinkedUser, RollEntry
from chalicelib.directory.places import LENGTH, keys_of, split
from tests.builders import families, people


def entry(student_id: str, *places: str, family: str = "") -> RollEntry:
    """A student with addresses named by one letter."""
    return RollEntry(student_id, "09", family or student_id, "", (), "".join(each * LENGTH for each in places))


def groups(*entries: RollEntry) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for each in households(entries):
        found.setdefault(each.family, []).append(each.student_id)
    return list(found.values())


def test_families_and_shared_addresses_join_directly_and_by_way_of_others() -> None:
    """RCPT-12: what is one delivery is decided inside one shard."""
    found = groups(
        entry("a", "p", "q"),
        entry("b", "r", family="f"),
        entry("c", "x"),
        entry("d", "q", family="f"),
        entry("e", "r"),
    )
    assert found == [["a", "b", "d", "e"], ["c"]]


def test_a_number_of_very_many_is_a_placeholder_and_joins_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_SHARING", 2)
    assert groups(*(entry(each, "p") for each in "abc")) == [["a"], ["b"], ["c"]]
    assert groups(*(entry(each, "p") for each in "ab")) == [["a", "b"]]


def test_a_household_does_not_outgrow_a_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses of few students join first; families are whole whatever their size."""
    monkeypatch.setattr(rules, "MOST_TOGETHER", 3)
    chain = [entry("a", "p"), entry("b", "p", "q"), entry("c", "q", "z"), entry("d", "z"), entry("e", "z")]
    assert groups(*chain) == [["a", "b", "c"], ["d", "e"]]
    assert groups(*(entry(each, family="f") for each in "abcde")) == [list("abcde")]


def test_the_keys_of_a_record() -> None:
    """Every address by which somebody may be reached about the student, in either case, each once."""
    mum = families.contact("mum", linked_user=LinkedUser("u", EmailAddress("LOGIN@x.example")))
    student = people.student(
        contacts=(mum, families.contact("dad", emails=mum.emails, phones=mum.phones)),
        primary_email=EmailAddress("kid@x.example"),
        phone=families.phone("+12065550001"),
        account=LinkedUser("kid", EmailAddress("Kid@x.example")),
    )
    keys = list(split(keys_of(student)))
    assert len(keys) == len(set(keys)) == 5
    login = people.student(primary_email=EmailAddress("login@x.example"))
    assert set(split(keys_of(login))) <= set(keys)
    assert keys_of(people.student()) == ""


def test_a_district_wants_it_when_it_says_so() -> None:
    assert not wanted_by(people.district())
    assert wanted_by(people.district(settings={"one_per_address": True}))
