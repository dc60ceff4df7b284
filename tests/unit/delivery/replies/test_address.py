"""The address that an email is answered at: ours only, and good for one delivery."""

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.refs import DeliveryRef
from chalicelib.delivery.replies.address import address_of, claim_of
from chalicelib.kernel import signing
from chalicelib.kernel.ids import hashed_id, new_id

DISTRICTS = ("other", "demo")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLY_DOMAIN", "replies.example.org")
    monkeypatch.setattr(signing, "_key", lambda: b"a secret")


def reference(shard: int = 3, chunk: int = 40) -> DeliveryRef:
    return DeliveryRef("demo", new_id(), Channel.EMAIL, shard, chunk, 0, hashed_id("a person"))


@pytest.mark.parametrize(("shard", "chunk"), [(0, 0), (3, 40), (46_655, 46_655)])
def test_the_address_leads_back_to_the_delivery(shard: int, chunk: int) -> None:
    """RPLY-02; RFC 5321 allows a local part of 64 characters."""
    ref = reference(shard, chunk)
    address = address_of(ref)
    assert len(address.partition("@")[0]) <= 64
    claim = claim_of(address.upper(), DISTRICTS)
    assert claim is not None
    assert claim.chunk == ref.chunk_ref
    assert ref.delivery_id.startswith(claim.delivery)


def test_an_altered_address_is_nobodys() -> None:
    """RPLY-03: whatever letter somebody changes."""
    address = address_of(reference())
    local, _, domain = address.partition("@")
    for at, letter in enumerate(local):
        changed = local[:at] + ("a" if letter != "a" else "b") + local[at + 1 :]
        assert claim_of(f"{changed}@{domain}", DISTRICTS) is None


@pytest.mark.parametrize(
    "address",
    ["", "@", "office@replies.example.org", "é" * 62 + "@replies.example.org", "x" * 62 + "@elsewhere.org"],
)
def test_an_address_of_another_make_is_nobodys(address: str) -> None:
    assert claim_of(address, DISTRICTS) is None


def test_another_stacks_address_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_of(reference())
    monkeypatch.setattr(signing, "_key", lambda: b"another secret")
    assert claim_of(address, DISTRICTS) is None


def test_without_a_domain_nothing_can_be_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPLY_DOMAIN", "")
    assert address_of(reference()) == ""
