"""The messages table: big messages, pages of part rows, the outbox."""

import random
import string
from datetime import datetime

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.paging import encode_cursor
from chalicelib.messages import outbox, store
from chalicelib.messages.model import PartRow
from chalicelib.messages.store import Request, Wanted, lists
from tests.builders import messages as build

from .conftest import D, stored

pytestmark = [pytest.mark.moto, pytest.mark.usefixtures("aws")]
PORTAL_ONLY = Wanted(channels=(Channel.PORTAL,))


def noise(size: int) -> str:
    """Text that does not compress to much less."""
    rng = random.Random(size)
    return "".join(rng.choices(string.printable, k=size))


def test_the_biggest_message_fits_and_comes_back() -> None:
    """SEND-10: 256 KB of email that does not compress, and 10,000 chosen students."""
    ids = tuple(noise(30) + str(number) for number in range(10_000))
    message = build.message(
        content=build.content(html=noise(256 * 1024), plain=noise(255 * 1024)),
        selection=Selection(StudentSelection(RecipientType.STUDENTS, students=ids)),
    )
    store.accept(message)
    assert store.load(D, message.message_id) == message
    assert store.load_many(D, [message.message_id, "unknown"]) == {message.message_id: message}


def test_another_district_sees_nothing() -> None:
    store.accept(build.message())
    assert store.load("other", build.message().message_id) is None
    assert store.parts("other", build.message().message_id) == ()
    assert store.history("other", limit=10).items == ()
    assert list(outbox.waiting("other", build.later(days=9))) == []


def test_an_accepted_message_is_not_accepted_twice() -> None:
    """SEND-01: the transaction writes all or nothing."""
    store.accept(build.message(1), Request("ann", "key-1", "hash"))
    before = stored()
    with pytest.raises(store.AlreadyAnswered):
        store.accept(build.message(2), Request("ann", "key-1", "hash"))
    assert stored() == before
    found = store.answered(D, "ann", "key-1")
    assert found is not None
    assert (found.body_hash, found.message_id) == ("hash", build.message_id(1))


def fill(count: int, **changes: object) -> None:
    for number in range(1, count + 1):
        store.accept(build.message(number, accepted_at=build.later(minutes=number), **changes))


def everything(limit: int, wanted: Wanted = store.EVERYTHING) -> list[PartRow]:
    """All pages of the history, one after another."""
    found: list[PartRow] = []
    cursor: str | None = None
    for _ in range(100):
        page = store.history(D, limit=limit, cursor=cursor, wanted=wanted)
        assert len(page.items) <= limit
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_follow_each_other_without_gap_or_repeat(limit: int) -> None:
    """REPT-14: every part a row of its own, newest first."""
    fill(4)
    rows = everything(limit)
    assert [(row.message_id, row.channel) for row in rows] == [
        (build.message_id(number), channel) for number in (4, 3, 2, 1) for channel in ("sms", "portal", "email")
    ]


def test_a_full_last_page_has_no_next_one() -> None:
    fill(2)
    page = store.history(D, limit=6)
    assert (len(page.items), page.next_cursor) == (6, None)


def test_one_row_per_message() -> None:
    fill(5)
    page = store.sent_by(D, "teacher-1", limit=3, wanted=PORTAL_ONLY)
    assert [row.message_id for row in page.items] == [build.message_id(number) for number in (5, 4, 3)]
    rest = store.sent_by(D, "teacher-1", limit=3, cursor=page.next_cursor, wanted=PORTAL_ONLY)
    assert [row.message_id for row in rest.items] == [build.message_id(number) for number in (2, 1)]
    assert rest.next_cursor is None
    assert store.sent_by(D, "teacher-2", limit=3).items == ()


def test_filters() -> None:
    """By channel, by time, by school sent from or reached, by sender; all together."""
    store.accept(build.message(1, accepted_at=build.later(minutes=1)))
    store.accept(
        build.message(
            2,
            accepted_at=build.later(minutes=2),
            sender=build.sender(user_id="head-1", school_id="hill"),
            schools=("hill", "lincoln"),
        )
    )
    store.accept(
        build.message(3, accepted_at=build.later(minutes=3), sender=build.sender(school_id="oak"), schools=())
    )

    def numbers(**wanted: object) -> list[int]:
        rows = everything(10, Wanted(**{"channels": ("portal",)} | wanted))  # type: ignore[arg-type]  # per test
        return [number for row in rows for number in (1, 2, 3) if row.message_id == build.message_id(number)]

    assert numbers(schools=("hill",)) == [2]
    assert numbers(schools=("lincoln",)) == [2, 1]
    assert numbers(schools=("oak", "hill")) == [3, 2]
    assert numbers(senders=("head-1",)) == [2]
    assert numbers(start=build.later(minutes=2)) == [3, 2]
    assert numbers(end=build.later(minutes=2)) == [1]
    assert numbers(start=build.later(minutes=1), end=build.later(minutes=3), schools=("lincoln",)) == [2, 1]
    assert numbers(channels=("voice",)) == []


def test_a_page_may_be_empty_and_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rare rows far back: a page reads so much and no more, and the cursor goes on behind it."""
    monkeypatch.setattr(lists, "READ_AT_MOST", 6)
    monkeypatch.setattr(lists, "FILTERED_READ", 3)
    fill(6)
    store.accept(build.message(0, sender=build.sender(user_id="rare")))
    wanted = Wanted(senders=("rare",))
    assert store.history(D, limit=1, wanted=wanted).items == ()
    assert {row.message_id for row in everything(1, wanted)} == {build.message_id(0)}


@pytest.mark.parametrize("position", [{"at": ""}, {"at": "~~~"}, {"at": "0"}])
def test_a_forged_cursor_reaches_no_further(position: dict[str, object]) -> None:
    fill(1)
    wanted = Wanted(start=build.later(hours=1), end=build.later(hours=2))
    assert store.history(D, limit=5, cursor=encode_cursor(position), wanted=wanted).items == ()


def test_nonsense_is_no_cursor() -> None:
    with pytest.raises(Invalid):
        store.history(D, limit=5, cursor="nonsense")


def test_the_outbox_holds_what_is_not_settled() -> None:
    """A-14: what a crash left behind is found, oldest first."""
    fill(3)
    when: datetime = build.later(minutes=3)
    assert [each.message_id for each in outbox.waiting(D, when)] == [build.message_id(1), build.message_id(2)]
    outbox.settle(build.message(1, accepted_at=build.later(minutes=1)))
    outbox.settle(build.message(1, accepted_at=build.later(minutes=1)))
    (entry,) = outbox.waiting(D, when)
    assert (entry.message_id, entry.accepted_at) == (build.message_id(2), build.later(minutes=2))


def test_what_was_published_again_is_left_alone_for_a_while() -> None:
    """A-14: nor does a note about one that was planned meanwhile bring it back."""
    fill(1)
    message, when = build.message(1, accepted_at=build.later(minutes=1)), build.later(minutes=3)
    (entry,) = outbox.waiting(D, when, when)
    outbox.leave_alone(entry, build.later(minutes=9))
    assert list(outbox.waiting(D, when, build.later(minutes=8))) == []
    (again,) = outbox.waiting(D, when, build.later(minutes=9))
    assert again.published == 1
    outbox.settle(message)
    outbox.leave_alone(entry, build.later(minutes=9))
    assert list(outbox.waiting(D, when)) == []
