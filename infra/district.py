"""The operator's switches of a district: modules, the length of calls, and what a profile grants.

    python -m infra.district show
    python -m infra.district switch calling_and_texting off
    python -m infra.district call-minutes 2
    python -m infra.district grant district-administrator exclude_schools edit

District users see modules and cannot change them (LIC-01, LIC-07). Every change stands in the record of changes
as the operator's (ADMIN-16). AWS is where the environment says; the stack is `carillon`, or `$STACK`.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from chalicelib.access import store as access
from chalicelib.access.model import Level, Permission
from chalicelib.access.modules import Module, is_on
from chalicelib.directory import settings, store
from chalicelib.directory.audit import OPERATOR, Subject
from chalicelib.directory.model import District
from chalicelib.directory.preferences import CALL_MINUTES, call_minutes
from chalicelib.kernel.clock import SystemClock
from chalicelib.kernel.errors import Stale
from infra import stack


def main(arguments: Sequence[str]) -> int:
    """The exit status; what is wrong goes to stderr."""
    asked = _parser().parse_args(arguments)
    os.environ |= stack.settings()
    try:
        district = _district(asked.district)
        asked.do(district, asked)
    except (LookupError, Stale) as error:
        print(error, file=sys.stderr)
        return 1
    print(_shown(store.district(district.district_id)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.district", description="The operator's switches.")
    parser.add_argument("--district", default="", help="its id; needed where there are several")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("show", help="how they stand").set_defaults(do=lambda _district, _asked: None)
    switch = commands.add_parser("switch", help="a module on or off")
    switch.add_argument("module", choices=[each.value for each in Module])
    switch.add_argument("to", choices=["on", "off"])
    switch.set_defaults(do=_switch)
    minutes = commands.add_parser("call-minutes", help="how long a call may be (LIC-07)")
    minutes.add_argument("minutes", type=int, choices=CALL_MINUTES)
    minutes.set_defaults(do=_call_minutes)
    grant = commands.add_parser("grant", help="a permission to a profile")
    grant.add_argument("profile")
    grant.add_argument("permission", choices=[each.value for each in Permission])
    grant.add_argument("level", choices=[*(each.value for each in Level), "none"])
    grant.set_defaults(do=_grant)
    return parser


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


def _save(district: District, name: str, value: int | bool) -> None:
    after = replace(district, settings=district.settings | {name: value})
    settings.save_district(district, after, Subject.MODULES, OPERATOR, SystemClock())


def _grant(district: District, asked: argparse.Namespace) -> None:
    """Raises LookupError for a profile that the district does not have."""
    profile = access.profiles(district.district_id).get(asked.profile)
    if profile is None:
        raise LookupError(f"There is no profile {asked.profile}.")
    level = None if asked.level == "none" else Level(asked.level)
    access.grant(district.district_id, profile, Permission(asked.permission), level, OPERATOR, SystemClock())


def _shown(district: District) -> str:
    lines = [f"{district.name} ({district.district_id})"]
    lines += [f"  {each:<22} {'on' if is_on(district.settings, each) else 'off'}" for each in Module]
    return "\n".join([*lines, f"  {'call_minutes':<22} {call_minutes(district)}"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
