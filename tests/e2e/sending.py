"""What the tests of the deployed stack send, and how they find out what became of it."""

from dataclasses import dataclass
from typing import Any

import urllib3

from infra.local.engine import Place
from tests.e2e.client import Answer, Client, Json, eventually


@dataclass(frozen=True)
class SnowDay:
    """A message to every family of the largest school: what the API said, and the message when it was done."""

    unconfirmed: Answer
    accepted: Answer
    again: Answer
    message: Json


def send_snow_day(principal: Client) -> SnowDay:
    """Sent as a person would who presses Send twice."""
    body = snow_day(largest_school(principal))
    unconfirmed = principal.post("/v1/messages", body, Idempotency_Key="snow-day-1")
    confirmed = body | {"confirmed_recipients": unconfirmed.body["recipients"]}
    accepted = principal.post("/v1/messages", confirmed, Idempotency_Key="snow-day-1")
    again = principal.post("/v1/messages", confirmed, Idempotency_Key="snow-day-1")
    return SnowDay(unconfirmed, accepted, again, done(principal, accepted.body["message_id"]))


def largest_school(client: Client) -> Json:
    schools: list[Json] = client.get("/v1/schools").body["items"]
    return max(schools, key=lambda each: each["students"])


def snow_day(school: Json, **changes: Any) -> Json:
    body: Json = {
        "school_id": school["school_id"],
        "subject": "Snow day: school is closed today",
        "audience": {
            "students": {"recipient_type": "primary_contacts", "schools": [school["school_id"]]},
            "staff": None,
        },
        "parts": {
            "email": {"html": "<p>School is <strong>closed</strong> today. Stay warm.</p>"},
            "sms": {"text": "School is closed today because of snow. Stay warm."},
        },
    }
    return body | changes


def done(client: Client, message_id: str, seconds: float = 240) -> Json:
    def look() -> Json | None:
        answer = client.get(f"/v1/messages/{message_id}")  # not 200 while a killed worker is replaced
        return answer.body if answer.status == 200 and answer.body["status"] == "done" else None

    result: Json = eventually(look, seconds)
    return result


def handed_over(place: Place) -> Json:
    """What the simulated providers took: items, and the delivery references they met more than once."""
    answer = urllib3.request(
        "GET", f"{place.simulator_url}/_handed-over", fields={"limit": "50000", "by": "ref"}, timeout=60.0
    )
    found: Json = answer.json()
    return found


def assert_nobody_twice(place: Place, message: Json) -> None:
    """What was handed over was handed over once, and as much of it as the report says."""
    taken = handed_over(place)
    assert taken["duplicates"] == []
    parts = {part["channel"]: part for part in message["parts"]}
    for kind, channel in (("email", "email"), ("text", "sms")):
        mine = [
            item
            for item in taken["items"]
            if item["kind"] == kind and message["message_id"] in str(item["tags"])
        ]
        assert len(mine) >= parts[channel]["sent"] > 0
