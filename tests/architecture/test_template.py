"""template.yaml, packaged with the routes, is sound: AWS's own checkers accept it, and its parts fit the code.

The package is made once for all tests here; it takes about two seconds, cfn-lint about six.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from chalicelib.delivery.model import LONGEST_LIFE
from chalicelib.delivery.store import chunks, keys
from infra import template as source
from infra.package import LAMBDA_PYTHON, package
from tests.support.rights import allowed

ROOT = source.ROOT
CHECKERS = ROOT / ".venv-template" / "bin"
Resources = dict[str, dict[str, Any]]

needs_checkers = pytest.mark.skipif(
    not (CHECKERS / "cfn-lint").exists(), reason="cfn-lint is not there; `make check-template` installs it"
)


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package(tmp_path_factory.mktemp("build"), local=True).template


@pytest.fixture(scope="module")
def resources(packaged: Path) -> Resources:
    found: Resources = json.loads(packaged.read_text())["Resources"]
    return found


def of_type(resources: Resources, kind: str) -> Resources:
    return {name: each.get("Properties", {}) for name, each in resources.items() if each["Type"] == kind}


def queues(resources: Resources) -> Resources:
    return of_type(resources, "AWS::SQS::Queue")


def consumed(resources: Resources) -> set[str]:
    """Logical ids of the queues that a function reads."""
    events = [
        event["Properties"]["Queue"]["Fn::GetAtt"][0]
        for function in of_type(resources, "AWS::Serverless::Function").values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]
    assert len(events) == len(set(events)), "two functions read one queue"
    return set(events)


def dead_letter(queue: dict[str, Any]) -> str | None:
    policy = queue.get("RedrivePolicy")
    return str(policy["deadLetterTargetArn"]["Fn::GetAtt"][0]) if policy else None


@needs_checkers
def test_cfn_lint_finds_nothing(packaged: Path) -> None:
    done = subprocess.run(
        [CHECKERS / "cfn-lint", packaged], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_checkers
def test_sam_translator_accepts_it_and_makes_every_function(packaged: Path, resources: Resources) -> None:
    done = subprocess.run(
        [CHECKERS / "python", ROOT / "infra" / "translate.py", packaged],
        env={"AWS_DEFAULT_REGION": "us-east-1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = of_type(json.loads(done.stdout)["Resources"], "AWS::Lambda::Function")
    assert set(made) == set(of_type(resources, "AWS::Serverless::Function"))


def test_every_functions_folder_is_in_the_template_and_the_other_way_round(resources: Resources) -> None:
    handlers = {
        function["Handler"] for function in of_type(resources, "AWS::Serverless::Function").values()
    } - {"app.app"}
    folders = {
        f"functions.{path.parent.name}.handler.handle" for path in (ROOT / "functions").glob("*/handler.py")
    }
    assert handlers == folders


def test_every_queue_is_read_or_is_a_dead_letter_queue(resources: Resources) -> None:
    graves = {dead_letter(queue) for queue in queues(resources).values()} - {None}
    graves |= {
        function["DeadLetterQueue"]["TargetArn"]["Fn::GetAtt"][0]
        for function in of_type(resources, "AWS::Serverless::Function").values()
        if "DeadLetterQueue" in function
    }
    assert consumed(resources) | graves == set(queues(resources))
    assert consumed(resources) & graves == set()


def test_every_queue_that_is_read_gives_up_into_a_dead_letter_queue_after_five_tries(
    resources: Resources,
) -> None:
    """One poison record holds up nobody: R5, R8."""
    for name in consumed(resources):
        policy = queues(resources)[name]["RedrivePolicy"]
        assert policy["maxReceiveCount"] == 5, name
        assert dead_letter(queues(resources)[name]) in queues(resources)


def test_a_message_stays_hidden_for_six_times_the_readers_timeout(resources: Resources) -> None:
    shared = source.load()["Globals"]["Function"]["Timeout"]
    for function in of_type(resources, "AWS::Serverless::Function").values():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                queue = queues(resources)[event["Properties"]["Queue"]["Fn::GetAtt"][0]]
                assert queue["VisibilityTimeout"] >= 6 * function.get("Timeout", shared)


def test_doubt_begins_when_neither_the_worker_nor_a_receipts_worker_can_live_any_longer(
    resources: Resources,
) -> None:
    """A claim in doubt is handed over again on silence, so nobody may still hold its event (R3, R11)."""
    for name, function in of_type(resources, "AWS::Serverless::Function").items():
        if name.startswith(("FanOut", "Dispatch")):
            assert function["Timeout"] <= LONGEST_LIFE.total_seconds(), name
            read = {event["Properties"]["Queue"]["Fn::GetAtt"][0] for event in function["Events"].values()}
            assert read == may(name, "sqs:ChangeMessageVisibility"), name
    for_an_event = timedelta(seconds=30)
    back = timedelta(seconds=queues(resources)["ReceiptsQueue"]["VisibilityTimeout"])
    assert chunks.grace() >= max(LONGEST_LIFE, back) + for_an_event


def test_every_reader_reports_the_failed_records_of_a_batch(resources: Resources) -> None:
    for name, function in of_type(resources, "AWS::Serverless::Function").items():
        for event in function.get("Events", {}).values():
            if event["Type"] == "SQS":
                assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name


def test_each_channel_has_its_three_lanes_and_emergencies_are_never_capped(resources: Resources) -> None:
    """An emergency begins to leave at once behind any backlog: R12."""
    fan_out = resources["FanOutFunction"]["Properties"]["Events"]
    assert fan_out["Emergency"]["Properties"]["Queue"] == {"Fn::GetAtt": ["FanOutEmergencyQueue", "Arn"]}
    assert [name for name, event in fan_out.items() if "ScalingConfig" in event["Properties"]] == ["Shards"]
    for channel in ("Email", "Sms", "Voice", "Push", "Portal"):
        events = resources[f"Dispatch{channel}Function"]["Properties"]["Events"]
        read = {name: event["Properties"]["Queue"]["Fn::GetAtt"][0] for name, event in events.items()}
        assert read == {lane: f"{channel}{lane}Queue" for lane in ("Emergency", "Priority", "Normal")}
        capped = {name for name, event in events.items() if "ScalingConfig" in event["Properties"]}
        assert capped == {"Priority", "Normal"}


def test_one_api_method_per_registered_route(resources: Resources) -> None:
    import app

    registered = {(path, method) for path, methods in app.app.routes.items() for method in methods}
    paths = resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    declared = {
        (path, method.upper()) for path, methods in paths.items() for method in methods if method != "options"
    }
    assert declared == registered
    assert not any("+" in path or method == "ANY" for path, method in declared)


def test_code_is_compiled_for_the_python_that_lambda_runs() -> None:
    runtime = source.load()["Globals"]["Function"]["Runtime"]
    assert runtime == f"python{'.'.join(map(str, LAMBDA_PYTHON))}"


def test_what_the_gateway_says_by_itself_is_a_problem_document(resources: Resources) -> None:
    """An unknown address, too many requests, too large a body, and whatever else: as the API's page says."""
    page = (ROOT / "docs" / "api" / "README.md").read_text()
    answers = resources["RestAPI"]["Properties"]["GatewayResponses"]
    assert {"MISSING_AUTHENTICATION_TOKEN", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(answers)
    for name, answer in answers.items():
        problem = json.loads(answer["ResponseTemplates"]["application/json"])
        assert problem.get("status") == answer.get("StatusCode"), name
        assert problem["title"], name
        assert problem["detail"], name
        assert f"`{problem['type']}`" in page, name
        headers = answer["ResponseParameters"]["Headers"]
        assert headers["Content-Type"] == "'application/problem+json'", name
        assert headers["X-Content-Type-Options"] == "'nosniff'", name


def test_queue_settings_name_the_queue_of_their_channel_and_lane() -> None:
    variables = source.load()["Globals"]["Function"]["Environment"]["Variables"]
    named = {name: value["Ref"] for name, value in variables.items() if name.startswith("QUEUE_")}
    assert named == {
        f"QUEUE_{channel}_{lane}".upper(): f"{channel}{lane}Queue"
        for channel in ("Email", "Sms", "Voice", "Push", "Portal")
        for lane in ("Emergency", "Priority", "Normal")
    }


def test_data_are_kept_when_the_stack_goes(resources: Resources) -> None:
    for name, each in resources.items():
        if each["Type"] in {"AWS::DynamoDB::Table", "AWS::Cognito::UserPool"} or name == "RosterBucket":
            assert each["DeletionPolicy"] == "RetainExceptOnCreate", name
            assert each["UpdateReplacePolicy"] == "Retain", name


def test_nothing_is_public_and_everything_is_encrypted(resources: Resources) -> None:
    for name, table in of_type(resources, "AWS::DynamoDB::Table").items():
        assert table["SSESpecification"]["SSEEnabled"], name
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], name
    for name, bucket in of_type(resources, "AWS::S3::Bucket").items():
        assert all(bucket["PublicAccessBlockConfiguration"].values()), name
        assert bucket["BucketEncryption"], name
    for name, queue in queues(resources).items():
        assert queue["SqsManagedSseEnabled"], name


def test_no_function_may_scan_a_table_or_do_everything() -> None:
    """Least rights: no wildcard action, and never Scan."""
    text = (ROOT / "template.yaml").read_text()
    assert "dynamodb:Scan" not in text
    assert "dynamodb:*" not in text
    assert "sqs:*" not in text
    assert text.count("s3:*") == 3, "all deny"


def test_who_hands_over_has_its_own_lanes_and_makes_and_removes_no_deliveries(resources: Resources) -> None:
    """Least rights: a hole in one channel opens no other."""
    for channel in ("Email", "Sms", "Voice", "Push", "Portal"):
        function = f"Dispatch{channel}Function"
        lanes = {f"{channel}{lane}Queue" for lane in ("Emergency", "Priority", "Normal")}
        assert may(function, "sqs:SendMessage") == lanes
        assert "DeliveriesTable" not in may(function, "dynamodb:PutItem") | may(
            function, "dynamodb:BatchWriteItem"
        )
        devices = {"DeliveriesTable"} if channel == "Push" else set()  # of tokens that are gone
        assert may(function, "dynamodb:DeleteItem") & {"DeliveriesTable"} == devices
    forgotten = allowed("dispatch_push")["dynamodb:DeleteItem", "DeliveriesTable"]
    assert not any(fnmatchcase(keys.shard("demo", "m", 0), each) for each in forgotten)


def may(function: str, action: str) -> set[str]:
    """What a function, by its logical id, may do an action to."""
    folder = re.sub(r"(?<!^)([A-Z])", r"_\1", function.removesuffix("Function")).lower()
    return {resource for asked, resource in allowed(folder) if asked == action}


def test_a_queue_job_that_fails_is_not_run_again(resources: Resources) -> None:
    """QUEUE-01: the next minute's is its second try. Its schedule only hands the event to Lambda, which has
    retries of its own."""
    job = of_type(resources, "AWS::Serverless::Function")["QueueJobFunction"]
    assert job["EventInvokeConfig"]["MaximumRetryAttempts"] == 0
    assert job["Events"]["EachMinute"]["Properties"]["RetryPolicy"]["MaximumRetryAttempts"] == 0


def test_an_alarm_tells_when_the_queue_job_fails_or_does_not_run(resources: Resources) -> None:
    """QUEUE-01: it makes good what a crash left, without retries and without a dead-letter queue of its own."""
    alarms = [
        each
        for each in of_type(resources, "AWS::CloudWatch::Alarm").values()
        if each.get("Dimensions") == [{"Name": "FunctionName", "Value": {"Ref": "QueueJobFunction"}}]
    ]
    told = {each["MetricName"]: (each["ComparisonOperator"], each["TreatMissingData"]) for each in alarms}
    assert told == {
        "Errors": ("GreaterThanThreshold", "notBreaching"),
        "Invocations": ("LessThanThreshold", "breaching"),
    }
    assert all(each["AlarmActions"] == [{"Ref": "AlarmTopic"}] for each in alarms)


def test_what_is_counted_for_alarms_is_what_the_functions_log(resources: Resources) -> None:
    """R10, R12: that they come is proven in `tests/integration/delivery/test_alarms.py`."""
    code = "".join(path.read_text() for path in (ROOT / "chalicelib").rglob("*.py"))
    filters = of_type(resources, "AWS::Logs::MetricFilter")
    metrics = {}
    for name, each in filters.items():
        message = each["FilterPattern"].split('"')[1]
        assert f'"{message}"' in code, name
        (counted,) = each["MetricTransformations"]
        field = counted["MetricValue"].removeprefix("$.")
        assert field == "1" or f"{field}=" in code
        metrics[counted["MetricName"]] = counted["MetricNamespace"]
    alarms = of_type(resources, "AWS::CloudWatch::Alarm").values()
    told = {each["MetricName"]: each["Namespace"] for each in alarms if each["MetricName"] in metrics}
    assert told == metrics
    assert set(metrics) == {
        "ProviderErrors",
        "BreakerOpen",
        "DeliveriesExpired",
        "BouncesHigh",
        "EmailsPaused",
        "OldestWaiting",
        "RecipientsWaiting",
        "QueueJobTroubles",
    }


def test_every_alarm_tells_the_operator(resources: Resources) -> None:
    for name, each in of_type(resources, "AWS::CloudWatch::Alarm").items():
        assert each["AlarmActions"] == [{"Ref": "AlarmTopic"}], name
        assert each["AlarmDescription"], name


def test_every_queue_has_an_alarm_for_what_waits_in_it(resources: Resources) -> None:
    """R12: the age of the oldest message where something is worked off, any message where nothing is."""
    watched = {
        each["Dimensions"][0]["Value"]["Fn::GetAtt"][0]: each["MetricName"]
        for each in of_type(resources, "AWS::CloudWatch::Alarm").values()
        if each["Namespace"] == "AWS/SQS"
    }
    for name in queues(resources):
        expected = "ApproximateAgeOfOldestMessage" if name in consumed(resources) else None
        assert watched.get(name) == (expected or "ApproximateNumberOfMessagesVisible"), name


# What each alarm waits for: a comparison, and how many seconds, times or messages.
_AGES = {"Emergency": 60, "Priority": 900, "Normal": 14_400, "Receipts": 600, "Mail": 300, "Texts": 120}
_AGES |= {"FanOut": 600, "FanOutEmergency": 60}
_COUNTED = {
    "ProviderErrors": ("provider_errors", 5, 3),
    "BreakerOpen": ("breaker_open", 5, 2),
    "BouncesHigh": ("bounces_high", 1, 1),
    "EmailsPaused": ("emails_paused", 1, 1),
    "DeliveriesExpired": ("sent_differs", 1, 1),
    "QueueJobTroubles": ("queue_job_troubles", 5, 3),
}
# Those that measure: tests/integration/delivery/test_alarms.py lets them ring.
_MEASURED = {"OldestWaiting": "oldest_waiting", "RecipientsWaiting": "recipients_waiting"}


def rings(alarm: dict[str, Any]) -> tuple[str, str, int, int]:
    """Of what, compared how with what, and after how many periods."""
    return alarm["Statistic"], alarm["ComparisonOperator"], alarm["Threshold"], alarm["EvaluationPeriods"]


def test_alarms_of_queues_ring_while_there_is_still_time(resources: Resources) -> None:
    """R12: an emergency that waits a minute, and anything at all that was given up."""
    for name, each in of_type(resources, "AWS::CloudWatch::Alarm").items():
        if each["MetricName"] == "ApproximateAgeOfOldestMessage":
            lane = re.sub("^(Email|Sms|Voice|Push|Portal)|AgeAlarm$", "", name)
            # SQS forgets the age of what was received three times, which mail is within minutes.
            periods = 1 if lane == "Mail" else 2
            assert rings(each) == ("Maximum", "GreaterThanThreshold", _AGES[lane], periods), name
            assert each["Period"] == 60, name
        elif each["MetricName"] == "ApproximateNumberOfMessagesVisible":
            assert rings(each) == ("Maximum", "GreaterThanThreshold", 0, 1), name


def test_alarms_of_what_is_logged_ring_at_the_first_times(resources: Resources) -> None:
    """R10: each counts its own line, and one is enough in so many of so many periods."""
    counted = {
        each["MetricTransformations"][0]["MetricName"]: each["FilterPattern"].split('"')[1]
        for each in of_type(resources, "AWS::Logs::MetricFilter").values()
    }
    assert counted == {metric: line for metric, (line, _, _) in _COUNTED.items()} | _MEASURED
    for name, each in of_type(resources, "AWS::CloudWatch::Alarm").items():
        if each["MetricName"] in _COUNTED:
            _, periods, of_them = _COUNTED[each["MetricName"]]
            assert rings(each) == ("Sum", "GreaterThanThreshold", 0, periods), name
            assert each["DatapointsToAlarm"] == of_them, name


def test_the_alarms_of_the_queue_job_ring_within_five_minutes(resources: Resources) -> None:
    """QUEUE-01: also when it never runs, which counts as no data at all."""
    alarms = of_type(resources, "AWS::CloudWatch::Alarm")
    assert rings(alarms["QueueJobSilentAlarm"]) == ("Sum", "LessThanThreshold", 1, 1)
    assert alarms["QueueJobSilentAlarm"]["Period"] == 300


def test_what_is_given_up_lies_with_its_lane(resources: Resources) -> None:
    """R8, R12: else the alarm for an emergency says that something ordinary was given up."""
    for channel in ("Email", "Sms", "Voice", "Push", "Portal"):
        for lane in ("Emergency", "Priority", "Normal"):
            assert dead_letter(queues(resources)[f"{channel}{lane}Queue"]) == f"{lane}DeadQueue", channel


def test_the_operators_page_explains_every_alarm(resources: Resources) -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    for name, each in of_type(resources, "AWS::CloudWatch::Alarm").items():
        described = re.split(r" \(|:", each["AlarmDescription"])[0]
        assert described in page, f"{name}: {described}"


def test_who_reads_objects_may_learn_that_one_is_not_there(resources: Resources) -> None:
    """Without s3:ListBucket, S3 calls an object that is not there forbidden, and the code could not tell."""
    readers = [each for each in _s3_grants(resources) if any("GetObject" in action for action in each)]
    assert len(readers) == 5, "the API, the roster import, inbound mail; calls now and scheduled"
    for granted in readers:
        bucket = granted["s3:GetObject"].removesuffix("/*")
        assert granted.get("s3:ListBucket") == bucket


def _s3_grants(resources: Resources) -> Iterator[dict[str, str]]:
    """For each function and role: its S3 actions, each with what it may be done to."""
    functions = of_type(resources, "AWS::Serverless::Function").values()
    policies = [function.get("Policies", ()) for function in functions]
    roles = of_type(resources, "AWS::IAM::Role").values()
    policies += [[each["PolicyDocument"] for each in role.get("Policies", ())] for role in roles]
    for documents in policies:
        yield {
            action: statement["Resource"]["Fn::Sub"]
            for document in documents
            for statement in document.get("Statement", ())
            for action in _listed(statement["Action"])
            if action.startswith("s3:")
        }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
