"""How a district begins: its record, and the first people who may sign in (`make district`).

    create --> the district's record, its group of accounts
    administrator --> a user of the district's own, who sees and does everything; an account
    account --> an account for somebody who came with the roster

Each may be repeated: what is there stays, and a password is made for a new account only.
"""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import boto3

from chalicelib.directory import addresses, audit, change_caller_ids, store
from chalicelib.directory.caller_ids import LONGEST_TITLE, CallerId
from chalicelib.directory.model import District, EmailAddress, Role, User
from chalicelib.directory.store import caller_ids
from chalicelib.directory.store.audit import write as audit_write
from chalicelib.kernel import dynamo
from chalicelib.kernel.clock import Clock, SystemClock
from chalicelib.kernel.ids import DISTRICT_ID, hashed_id
from chalicelib.kernel.settings import setting

from . import accounts

PROFILE = "district-administrator"


class Refused(LookupError):
    """What was asked for cannot be; the text tells the operator why."""


@dataclass(frozen=True)
class SignIn:
    """An account. `password` is for the first sign-in; empty: it has one already."""

    username: str
    password: str


def create(district_id: str, name: str, time_zone: str) -> District:
    """A new district. Raises Refused for an id that is taken or none, and for a zone that does not exist."""
    if not DISTRICT_ID.fullmatch(district_id):
        raise Refused("A district's id has 1 to 32 small letters and digits, such as riverbend.")
    if district_id in store.districts():
        raise Refused(f"There is a district {district_id} already.")
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused(f"There is no time zone {time_zone}. Give one such as America/Denver.") from None
    district = District(district_id, name.strip(), time_zone)
    store.put_district(district)
    first_caller_id(district, setting("VOICE_ORIGINATION", ""), SystemClock())
    accounts.make_group(_cognito(), _pool(), district_id)
    return district


def first_caller_id(district: District, number: str, clock: Clock) -> None:
    """The operator's number as the district's default, so that calls work from the first day (CID-07). Nothing
    where the operator has a pool instead of a number, or the district has a list already."""
    known = addresses.phone(number)
    if known is None or caller_ids.listed(district.district_id):
        return
    first = CallerId(
        hashed_id("caller id", district.district_id, known),
        district.name[:LONGEST_TITLE],
        known,
        creator="",
        public=True,
        district_default=True,
    )
    change_caller_ids.add(district.district_id, (first,), audit.OPERATOR, clock)


def administrator(district: District, username: str, given: str, family: str, clock: Clock) -> SignIn:
    """Somebody who may do everything in a district; a person of the roster with this name becomes one."""
    known = store.user_by_login(district.district_id, username)
    user = _promoted(known) if known else _newcomer(username, given, family)
    if user != known:
        store.put_users(district.district_id, [user])
        made = (audit.Change(PROFILE, None, True),)
        told = audit.entry(clock.now(), audit.OPERATOR, audit.Subject.PROFILE, user.user_id, user.name, made)
        dynamo.transact([audit_write(district.district_id, told)])
    return _sign_in(district, username)


def account(district: District, username: str) -> SignIn:
    """An account for somebody who came with the roster. Raises Refused when nobody has this sign-in name."""
    if store.user_by_login(district.district_id, username) is None:
        raise Refused(f"Nobody in the district signs in as {username}. Import the roster first.")
    return _sign_in(district, username)


def _newcomer(username: str, given: str, family: str) -> User:
    if not (given.strip() and family.strip()):
        raise Refused("Nobody signs in so yet. Give the new administrator's given and family name, too.")
    email = EmailAddress(username) if "@" in username else None
    return User(
        hashed_id("administrator", username.casefold()),
        given.strip(),
        family.strip(),
        (Role.ADMIN,),
        all_schools=True,
        profiles=(PROFILE,),
        username=username,
        email=email,
    )


def _promoted(user: User) -> User:
    roles = user.roles if Role.ADMIN in user.roles else (*user.roles, Role.ADMIN)
    profiles = user.profiles if PROFILE in user.profiles else (*user.profiles, PROFILE)
    return replace(user, roles=roles, profiles=profiles, all_schools=True)


def _sign_in(district: District, username: str) -> SignIn:
    accounts.make_group(_cognito(), _pool(), district.district_id)
    return SignIn(username, accounts.new_account(_cognito(), _pool(), district.district_id, username))


def _cognito() -> Any:
    return boto3.client("cognito-idp")


def _pool() -> str:
    return setting("USER_POOL_ID")
