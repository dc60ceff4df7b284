"""Schedules in the messages table. Each is a few items that change together:

    the record, in its author's list       pk USER#u#SCHEDULES    sk schedule id
    the order, as POST /v1/messages has it pk SCHEDULE#id         sk BODY, and BODY#1, BODY#2 of a long one
    a pointer while something is due       pk SCHEDULES-DUE       sk due time#author#schedule id

Every change names the version that it starts from, so that of an edit and a firing, or of ten jobs, one passes.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from chalicelib.content.model import Lane
from chalicelib.directory.marking_periods import MarkingPeriod
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value
from chalicelib.kernel.words import again, kept

from ..store.documents import PIECE
from .model import Outcome, Run, Schedule, State, Summary
from .recurrence import Every, Recurrence

MOST_PIECES = 3  # of an order: a request has at most a megabyte
Also = Sequence[dynamo.Write]  # what has to happen in the same transaction


class Changed(Exception):
    """Somebody or the queue job changed the schedule meanwhile; nothing was written."""


class AlsoRefused(Changed):
    """What had to happen with it could not; nothing was written."""


@value
class Pointer:
    """A schedule that is due. `place` is that of the lane by which its message leaves (SCHD-16, QUEUE-04).
    `failing`: it was tried, and is again until its day ends."""

    district: str
    author_id: str
    schedule_id: str
    sort: str
    place: int
    failing: bool


def add(schedule: Schedule, body: str, also: Also = ()) -> bool:
    """A new schedule, and what has to happen with it; False when its id is taken: the same request came before.
    Raises AlsoRefused."""
    try:
        _transact(
            [dynamo.insert(_table(), _item(schedule)), *_body_writes(schedule, body), *_point(schedule)], also
        )
    except AlsoRefused:
        raise
    except Changed:
        return False
    return True


def change(before: Schedule, after: Schedule, body: str, also: Also = ()) -> None:
    """Save an edit, and what has to happen with it. Raises Changed."""
    _transact([*moved(before, after), *_body_writes(after, body)], also)


def record(before: Schedule, after: Schedule) -> None:
    """Save what became of an occurrence. Raises Changed."""
    _transact(moved(before, after))


def moved(before: Schedule, after: Schedule) -> list[dynamo.Write]:
    """The writes of a change, the version's condition first, for a transaction of the caller's."""
    values = {f":{name}": value for name, value in _document(after).items()} | {":before": before.version}
    names = {f"#{name}": name for name in _document(after)}
    sets = ", ".join(f"#{name} = :{name}" for name in _document(after))
    condition = "#version = :before"
    writes = [dynamo.change(_table(), *_key(after), f"SET {sets}", values, names=names, condition=condition)]
    if before.next and after.next and _pointer_key(before) == _pointer_key(after):
        return writes if _pointer(before) == _pointer(after) else [*writes, *_point(after)]
    return [*writes, *_unpoint(before), *_point(after)]


def remove(schedule: Schedule, also: Also = ()) -> None:
    """Delete a schedule, and what has to happen with it. Raises Changed when it was fired or edited
    meanwhile."""
    held = dynamo.remove(
        _table(), *_key(schedule), condition="version = :before", values={":before": schedule.version}
    )
    _transact([held, *_body_writes(schedule, ""), *_unpoint(schedule)], also)


def load(district: str, author_id: str, schedule_id: str) -> Schedule | None:
    """One schedule of an author's, as it is at this moment."""
    item = dynamo.get(_table(), _list_key(district, author_id), schedule_id, consistent=True)
    return _schedule(item) if item else None


def body(schedule: Schedule) -> str:
    """The order. Empty when the schedule was deleted meanwhile."""
    head = dynamo.get(_table(), *_body_key(schedule, 0), consistent=True)
    if head is None:
        return ""
    more = [_body_key(schedule, number) for number in range(1, head.get("pieces", 1))]
    rest = dynamo.get_many(_table(), more, consistent=True) if more else {}
    return zlib.decompress(b"".join([head["body"], *(rest[key]["body"] for key in more)])).decode()


def of_author(district: str, author_id: str) -> list[Schedule]:
    """All schedules of an author's as they are now: one that is missing would be made again. There are
    `write.MOST` at most."""
    items = dynamo.query_all(_table(), _list_key(district, author_id), consistent=True)
    return [_schedule(item) for item in items]


def due(district: str, now: datetime) -> Iterator[Pointer]:
    """Pointers that are due, the longest due first."""
    for item in dynamo.query_all(_table(), _due_key(district), between=("0", f"{stamp(now)}~")):
        place = int(item.get("place", Lane.NORMAL.place))
        failing = item.get("failing", False)
        yield Pointer(district, item["author_id"], item["schedule_id"], item["sk"], place, failing)


def drop(pointer: Pointer) -> None:
    """A pointer whose schedule is gone."""
    dynamo.delete(_table(), _due_key(pointer.district), pointer.sort)


def _transact(writes: Sequence[dynamo.Write], also: Also = ()) -> None:
    try:
        dynamo.transact([*writes, *also])
    except dynamo.Refused as refused:
        if min(refused.positions, default=0) >= len(writes):
            raise AlsoRefused from refused
        raise Changed from refused


# ---- Items --------------------------------------------------------------------------------------------------


def _document(schedule: Schedule) -> dict[str, Any]:
    rule, summary = schedule.rule, asdict(schedule.summary)
    return {
        "schedule_id": schedule.schedule_id,
        "district": schedule.district,
        "author_id": schedule.author_id,
        "summary": json.dumps(
            summary | {"to": kept(schedule.summary.to), "channels": list(schedule.summary.channels)}
        ),
        "first_day": rule.first.isoformat(),
        "at_time": rule.at.isoformat("minutes"),
        "zone": rule.zone,
        "every": rule.every.value,
        "until_day": rule.until.isoformat() if rule.until else "",
        "next_day": schedule.next.key if schedule.next else "",
        "state": schedule.state.value,
        "problem": kept(schedule.problem),
        "tried": schedule.tried,
        "failures": schedule.failures,
        "runs": json.dumps([_told(run) for run in schedule.runs]),
        "version": schedule.version,
        "created_at": schedule.created_at,
        "asked": schedule.asked,
        "period": json.dumps(asdict(schedule.period)) if schedule.period else "",
    }


def _schedule(item: dynamo.Item) -> Schedule:
    rule = Recurrence(
        date.fromisoformat(item["first_day"]),
        time.fromisoformat(item["at_time"]),
        item["zone"],
        Every(item["every"]),
        date.fromisoformat(item["until_day"]) if item["until_day"] else None,
    )
    return Schedule(
        item["schedule_id"],
        item["district"],
        item["author_id"],
        _summary(json.loads(item["summary"])),
        rule,
        rule.on(date.fromisoformat(item["next_day"])) if item["next_day"] else None,
        State(item["state"]),
        again(item["problem"]),
        item["tried"],
        item["failures"],
        tuple(map(_run, json.loads(item["runs"]))),
        item["version"],
        item["created_at"],
        item.get("asked", ""),
        MarkingPeriod(**json.loads(item["period"])) if item.get("period") else None,
    )


def _summary(stored: dict[str, Any]) -> Summary:
    channels, waits = tuple(stored["channels"]), tuple(map(tuple, stored.get("waits", ())))
    return Summary(**stored | {"to": again(stored["to"]), "channels": channels, "waits": waits})


def _told(run: Run) -> dict[str, Any]:
    return asdict(run) | {"problem": kept(run.problem), "note": kept(run.note)}


def _run(stored: dict[str, Any]) -> Run:
    told = {"problem": again(stored["problem"]), "note": again(stored.get("note", ""))}
    return Run(**stored | told | {"outcome": Outcome(stored["outcome"])})


def _item(schedule: Schedule) -> dynamo.Item:
    pk, sk = _key(schedule)
    return {"pk": pk, "sk": sk, **_document(schedule)}


def _body_writes(schedule: Schedule, body: str) -> Iterator[dynamo.Write]:
    """In as many items as it takes; what an earlier, longer one had goes. An empty body is none."""
    packed = zlib.compress(body.encode(), 6) if body else b""
    pieces = [packed[at : at + PIECE] for at in range(0, len(packed), PIECE)]
    for number in range(MOST_PIECES):
        pk, sk = _body_key(schedule, number)
        if number < len(pieces):
            piece: dynamo.Item = {"pk": pk, "sk": sk, "body": pieces[number]}
            yield dynamo.replace(_table(), piece if number else piece | {"pieces": len(pieces)})
        else:
            yield dynamo.remove(_table(), pk, sk)


def _point(schedule: Schedule) -> list[dynamo.Write]:
    return [dynamo.replace(_table(), _pointer(schedule))] if schedule.next else []


def _pointer(schedule: Schedule) -> dynamo.Item:
    pk, sk = _pointer_key(schedule)
    who = {"author_id": schedule.author_id, "schedule_id": schedule.schedule_id}
    return {"pk": pk, "sk": sk, **who, "place": schedule.summary.lane.place, "failing": schedule.tried}


def _unpoint(schedule: Schedule) -> list[dynamo.Write]:
    return [dynamo.remove(_table(), *_pointer_key(schedule))] if schedule.next else []


def _pointer_key(schedule: Schedule) -> tuple[str, str]:
    due_at = stamp(schedule.next.due) if schedule.next else ""
    return _due_key(schedule.district), f"{due_at}#{schedule.author_id}#{schedule.schedule_id}"


def _key(schedule: Schedule) -> tuple[str, str]:
    return _list_key(schedule.district, schedule.author_id), schedule.schedule_id


def _body_key(schedule: Schedule, number: int) -> tuple[str, str]:
    return district_key(
        schedule.district, "SCHEDULE", schedule.schedule_id
    ), f"BODY#{number}" if number else "BODY"


def _list_key(district: str, author_id: str) -> str:
    return district_key(district, "USER", author_id, "SCHEDULES")


def _due_key(district: str) -> str:
    return district_key(district, "SCHEDULES-DUE")


def _table() -> str:
    return table("messages")
