"""Reads that do not ask for consistency may be a second behind: what a reader does is done to what is there."""

import pytest

from chalicelib.kernel.clock import FixedClock, stamp
from chalicelib.messages import store
from chalicelib.messages.correspondents import Correspondent
from chalicelib.messages.store import conversations, correspondents
from tests.builders.messages import DISTRICT, arrive, copy, counterpart, later, message
from tests.support.ground import Ground
from tests.support.memory.tables import Lag

PARENT = "parent-1"
THREAD = counterpart().thread_id


@pytest.fixture(autouse=True)
def _behind(ground: Ground, aws: object, clock: FixedClock) -> None:
    del aws  # to be there
    ground.fall_behind(Lag(lambda: clock.now().timestamp(), lambda: 1.0))


def test_a_conversation_that_was_read_a_moment_ago_can_be_read_again(clock: FixedClock) -> None:
    """INBOX-05: twice is once, and nobody is told that new messages keep coming."""
    arrive(copy(1), copy(2))
    clock.advance(seconds=5)
    for _ in range(2):
        conversations.mark_read(DISTRICT, PARENT, THREAD)
        clock.advance(seconds=0.2)
    assert conversations.thread(DISTRICT, PARENT, THREAD).unread == 0


def test_what_arrived_a_moment_before_it_was_read_is_read(clock: FixedClock) -> None:
    """INBOX-05: it was on the screen already."""
    arrive(copy(1))
    clock.advance(seconds=0.2)
    conversations.mark_read(DISTRICT, PARENT, THREAD)
    assert conversations.thread(DISTRICT, PARENT, THREAD).unread == 0


def test_a_conversation_that_came_back_to_the_first_page_is_not_read_unseen(clock: FixedClock) -> None:
    """A-10: the index lists it beyond the newest thirty still."""
    for number in range(1, 32):
        other = counterpart(id=f"teacher-{number}")
        arrive(copy(number, counterpart=other, arrived_at=stamp(later(minutes=number))))
    clock.advance(seconds=5)
    oldest = counterpart(id="teacher-1")
    arrive(copy(40, counterpart=oldest, arrived_at=stamp(later(minutes=40))))
    conversations.first_page(DISTRICT, PARENT, 30)
    assert conversations.thread(DISTRICT, PARENT, oldest.thread_id).unread == 2


def test_what_somebody_wrote_a_moment_ago_stands_in_the_conversation() -> None:
    """INBOX-04: whoever does not see it writes it again."""
    arrive(copy(1, outgoing=True))
    thread = conversations.thread(DISTRICT, PARENT, THREAD)
    assert len(conversations.entries(DISTRICT, PARENT, thread, None, 20).items) == 1


def test_what_was_accepted_a_moment_ago_can_be_opened() -> None:
    """INBOX-04, FLAG-02: without its text a flagged message would be taken for one that is not."""
    store.accept(message(flagged=True))
    assert store.load_many(DISTRICT, [message().message_id])[message().message_id].flagged


def test_who_answered_by_email_a_moment_ago_can_be_answered() -> None:
    """RPLY-02"""
    who = Correspondent(DISTRICT, "mum@home.example", "Mum", "sam", "Sam", "en", ("lincoln",))
    correspondents.keep(who)
    assert correspondents.load(DISTRICT, (who.user_id,)) == {who.user_id: who}
