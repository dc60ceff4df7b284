"""Dead letters put back: everything is worked on as if it came now, and nobody is written to twice."""

import json
from typing import Any

import boto3
import pytest

from chalicelib.content.model import Channel
from chalicelib.delivery import store
from chalicelib.delivery.model import Totals
from chalicelib.delivery.refs import ChunkRef
from chalicelib.kernel import settings
from infra import district, redrive, stack
from infra.redrive import DEAD, main, origin_of
from tests.builders import families
from tests.integration.delivery.conftest import line as line  # a fixture
from tests.integration.delivery.test_dispatch import TEXT_ONLY, fan_out, send
from tests.support import stack as built
from tests.support.line import Line

pytestmark = pytest.mark.moto


@pytest.fixture
def queues(line: Line, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The stack's queues in moto, which knows no stack."""
    sqs = boto3.client("sqs")
    found = {name: sqs.get_queue_url(QueueName=name)["QueueUrl"] for name in built.resources("AWS::SQS::Queue")}
    monkeypatch.setattr(stack, "queues", lambda: found)
    return found


def bury(queues: dict[str, str], grave: str, *bodies: object) -> None:
    for body in bodies:
        text = body if isinstance(body, str) else json.dumps(body)
        boto3.client("sqs").send_message(QueueUrl=queues[grave], MessageBody=text)


def test_a_letter_goes_back_in_its_schools_name(queues: dict[str, str]) -> None:
    """R12: the lanes' queues are fair to each school, and one that has none stays without."""
    sqs, ref = boto3.client("sqs"), json.dumps({"channel": "sms"})
    sqs.send_message(QueueUrl=queues["NormalDeadQueue"], MessageBody=ref, MessageGroupId="lincoln")
    sqs.send_message(QueueUrl=queues["NormalDeadQueue"], MessageBody=ref)
    assert main(["normal"]) == 0
    found = sqs.receive_message(
        QueueUrl=queues["SmsNormalQueue"],
        MaxNumberOfMessages=10,
        MessageSystemAttributeNames=["MessageGroupId"],
    )["Messages"]
    groups = [each.get("Attributes", {}).get("MessageGroupId", "") for each in found]
    assert sorted(groups) == ["", "lincoln"]


def lying(queues: dict[str, str], name: str) -> int:
    return redrive.waiting(boto3.client("sqs"), queues[DEAD.get(name, name)])


def test_a_redrive_sends_nothing_twice(line: Line, queues: dict[str, str]) -> None:
    """R6: the references of a send that is over, thirteen days later, and each of them twice."""
    done = send(line, families.student("sam"), **TEXT_ONLY)
    line.run(minutes=1)
    plan = store.plan("demo", done.message_id)
    assert plan is not None
    body = {"district": "demo", "message": done.message_id}
    ref = ChunkRef("demo", done.message_id, Channel.SMS, 0, 0).body()
    line.clock.advance(days=13)
    bury(queues, "NormalDeadQueue", ref, ref)
    bury(queues, "FanOutDeadQueue", body, body | {"shard": 0, "plan": plan.plan_id})
    assert main(["all"]) == 0
    line._busy.update(queues[each] for each in ("SmsNormalQueue", "FanOutQueue"))
    line.run(minutes=2)
    assert len(line.handed_over()) == 1
    assert line.totals(done, Channel.SMS) == Totals(total=1, sent=1)
    assert [lying(queues, name) for name in DEAD] == [0] * len(DEAD)


def test_what_never_left_leaves_after_a_redrive(line: Line, queues: dict[str, str]) -> None:
    """R5, R6"""
    message = send(line, families.student("sam"), families.student("kim"), **TEXT_ONLY)
    fan_out(line, message)
    line.drop_queues()
    bury(queues, "NormalDeadQueue", ChunkRef("demo", message.message_id, Channel.SMS, 0, 0).body())
    assert main(["normal"]) == 0
    line._busy.add(settings.lane_queue_url("sms", "normal"))
    line.run()
    assert line.totals(message, Channel.SMS) == Totals(total=2, sent=2)


def test_what_is_no_reference_of_ours_stays_and_is_told(
    queues: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    bury(queues, "EmergencyDeadQueue", "no json", {"channel": "fax"}, [])
    assert main(["emergency"]) == 1
    assert "0 put back, 3 stay" in capsys.readouterr().out
    assert lying(queues, "emergency") == 3


def test_without_a_name_it_only_shows(queues: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    bury(queues, "ReceiptsDeadQueue", "{}", "{}")
    assert main([]) == 0
    assert "receipts   dead letters: 2" in capsys.readouterr().out
    assert lying(queues, "receipts") == 2


@pytest.mark.parametrize(
    ("name", "body", "origin"),
    [
        ("emergency", {"channel": "voice"}, "VoiceEmergencyQueue"),
        ("priority", {"channel": "push"}, "PushPriorityQueue"),
        ("normal", {"channel": "portal"}, "PortalNormalQueue"),
        ("fan-out", {"message": "m"}, "FanOutQueue"),
        ("emergency", {"message": "m", "shard": 3, "plan": "p"}, "FanOutEmergencyQueue"),
        ("receipts", "whatever", "ReceiptsQueue"),
        ("mail", {}, "MailQueue"),
    ],
)
def test_each_letter_goes_where_it_came_from(name: str, body: Any, origin: str) -> None:
    assert origin_of(name, json.dumps(body)) == origin


def test_every_dead_letter_queue_of_the_line_can_be_emptied() -> None:
    """Of all in the template but the roster's, whose file is dropped again."""
    graves = {name for name in built.resources("AWS::SQS::Queue") if name.endswith("DeadQueue")}
    assert set(DEAD.values()) == graves - {"RosterDeadQueue"}


def test_where_no_stack_is_it_says_how_to_point_at_one(
    aws: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The operator's commands end with a sentence, not with a trace."""
    monkeypatch.setenv("STACK", "nowhere")
    monkeypatch.delenv("DIRECTORY_TABLE", raising=False)
    assert redrive.main([]) == district.main(["show"]) == 1
    assert capsys.readouterr().err.count("There is no stack 'nowhere'") == 2
