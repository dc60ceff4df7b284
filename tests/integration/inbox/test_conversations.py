"""Conversations as the portal channel writes them and the inbox reads them, on moto."""

from collections.abc import Sequence

import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery.events import Change
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.store import codec, copies, ledger
from chalicelib.kernel import dynamo, settings
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.messages import threads
from chalicelib.messages.model import SNIPPET, Source
from chalicelib.messages.store import conversations, keys
from chalicelib.messages.store.conversations import Entry, Thread
from chalicelib.messages.store.copies import writes_for
from tests.builders.deliveries import delivery
from tests.builders.messages import (
    DISTRICT,
    arrive,
    content,
    copy,
    counterpart,
    later,
    message,
    message_id,
    sender,
)

pytestmark = [pytest.mark.moto, pytest.mark.usefixtures("aws")]

PARENT = "parent-1"
TEACHER_THREAD = counterpart().thread_id


def to_parent(number: int) -> threads.InAppCopy:
    """The same message for one of several parents."""
    return copy(1, account=f"parent-{number}")


def pending(count: int) -> list[Change]:
    """That many pending in-app deliveries of one chunk, about to be sent."""
    rows = [delivery(at, channel=Channel.PORTAL, status=DeliveryStatus.PENDING) for at in range(count)]
    dynamo.write_many(settings.table("deliveries"), map(codec.row_item, rows))
    return [Change(row.ref, DeliveryStatus.SENT, stamp(later(minutes=1))) for row in rows]


def portal_totals() -> Totals:
    return ledger.totals(DISTRICT, [(message_id(1), Channel.PORTAL, 1)])[(message_id(1), Channel.PORTAL)]


def inbox(user: str = PARENT, limit: int = 30) -> tuple[Thread, ...]:
    return conversations.first_page(DISTRICT, user, limit)[0].items


def opened(user: str = PARENT, thread_id: str = TEACHER_THREAD) -> tuple[Entry, ...]:
    found = conversations.thread(DISTRICT, user, thread_id)
    return conversations.entries(DISTRICT, user, found, None, 20).items


def from_number(number: int, **changes: str) -> threads.InAppCopy:
    """A copy from the number-th other person."""
    return copy(number, counterpart=counterpart(id=f"other-{number}", name=f"Other {number}"), **changes)


def test_messages_of_one_sender_are_one_conversation_newest_first_with_the_number_unread() -> None:
    """INBOX-01: by sender, newest first, with name, school and number unread."""
    arrive(copy(1))
    arrive(from_number(2))
    arrive(copy(3))
    teacher, other = inbox()
    assert (teacher.counterpart.name, teacher.counterpart.school_name) == ("Ada Teacher", "Lincoln High")
    assert (teacher.subject, teacher.snippet, teacher.unread) == ("Subject 3", "Snippet 3", 2)
    assert (other.counterpart.name, other.unread) == ("Other 2", 1)


def test_two_children_of_one_parent_in_one_transaction_are_two_entries_of_one_conversation() -> None:
    """SEND-08, RCPT-20: a transaction may touch the conversation only once."""
    copies = (copy(1, student_id="s1"), copy(1, student_id="s2", student_name="Tess Student"))
    assert len(writes_for(copies)) == 3
    arrive(*copies)
    assert inbox()[0].unread == 2
    assert {entry.student_name for entry in opened()} == {"Sam Student", "Tess Student"}


def test_a_piece_of_copies_and_its_rows_is_one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """CHAN-02: as many accounts as the portal channel takes at once, none of them sharing a conversation."""
    sizes: list[int] = []
    transact = dynamo.transact

    def noted(writes: Sequence[dynamo.Write]) -> None:
        sizes.append(len(writes))
        transact(writes)

    monkeypatch.setattr(dynamo, "transact", noted)
    changes = pending(copies.PIECE)
    copies.write(changes, {each.ref.delivery_id: to_parent(at) for at, each in enumerate(changes)})
    assert sizes == [dynamo.TRANSACTION]
    assert {inbox(f"parent-{number}")[0].unread for number in range(copies.PIECE)} == {1}
    assert portal_totals() == Totals(sent=copies.PIECE)


def test_recipients_of_one_message_do_not_see_each_other() -> None:
    """SEND-08: a group of three parents makes three separate conversations."""
    arrive(*(copy(1, account=f"parent-{number}") for number in range(3)))
    for number in range(3):
        assert len(opened(f"parent-{number}")) == 1
    assert inbox("teacher-1") == ()


def test_the_same_copy_again_is_refused_and_counts_once() -> None:
    """RCPT-20: one copy per account, message and student."""
    arrive(copy(1))
    with pytest.raises(dynamo.Refused):
        arrive(copy(1))
    arrive(copy(2), copy(2))
    assert inbox()[0].unread == 2


def test_delivering_again_adds_only_what_was_missing() -> None:
    """RCPT-20, CHAN-02: a portal chunk that was interrupted half-way is repeated whole."""
    changes = pending(4)
    made = {each.ref.delivery_id: to_parent(at) for at, each in enumerate(changes)}
    copies.write(changes[:2], made)
    copies.write(changes, made)
    assert [inbox(f"parent-{number}")[0].unread for number in range(4)] == [1, 1, 1, 1]
    assert portal_totals() == Totals(sent=4)


def test_a_copy_that_is_there_without_its_row_is_not_made_again() -> None:
    """RCPT-20: the row is settled by itself, and its neighbours with their copies."""
    changes = pending(3)
    arrive(to_parent(1))
    copies.write(changes, {each.ref.delivery_id: to_parent(at) for at, each in enumerate(changes)})
    assert [inbox(f"parent-{number}")[0].unread for number in range(3)] == [1, 1, 1]
    assert portal_totals() == Totals(sent=3)


def test_sources_make_conversations_of_their_own() -> None:
    """CHAN-02: under the sender's name, or the school's or district's."""
    person = threads.counterpart_of(message(), "Maple District")
    school = threads.counterpart_of(message(source=Source.SCHOOL), "Maple District")
    district = threads.counterpart_of(message(source=Source.DISTRICT), "Maple District")
    assert (person.name, school.name, district.name) == ("Ada Teacher", "Lincoln High", "Maple District")
    assert len({person.thread_id, school.thread_id, district.thread_id}) == 3
    renamed = threads.counterpart_of(message(sender=sender(name="Ada Married")), "Maple District")
    assert renamed.thread_id == person.thread_id


def test_the_snippet_is_one_line_of_what_the_message_says() -> None:
    """INBOX-01: what the list shows."""
    long = content(plain="Dear\n\n family,  " + "come " * 100)
    assert threads.snippet_of(long.text_in_app).startswith("Dear family, come come")
    assert len(threads.snippet_of(long.text_in_app)) == SNIPPET


def test_a_conversation_shows_both_directions_by_time() -> None:
    """INBOX-04: incoming and outgoing, although a send writes only the recipient's side."""
    teacher_2 = counterpart(id="teacher-2", name="Bo Teacher")
    arrive(copy(1, account="teacher-2"))  # teacher-1 to teacher-2
    arrive(copy(2, account="teacher-1", counterpart=teacher_2))  # and the answer
    arrive(copy(3, account="teacher-2"))
    shown = opened("teacher-2")
    assert [(entry.subject, entry.outgoing) for entry in shown] == [
        ("Subject 3", False),
        ("Subject 2", True),
        ("Subject 1", False),
    ]
    assert [entry.unread for entry in shown] == [True, False, True]
    mirrored = opened("teacher-1", teacher_2.thread_id)
    assert [entry.outgoing for entry in mirrored] == [True, False, True]


def test_a_long_conversation_pages_without_gap_or_repeat_in_both_directions() -> None:
    """INBOX-04: older entries load on demand."""
    for number in range(1, 26):
        arrive(copy(number, account="teacher-2"))
        arrive(copy(number, account="teacher-1", counterpart=counterpart(id="teacher-2"), student_id="z"))
    found = conversations.thread(DISTRICT, "teacher-2", TEACHER_THREAD)
    seen: list[str] = []
    cursor: str | None = None
    while not seen or cursor:
        page = conversations.entries(DISTRICT, "teacher-2", found, cursor, 7)
        seen += [entry.key for entry in page.items]
        cursor = page.next_cursor
    assert len(seen) == len(set(seen)) == 50
    assert seen == sorted(seen, reverse=True)


def test_opening_marks_read_and_an_eye_marks_unread_again() -> None:
    """INBOX-05, INBOX-06: the number drops at once, and rises again by one."""
    arrive(copy(1), copy(2))
    conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    assert conversations.unread(DISTRICT, PARENT) == 0
    assert not any(entry.unread for entry in opened())
    first = opened()[1]
    for _ in range(2):  # a second press changes nothing
        conversations.mark_unread(DISTRICT, PARENT, TEACHER_THREAD, first.key)
    assert conversations.unread(DISTRICT, PARENT) == 1
    assert [entry.unread for entry in opened()] == [False, True]
    conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    assert conversations.unread(DISTRICT, PARENT) == 0


def test_an_emergency_stands_for_its_conversation_until_it_is_read() -> None:
    """INBOX-01: whatever comes after it; a mother of two reads both copies, and the eye brings it back."""
    arrive(*(copy(1, student_id=each, subject="Snow day", emergency=True) for each in ("s1", "s2")))
    arrive(copy(2))
    (row,) = inbox()
    assert (row.emergency, row.subject, row.unread) == (("Snow day", "Snippet 1"), "Subject 2", 3)
    conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    assert inbox()[0].emergency is None
    ordinary, first, _ = opened()
    conversations.mark_unread(DISTRICT, PARENT, TEACHER_THREAD, ordinary.key)
    assert inbox()[0].emergency is None
    for _ in range(2):
        conversations.mark_unread(DISTRICT, PARENT, TEACHER_THREAD, first.key)
    assert inbox()[0].emergency == ("Snow day", "Snippet 1")
    conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    assert (inbox()[0].emergency, inbox()[0].unread) == (None, 0)


def test_an_emergency_brought_back_is_the_one_that_is_shown() -> None:
    """INBOX-06"""
    arrive(copy(1, subject="Gas leak", emergency=True))
    arrive(copy(2, subject="All clear", emergency=True))
    conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    conversations.mark_unread(DISTRICT, PARENT, TEACHER_THREAD, opened()[1].key)
    assert inbox()[0].emergency == ("Gas leak", "Snippet 1")


def test_more_unread_than_one_transaction_takes_are_all_marked() -> None:
    """INBOX-05: a person who comes back after a year."""
    for number in range(1, 121):
        arrive(copy(number))
    conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    assert inbox()[0].unread == 0


def test_nobody_reaches_the_conversations_of_another() -> None:
    """INBOX-06: an entry or conversation that is not one's own is not there."""
    arrive(copy(1))
    key = opened()[0].key
    for attempt in (
        lambda: conversations.thread(DISTRICT, "parent-2", TEACHER_THREAD),
        lambda: conversations.thread("other", PARENT, TEACHER_THREAD),
        lambda: conversations.mark_read(DISTRICT, "parent-2", TEACHER_THREAD),
        lambda: conversations.mark_unread(DISTRICT, "parent-2", TEACHER_THREAD, key),
        lambda: conversations.mark_unread(DISTRICT, PARENT, TEACHER_THREAD, key + "x"),
    ):
        with pytest.raises(NotFound):
            attempt()


@pytest.mark.parametrize(("limit", "shown"), [(30, [30, 5]), (20, [20, 15]), (100, [30, 5])])
def test_the_inbox_pages_and_ends(limit: int, shown: list[int]) -> None:
    """INBOX-02: the 30 most recent first, older ones on demand, each once."""
    for number in range(1, 36):
        arrive(from_number(number))
    first, unread = conversations.first_page(DISTRICT, PARENT, limit)
    assert first.next_cursor is not None
    rest = conversations.later_page(DISTRICT, PARENT, first.next_cursor, limit)
    assert [len(first.items), len(rest.items)] == shown
    assert [each.subject for each in (*first.items, *rest.items)] == [f"Subject {n}" for n in range(35, 0, -1)]
    assert (unread, rest.next_cursor) == (30, None)


def test_exactly_thirty_conversations_are_all_there_is() -> None:
    """INBOX-02: no further load."""
    for number in range(1, 31):
        arrive(from_number(number))
    page, unread = conversations.first_page(DISTRICT, PARENT, 30)
    assert (len(page.items), unread, page.next_cursor) == (30, 30, None)


def test_what_is_beyond_the_first_thirty_becomes_read_unseen() -> None:
    """A-10, A-96: not counted, shown as read, distinct from really read, and can be marked unread."""
    for number in range(1, 33):
        arrive(from_number(number))
    assert conversations.unread(DISTRICT, PARENT) == 30
    assert conversations.first_page(DISTRICT, PARENT, 30)[1] == 30
    oldest = from_number(1).counterpart.thread_id
    assert conversations.thread(DISTRICT, PARENT, oldest).unread == 0
    pk = keys.entries(DISTRICT, PARENT, oldest)
    (item,), _ = dynamo.query(keys.table(), pk)
    assert item["auto_read"] is True
    assert "unread" not in item
    conversations.mark_unread(DISTRICT, PARENT, oldest, item["sk"])
    assert conversations.thread(DISTRICT, PARENT, oldest).unread == 1
    conversations.mark_read(DISTRICT, PARENT, oldest)
    (item,), _ = dynamo.query(keys.table(), pk)
    assert "auto_read" not in item


def test_a_copy_that_arrives_late_brings_its_conversation_up() -> None:
    """INBOX-01: newest first is by arrival; entries stand by their time of sending."""
    arrive(copy(9))
    arrive(copy(1, arrived_at=stamp(later(hours=1))))
    assert inbox()[0].subject == "Subject 1"
    assert [entry.subject for entry in opened()] == ["Subject 9", "Subject 1"]


def test_what_could_not_be_marked_is_not_called_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """INBOX-05: endless collisions end in a sentence; listing goes on in spite of them (A-10)."""
    arrive(*[copy(1)])
    for number in range(2, 33):
        arrive(from_number(number))

    def collides(writes: list[dynamo.Write]) -> None:
        raise dynamo.Refused((0,))

    monkeypatch.setattr(dynamo, "transact", collides)
    with pytest.raises(Conflict):
        conversations.mark_read(DISTRICT, PARENT, TEACHER_THREAD)
    assert len(inbox()) == 30
