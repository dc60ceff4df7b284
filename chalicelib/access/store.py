"""The access room's door to DynamoDB: the profiles of a district (`docs/data-model.md`).

A district stores only what it changed or added; the named profiles of `profiles.py` are there without storing.
"""

from collections.abc import Iterable

from chalicelib.directory.model import Role
from chalicelib.kernel import dynamo
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
