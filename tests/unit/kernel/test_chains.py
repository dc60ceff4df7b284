"""Groups that grow together."""

import itertools

from chalicelib.kernel.chains import Chains


def test_pairs_join_groups_directly_and_by_way_of_others() -> None:
    """RCPT-08: A with B, B with C: one group; who has no pair is a group of one."""
    chains = Chains(["a", "b", "c", "d", "e"])
    assert chains.join("c", "b")
    assert chains.join("a", "b")
    assert chains.join("a", "c")
    assert chains.groups() == [["a", "b", "c"], ["d"], ["e"]]
    assert chains.top("a") == chains.top("c") != chains.top("d")


def test_a_group_does_not_outgrow_its_limit() -> None:
    chains = Chains("abcd")
    assert chains.join("a", "b", most=2)
    assert chains.join("c", "d", most=2)
    assert not chains.join("a", "c", most=3)
    assert chains.join("b", "a", most=2), "they are together already"
    assert chains.groups() == [["a", "b"], ["c", "d"]]


def test_a_long_chain_stays_shallow() -> None:
    names = [f"n{at}" for at in range(5000)]
    chains = Chains()
    for one, other in itertools.pairwise(names):
        chains.join(one, other)
    assert chains.groups() == [names]
