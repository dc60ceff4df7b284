"""The process is killed before or after each of its calls, one at a time; nobody is forgotten, nobody is
written to twice (R1, R2, R7)."""

import itertools
import json
import random
import time
from collections import Counter
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.core.models import botocore_stubber

from chalicelib.content.model import Channel
from chalicelib.delivery.model import DeliveryStatus, Totals
from chalicelib.directory import store as directory
from chalicelib.kernel import aws
from chalicelib.messages.model import Message
from tests.builders import families, people
from tests.builders import messages as build
from tests.support.line import Line, settle_district
from tests.support.unheard import Raw, Unheard

from .test_whole_line import to

pytestmark = pytest.mark.moto

CHILDREN = ("sam", "kim")
CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.PORTAL)


def send(line: Line, number: int = 1, rates: dict[str, Any] | None = None) -> Message:
    """An email, a text and an in-app copy to two mothers, at the providers' rates where they are known."""
    settle_district(*map(families.student, CHILDREN))
    if rates:
        directory.put_district(people.district(settings=rates))
    return line.send(build.message(number, accepted_at=line.clock.now(), selection=to(*CHILDREN)))


def everybody() -> Counter[str]:
    """Every address once."""
    mothers = [families.contact(f"{child}-mum") for child in CHILDREN]
    places = [each.emails[0].address for each in mothers] + [each.phones[0].number for each in mothers]
    return Counter(places)


def carry_on(line: Line, message: Message, minutes: int) -> None:
    """Until everything is final, at most so many minutes."""
    line.run()
    for _ in range(minutes):
        if line.rows(message) and not line.pending(message):
            return
        line.run(minutes=1)


def check(line: Line, message: Message, what: str) -> None:
    """Exactly once for everybody, and a report that adds up."""
    assert Counter(each.destination for each in line.handed_over()) == everybody(), what
    assert {row.status for row in line.rows(message)} == {DeliveryStatus.SENT}, what
    for channel in CHANNELS:
        assert line.totals(message, channel) == Totals(total=2, sent=2), (what, channel)


def test_killed_after_any_call_everybody_is_written_to_exactly_once(line: Line) -> None:
    """SEND-09, QUEUE-01, QUEUE-02, CHAN-02 (R1): after one call is before the next; calls to the providers are
    killed on both sides in `test_doubt`."""
    at, hit = 0, True
    while hit:
        at += 1
        line.wipe()
        message = send(line)
        line.saboteur.reset(at=at, after=True)
        carry_on(line, message, minutes=12)
        check(line, message, f"killed after call {at}: {line.saboteur.calls}")
        hit = line.saboteur.done
    assert at > 25, "the sweep must have gone through the whole line"


@pytest.mark.parametrize("seed", range(8))
def test_killed_again_and_again_at_random(line: Line, seed: int) -> None:
    """SEND-09, QUEUE-01 (R2): up to six murders in one message's life; the seed replays them."""
    chance = random.Random(seed)
    message = send(line, rates={"emails_per_second": 14, "texts_per_second": 3} if seed % 2 else {})
    for _ in range(6):
        line.saboteur.reset(at=chance.randint(1, 25), after=chance.random() < 0.5)
        line.run(minutes=1)
    carry_on(line, message, minutes=20)
    check(line, message, f"seed {seed}")


STUMBLES = {
    "stumbled": (500, b'{"__type": "com.amazonaws#InternalServerError", "message": "stumbled"}'),
    "throttled": (
        400,
        b'{"__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}',
    ),
}


@pytest.mark.parametrize("performed", [False, True], ids=["not done", "done, but the answer was an error"])
@pytest.mark.parametrize("stumble", STUMBLES)
def test_a_stumbling_table_and_queue_change_nothing(
    line: Line, monkeypatch: pytest.MonkeyPatch, performed: bool, stumble: str
) -> None:
    """QUEUE-02 (R7): one call in four is answered by an error and tried again; the same report.

    By a seed and not every fourth: a look at a chunk takes so many calls, and would stumble over the same one
    each time.
    """
    status, text = STUMBLES[stumble]
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    luck, calls = random.Random(7), itertools.count(1)

    def answer(event_name: str, request: AWSPreparedRequest, **more: Any) -> AWSResponse | None:
        next(calls)
        stumbles = luck.random() < 0.25
        done = botocore_stubber(event_name, request, **more) if performed or not stumbles else None
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, status, headers, Raw(text)) if stumbles else done

    message = send(line, rates={"texts_per_second": 3})
    for service in ("dynamodb", "sqs"):
        events = aws.client(service).meta.events
        events.unregister("before-send", botocore_stubber)
        events.register_first("before-send", answer)
    carry_on(line, message, minutes=12)
    check(line, message, "stumbling")
    assert next(calls) > 30, "some calls must have stumbled"


@pytest.mark.parametrize("errors", [1, 5])
def test_what_was_done_and_answered_with_an_error_is_known_again(
    line: Line, monkeypatch: pytest.MonkeyPatch, errors: int
) -> None:
    """QUEUE-02 (R7): each claim, plan and gate is written at the first try, and who wrote it is told once, or
    each time that botocore asks, that it failed; nobody waits for what they have themselves."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    message = send(line, rates={"texts_per_second": 3})
    calls = Unheard(errors).watch("UpdateItem", "PutItem")
    line.run()
    check(line, message, "unheard")
    assert calls.made["UpdateItem"] > 5 * errors, "each of them was made again"


def test_what_the_table_and_the_queue_leave_over_is_asked_for_again(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """QUEUE-02 (R7): of every other batch nothing is taken, and that is no error; the same report."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    calls, left_over = itertools.count(1), Counter[str]()

    def answer(event_name: str, request: AWSPreparedRequest, **more: Any) -> AWSResponse | None:
        operation = event_name.rpartition(".")[2]
        left = _left_over(operation, json.loads(request.body)) if next(calls) % 2 == 0 else None
        if left is None:
            return botocore_stubber(event_name, request, **more)
        left_over[operation] += 1
        headers = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, Raw(json.dumps(left).encode()))

    message = send(line)
    for service in ("dynamodb", "sqs"):
        events = aws.client(service).meta.events
        events.unregister("before-send", botocore_stubber)
        events.register_first("before-send", answer)
    carry_on(line, message, minutes=12)
    check(line, message, "left over")
    assert set(left_over) == {"BatchWriteItem", "BatchGetItem", "SendMessageBatch"}


def _left_over(operation: str, asked: Any) -> dict[str, Any] | None:
    """The answer to a batch of which nothing was done; None for what is no batch."""
    if operation == "BatchWriteItem":
        return {"UnprocessedItems": asked["RequestItems"]}
    if operation == "BatchGetItem":
        return {"Responses": {}, "UnprocessedKeys": asked["RequestItems"]}
    if operation == "SendMessageBatch":
        failed = [{"Id": each["Id"], "SenderFault": False, "Code": "Busy"} for each in asked["Entries"]]
        return {"Successful": [], "Failed": failed}
    return None
