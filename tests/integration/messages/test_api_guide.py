"""docs/api/README.md says what the API answers: each of its samples is asked here and compared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chalicelib.access import request
from chalicelib.directory import store as directory
from chalicelib.kernel import errors
from tests.builders import people
from tests.support.api import HttpApi
from tests.support.pool import PASSWORD, Pool

pytestmark = pytest.mark.moto

GUIDE = (Path(__file__).parents[3] / "docs" / "api" / "README.md").read_text()
KEY = {"Idempotency-Key": "snow-day-2026-11-23"}


def sample(begin: str) -> dict[str, Any]:
    """The JSON of the guide that begins so; its `...` stand for more of the same."""
    text = GUIDE[GUIDE.index("    " + begin) :].split("\n\n")[0]
    whole = re.sub(r",? ?\.\.\.(?=[}\]])", "", text)
    found: dict[str, Any] = json.loads(whole)
    return found


def snow_day(**parts: Any) -> dict[str, Any]:
    """The guide's message, to a school that is here."""
    found = re.search(r"-d '(\{\"school_id\".*?\})'", GUIDE, re.DOTALL)
    assert found
    body: dict[str, Any] = json.loads(found.group(1).replace("s001", "lincoln"))
    return {**body, "parts": body["parts"] | parts}


def test_what_is_refused_is_told_in_these_words(api: HttpApi, town: None) -> None:
    """Type, title, status, detail and fields, to the letter."""
    told = sample('{"type": "/problems/invalid"')
    answer = api.post("/v1/messages", snow_day(sms={"text": "n" * 142}), as_="head", headers=KEY)
    assert answer.json == told


def test_the_message_of_the_guide_is_sent(api: HttpApi, town: None) -> None:
    answer = api.post("/v1/messages", snow_day(), as_="head", headers=KEY)
    assert (answer.status, answer.json["status"]) == (202, "resolving")
    assert answer.headers["location"].endswith(f"/v1/messages/{answer.json['message_id']}")
    read = api.get(f"/v1/messages/{answer.json['message_id']}", as_="head").json
    for part in read["parts"]:
        assert {"total", "sent", "pending", "expired", "errors"} <= set(part)
    assert set(sample('{"items": [...]')) <= set(
        api.get(f"/v1/messages/{answer.json['message_id']}/recipients?status=error", as_="head").json
    )


def test_the_number_is_asked_as_the_guide_says(api: HttpApi, town: None) -> None:
    directory.put_district(people.district(settings={"always_confirm": True}))
    told = sample('{"type": "/problems/confirmation-required"')
    answer = api.post("/v1/messages", snow_day(), as_="head", headers=KEY)
    assert answer.status == told["status"]
    assert answer.json["type"] == told["type"]
    assert set(told) <= set(answer.json)
    confirmed = snow_day() | {"confirmed_recipients": answer.json["recipients"]}
    assert api.post("/v1/messages", confirmed, as_="head", headers=KEY).status == 202


def test_signing_in_answers_as_the_guide_says(api: HttpApi, pool: Pool) -> None:
    told = sample('{"access_token"')
    answer = api.post("/v1/sign-in", {"username": "ann", "password": PASSWORD})
    assert {name: type(value) for name, value in answer.json.items()} == {
        name: type(value) for name, value in told.items()
    }
    assert answer.json["expires_in"] == told["expires_in"]


def test_every_type_of_problem_is_in_the_guide_with_its_status() -> None:
    listed = set(re.findall(r"^\| (\d+) \| `/problems/([\w-]+)` \|", GUIDE, re.MULTILINE))
    kinds = [errors.CarillonError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert listed == {(str(kind.status), kind.slug) for kind in kinds}


def test_the_sizes_of_the_guide_are_those_of_the_code() -> None:
    assert f"more than {request.MOST_BYTES:,} bytes in a request" in GUIDE
