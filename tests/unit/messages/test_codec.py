"""What is stored comes back the same."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.access.bounds import Scope
from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel, Content, SmsPart, VoicePart
from chalicelib.directory.model import Role
from chalicelib.messages import codec
from chalicelib.messages.model import Message, PartRow, Source, part_rows
from tests.builders import messages as build

texts = st.text(max_size=20)
ids = st.lists(texts, max_size=3).map(tuple)
selections = st.builds(
    Selection,
    st.none()
    | st.builds(
        StudentSelection,
        st.sampled_from(RecipientType),
        ids,
        st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
        ids,
        ids,
        ids,
    ),
    ids,
    ids,
)
scopes = st.builds(Scope, st.sampled_from(Role), ids, ids, ids, ids, st.booleans(), st.booleans())
contents = st.builds(
    Content,
    texts,
    texts,
    texts,
    st.none() | st.builds(SmsPart, texts, st.booleans()),
    st.none() | st.builds(VoicePart, texts, st.sampled_from(["en", "es"]), st.booleans()),
    st.booleans(),
)


@given(selections, contents, st.sampled_from(Source), st.booleans(), st.none() | scopes)
def test_a_message_comes_back_the_same(
    selection: Selection, content: Content, source: Source, priority: bool, within: Scope | None
) -> None:
    """SEND-10: accepted content never changes; nor does it by being stored."""
    message = build.message(
        selection=selection, content=content, source=source, priority=priority, within=within
    )
    back = codec.message_from_bytes(codec.message_to_bytes(message))
    assert back == message
    assert (type(back.source), type(back.selection)) == (Source, Selection)


@pytest.mark.parametrize("row", part_rows(build.message()))
def test_a_part_row_comes_back_the_same(row: PartRow) -> None:
    stored = {**codec.row_document(row), "sent_at": f"{row.sent_at}#id#email"}
    assert codec.row_from_document(stored) == row


def test_a_row_of_an_older_release_lacks_newer_fields() -> None:
    row = part_rows(build.message())[0]
    stored = {**codec.row_document(row), "sent_at": row.sent_at}
    del stored["regarding_id"], stored["slices"]
    assert codec.row_from_document(stored) == row


def test_every_field_of_a_message_is_in_the_document() -> None:
    assert set(codec.message_document(build.message())) == {each.name for each in fields(Message)}


@pytest.mark.parametrize(
    ("people", "slices"), [(0, 1), (1999, 1), (2000, 2), (29_999, 15), (30_000, 16), (10**6, 16)]
)
def test_big_messages_count_in_more_slices(people: int, slices: int) -> None:
    assert build.message(people=people).slices == slices


def test_each_part_says_its_own_text() -> None:
    """SEND-09: one row per part, tied to one message."""
    content = build.content(sms=SmsPart("text"), voice=VoicePart("call", emergency=True), push=True)
    rows = {row.channel: row for row in part_rows(build.message(content=content))}
    assert {channel: row.snippet for channel, row in rows.items()} == {
        Channel.EMAIL: "Bring lunch.",
        Channel.SMS: "text",
        Channel.VOICE: "call",
        Channel.PUSH: "Bring lunch.",
        Channel.PORTAL: "Bring lunch.",
    }
    assert [channel for channel, row in rows.items() if row.emergency] == [Channel.VOICE, Channel.PORTAL]
    assert {row.channels for row in rows.values()} == {content.channels()}
