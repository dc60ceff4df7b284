"""The imports of a district: their records, who is at work on them, and which files came in which order.

D#d#IMPORTS   import id        one import
D#d#ROSTER    OPEN#import id   one that is not finished: what the queue job looks at
              LOCK             who works on the district's roster now, and until when unless they renew
              SEEN#key         the newest event of an object, so that an older one is known as such
              HEAD             the import that was applied last
"""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from chalicelib.directory.audit import Entry
from chalicelib.directory.roster.model import Changes, RosterImport, Source, Status
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.words import again, kept

from . import audit

LEASE = timedelta(seconds=90)


def _imports(district: str) -> str:
    return district_key(district, "IMPORTS")


def _roster(district: str) -> str:
    return district_key(district, "ROSTER")


def _table() -> str:
    return table("directory")


# ---- records -----------------------------------------------------------------------------------------------


def _item(one: RosterImport) -> dynamo.Item:
    said = {"ignored": list(map(kept, one.ignored)), **{name: kept(getattr(one, name)) for name in _SENTENCES}}
    data = json.dumps(asdict(one) | said, ensure_ascii=False, separators=(",", ":"))
    return {"pk": _imports(one.district), "sk": one.import_id, "status": one.status.value, "data": data}


def _import(item: dynamo.Item) -> RosterImport:
    fields: dict[str, Any] = json.loads(item["data"])
    fields["status"] = Status(fields["status"])
    fields["source"] = Source(**fields["source"])
    fields["summary"] = {kind: Changes(**each) for kind, each in fields["summary"].items()}
    fields["ignored"], fields["schools"] = tuple(map(again, fields["ignored"])), tuple(fields["schools"])
    return RosterImport(**fields | {name: again(fields[name]) for name in _SENTENCES})


_SENTENCES = ("hold_reason", "refusal")


def begin(one: RosterImport) -> RosterImport:
    """Record a new import; one that was begun before is given back as it stands."""
    opened = {"pk": _roster(one.district), "sk": f"OPEN#{one.import_id}"}
    try:
        dynamo.transact((dynamo.insert(_table(), _item(one)), dynamo.replace(_table(), opened)))
    except dynamo.Refused:
        return get(one.district, one.import_id) or one
    return one


def get(district: str, import_id: str) -> RosterImport | None:
    item = dynamo.get(_table(), _imports(district), import_id, consistent=True)
    return _import(item) if item else None


def newest(district: str, limit: int, after: str | None) -> tuple[list[RosterImport], str | None]:
    """A page of imports, newest first, and the id to go on after."""
    start = {"pk": _imports(district), "sk": after} if after else None
    items, last = dynamo.query(_table(), _imports(district), newest_first=True, limit=limit, after=start)
    return [_import(item) for item in items], last["sk"] if last else None


def save(one: RosterImport, was: Status, told: Entry | None = None) -> bool:
    """Store the import as it is now, if its status is still what it was, whether it is open, and what is told
    of it in the record of changes."""
    pk, name = _roster(one.district), f"OPEN#{one.import_id}"
    stored = dynamo.change(
        _table(),
        _imports(one.district),
        one.import_id,
        "SET #status = :status, #data = :data",
        {":status": one.status.value, ":data": _item(one)["data"], ":was": was.value},
        names={"#status": "status", "#data": "data"},
        condition="#status = :was",
    )
    listed = (
        dynamo.replace(_table(), {"pk": pk, "sk": name})
        if one.status.open
        else dynamo.remove(_table(), pk, name)
    )
    try:
        dynamo.transact((stored, listed, *([audit.write(one.district, told)] if told else ())))
    except dynamo.Refused:
        return False
    return True


def open_ids(district: str) -> list[str]:
    """The ids of imports with work left, oldest first."""
    found = dynamo.query_all(_table(), _roster(district), begins="OPEN#")
    return [item["sk"].removeprefix("OPEN#") for item in found]


# ---- who works, and in which order -------------------------------------------------------------------------


def lock(district: str, owner: str, now: datetime) -> bool:
    """Take or renew the district's roster for a while; False when another has it."""
    taken = dynamo.update(
        _table(),
        _roster(district),
        "LOCK",
        "SET #owner = :owner, #until = :until",
        {":owner": owner, ":until": stamp(now + LEASE), ":now": stamp(now)},
        names={"#owner": "owner", "#until": "until"},
        condition="attribute_not_exists(pk) OR #until < :now OR #owner = :owner",
    )
    return taken is not None


def unlock(district: str, owner: str) -> None:
    """Give the roster back, if it is still ours."""
    dynamo.update(
        _table(),
        _roster(district),
        "LOCK",
        "SET #until = :nobody",
        {":owner": owner, ":nobody": ""},
        names={"#owner": "owner", "#until": "until"},
        condition="#owner = :owner",
    )


def locked(district: str, now: datetime) -> bool:
    """Whether somebody is at work."""
    item = dynamo.get(_table(), _roster(district), "LOCK", consistent=True)
    return item is not None and bool(item["until"] >= stamp(now))


def saw(district: str, key: str, sequence: str) -> bool:
    """Note an object's event; False when a newer one of the same object was noted before.

    S3 says how to compare: the shorter one filled up with zeros.
    """
    padded = sequence.upper().ljust(64, "0")
    noted = dynamo.update(
        _table(),
        _roster(district),
        f"SEEN#{hashed_id(key)}",
        "SET #sequence = :sequence",
        {":sequence": padded},
        names={"#sequence": "sequence"},
        condition="attribute_not_exists(pk) OR #sequence <= :sequence",
    )
    return noted is not None


def head(district: str) -> str:
    """The id of the import that was applied last, empty before the first."""
    item = dynamo.get(_table(), _roster(district), "HEAD", consistent=True)
    return str(item["import_id"]) if item else ""


def put_head(district: str, import_id: str) -> None:
    dynamo.put(_table(), {"pk": _roster(district), "sk": "HEAD", "import_id": import_id})


def newer_applied(district: str, import_id: str, schools: frozenset[str]) -> RosterImport | None:
    """An applied import that came after this one (not in the same moment), about one of the same schools."""
    arrived = import_id.split("-")[0]
    found = dynamo.query_all(_table(), _imports(district), between=(f"{arrived}~", "~"))
    return next((one for item in found if _overlaps(one := _import(item), schools)), None)


def _overlaps(one: RosterImport, schools: frozenset[str]) -> bool:
    return one.status is Status.APPLIED and not schools.isdisjoint(one.schools)
