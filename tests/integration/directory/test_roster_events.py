"""What arrives in the bucket, in any order and number; and what a crash leaves behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest

from chalicelib.directory import roster, store
from chalicelib.directory.roster import csv_rows, decide, files, run
from chalicelib.directory.roster.archive import Archive
from chalicelib.directory.roster.lease import Lease, LostLease
from chalicelib.directory.roster.model import RosterImport, Status
from chalicelib.directory.store import imports
from chalicelib.kernel.aws import s3
from chalicelib.kernel.clock import FixedClock
from chalicelib.kernel.errors import Conflict
from functions.roster_import.handler import handle
from tests.builders import people
from tests.builders.exports import Tables, changed, export, more, small, student, text, without
from tests.support.ground import Ground, watched
from tests.support.memory import Call, Work
from tests.support.memory.calls import Answer
from tests.support.stack import resources

from .conftest import BY_CLERK, Importing
from .test_roster_files import everything

D = "demo"


def put(key: str, content: BytesIO) -> str:
    """Upload; the object's version tag."""
    answer = s3().put_object(Bucket=files.bucket(), Key=key, Body=content.getvalue())
    return str(answer["ETag"]).strip('"')


def event(key: str, tag: str, sequence: str = "0A", at: str = "2026-11-23T15:00:00.000Z") -> dict[str, Any]:
    found = {"key": key, "size": 1, "eTag": tag, "sequencer": sequence}
    record = {"eventName": "ObjectCreated:Put", "eventTime": at}
    return {"Records": [record | {"s3": {"bucket": {"name": files.bucket()}, "object": found}}]}


def all_imports() -> list[RosterImport]:
    return imports.newest(D, 50, None)[0]


def statuses() -> list[Status]:
    """Oldest first."""
    return [each.status for each in reversed(all_imports())]


# ---- events ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["incoming/demo/a.zip", "export.zip", "incoming/x.ZIP", "drop/2026/export.zip"])
def test_a_zip_anywhere_in_the_bucket_is_imported(district: str, key: str) -> None:
    """I3: with one district, any place will do."""
    handle(event(key, put(key, export())), None)
    assert statuses() == [Status.APPLIED]
    assert all_imports()[0].file_name == key.rsplit("/", 1)[-1]


def test_keys_arrive_encoded(district: str) -> None:
    """I3: `a b+c.zip` comes as `a+b%2Bc.zip`."""
    tag = put("incoming/demo/a b+c.zip", export())
    handle(event("incoming/demo/a+b%2Bc.zip", tag), None)
    assert (statuses(), all_imports()[0].file_name) == ([Status.APPLIED], "a b+c.zip")


def test_among_several_districts_the_key_must_name_one(district: str) -> None:
    """I3: nothing is guessed."""
    store.put_district(people.district("other"))
    for key in ("export.zip", "incoming/nobody/export.zip"):
        handle(event(key, put(key, export())), None)
    assert all_imports() == []
    handle(event("incoming/other/export.zip", put("incoming/other/export.zip", export())), None)
    assert [each.status for each in imports.newest("other", 5, None)[0]] == [Status.APPLIED]
    assert store.schools(D) == {}


def test_test_events_and_other_files_start_nothing(district: str) -> None:
    """I3."""
    handle({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": files.bucket()}, None)
    handle(event("incoming/demo/readme.txt", "t"), None)
    handle(event("imports/demo/x/plan.zip", "t"), None)
    assert all_imports() == []


def test_a_repeated_event_is_the_same_import(district: str) -> None:
    """I3."""
    same = event("incoming/demo/a.zip", put("incoming/demo/a.zip", export()))
    for _ in range(3):
        handle(same, None)
    assert statuses() == [Status.APPLIED]


def test_an_older_event_of_the_same_object_is_left_aside(district: str) -> None:
    """I3: sequencers are compared as if filled up with zeros; the newest is applied once."""
    key = "incoming/demo/a.zip"
    old = event(key, "old", sequence="0055AED6DCD90281E5")
    newer = event(key, put(key, export()), sequence="0055AED6DCD90281E6")
    handle(newer, None)
    handle(old, None)
    handle(event(key, "older", sequence="0055AED6DCD902"), None)
    assert statuses() == [Status.APPLIED]


def test_an_older_file_under_another_name_does_not_undo_a_newer_one(district: str) -> None:
    """I3: events of two objects in the wrong order."""
    newer = event("b.zip", put("b.zip", export(changed(small(), "users", "s1", givenName="New"))))
    older = event("a.zip", put("a.zip", export()), at="2026-11-23T14:00:00.000Z")
    handle(newer, None)
    handle(older, None)
    assert statuses() == [Status.REFUSED, Status.APPLIED]
    assert "b.zip, which arrived later" in all_imports()[1].refusal
    assert store.students(D, ("s1",))["s1"].given_name == "New"


def test_a_file_that_is_gone_is_refused(district: str) -> None:
    """I1."""
    handle(event("incoming/demo/a.zip", "t"), None)
    assert statuses() == [Status.REFUSED]


def test_a_file_larger_than_any_export_is_refused(district: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """I4: dropped into the bucket past the upload's own limit."""
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    handle(event("a.zip", put("a.zip", export())), None)
    assert "larger than" in all_imports()[0].refusal


# ---- approval ----------------------------------------------------------------------------------------------


@pytest.fixture
def held(imported: Importing) -> RosterImport:
    imported()
    return imported(without(small(), "users", "s3"))


def again(one: RosterImport) -> dict[str, Any]:
    return event(files.key(D, one.import_id, "again.continue"), "t")


def test_an_approved_import_goes_on_by_its_marker(held: RosterImport) -> None:
    """I2."""
    decide.approve(D, held.import_id, *BY_CLERK)
    marker = files.key(D, held.import_id, "again.continue")
    assert s3().get_object(Bucket=files.bucket(), Key=marker)["ContentLength"] == 0
    handle(again(held), None)
    done = imports.get(D, held.import_id)
    assert done is not None
    assert (done.status, done.decided_by, done.progress) == (Status.APPLIED, "clerk", 1.0)
    assert store.students(D, ("s3",)) == {}


def test_a_held_import_is_not_approved_after_another_was_applied(
    held: RosterImport, imported: Importing
) -> None:
    """I2: it was compared with what is past."""
    imported(changed(small(), "users", "s1", givenName="New"))
    with pytest.raises(Conflict):
        decide.approve(D, held.import_id, *BY_CLERK)
    decide.reject(D, held.import_id, *BY_CLERK)
    with pytest.raises(Conflict):
        decide.approve(D, held.import_id, *BY_CLERK)


# ---- crashes -----------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def killed_at(ground: Ground, number: int) -> Iterator[list[str]]:
    """The process dies right before the n-th call to AWS; the list has the calls so far."""
    made: list[str] = []

    def count(call: Call, work: Work) -> Answer:
        made.append(call.operation)
        if len(made) == number:
            raise Killed
        return work()

    with watched(ground, count, "dynamodb", "s3"):
        yield made


def first() -> dict[str, Any]:
    return event("a.zip", put("a.zip", export(_crowd())))


def second() -> dict[str, Any]:
    """The event of a file that adds, changes and removes."""
    tables = more(without(_crowd(), "users", "eve"), "users", student("s4", agents="amy"))
    tag = put("b.zip", export(changed(tables, "users", "s1", grades="12")))
    return event("b.zip", tag, at="2026-11-23T15:00:01.000Z")


def _crowd() -> Tables:
    return more(small(), "users", *[student(f"x{n}") for n in range(10)])


def undisturbed(ground: Ground) -> tuple[list[Any], int]:
    """What the district is after both files, and how many calls the second takes."""
    handle(first(), None)
    arrived = second()
    with killed_at(ground, -1) as made:
        handle(arrived, None)
    assert store.students(D, ("s1",))["s1"].grade == "12"
    return everything(), len(made)


@pytest.mark.parametrize("part", range(4))
def test_whatever_call_it_dies_at_the_import_is_finished(
    district: str, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    """I1: applied whole or not at all: the event again, or the queue job's marker, bring it to its end."""
    monkeypatch.setattr(roster, "SystemClock", lambda: clock)
    whole, calls = undisturbed(ground)
    assert calls > 30
    for at in range(1 + part, calls + 1, 4):
        _empty(ground)
        handle(first(), None)
        arrived = second()
        with killed_at(ground, at), pytest.raises(Killed):
            handle(arrived, None)
        clock.advance(minutes=3)
        if at % 8 < 4 or len(all_imports()) < 2:
            handle(arrived, None)
        for one in imports.open_ids(D):
            assert roster.resume(D, clock) == 1
            handle(event(files.key(D, one, "again.continue"), "t"), None)
        assert everything() == whole, f"died at call {at}"
        assert statuses() == [Status.APPLIED, Status.APPLIED]


def _empty(ground: Ground) -> None:
    for table in resources("AWS::DynamoDB::Table"):
        ground.clear(table)
    store.put_district(people.district())


def test_reading_that_fails_again_and_again_is_given_up(district: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """I4: a file that kills its reader does not do so for ever."""
    tag = put("a.zip", export())

    def fail(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(run, "compare", fail)
        for _ in range(3):
            with pytest.raises(MemoryError):
                handle(event("a.zip", tag), None)
    handle(event("a.zip", tag), None)
    assert statuses() == [Status.REFUSED]


def test_reading_too_slowly_is_tried_once_more_and_then_named(
    district: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I4: the first may have begun late; after the second the clerk reads what to do."""
    monkeypatch.setattr(csv_rows, "_PULSE", 1)
    roster.receive(event("a.zip", put("a.zip", export())), clock, lambda: 5.0)
    (one,) = all_imports()
    assert one.status is Status.READING
    roster.receive(again(one), clock, lambda: 5.0)
    (one,) = all_imports()
    assert one.status is Status.REFUSED
    assert "more in this file than we can read in a quarter of an hour" in one.refusal


def test_lines_that_hold_nothing_keep_the_lease(
    district: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I4: a minute each thousand blank lines, and still nobody else takes over."""
    taken: list[bool] = []
    real = Archive.lines

    def slow(self: Archive, name: str) -> Iterator[bytes]:
        for at, line in enumerate(real(self, name)):
            if at and at % 1000 == 0:
                clock.advance(seconds=60)
                taken.append(Lease(D, clock).take())
            yield line

    monkeypatch.setattr(Archive, "lines", slow)
    blank = export(users="\r\n" * 5000 + text(small()["users"]))
    assert roster.import_zip(D, blank, clock=clock).status is Status.APPLIED
    assert taken == [False] * 5


def test_a_worker_that_lost_its_lease_stops(district: str, clock: FixedClock) -> None:
    """I1: only one works on a district at a time."""
    lease = Lease(D, clock)
    assert lease.take()
    assert not Lease(D, clock).take()
    handle(event("a.zip", put("a.zip", export()), at="2026-11-23T14:59:59.000Z"), None)
    clock.advance(minutes=3)
    assert Lease(D, clock).take()
    clock.advance(seconds=30)
    with pytest.raises(LostLease):
        lease.renew()


def test_a_long_import_goes_on_in_the_next_invocation(
    district: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I1: it stops in time, notes how far it came, and drops its marker."""
    tables = more(small(), "users", *[student(f"x{n:03}") for n in range(250)])
    key = "a.zip"
    arrived = event(key, put(key, export(tables)))
    roster.receive(arrived, clock, lambda: 10.0)
    (one,) = all_imports()
    assert one.status is Status.APPLYING
    assert 0 < one.done < one.total
    invocations = 1
    while imports.open_ids(D):
        roster.receive(again(one), clock, lambda: 10.0)
        invocations += 1
    assert invocations > 5
    assert len(store.roll(D, "hill")) == 253
