"""What a message asks of resolving, said in one place, so that preview, count, list of the unreachable and
sending mean the same people and the same addresses.

    a message's content, or what a request says of it, the district's record, who is suppressed --> Terms
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.access.scope import Scope, can_read_inbox
from chalicelib.content.fields import names_student
from chalicelib.content.model import Channel, Content
from chalicelib.directory.model import District, LinkedUser, Role
from chalicelib.directory.my_settings import decided
from chalicelib.directory.suppression import Suppressed
from chalicelib.kernel.clock import local_date

from .people import Inbox, Terms


def terms_for(
    content: Content,
    district: District,
    suppressed: Suppressed,
    now: datetime,
    *,
    seed: str = "",
    within: Scope | None = None,
) -> Terms:
    """What this content asks of resolving at this moment; `within`: the sender's scope."""
    return terms_of(
        district,
        suppressed,
        content.channels(),
        now,
        emergency=frozenset(filter(content.emergency, content.channels())),
        seed=seed,
        once_per_teacher=not names_student(content),
        within=within,
        secure=content.secure,
    )


def terms_of(
    district: District,
    suppressed: Suppressed,
    channels: Sequence[Channel],
    now: datetime,
    *,
    emergency: frozenset[Channel] = frozenset(),
    seed: str = "",
    once_per_teacher: bool = True,
    within: Scope | None = None,
    secure: bool = False,
) -> Terms:
    """The same of a message that is not written yet: of its content only this is known."""
    return Terms(
        tuple(channels),
        emergency,
        _inbox(district.district_id),
        local_date(now, district.time_zone),
        seed,
        once_per_teacher=once_per_teacher,
        within=within,
        secure=secure,
        decided=decided(district.settings),
        suppressed=suppressed,
    )


def _inbox(district: str) -> Inbox:
    """`can_read_inbox` asked once for each set of profiles."""
    known: dict[tuple[tuple[str, ...], Role], bool] = {}

    def inbox(user: LinkedUser, role: Role) -> bool:
        asked = (user.profiles, role)
        if asked not in known:
            known[asked] = can_read_inbox(district, user.profiles, role)
        return known[asked]

    return inbox
