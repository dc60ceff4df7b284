"""The local engine itself, apart from Carillon's stack: what it keeps when it is killed, and what it delivers.

A private engine on ports of its own; about ten seconds in all.
"""

import io
import json
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.deploy import engine_session
from infra.local.engine import ENGINE_PYTHON, Engine, Place
from tests.e2e.carillon import free_ports

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        not ENGINE_PYTHON.exists(), reason="the engine's environment is not there; run `make setup`"
    ),
]

COUNTING = """
import os, boto3
table = boto3.client("dynamodb")
def handle(event, context):
    for record in event["Records"]:
        table.put_item(TableName="seen", Item={"pk": {"S": record["body"]}, "sk": {"S": record["messageId"]}})
    return {"batchItemFailures": []}
"""


@pytest.fixture
def place(tmp_path: Path) -> Place:
    engine, simulator, web = free_ports(3)
    return Place(data=tmp_path, engine_port=engine, simulator_port=simulator, web_port=web)


@pytest.fixture
def engine(place: Place) -> Iterator[Engine]:
    running = Engine(place)
    yield running
    running.stop()


def make_table(place: Place, name: str) -> Any:
    client = engine_session(place).client("dynamodb")
    keys = [("pk", "HASH"), ("sk", "RANGE")]
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
    )
    return client


def kill(engine: Engine) -> None:
    os.kill(engine.child.process.pid, signal.SIGKILL)
    engine.child.process.wait()


def test_a_killed_engine_has_every_acknowledged_write(place: Place) -> None:
    """Nothing that was answered is forgotten: R16."""
    engine = Engine(place)
    dynamodb, sqs = make_table(place, "letters"), engine_session(place).client("sqs")
    queue = sqs.create_queue(QueueName="lane")["QueueUrl"]
    engine.save()
    puts = [
        {"Put": {"TableName": "letters", "Item": {"pk": {"S": "m"}, "sk": {"S": str(n)}}}} for n in range(50)
    ]
    dynamodb.transact_write_items(TransactItems=puts)
    dynamodb.delete_item(TableName="letters", Key={"pk": {"S": "m"}, "sk": {"S": "0"}})
    for number in range(5):
        sqs.send_message(QueueUrl=queue, MessageBody=str(number))
    first = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1)["Messages"][0]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=first["ReceiptHandle"])
    sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1)  # in flight when the engine dies
    kill(engine)

    again = Engine(place)
    try:
        found = dynamodb.query(
            TableName="letters", KeyConditionExpression="pk = :m", ExpressionAttributeValues={":m": {"S": "m"}}
        )
        assert found["Count"] == 49
        left = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
        assert [each["Body"] for each in left] == ["1", "2", "3", "4"]
    finally:
        again.stop()


def test_every_message_sent_while_the_poller_takes_others_is_delivered(place: Place, engine: Engine) -> None:
    """No message is lost between sending and the poller."""
    session = engine_session(place)
    dynamodb, sqs = make_table(place, "seen"), session.client("sqs")
    queue = sqs.create_queue(QueueName="lane")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    make_function(session, arn)
    for hundred in range(0, 600, 10):
        entries = [{"Id": str(n), "MessageBody": str(hundred + n)} for n in range(10)]
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    deadline = time.monotonic() + 60
    while (
        seen := dynamodb.scan(TableName="seen", Select="COUNT")["Count"]
    ) < 600 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert seen == 600


def test_a_new_password_is_taken_only_with_the_session_of_the_temporary_one(
    place: Place, engine: Engine
) -> None:
    """As Cognito: whoever knows a name, but not the temporary password, sets nothing."""
    cognito = engine_session(place).client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people")["UserPool"]["Id"]
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    for name in ("ann", "bob"):
        cognito.admin_create_user(UserPoolId=pool, Username=name, TemporaryPassword="For-now-only-1")

    def sign_in(password: str) -> Any:
        names = {"USERNAME": "ann", "PASSWORD": password}
        return cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=names)

    def answer(name: str, session: str) -> Any:
        return cognito.respond_to_auth_challenge(
            ClientId=client, ChallengeName="NEW_PASSWORD_REQUIRED", Session=session,
            ChallengeResponses={"USERNAME": name, "NEW_PASSWORD": "Chosen-by-me-2"},
        )  # fmt: skip

    session = sign_in("For-now-only-1")["Session"]
    for name, foreign in (("ann", "x" * 40), ("bob", session)):
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            answer(name, foreign)
    assert "AuthenticationResult" in answer("ann", session)
    assert "AuthenticationResult" in sign_in("Chosen-by-me-2")
    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        answer("ann", session)


def make_function(session: Any, source_arn: str) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("counting.py", COUNTING)
    trust = {"Version": "2012-10-17", "Statement": []}
    role = session.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"][
        "Arn"
    ]
    functions = session.client("lambda")
    functions.create_function(
        FunctionName="counting", Runtime="python3.11", Role=role, Handler="counting.handle",
        Code={"ZipFile": archive.getvalue()}, Timeout=30,
    )  # fmt: skip
    functions.create_event_source_mapping(
        FunctionName="counting", EventSourceArn=source_arn, BatchSize=10,
        FunctionResponseTypes=["ReportBatchItemFailures"], ScalingConfig={"MaximumConcurrency": 2},
    )  # fmt: skip
