"""Plan and fan-out: shards, families, two planners, windows, and the totals that always add up."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.content.model import Channel
from chalicelib.delivery import fan_out as fan_out_file
from chalicelib.delivery import plan as plan_file
from chalicelib.delivery import store
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.delivery.queue_job.recover import recover
from chalicelib.delivery.shards import PlanState, ShardList
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, RollEntry
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district

from .test_dispatch import EMAIL_ONLY, record

SCHOOL = Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln",)))


def to_school(line: Line, *names: str, **changes: Any) -> Message:
    """An email to the whole school, where these students are."""
    settle_district(*(families.reached_at(name, f"{name}@home.example") for name in names))
    usual: dict[str, Any] = {"accepted_at": line.clock.now(), "content": build.content(**EMAIL_ONLY)}
    return build.message(**usual | {"selection": SCHOOL} | changes)


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of two, a window of two: a school of seven is a district."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 2)
    monkeypatch.setattr(plan_file, "WINDOW", 2)
    monkeypatch.setattr(fan_out_file, "WINDOW", 2)


NAMES = ("ann", "bob", "cat", "dan", "eve", "fay", "gus")


@pytest.mark.usefixtures("small_shards")
def test_many_shards_reach_everybody_once(line: Line) -> None:
    """QUEUE-02: shard after shard, each finished one queues the next."""
    message = line.send(to_school(line, *NAMES, people=7))
    line.run()
    assert sorted(each.destination for each in line.handed_over()) == [f"{name}@home.example" for name in NAMES]
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    assert (plan.shards, plan.resolved) == (4, True)
    assert line.totals(message, Channel.EMAIL) == Totals(total=7, sent=7)
    assert list(outbox.waiting("demo", line.clock.now())) == []


@pytest.mark.usefixtures("small_shards")
def test_only_a_window_of_shards_waits_in_the_queue(line: Line) -> None:
    """QUEUE-04: the next message stands behind two shards, not behind a district."""
    message = to_school(line, *NAMES)
    messages.accept(message)
    body = {"district": "demo", "message": message.message_id}
    line.call("fan_out", record(body))
    assert sorted(each["shard"] for each in line.waiting("FanOutQueue")) == [0, 1]
    (first, _) = line.waiting("FanOutQueue")
    line.call("fan_out", record(first))
    assert sorted(each["shard"] for each in line.waiting("FanOutQueue")) == [0, 1, 2]


@pytest.mark.usefixtures("small_shards")
def test_while_the_fan_out_lags_its_queue_does_not_grow(line: Line) -> None:
    """QUEUE-01: half an hour without a worker; a message that waits is asked for a few times."""
    message = to_school(line, *NAMES)
    messages.accept(message)
    for _ in range(30):
        line.clock.advance(minutes=1)
        line.call("queue_job", {})
    asked = line.waiting("FanOutQueue")
    assert 1 <= len(asked) <= 4
    line.drop_queues()
    for _ in asked:
        line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    assert len(line.waiting("FanOutQueue")) == 2, "one window of shards, however often it was planned"


@pytest.mark.usefixtures("small_shards")
def test_a_lost_reference_to_a_shard_is_found_by_the_queue_job(line: Line) -> None:
    """QUEUE-01 (R13)"""
    message = to_school(line, *NAMES)
    messages.accept(message)
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    line.drop_queues()
    line.run(minutes=10)
    assert line.totals(message, Channel.EMAIL) == Totals(total=7, sent=7)
    assert len(line.handed_over()) == 7


@pytest.mark.usefixtures("small_shards")
def test_shards_that_move_are_left_alone(line: Line) -> None:
    """QUEUE-01: a slow fan-out is not a lost one; nothing is queued twice."""
    message = to_school(line, *NAMES)
    messages.accept(message)
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    line.clock.advance(seconds=59)
    (first, _) = line.waiting("FanOutQueue")
    line.call("fan_out", record(first))
    before = len(line.waiting("FanOutQueue"))
    line.clock.advance(seconds=2)
    recover(line.clock, lambda: 50.0)
    assert len(line.waiting("FanOutQueue")) == before
    line.clock.advance(seconds=58)
    recover(line.clock, lambda: 50.0)
    assert len(line.waiting("FanOutQueue")) > before


@pytest.mark.usefixtures("small_shards")
def test_a_run_of_the_queue_job_stays_for_what_becomes_due_in_its_time(line: Line) -> None:
    """QUEUE-01 (R13): a shard whose worker died a moment before the run is not left for another minute."""
    message = to_school(line, *NAMES)
    messages.accept(message)
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    line.drop_queues()
    line.clock.advance(seconds=30)
    began = line.clock.now()
    line.call("queue_job", {})
    assert timedelta(seconds=30) <= line.clock.now() - began < timedelta(seconds=38)
    assert [each["shard"] for each in line.waiting("FanOutQueue")] == [0, 1, 2, 3]


@pytest.mark.usefixtures("small_shards")
def test_nobody_waits_for_what_becomes_due_after_the_run(line: Line) -> None:
    """QUEUE-01: an idle minute costs a look, not a minute of a function's time."""
    message = to_school(line, *NAMES)
    messages.accept(message)
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    began = line.clock.now()
    line.call("queue_job", {})
    assert line.clock.now() == began


@pytest.mark.usefixtures("small_shards")
def test_a_plan_on_which_nothing_moves_is_looked_at_ever_more_rarely(line: Line) -> None:
    """QUEUE-01: its references may wait behind others, and queueing them again and again would not help."""
    message = to_school(line, *NAMES)
    messages.accept(message)
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    line.saboteur.calls.clear()
    for _ in range(60):
        line.clock.advance(minutes=1)
        line.saboteur.watching = True
        recover(line.clock, lambda: 50.0)
    assert 4 <= line.saboteur.calls.count("SendMessageBatch") <= 7


def test_an_accepted_message_that_was_never_queued_is_found_within_a_minute(line: Line) -> None:
    """QUEUE-01 (R16): the process died after its answer."""
    message = to_school(line, "ann")
    messages.accept(message)
    line.run(minutes=2)
    assert line.totals(message, Channel.EMAIL) == Totals(total=1, sent=1)


def test_of_two_planners_one_counts_even_if_the_roster_changed_between(line: Line) -> None:
    """R13: the cut of the slower one is nobody's."""
    message = to_school(line, "ann", "bob")
    messages.accept(message)
    slow = ShardList(("ann",))
    store.put_shards("demo", message.message_id, "slow", [slow])
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    state = PlanState("slow", 1, expires_at="2026-11-24")
    assert not store.put_plan("demo", message.message_id, state, line.clock.now())
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    line.run()
    assert sorted(each.destination for each in line.handed_over()) == ["ann@home.example", "bob@home.example"]


def test_a_family_is_never_cut_in_two(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """RCPT-12: what is a duplicate within a family is decided inside one shard."""
    monkeypatch.setattr(plan_file, "SHARD_SIZE", 3)
    message = to_school(line, *NAMES)
    family = {"ann": "a", "bob": "a", "cat": "c", "dan": "c", "eve": "e", "fay": "e", "gus": "e"}
    directory.put_roll("demo", "lincoln", [RollEntry(name, "09", family[name], "") for name in NAMES])
    messages.accept(message)
    line.call("fan_out", record({"district": "demo", "message": message.message_id}))
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    shards = [store.shard("demo", message.message_id, at, plan.plan_id).who for at in range(plan.shards)]
    assert shards == [ShardList(("ann", "bob")), ShardList(("cat", "dan")), ShardList(("eve", "fay", "gus"))]


def test_nobody_selected_is_a_plan_without_shards(line: Line) -> None:
    """RCPT-19: everybody left between composing and sending."""
    message = line.send(to_school(line))
    line.run(minutes=1)
    plan = store.plan("demo", message.message_id)
    assert plan is not None
    assert plan.resolved
    assert line.rows(message) == []


def test_sixty_staff_make_two_chunks_and_the_unreachable_come_last(line: Line) -> None:
    """QUEUE-02, RCPT-23, A-89: Total = Sent + Pending + Expired + Errors."""
    staff = tuple(
        people.user(f"u{at:02}", email=None if at % 6 == 0 else EmailAddress(f"u{at}@school.example"))
        for at in range(60)
    )
    settle_district(staff=staff)
    selection = Selection(staff=tuple(each.user_id for each in staff))
    content = build.content(**EMAIL_ONLY)
    message = line.send(build.message(accepted_at=line.clock.now(), content=content, selection=selection))
    line.run()
    rows = line.rows(message, Channel.EMAIL)
    assert [row.ref.chunk for row in rows] == [0] * 50 + [1] * 10
    assert {row.status for row in rows[:50]} == {DeliveryStatus.SENT}
    assert line.totals(message, Channel.EMAIL) == Totals(total=60, sent=50, errors=10)
    assert line.saboteur.calls.count("SendBulkEmail") == 1


def test_big_messages_count_in_slices_that_add_up(line: Line, small_shards: None) -> None:
    """A-89"""
    message = line.send(to_school(line, *NAMES, people=200_000))
    line.run()
    assert message.slices == 16
    assert {row.ref.counter for row in line.rows(message, Channel.EMAIL)} == {0, 1, 2, 3}
    assert line.totals(message, Channel.EMAIL) == Totals(total=7, sent=7)


def test_priority_and_normal_wait_in_lanes_of_their_own(line: Line) -> None:
    """QUEUE-04"""
    normal = to_school(line, "ann")
    urgent = replace(normal, message_id=build.message_id(2), priority=True)
    for message in (normal, urgent):
        line.send(message)
    line.run()
    names = {url.rsplit("/", 1)[1] for url in line.queues_used}
    assert {"EmailNormalQueue", "EmailPriorityQueue"} <= names


def test_a_reference_to_nothing_comes_back_alone(line: Line) -> None:
    """R5"""
    message = to_school(line, "ann")
    messages.accept(message)
    good = {"district": "demo", "message": message.message_id}
    bad = [{"district": "demo", "message": build.message_id(77)}, {**good, "shard": 5, "plan": "none"}]
    answer = line.call("fan_out", record(*bad, good))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "0"}, {"itemIdentifier": "1"}]}
    line.run()
    assert len(line.handed_over()) == 1
