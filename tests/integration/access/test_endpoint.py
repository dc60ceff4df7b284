"""The wrapper of all routes, seen from outside."""

import pytest

from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.builders import people
from tests.support.api import HttpApi


@pytest.fixture
def town(aws: None) -> None:
    directory.put_district(people.district())
    directory.put_school("demo", people.school())
    directory.put_users("demo", [people.user("ann"), people.user("tom", roles=(Role.TEACHER,))])


def test_me_tells_who_is_asking(api: HttpApi, town: None) -> None:
    """PERM-03, PERM-A10: the answer carries the rights of the profiles, and the recipient types they grant."""
    me = api.get("/v1/me", as_="ann")

    assert me.status == 200
    assert me.json["name"] == "Ann Miller"
    assert me.json["district"] == {"id": "demo", "name": "Riverbend", "time_zone": "America/Denver"}
    assert me.json["permissions"]["send_messages"] == "edit"
    assert "primary_contacts" in me.json["recipient_types"]
    assert me.json["schools"] == [{"school_id": "lincoln", "name": "Lincoln", "students": 2}]
