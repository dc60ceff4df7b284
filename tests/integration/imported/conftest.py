"""Two administrators who import recipients, and the district they do it in."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.directory import store as directory
from chalicelib.directory.model import Role
from tests.builders import imports, people
from tests.support.api import Answer, HttpApi
from tests.support.calling import can_call

Add = Callable[..., Answer]


@pytest.fixture
def town(aws: None) -> None:
    directory.put_district(people.district())
    can_call()
    directory.put_school("demo", people.school())
    directory.put_users(
        "demo",
        [
            people.user("ann", profiles=("principal",)),
            people.user("eve", profiles=("principal",)),
            people.user("clerk", profiles=("data-clerk",)),
            people.user("mum", roles=(Role.PARENT,)),
        ],
    )


@pytest.fixture
def begin(api: HttpApi, town: None) -> Callable[[], str]:
    """A new list of Ann's; gives its id."""

    def made() -> str:
        answer = api.post("/v1/imported-lists", as_="ann")
        assert answer.status == 201
        assert answer.headers["location"] == f"/v1/imported-lists/{answer.json['list_id']}"
        return str(answer.json["list_id"])

    return made


@pytest.fixture
def add(api: HttpApi) -> Add:
    """Import a file into a list."""

    def done(list_id: str, raw: bytes, as_: str = "ann", **changes: Any) -> Answer:
        body = imports.body(raw, **changes)
        return api.post(f"/v1/imported-lists/{list_id}/files", body, as_=as_)

    return done
