"""The access room's door to DynamoDB: the profiles of a district (`docs/data-model.md`).

A district stores only what it changed or added; the named profiles of `profiles.py` are there without storing.
"""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.directory import audit
from chalicelib.directory.audit import Who
from chalicelib.directory.model import Role
from chalicelib.directory.store.audit import write as written
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from .model import Level, Permission, Profile
from .profiles import NAMED


def profiles(district: str) -> dict[str, Profile]:
    """All profiles of a district by id: the named ones, overlaid with the stored ones."""
    stored = dynamo.query_all(table("access"), district_key(district, "PROFILES"))
    return {profile.profile_id: profile for profile in NAMED} | {item["sk"]: _profile(item) for item in stored}


def put_profiles(district: str, changed: Iterable[Profile]) -> None:
    """Store profiles whole."""
    dynamo.write_many(table("access"), (_item(district, profile) for profile in changed))


def grant(
    district: str, profile: Profile, permission: Permission, level: Level | None, who: Who, clock: Clock
) -> None:
    """Give a profile a permission, or take it away (None), with the entry that tells of it (ADMIN-16)."""
    before = profile.grants.get(permission)
    kept = {name: held for name, held in profile.grants.items() if name != permission}
    after = replace(profile, grants=kept | ({permission: level} if level else {}))
    change = audit.Change(permission.value, before and before.value, level and level.value)
    told = audit.entry(
        clock.now(),
        who,
        audit.Subject.PROFILE,
        profile.profile_id,
        profile.title,
        () if before == level else (change,),
    )
    if told.changes:
        dynamo.transact([dynamo.replace(table("access"), _item(district, after)), written(district, told)])


def _item(district: str, profile: Profile) -> dynamo.Item:
    return {
        "pk": district_key(district, "PROFILES"),
        "sk": profile.profile_id,
        "title": profile.title,
        "role": profile.role.value,
        "grants": {permission.value: level.value for permission, level in profile.grants.items()},
    }


_KNOWN = {permission.value for permission in Permission}


def _profile(item: dynamo.Item) -> Profile:
    """A stored profile. A key from a later or earlier version is skipped: it has no effect here (LIC-02)."""
    grants = {Permission(key): Level(level) for key, level in item["grants"].items() if key in _KNOWN}
    return Profile(item["sk"], item["title"], Role(item["role"]), grants)
