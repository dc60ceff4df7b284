"""References, ids, statuses, totals and how things are written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audience.model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.content.model import Channel, Lane
from chalicelib.delivery.chunk import Chunk, Entry
from chalicelib.delivery.chunking import delivery_id
from chalicelib.delivery.events import EventKind, advance
from chalicelib.delivery.model import Delivery, DeliveryStatus, Totals
from chalicelib.delivery.reasons import Reason, words
from chalicelib.delivery.refs import ChunkRef, DeliveryRef
from chalicelib.delivery.shards import PlanState
from chalicelib.delivery.store import codec, keys
from chalicelib.kernel import dynamo
from chalicelib.kernel.ids import hashed_id
from tests.builders import messages as build

REF = DeliveryRef("demo", build.message_id(1), Channel.SMS, 12, 3, 7, hashed_id("x"))
texts = st.text(max_size=20)


@given(
    st.from_regex(r"[a-z0-9]{1,32}", fullmatch=True),
    st.sampled_from(Channel),
    st.integers(0, 99999),
    st.integers(0, 99999),
    st.integers(0, 15),
)
def test_a_reference_comes_back_from_a_providers_event(
    district: str, channel: Channel, shard: int, chunk: int, counter: int
) -> None:
    """QUEUE-02: in letters, digits and dashes, which tags and contexts take, and short enough for both."""
    ref = DeliveryRef(district, build.message_id(1), channel, shard, chunk, counter, hashed_id("x"))
    assert DeliveryRef.parse(str(ref)) == ref
    assert str(ref).replace("-", "").isalnum()
    assert str(ref).isascii()
    assert len(str(ref)) <= 256


@pytest.mark.parametrize(
    "text",
    [
        "",
        "demo",
        f"{REF}x",
        f"x{REF}y",
        str(REF).replace("sms", "fax"),
        str(REF).upper(),
        f"{REF}\n",
        "canary-demo-sms-1",
    ],
)
def test_other_texts_are_no_references(text: str) -> None:
    found = DeliveryRef.parse(text)
    assert found is None or str(found) == text


def test_a_queue_message_names_its_chunk() -> None:
    assert ChunkRef.of(dict(REF.chunk_ref.body())) == REF.chunk_ref
    with pytest.raises((KeyError, ValueError)):
        ChunkRef.of({"district": "demo"})
    with pytest.raises((KeyError, ValueError)):
        ChunkRef.of({**REF.chunk_ref.body(), "channel": "fax"})


def test_ids_are_the_same_for_the_same_delivery_and_no_other() -> None:
    """SEND-09: per part and recipient; a repeated step meets its own rows."""
    usual = ("m", "once", Channel.EMAIL, "contact", "c1", "s1", "a@b.example")
    assert delivery_id(*usual) == delivery_id(*usual)
    others = [
        ("m2", *usual[1:]),
        ("m", "twice", *usual[2:]),
        (*usual[:2], Channel.SMS, *usual[3:]),
        (*usual[:4], "c2", *usual[5:]),
        (*usual[:5], "s2", *usual[6:]),
        (*usual[:6], "c@b.example"),
    ]
    assert len({delivery_id(*usual), *(delivery_id(*each) for each in others)}) == 7


def test_statuses_move_only_by_final_events() -> None:
    """QUEUE-08"""
    moves = {kind: advance(kind) for kind in EventKind}
    assert {kind for kind, status in moves.items() if status is None} == {EventKind.ACCEPTED, EventKind.DELAYED}
    assert moves[EventKind.TIMED_OUT] is DeliveryStatus.EXPIRED
    assert moves[EventKind.COMPLAINED] is DeliveryStatus.SENT
    assert all(status is None or status.final for status in moves.values())


def test_a_plan_is_resolved_when_every_shard_is() -> None:
    assert PlanState("p", 0).resolved
    assert not PlanState("p", 2, frozenset({1})).resolved
    assert PlanState("p", 2, frozenset({1})).unfinished == (0,)
    assert PlanState("p", 2, frozenset({0, 1})).resolved


@given(*[st.integers(0, 1000) for _ in range(5)])
def test_totals_add_up(sent: int, pending: int, expired: int, errors: int, duplicates: int) -> None:
    """A-89"""
    total = Totals(sent + pending + expired + errors, sent, expired, errors, duplicates)
    assert total.pending == pending
    assert (total + total).pending == 2 * pending


# ---- Written down -------------------------------------------------------------------------------------------

places = st.one_of(
    st.builds(Destination, texts, st.none(), st.booleans()),
    st.builds(lambda reason: Destination(reason=reason), st.sampled_from(Unreachable)),
)
recipients = st.builds(
    Recipient,
    texts,
    st.sampled_from(PersonKind),
    texts,
    st.sampled_from(RecipientType),
    texts,
    texts,
    texts,
    texts,
    texts,
    st.dictionaries(st.sampled_from(Channel), places),
)


@given(st.lists(recipients, max_size=4))
def test_frozen_recipients_come_back(found: list[Recipient]) -> None:
    assert codec.recipients_from_bytes(codec.recipients_to_bytes(found)) == found


@given(texts, texts, st.sampled_from(DeliveryStatus), st.sampled_from(["", *Reason]))
def test_a_row_comes_back(name: str, address: str, status: DeliveryStatus, reason: str) -> None:
    row = Delivery(REF, status, "1", "2", "students", name, "p", "student", address, "s", "st", "Sam", reason)
    stored = dynamo.plain_item(dynamo.wire_item(codec.row_item(row)))
    assert codec.row_from(stored) == row
    assert ("problem_of" in stored) is (status in codec.PROBLEMS)


@given(st.lists(st.builds(Entry, *[texts] * 8), max_size=4))
def test_a_chunk_comes_back(entries: list[Entry]) -> None:
    chunk = Chunk(REF.chunk_ref, Lane.NORMAL, 7, "1", "2", tuple(entries))
    assert codec.chunk_from(dynamo.plain_item(dynamo.wire_item(codec.chunk_item(chunk)))) == chunk


def test_keys_name_what_lies_there() -> None:
    assert keys.chunk_of(*keys.chunk(REF.chunk_ref)) == REF.chunk_ref
    assert keys.message_of(keys.plan("demo", "m")[0]) == ("demo", "m")
    assert keys.shard_of_rows(keys.row(REF)[0]) == REF.shard
    assert keys.row(REF)[0].startswith("D#demo#")


# ---- Reasons ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("reason", [*Reason, *Unreachable])
def test_every_reason_has_words(reason: str, channel: Channel) -> None:
    """RCPT-23, QUEUE-10: plain, and no code shows through."""
    said = words(reason, channel)
    assert said
    assert said[0].isupper()
    assert "_" not in said
    assert reason != "failed" or said == words("something new", channel)


def test_reasons_name_the_kind_of_address() -> None:
    """RCPT-23"""
    assert words("no_contact_data", Channel.EMAIL) == "No email address on file"
    assert words("no_contact_data", Channel.SMS) == "No phone number on file"
    assert "mail server" not in words("content_refused", Channel.SMS)
    assert words("", Channel.EMAIL) == ""
