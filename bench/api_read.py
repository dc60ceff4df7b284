"""CPU of a warm API read: the whole function as Lambda calls it, with a page of 20 rows.

    API Gateway's event -> app -> token, rights, query -> DynamoDB calls (from memory) -> JSON with ETag

The slowest of the reads that people wait for most is the figure.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ._replay import Answers, recording, replay

CALLS = 200
STUDENTS = 1345
MESSAGES = 40
READS: Mapping[str, tuple[str, dict[str, str]]] = {
    "history": ("/v1/reports/history", {"all_users": "true"}),
    "history_of_a_school": ("/v1/reports/history", {"all_users": "true", "school_id": "lincoln"}),
    "students": ("/v1/students", {"school_id": "lincoln"}),
    "students_found": ("/v1/students", {"school_id": "lincoln", "q": "an"}),
    "sent": ("/v1/messages", {}),
    "recipients": ("/v1/messages/{message}/recipients", {"channel": "email"}),
    "inbox": ("/v1/inbox", {}),
}


def main() -> dict[str, Any]:
    """Milliseconds of CPU: the slowest read, and each."""
    os.environ |= {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "bench",
        "AWS_SECRET_ACCESS_KEY": "bench",
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    }
    events, answers = _record()
    replay(answers)
    measured = {name: round(_median_ms(event), 2) for name, event in events.items()}
    return {"api_read_cpu_ms": max(measured.values()), "api_read_cpu_ms_by_read": measured}


def _record() -> tuple[dict[str, Any], Answers]:
    """The events to time, and what DynamoDB answers to them."""
    from moto import mock_aws

    from chalicelib.kernel import aws as door
    from tests.support import stack
    from tests.support.tokens import Issuer

    issuer = Issuer(Path(tempfile.mkdtemp()) / "keys.json")
    issuer.publish()
    answers: Answers = {}
    with mock_aws():
        door.client.cache_clear()
        settings = stack.create(door.client) | issuer.environment()
        os.environ |= {name: text for name, text in settings.items() if text}
        message_id = _fill()
        token = issuer.token("superintendent")
        events = {
            name: _event(path, {"message": message_id}, query, token) for name, (path, query) in READS.items()
        }
        for event in events.values():
            _called(event)  # the first visit may write: it marks old conversations as read
        with recording(answers):
            for event in events.values():
                _called(event)
    return events, answers


def _fill() -> str:
    """A school of 1,345 with messages and conversations; gives back a message with 200 recipients."""
    from chalicelib.content.model import Channel
    from chalicelib.delivery.model import DeliveryStatus
    from chalicelib.directory import store as directory
    from tests.builders import deliveries, messages, people

    directory.put_district(people.district())
    directory.put_school("demo", people.school(students=STUDENTS))
    admin = people.user(
        "superintendent", profiles=("district-administrator",), all_schools=True, schools=("lincoln",)
    )
    directory.put_users("demo", [admin])
    names = ("Ana", "Andre", "Bea", "Chen", "Dina", "Emil", "Farid", "Grace")
    directory.put_students(
        "demo",
        [
            people.student(f"s{number:05d}", given_name=names[number % 8], family_name=f"Miller{number:05d}")
            for number in range(STUDENTS)
        ],
    )
    sender = messages.sender(user_id="superintendent")
    for number in range(MESSAGES):
        outcome = [DeliveryStatus.SENT] * (200 if number == 0 else 3)
        deliveries.sent_out(
            number,
            {Channel.EMAIL: outcome, Channel.SMS: outcome[:3]},
            sender=sender,
            accepted_at=messages.later(minutes=number),
        )
    other = [messages.counterpart(id=f"teacher-{number}") for number in range(35)]
    messages.arrive(
        *(messages.copy(number, "superintendent", counterpart=each) for number, each in enumerate(other))
    )
    return messages.message_id(0)


def _event(path: str, values: Mapping[str, str], query: Mapping[str, str], token: str) -> dict[str, Any]:
    """A GET as API Gateway hands it to the function."""
    resource = path.replace("{message}", "{message_id}")
    return {
        "resource": resource,
        "path": path.format(**values),
        "httpMethod": "GET",
        "headers": {"Authorization": f"Bearer {token}", "Accept": "application/json"},
        "multiValueHeaders": {"Authorization": [f"Bearer {token}"], "Accept": ["application/json"]},
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "queryStringParameters": dict(query) or None,
        "pathParameters": {"message_id": values["message"]} if "{message}" in path else None,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": "GET",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }


def _called(event: Mapping[str, Any]) -> Any:
    from app import app

    answer = app(event, None)
    if answer["statusCode"] != 200:
        raise RuntimeError(f"{event['path']}: {answer['statusCode']} {answer['body']}")
    return answer


def _median_ms(event: Mapping[str, Any]) -> float:
    """The median CPU of a call, after ten to warm up."""
    for _ in range(10):
        _called(event)
    taken = []
    for _ in range(CALLS):
        before = time.process_time()
        _called(event)
        taken.append(time.process_time() - before)
    return 1000 * statistics.median(taken)
