"""Loads the demo district into a deployed stack: the people through the real roster import, then the sign-ins.

Each step finds out whether it was done before, so that a load that was interrupted goes on where it stopped,
and a finished one does nothing.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.model import District
from chalicelib.directory.roster import import_zip
from chalicelib.directory.store import imports, suppressions
from chalicelib.directory.suppression import Cause
from chalicelib.kernel.aws import client
from chalicelib.kernel.clock import SystemClock, stamp
from infra import stack

from . import accounts, announcements, callers, groups, plan, years
from .households import households
from .roster import DISTRICT_NAME, write_zip

DISTRICT = "demo"
TIME_ZONE = "America/Denver"
DONE = {"applied", "unchanged"}


class NotLoaded(RuntimeError):
    """The import did not take the demo's roster; the text says why."""


def load(students: int = plan.USUAL_TOTAL, seed: int = 7) -> int:
    """The command: load what is missing and say so. The exit status."""
    os.environ |= stack.settings()
    folder = Path(os.environ.get("CARILLON_DATA", ".carillon"))
    if set(directory.districts()) - {DISTRICT}:
        print("There is another district here already; the demo is not added to it.")
        return 0
    began = time.monotonic()
    brought = bring_people(students, seed)
    callers.make_caller_ids(DISTRICT, os.environ.get("VOICE_ORIGINATION", ""))
    if brought or not (folder / "sign-ins.json").exists():
        years.open_schools(DISTRICT)
        made = accounts.make_sign_ins(DISTRICT, client("cognito-idp"), os.environ["USER_POOL_ID"])
        groups.make_groups(DISTRICT)
        announcements.make_announcements(DISTRICT)
        accounts.write(folder, made)
        print(f"The demo district is loaded ({time.monotonic() - began:.0f} s).\n\n{accounts.as_text(made)}")
    return 0


def bring_people(students: int, seed: int) -> bool:
    """Import the roster; False when it is there. Raises NotLoaded."""
    if DISTRICT not in directory.districts():
        directory.put_district(District(DISTRICT, DISTRICT_NAME, TIME_ZONE))
    if imports.head(DISTRICT):
        return False
    with tempfile.TemporaryDirectory() as folder:
        packed = Path(folder) / "riverbend.zip"
        write_zip(packed, students, seed)
        came = import_zip(DISTRICT, packed)
    if came.status not in DONE:
        raise NotLoaded(f"The demo roster was {came.status}: {came.refusal or came.hold_reason}")
    opt_out(opted_out_numbers(students, seed))
    return True


def opted_out_numbers(students: int, seed: int) -> Iterator[str]:
    """Numbers whose owners said STOP before our time; a roster cannot say that."""
    for household in households(plan.schools(students), seed):
        phones = (phone for tie in household.ties for phone in tie.contact.phones)
        yield from (phone.number for phone in phones if phone.unsubscribed)


def opt_out(numbers: Iterator[str] | Sequence[str]) -> None:
    """No texts to these numbers."""
    now = stamp(SystemClock().now())
    for number in numbers:
        suppressions.suppress(DISTRICT, Channel.SMS, number, Cause.OPT_OUT, now)
