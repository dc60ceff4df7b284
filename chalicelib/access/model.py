"""Who may do what: profiles, the principal of a request, and what a route needs. Pure.

A permission (`permissions.py`) is held at a level: View (see it) or Edit (do it; includes View). A profile
belongs to one role and maps permissions to levels; a user holds the union over their profiles (PERM-03, A-85).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from chalicelib.directory.model import Role
from chalicelib.kernel.values import value

from .permissions import UNDER_COMMUNICATION, effective
from .permissions import Grants as Grants
from .permissions import Level as Level
from .permissions import Permission as Permission


@value
class Profile:
    """A named permission set within a role (glossary "Profile")."""

    profile_id: str
    title: str
    role: Role
    grants: Grants = field(default_factory=dict)


def union(grants: Iterable[Grants]) -> dict[Permission, Level]:
    """The rights of a user with several profiles: the higher level of each permission (A-85). What stands under
    Communication counts only with it, whichever profile gives either."""
    held: dict[Permission, Level] = {}
    for each in grants:
        for permission, level in each.items():
            if permission not in held or level.covers(held[permission]):
                held[permission] = level
    if Permission.COMMUNICATION in held:
        return held
    return {name: level for name, level in held.items() if name not in UNDER_COMMUNICATION}


@dataclass(frozen=True)
class Principal:
    """Who is asking: a user of one district with their rights as they stand at this request.

    `schools` are the schools the user can reach; `sections` the sections a teacher teaches; `children` a
    parent's students. An admin with `all_schools` reaches every school of the district.

    `session_school` is the one that the user works for in this request, if it says so; `asked_at` the time of
    the request, by which schools are open or closed. `school_year` is an earlier one that they look at, by the
    year in which it began; empty for the current one (`looking_back`). `withheld` are permissions that have no
    effect here, whatever the profiles say (LIC-02, XSCH-04; `modules`).
    """

    district: str
    user_id: str
    name: str
    roles: tuple[Role, ...]
    profiles: tuple[Profile, ...] = ()
    schools: tuple[str, ...] = ()
    all_schools: bool = False
    sections: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    session_school: str = ""
    asked_at: datetime | None = None
    school_year: str = ""
    withheld: frozenset[Permission] = frozenset()

    def at(self, school_id: str) -> "Principal":
        """The same user, working for a school: its rules go before those of their other schools (A-70)."""
        return replace(self, session_school=school_id) if school_id else self

    @cached_property
    def grants(self) -> Grants:
        """What the profiles really give, all together; each within what its role is offered."""
        held = union(effective(profile.role, profile.grants) for profile in self.profiles)
        return {name: level for name, level in held.items() if name not in self.withheld}

    @property
    def is_staff(self) -> bool:
        return Role.ADMIN in self.roles or Role.TEACHER in self.roles

    @property
    def is_admin(self) -> bool:
        return Role.ADMIN in self.roles

    def without(self, permissions: Iterable[Permission]) -> "Principal":
        """The same user where these permissions have no effect either."""
        return replace(self, withheld=self.withheld.union(permissions))

    def may(self, permission: Permission, level: Level = Level.VIEW) -> bool:
        """Whether the principal holds a permission at least at a level."""
        held = self.grants.get(permission)
        return held is not None and held.covers(level)


@value
class Needs:
    """What a route asks of the principal: all of these permissions, and one of `any_of` if there are such.

    `public` routes ask for no token. `families_with`: a `staff_only` route is open to families too who hold
    this permission at Edit.
    """

    all_of: tuple[tuple[Permission, Level], ...] = ()
    staff_only: bool = False
    public: bool = False
    any_of: tuple[tuple[Permission, Level], ...] = ()
    admins_only: bool = False
    families_with: Permission | None = None

    def met_by(self, principal: Principal) -> bool:
        if self.staff_only and not principal.is_staff and not self._lets_in(principal):
            return False
        if self.admins_only and not principal.is_admin:
            return False
        if self.any_of and not any(principal.may(*each) for each in self.any_of):
            return False
        return all(principal.may(*each) for each in self.all_of)

    def _lets_in(self, family: Principal) -> bool:
        return self.families_with is not None and family.may(self.families_with, Level.EDIT)


PUBLIC = Needs(public=True)
SIGNED_IN = Needs()


def view(*permissions: Permission, staff_only: bool = False, admins_only: bool = False) -> Needs:
    """Needs of a route that shows."""
    return Needs(tuple((each, Level.VIEW) for each in permissions), staff_only, admins_only=admins_only)


def edit(*permissions: Permission, staff_only: bool = False) -> Needs:
    """Needs of a route that does."""
    return Needs(tuple((each, Level.EDIT) for each in permissions), staff_only)


def view_any(*permissions: Permission, staff_only: bool = False) -> Needs:
    """Needs of a route that several places of the app lead to, each with a permission of its own."""
    return Needs(staff_only=staff_only, any_of=tuple((each, Level.VIEW) for each in permissions))
