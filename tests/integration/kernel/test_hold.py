"""What a worker that dies had in hand comes back soon, not when the queue's own patience is over."""

from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from chalicelib.kernel import aws, queue, queue_batch
from chalicelib.kernel.settings import MissingSetting, queue_url, setting

pytestmark = pytest.mark.moto


@dataclass(frozen=True)
class Context:
    """What Lambda says of the time that is left."""

    seconds: float

    def get_remaining_time_in_millis(self) -> int:
        return int(self.seconds * 1000)


@pytest.fixture
def url(aws: None) -> str:
    return setting("FAN_OUT_QUEUE_URL")


@pytest.fixture
def held(url: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The visibility timeouts that a worker asked for, in seconds."""
    asked: list[int] = []
    change = aws.sqs().change_message_visibility_batch

    def note(**request: Any) -> Any:
        asked.extend(entry["VisibilityTimeout"] for entry in request["Entries"])
        return change(**request)

    monkeypatch.setattr(aws.sqs(), "change_message_visibility_batch", note)
    return asked


def event(url: str, *, received: int = 1) -> dict[str, Any]:
    """All that waits in the queue, as its function gets it."""
    client = boto3.client("sqs")
    arn = client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    taken = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    records = [
        {
            "messageId": each["MessageId"],
            "receiptHandle": each["ReceiptHandle"],
            "body": each["Body"],
            "attributes": {"ApproximateReceiveCount": str(received)},
            "eventSourceARN": arn,
        }
        for each in taken
    ]
    return {"Records": records}


def work(url: str, *, received: int = 1, seconds: float = 59.5) -> None:
    queue.send_many(url, [{"number": 1}])
    queue_batch.each(
        event(url, received=received), queue_batch.seconds_left(Context(seconds)), lambda _body: None
    )


def test_a_batch_comes_back_when_its_worker_can_live_no_longer(url: str, held: list[int]) -> None:
    """QUEUE-01 (R4)"""
    work(url)
    assert held == [61]


def test_what_fails_each_time_is_given_up_as_slowly_as_by_the_queues_own_timeout(
    url: str, held: list[int]
) -> None:
    """R5"""
    for received in range(1, 6):
        work(url, received=received, seconds=59)
    assert held == [60, 120, 240, 480, 900]
    assert sum(held) >= 5 * 360


def fail(_body: dict[str, Any]) -> None:
    raise RuntimeError("the table stumbles")


@pytest.mark.parametrize("name", ["QUEUE_SMS_EMERGENCY", "FAN_OUT_EMERGENCY_QUEUE_URL"])
def test_what_fails_of_an_emergency_is_soon_back_at_first_and_outlasts_some_minutes(
    held: list[int], name: str
) -> None:
    """QUEUE-04 (R7): one read that fails costs two seconds, not a minute; a table that fails for five minutes
    makes no dead letter."""
    for received in range(1, 6):
        queue.send_many(setting(name), [{"number": 1}])
        taken = event(setting(name), received=received)
        answer = queue_batch.each(taken, queue_batch.seconds_left(Context(59)), fail)
        assert [each["itemIdentifier"] for each in answer["batchItemFailures"]] == [
            taken["Records"][0]["messageId"]
        ]
    assert held == [60, 2, 120, 8, 240, 32, 480, 900]


def test_what_fails_of_anything_else_comes_back_when_its_worker_is_gone(url: str, held: list[int]) -> None:
    """QUEUE-02 (R7)"""
    queue.send_many(url, [{"number": 1}])
    queue_batch.each(event(url), queue_batch.seconds_left(Context(59)), fail)
    assert held == [60]


def test_a_queue_that_cannot_be_asked_holds_up_no_work(
    url: str, held: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-02 (R7): holding is a help, not a condition."""
    queue.send_many(url, [{"number": 1}])
    taken = event(url)
    monkeypatch.delenv("FAN_OUT_QUEUE_URL")
    done: list[dict[str, Any]] = []
    answer = queue_batch.each(taken, queue_batch.seconds_left(Context(50)), done.append)
    assert (answer, done, held) == ({"batchItemFailures": []}, [{"number": 1}], [])


def test_a_queue_of_the_line_is_found_by_its_name(url: str) -> None:
    name = url.rpartition("/")[2]
    assert queue_url(f"arn:aws:sqs:us-east-1:123456789012:{name}") == url
    lane = setting("QUEUE_SMS_EMERGENCY")
    assert queue_url(f"arn:aws:sqs:us-east-1:1:{lane.rpartition('/')[2]}") == lane
    with pytest.raises(MissingSetting):
        queue_url("arn:aws:sqs:us-east-1:123456789012:somebody-elses")
