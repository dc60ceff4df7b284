"""The principal of a user: their record and profiles as they stand now (PERM-03)."""

from collections.abc import Mapping

from chalicelib.directory import store as directory
from chalicelib.directory.model import Role, User
from chalicelib.kernel.errors import Unauthenticated

from . import modules, store
from .model import Principal, Profile
from .profiles import chosen


def principal_of_login(district: str, username: str) -> Principal:
    """A user by the name that they sign in with. Raises Unauthenticated when disabled or vanished."""
    return _principal(district, directory.user_by_login(district, username))


def principal_of_user(district: str, user_id: str) -> Principal:
    """A user with the rights of now, for what they asked for earlier (PERM-12). Raises Unauthenticated."""
    return _principal(district, directory.users(district, (user_id,)).get(user_id))


def _principal(district: str, user: User | None) -> Principal:
    if user is None or not user.enabled:
        raise Unauthenticated("This account cannot be used. Please ask your school office.")
    found = as_principal(district, user, profiles_of(user, store.profiles(district)))
    return found.without(modules.taken_away(directory.district(district).settings))


def profiles_of(user: User, known: Mapping[str, Profile]) -> tuple[Profile, ...]:
    """The user's profiles, each of a role that the user has; for a role without one, its standard profile."""
    return chosen(user.profiles, user.roles, known)


def as_principal(district: str, user: User, profiles: tuple[Profile, ...]) -> Principal:
    """The principal of a user. `all_schools` counts for admins only."""
    return Principal(
        district=district,
        user_id=user.user_id,
        name=user.name,
        roles=user.roles,
        profiles=profiles,
        schools=user.schools,
        all_schools=user.all_schools and Role.ADMIN in user.roles,
        sections=user.sections,
        children=user.students,
    )
