"""An email is answered on the developers' page as its reader would, and comes into the sender's inbox: bucket,
topic, queue, signing secret and function are the deployed ones."""

import pytest
import urllib3

from infra.local.engine import Place
from tests.e2e.carillon import client_of
from tests.e2e.client import Client, Json, eventually

pytestmark = pytest.mark.e2e
SUBJECT = "Who brings the chairs?"


def test_an_email_is_answered(place: Place, principal: Client, sign_ins: dict[str, dict[str, str]]) -> None:
    """RPLY-02, RPLY-03."""
    teacher = client_of(place, sign_ins["teacher"])
    school = principal.get("/v1/schools").body["items"][0]["school_id"]
    sent = principal.send(
        {
            "school_id": school,
            "subject": SUBJECT,
            "audience": {"staff": {"users": [teacher.get("/v1/me").body["user_id"]]}},
            "parts": {"email": {"html": "<p>We need forty.</p>"}},
            "replies": True,
        }
    )
    assert sent.status == 202, sent.body
    letter = eventually(lambda: next(iter(letters(place)), None))
    answer = urllib3.request(
        "POST",
        f"{place.web_url}/outbox/email/{letter['id']}/answer",
        fields={"text": "I bring them."},
        redirect=False,
        timeout=60.0,
    )
    assert answer.status == 303
    thread = eventually(lambda: next(iter(threads(principal)), None))
    said = principal.get(f"/v1/inbox/{thread['thread_id']}").body["items"]
    assert said[0]["html"] == "<p>I bring them.</p>"


def letters(place: Place) -> list[Json]:
    answer = urllib3.request(
        "GET", f"{place.simulator_url}/_handed-over", fields={"service": "ses", "limit": "200"}, timeout=60.0
    )
    return [each for each in answer.json()["items"] if each["subject"] == SUBJECT]


def threads(client: Client) -> list[Json]:
    return [each for each in client.get("/v1/inbox").body["items"] if each["subject"] == f"Re: {SUBJECT}"]
