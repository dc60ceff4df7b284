"""A secure message and what is answered to it, on the deployed stack: outside there is only a notice."""

from uuid import uuid4

import pytest
import urllib3

from infra.local.engine import Place
from tests.e2e.carillon import client_of
from tests.e2e.client import Client, Json, eventually

pytestmark = pytest.mark.e2e
SUBJECT, QUESTION, ANSWER = "The result is here", "It was negative.", "What a relief."


def test_a_secure_message_and_its_answer(
    place: Place, principal: Client, sign_ins: dict[str, dict[str, str]]
) -> None:
    """COMP-06, RPLY-11: written, read and answered in the app; neither mail says a word of it."""
    teacher = client_of(place, sign_ins["teacher"])
    before = len(notices(place))
    sent = principal.send(
        {
            "school_id": principal.get("/v1/schools").body["items"][0]["school_id"],
            "subject": SUBJECT,
            "audience": {"staff": {"users": [teacher.get("/v1/me").body["user_id"]]}},
            "parts": {"email": {"html": f"<p>{QUESTION}</p>"}},
            "secure": True,
        }
    )
    assert sent.status == 202, sent.body
    thread = eventually(lambda: next(iter(threads(teacher)), None))
    path = f"/v1/inbox/{thread['thread_id']}"
    assert teacher.get(path).body["secure"] is True
    answer = teacher.post(f"{path}/replies", {"html": f"<p>{ANSWER}</p>"}, Idempotency_Key=str(uuid4()))
    assert (answer.status, answer.body["secure"]) == (202, True)
    eventually(lambda: threads(principal))
    eventually(lambda: len(notices(place)) >= before + 2)
    outside = str(handed_over(place))
    assert [said for said in (SUBJECT, QUESTION, ANSWER) if said in outside] == []


def threads(client: Client) -> list[Json]:
    return [each for each in client.get("/v1/inbox").body["items"] if SUBJECT in each["subject"]]


def handed_over(place: Place) -> list[Json]:
    answer = urllib3.request(
        "GET", f"{place.simulator_url}/_handed-over", fields={"service": "ses", "limit": "200"}, timeout=60.0
    )
    items: list[Json] = answer.json()["items"]
    return items


def notices(place: Place) -> list[Json]:
    return [each for each in handed_over(place) if each["subject"].startswith("Secure message from ")]
