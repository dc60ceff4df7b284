"""The operator's part in a district: its beginning, modules, the length of calls, and what a profile grants.

    python -m infra.district create riverbend "Riverbend Unified" America/Denver
    python -m infra.district administrator dana@riverbend.example Dana Whitfield
    python -m infra.district account tim@riverbend.example
    python -m infra.district show
    python -m infra.district switch calling_and_texting off
    python -m infra.district call-minutes 2
    python -m infra.district voice-numbers +13035550100 +13035550101
    python -m infra.district grant district-administrator exclude_schools edit

District users see modules and cannot change them (LIC-01, LIC-07). Every change stands in the record of changes
as the operator's (ADMIN-16). AWS is where the environment says; the stack is `carillon`, or `$STACK`.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission, Profile
from chalicelib.access.modules import Module, is_on
from chalicelib.access.permissions import effective
from chalicelib.directory import addresses, settings, store
from chalicelib.directory.audit import OPERATOR, Subject
from chalicelib.directory.model import District
from chalicelib.directory.preferences import CALL_MINUTES, call_minutes, voice_numbers
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.errors import Stale
from infra import founding, stack


def main(arguments: Sequence[str]) -> int:
    """The exit status; what is wrong goes to stderr."""
    asked = _parser().parse_args(arguments)
    try:
        os.environ |= stack.settings()
        district = asked.found(asked) if "found" in asked else _district(asked.district)
        asked.do(district, asked)
    except (LookupError, Stale) as error:
        print(error, file=sys.stderr)
        return 1
    print(_shown(store.district(district.district_id)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.district", description="The operator's part.")
    parser.add_argument("--district", default="", help="its id; needed where there are several")
    commands = parser.add_subparsers(required=True)
    _add_beginnings(commands)
    commands.add_parser("show", help="how they stand").set_defaults(do=_nothing)
    switch = commands.add_parser("switch", help="a module on or off")
    switch.add_argument("module", choices=[each.value for each in Module])
    switch.add_argument("to", choices=["on", "off"])
    switch.set_defaults(do=_switch)
    minutes = commands.add_parser("call-minutes", help="how long a call may be (LIC-07)")
    minutes.add_argument("minutes", type=int, choices=CALL_MINUTES)
    minutes.set_defaults(do=_call_minutes)
    numbers = commands.add_parser("voice-numbers", help="what calls may come from, too")
    numbers.add_argument("numbers", nargs="*", help="yours with the phone provider, as +1...; none: no others")
    numbers.set_defaults(do=_voice_numbers)
    grant = commands.add_parser("grant", help="a permission to a profile")
    grant.add_argument("profile")
    grant.add_argument("permission", choices=[each.value for each in Permission])
    grant.add_argument("level", choices=[*(each.value for each in Level), "none"])
    grant.set_defaults(do=_grant)
    return parser


def _add_beginnings(commands: Any) -> None:
    create = commands.add_parser("create", help="a new district")
    create.add_argument("id", help="small letters and digits, such as riverbend; it never changes")
    create.add_argument("name")
    create.add_argument("time_zone", help="such as America/Denver")
    create.set_defaults(found=lambda asked: founding.create(asked.id, asked.name, asked.time_zone), do=_nothing)
    administrator = commands.add_parser("administrator", help="who may do everything in the district")
    administrator.add_argument("username", help="as which they sign in: their email address, best")
    administrator.add_argument("given_name", nargs="?", default="")
    administrator.add_argument("family_name", nargs="?", default="")
    administrator.set_defaults(do=_administrator)
    account = commands.add_parser("account", help="a sign-in for somebody who came with the roster")
    account.add_argument("username")
    account.set_defaults(do=lambda district, asked: _tell(founding.account(district, asked.username)))


def _nothing(_district: District, _asked: argparse.Namespace) -> None:
    """What is shown at the end is all."""


def _administrator(district: District, asked: argparse.Namespace) -> None:
    names = asked.username, asked.given_name, asked.family_name
    _tell(founding.administrator(district, *names, SystemClock()))


def _tell(made: founding.SignIn) -> None:
    first = f"first password {made.password}, to be changed at the first sign-in within a week"
    print(f"{made.username}: {first if made.password else 'has an account, and its password stays'}")


def _district(wanted: str) -> District:
    """Raises LookupError when it is not clear which."""
    known = store.districts()
    if wanted in known or (not wanted and len(known) == 1):
        return store.district(wanted or known[0])
    raise LookupError(f"Say --district and one of: {', '.join(known) or 'none yet'}.")


def _switch(district: District, asked: argparse.Namespace) -> None:
    _save(district, asked.module, asked.to == "on")


def _call_minutes(district: District, asked: argparse.Namespace) -> None:
    _save(district, "call_minutes", asked.minutes)


def _voice_numbers(district: District, asked: argparse.Namespace) -> None:
    """Raises LookupError for what is no phone number."""
    numbers = [addresses.phone(each) for each in asked.numbers]
    if None in numbers:
        raise LookupError(f"{asked.numbers[numbers.index(None)]} is no phone number. Write it as +13035550100.")
    _save(district, "voice_numbers", " ".join(each for each in numbers if each))


def _save(district: District, name: str, value: int | bool | str) -> None:
    after = replace(district, settings=district.settings | {name: value})
    settings.save_district(district, after, Subject.MODULES, OPERATOR, SystemClock())


def _grant(district: District, asked: argparse.Namespace) -> None:
    """Raises LookupError for a profile that the district does not have, and for a right that its role is not
    offered at all."""
    known = access.profiles(district.district_id)
    if asked.profile not in known:
        raise LookupError(f"There is no profile {asked.profile}. There are: {', '.join(sorted(known))}.")
    profile, permission = known[asked.profile], Permission(asked.permission)
    level = None if asked.level == "none" else Level(asked.level)
    if level and permission not in effective(profile.role, {permission: level}):
        raise LookupError(f"{profile.title} is for a {profile.role}, who cannot hold {permission} at {level}.")
    access.grant(district.district_id, profile, permission, level, OPERATOR, SystemClock())
    print(_granted(access.profiles(district.district_id)[asked.profile]))


def _granted(profile: Profile) -> str:
    """What a profile grants now."""
    held = {each.value: level.value for each, level in effective(profile.role, profile.grants).items()}
    return _listed(f"{profile.title} ({profile.profile_id}) grants", dict(sorted(held.items())))


def _shown(district: District) -> str:
    """How a district stands."""
    stands = {each.value: "on" if is_on(district.settings, each) else "off" for each in Module}
    stands["call_minutes"] = str(call_minutes(district))
    stands["voice_numbers"] = " ".join(sorted(voice_numbers(district.settings))) or "no others"
    return _listed(f"{district.name} ({district.district_id})", stands)


def _listed(title: str, rows: Mapping[str, str]) -> str:
    """Two columns under a title."""
    width = max(map(len, rows), default=0) + 3
    return "\n".join([title, *(f"  {name:<{width}} {value}" for name, value in rows.items())])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
