"""Whom the User filter offers, on moto."""

from typing import Any

import pytest

from tests.support.api import HttpApi

pytestmark = pytest.mark.usefixtures("town")


def offered(api: HttpApi, as_: str, **query: Any) -> list[str]:
    found: list[str] = []
    while True:
        answer = api.get("/v1/reports/senders", as_=as_, query=query)
        assert answer.status == 200, answer.text
        found += [row["user_id"] for row in answer.json["items"]]
        if not answer.json["next_cursor"]:
            return found
        query["cursor"] = answer.json["next_cursor"]


@pytest.mark.parametrize("who", ["teacher-1", "clerk"])
def test_without_view_all_users_there_is_only_oneself(api: HttpApi, who: str) -> None:
    """REPT-12, PERM-R02: the User list holds only oneself."""
    assert offered(api, who) == [who]
    assert offered(api, who, q="bo") == []


@pytest.mark.parametrize("limit", [1, 20])
def test_a_principal_chooses_among_the_staff_of_the_own_school(api: HttpApi, limit: int) -> None:
    """REPT-10, PERM-R02: oneself first, then those of one's schools."""
    found = offered(api, "principal", limit=limit)
    assert found[0] == "principal"
    assert set(found) == {"principal", "teacher-1", "teacher-2", "clerk"}
    assert len(found) == 4


def test_the_superintendent_chooses_among_all_staff_by_name(api: HttpApi) -> None:
    """REPT-10: by words of the name."""
    everybody = {"superintendent", "principal", "teacher-1", "teacher-2", "far-teacher", "clerk"}
    assert set(offered(api, "superintendent")) == everybody
    assert offered(api, "superintendent", q="cy") == ["far-teacher"]
    assert offered(api, "superintendent", q="eve mil") == ["superintendent"]
