"""Student and user groups in the directory table: the record by id, and a row in the list of the owner and of
each profile that it is assigned to (`docs/data-model.md`). All of it changes in one transaction."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..codec import text
from ..groups import Group, GroupKind, GroupRow
from ..index import RECORD, Key


def groups(district: str, ids: Iterable[str]) -> dict[str, Group]:
    """The groups that exist among the ids, by id."""
    keys = {_record(district, each): each for each in ids}
    found = dynamo.get_many(_table(), keys, consistent=True)
    return {each: _group(json.loads(found[at]["data"])) for at, each in keys.items() if at in found}


def own_groups(district: str, user_id: str) -> tuple[GroupRow, ...]:
    """The groups that somebody owns."""
    return _rows(_of_user(district, user_id))


def groups_for(district: str, user_id: str, profiles: Iterable[str]) -> tuple[GroupRow, ...]:
    """The groups that somebody owns, then those assigned to one of these profiles, each once (PICK-04)."""
    lists = [_of_user(district, user_id), *(_of_profile(district, each) for each in profiles)]
    return tuple({row.group_id: row for pk in lists for row in _rows(pk)}.values())


def create_group(district: str, group: Group) -> None:
    """Store a new group."""
    record = {"version": group.version, "data": text(asdict(group))}
    pk, sk = _record(district, group.group_id)
    dynamo.transact([dynamo.insert(_table(), {"pk": pk, "sk": sk, **record}), *_listing(district, group)])


def replace_group(district: str, group: Group, before: Group) -> bool:
    """Store a changed group; False when it is no longer the one that was read before."""
    pk, sk = _record(district, group.group_id)
    gone = set(_lists(district, before)) - set(_lists(district, group))
    changed = dynamo.change(
        _table(),
        pk,
        sk,
        "SET #data = :data, #version = :now",
        {":data": text(asdict(group)), ":now": group.version, ":was": before.version},
        names={"#data": "data", "#version": "version"},
        condition="#version = :was",
    )
    removed = [dynamo.remove(_table(), each, group.group_id) for each in sorted(gone)]
    try:
        dynamo.transact([changed, *_listing(district, group), *removed])
    except dynamo.Refused:
        return False
    return True


def delete_group(district: str, group: Group) -> bool:
    """Remove a group from everywhere; False when it changed meanwhile: it may stand in other lists now."""
    key, was = _record(district, group.group_id), {":was": group.version}
    record = dynamo.remove(_table(), *key, condition="version = :was", values=was)
    lists = [dynamo.remove(_table(), each, group.group_id) for each in _lists(district, group)]
    try:
        dynamo.transact([record, *lists])
    except dynamo.Refused:
        return False
    return True


def _table() -> str:
    return table("directory")


def _record(district: str, group_id: str) -> Key:
    return district_key(district, "GROUP", group_id), RECORD


def _of_user(district: str, user_id: str) -> str:
    return district_key(district, "USER", user_id, "GROUPS")


def _of_profile(district: str, profile_id: str) -> str:
    return district_key(district, "PROFILE", profile_id, "GROUPS")


def _lists(district: str, group: Group) -> list[str]:
    """The partitions in which a group has a row."""
    return [_of_user(district, group.owner), *(_of_profile(district, each) for each in group.profiles)]


def _listing(district: str, group: Group) -> list[dynamo.Write]:
    row = {"sk": group.group_id, "data": text(asdict(group.row()))}
    return [dynamo.replace(_table(), {"pk": pk, **row}) for pk in _lists(district, group)]


def _rows(pk: str) -> tuple[GroupRow, ...]:
    return tuple(GroupRow(**_typed(json.loads(item["data"]))) for item in dynamo.query_all(_table(), pk))


def _group(fields: dict[str, Any]) -> Group:
    return Group(**_typed(fields) | {"members": tuple(fields["members"])})


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {"kind": GroupKind(fields["kind"]), "profiles": tuple(fields["profiles"])}
