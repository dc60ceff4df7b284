"""SQS: sending, receiving, hiding, deleting."""

from typing import Any

import pytest

from chalicelib.kernel import aws

from .places import Places, code

PREFIX = "AWS.SimpleQueueService."


def send(url: str, *bodies: str, **more: Any) -> Any:
    entries = [{"Id": str(at), "MessageBody": body, **more} for at, body in enumerate(bodies)]
    return aws.sqs().send_message_batch(QueueUrl=url, Entries=entries)


def receive(url: str, **more: Any) -> list[Any]:
    request = {"MaxNumberOfMessages": 10, "AttributeNames": ["ApproximateReceiveCount"], **more}
    found: list[Any] = aws.sqs().receive_message(QueueUrl=url, **request).get("Messages", [])
    return found


class Queues:
    """Mixed into each class that runs the contract."""

    def test_what_is_sent_is_received_and_hidden_until_its_time_is_over(self, places: Places) -> None:
        aws.sqs().send_message(QueueUrl=places.queue, MessageBody="one")
        assert len(send(places.queue, "two", "three", MessageGroupId="lincoln")["Successful"]) == 2
        found = receive(places.queue)
        assert sorted(each["Body"] for each in found) == ["one", "three", "two"]
        assert {each["Attributes"]["ApproximateReceiveCount"] for each in found} == {"1"}
        assert receive(places.queue) == []

    def test_what_comes_back_counts_its_receives_until_it_is_deleted(self, places: Places) -> None:
        send(places.queue, "one")
        receive(places.queue, VisibilityTimeout=0)
        (again,) = receive(places.queue, VisibilityTimeout=0)
        assert again["Attributes"]["ApproximateReceiveCount"] == "2"
        aws.sqs().delete_message(QueueUrl=places.queue, ReceiptHandle=again["ReceiptHandle"])
        assert receive(places.queue) == []

    def test_whoever_holds_one_may_let_it_go_and_keep_it_longer(self, places: Places) -> None:
        send(places.queue, "one", "two")
        one, two = receive(places.queue)
        change = aws.sqs().change_message_visibility_batch
        times = ((one, 0), (two, 600))
        entries = [
            {"Id": str(at), "ReceiptHandle": each["ReceiptHandle"], "VisibilityTimeout": seconds}
            for at, (each, seconds) in enumerate(times)
        ]
        assert len(change(QueueUrl=places.queue, Entries=entries)["Successful"]) == 2
        assert [each["MessageId"] for each in receive(places.queue)] == [one["MessageId"]]

    def test_what_is_delayed_is_not_there_yet(self, places: Places) -> None:
        send(places.queue, "later", DelaySeconds=900)
        send(places.queue, "now")
        assert [each["Body"] for each in receive(places.queue)] == ["now"]

    def test_no_more_than_asked_for(self, places: Places) -> None:
        send(places.queue, *"abcdefghij")
        send(places.queue, *"klm")
        assert len(receive(places.queue, MaxNumberOfMessages=4)) == 4
        assert sum(len(receive(places.queue)) for _ in range(5)) == 9

    @pytest.mark.parametrize(
        ("entries", "expected"),
        [
            ([], "EmptyBatchRequest"),
            ([{"Id": str(at), "MessageBody": "x"} for at in range(11)], "TooManyEntriesInBatchRequest"),
            ([{"Id": "1", "MessageBody": "x"}, {"Id": "1", "MessageBody": "y"}], "BatchEntryIdsNotDistinct"),
            ([{"Id": str(at), "MessageBody": "x" * 600_000} for at in range(2)], "BatchRequestTooLong"),
        ],
        ids=["none", "eleven", "one id twice", "over a megabyte"],
    )
    def test_a_batch_that_is_refused(self, places: Places, entries: Any, expected: str) -> None:
        refused = code(lambda: aws.sqs().send_message_batch(QueueUrl=places.queue, Entries=entries))
        assert refused == PREFIX + expected
        assert receive(places.queue) == []

    def test_a_quarter_of_a_megabyte_is_taken(self, places: Places) -> None:
        send(places.queue, "x" * 262_144)
        (found,) = receive(places.queue)
        assert len(found["Body"]) == 262_144

    def test_an_unknown_queue(self, places: Places) -> None:
        assert code(lambda: receive(places.queue + "-not")) == PREFIX + "NonExistentQueue"
