"""The demo's announcements: one of the whole district and one of the high school, so that the portals of all
its people show something. Posted with the sign-ins, by the same rules as anybody's; they are there after each
load."""

from dataclasses import dataclass

from chalicelib.access.principal import principal_of_user
from chalicelib.announcements import write
from chalicelib.announcements.checks import To, Wish
from chalicelib.announcements.model import Parts
from chalicelib.audience.model import RecipientType
from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from chalicelib.kernel.clock import SystemClock

from .addresses import WORK

KEY = "demo-announcement"


@dataclass(frozen=True)
class Wanted:
    """It is for all schools that its author reaches."""

    username: str
    title: str
    html: str
    roles: tuple[Role, ...] = tuple(Role)


WANTED = (
    Wanted(
        f"superintendent@{WORK}",
        "Winter storms: how we tell you about late starts",
        "<p>When roads are icy, schools may begin <strong>two hours late</strong>. We decide by 5:30 in the "
        "morning and tell you by text message and on this page.</p>"
        "<ul><li>Buses come two hours later at every stop.</li>"
        "<li>Breakfast is served as usual; morning kindergarten is canceled.</li></ul>",
    ),
    Wanted(
        f"principal@{WORK}",
        "Picture day at Lincoln",
        "<p>The photographer is in the gym from first to sixth period. Order forms are in the office; every "
        "student has a picture taken for the yearbook, order or not.</p>",
        (Role.TEACHER, Role.PARENT, Role.STUDENT),
    ),
)


def make_announcements(district: str) -> None:
    """Post those that are not there yet, of the authors who are."""
    for each in WANTED:
        author = directory.user_by_login(district, each.username)
        schools = sorted(directory.schools(district))
        if author and schools:
            own = author.schools or tuple(schools)
            write.post(principal_of_user(district, author.user_id), _wish(each, own[0]), KEY, SystemClock())


def _wish(wanted: Wanted, school_id: str) -> Wish:
    return Wish(
        to=To(school_id, schools=(), grades=(), roles=wanted.roles, contacts=RecipientType.PRIMARY_CONTACTS),
        title=wanted.title,
        html=wanted.html,
        start=None,
        end=None,
        sort_order=None,
        parts=Parts(),
        fingerprint=KEY,
    )
