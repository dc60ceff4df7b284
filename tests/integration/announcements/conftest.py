"""Two schools and a half in which announcements are posted: Lincoln, Hill, and Quiet, which is excluded."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.access import endpoint
from chalicelib.access import store as access
from chalicelib.access.model import Profile
from chalicelib.access.permissions import OFFERED
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, Role, RollEntry
from chalicelib.kernel.clock import FixedClock
from tests.builders import families, people
from tests.builders.announcements import body
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call
from tests.support.ground import Ground
from tests.support.line import Line
from tests.support.tokens import Issuer

D = "demo"
Post = Callable[..., Answer]
TEN = datetime(2026, 11, 23, 17, tzinfo=UTC)  # in the morning in Denver


class AtItsTime(HttpApi):
    """Whose tokens are as old as the clock says that it is."""

    def _token(self, who: str) -> str:
        return Issuer(self.issuer.keys_file, endpoint.clock_source().now()).token(who, self.district)


@pytest.fixture
def api(api: HttpApi, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> HttpApi:
    monkeypatch.setattr(endpoint, "clock_source", lambda: clock)
    return AtItsTime(api.client, api.issuer)


@pytest.fixture
def town(aws: None, clock: FixedClock) -> None:
    clock.at = TEN
    directory.put_district(people.district())
    can_call()
    directory.put_school(D, people.school("lincoln", name="Lincoln High", grades={"09": 1, "10": 1, "11": 1}))
    directory.put_school(D, people.school("hill", name="Hill Elementary", grades={"02": 1}))
    directory.put_school(D, people.school("quiet", name="Quiet House", grades={"05": 1}, excluded=True))
    for each, grade, school in (
        ("amy", "09", "lincoln"),
        ("ben", "11", "lincoln"),
        ("cem", "02", "hill"),
        ("dan", "05", "quiet"),
    ):
        student = families.student(
            each, schools=(school,), grade=grade, primary_email=EmailAddress(f"{each}@x.example")
        )
        directory.put_students(D, [student])
        known = [entry for entry in directory.roll(D, school) if entry.student_id != each]
        directory.put_roll(D, school, [*known, RollEntry(each, grade, each, "")])
    directory.put_users(D, _users())


def _users() -> list[Any]:
    parent, teacher = (Role.PARENT,), (Role.TEACHER,)
    mail = EmailAddress
    return [
        people.user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
        people.user("head", profiles=("principal",), email=mail("head@x.example")),
        people.user("both", profiles=("principal",), schools=("lincoln", "hill")),
        people.user("half", profiles=("principal",), schools=("lincoln", "quiet")),
        people.user("hana", profiles=("principal",), schools=("hill",)),
        people.user("tom", roles=teacher, email=mail("tom@x.example")),
        people.user("mum", roles=parent, schools=(), students=("amy", "ben")),
        people.user("dad", roles=parent, schools=(), students=("cem",)),
        people.user("pa", roles=parent, schools=(), students=("dan",)),
        people.user("amy", roles=(Role.STUDENT,)),
    ]


@pytest.fixture
def post(api: HttpApi, town: None) -> Post:
    """Post an announcement as somebody, with a key of its own unless given."""
    numbers = iter(range(1000))

    def posted(as_: str = "head", key: str | None = None, **changes: Any) -> Answer:
        headers = {"Idempotency-Key": key or f"announcement-{next(numbers)}"}
        return api.post("/v1/announcements", body(**changes), as_=as_, headers=headers)

    return posted


@pytest.fixture
def without(town: None) -> Callable[..., str]:
    """An administrator of Lincoln who lacks some permissions; gives the sign-in name."""

    def made(*permissions: str) -> str:
        grants = {each: level for each, level in OFFERED[Role.ADMIN].items() if each not in permissions}
        access.put_profiles(D, [Profile("nearly", "Nearly everything", Role.ADMIN, grants)])
        directory.put_users(D, [people.user("near", profiles=("nearly",))])
        return "near"

    return made


@pytest.fixture
def line(town: None, ground: Ground, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Line:
    """What it sends leaves by the whole line."""
    return Line(ground, clock, monkeypatch)
