"""What goes to CloudFormation: code and template under names made of their content, nothing sent twice."""

import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra import deploy
from infra.package import Package

pytestmark = pytest.mark.moto

PARAMETERS = {"EmailFromAddress": "office@district.example"}


@pytest.fixture
def packed(tmp_path: Path) -> Package:
    for folder in ("code", "layer"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "file.py").write_text(folder)
    template = {
        "Parameters": {"EmailFromAddress": {}, "LogRetentionDays": {"Default": 30}},
        "Globals": {"Function": {"CodeUri": "code"}},
        "Resources": {
            "APIHandler": {"Properties": {"CodeUri": "code"}},
            "DependenciesLayer": {"Properties": {"ContentUri": "layer"}},
        },
    }
    (tmp_path / "template.json").write_text(json.dumps(template))
    return Package(tmp_path / "code", tmp_path / "layer", tmp_path / "template.json", "abc")


@pytest.fixture
def session(aws: None) -> boto3.Session:
    return boto3.Session()


def stored(session: boto3.Session) -> dict[str, Any]:
    listed = session.client("s3").list_objects_v2(Bucket="code-here").get("Contents", [])
    return {each["Key"]: each["LastModified"] for each in listed}


def test_functions_and_layer_point_at_what_was_uploaded(session: boto3.Session, packed: Package) -> None:
    url = deploy.upload(session, packed, "code-here")
    key = url.split("code-here/")[1]
    body = session.client("s3").get_object(Bucket="code-here", Key=key)["Body"].read()
    template = json.loads(body)
    code = template["Globals"]["Function"]["CodeUri"]
    layer = template["Resources"]["DependenciesLayer"]["Properties"]["ContentUri"]
    assert template["Resources"]["APIHandler"]["Properties"]["CodeUri"] == code
    assert {code["Key"], layer["Key"], key} == set(stored(session))


def test_code_that_did_not_change_is_not_sent_again(session: boto3.Session, packed: Package) -> None:
    deploy.upload(session, packed, "code-here")
    before = stored(session)
    (packed.code / "file.py").write_text("changed")
    deploy.upload(session, packed, "code-here")
    after = stored(session)
    assert len(after) == len(before) + 1
    assert all(after[key] == when for key, when in before.items() if not key.startswith("template/"))


def test_the_bucket_of_code_is_closed_to_the_public(session: boto3.Session) -> None:
    deploy.make_bucket(session, "code-here")
    deploy.make_bucket(session, "code-here")
    found = session.client("s3").get_public_access_block(Bucket="code-here")
    assert all(found["PublicAccessBlockConfiguration"].values())


def stack(
    status: str = "CREATE_COMPLETE",
    fingerprint: str = "abc",
    sender: str = "office@district.example",
    log_days: str = "30",
) -> Any:
    return {
        "StackStatus": status,
        "Tags": [{"Key": deploy.FINGERPRINT_TAG, "Value": fingerprint}],
        "Parameters": [
            {"ParameterKey": "EmailFromAddress", "ParameterValue": sender},
            {"ParameterKey": "LogRetentionDays", "ParameterValue": log_days},
        ],
    }


@pytest.mark.parametrize(
    ("current", "same"),
    [
        (stack(), True),
        (stack(status="UPDATE_COMPLETE"), True),
        (stack(status="UPDATE_ROLLBACK_COMPLETE"), False),
        (stack(fingerprint="older"), False),
        (stack(sender="other@district.example"), False),
        (stack(log_days="90"), False),  # which was given the last time, and is left out now
    ],
)
def test_a_stack_is_left_alone_only_when_nothing_changed(packed: Package, current: Any, same: bool) -> None:
    assert deploy.is_same(current, packed, PARAMETERS) is same


class Cloud:
    """CloudFormation as far as deploying asks it: one stack, whose web address is known once it is there."""

    region_name = "us-east-1"

    def __init__(self, *, web: bool = True) -> None:
        self.web = web
        self.passes: list[dict[str, str]] = []

    def client(self, _service: str) -> "Cloud":
        return self

    def deploy(self, _session: Any, _packed: Package, stack: deploy.Stack) -> bool:
        self.passes.append(stack.parameters)
        return True

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        outputs = [{"OutputKey": "WebAddress", "OutputValue": "https://web.example"}] if self.web else []
        return {"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Outputs": outputs if self.passes else []}]}


@pytest.mark.parametrize(
    ("cloud", "given", "passes"),
    [
        (Cloud(), {}, [{}, {"PublicUrl": "https://web.example"}]),
        (Cloud(), {"PublicUrl": "https://own.example"}, [{"PublicUrl": "https://own.example"}] * 2),
        (Cloud(web=False), {}, [{}]),
    ],
    ids=["without an address", "with an own address", "without the web app"],
)
def test_functions_are_told_the_web_address_and_never_forget_it(
    packed: Package, monkeypatch: pytest.MonkeyPatch, cloud: Cloud, given: Any, passes: Any
) -> None:
    """The first deployment tells it in a second pass; every later one from the first moment on."""
    monkeypatch.setattr(deploy, "deploy", cloud.deploy)
    deploy.deploy_whole(cloud, packed, deploy.Stack("carillon", "code-here", given))
    assert cloud.passes == passes
    cloud.passes = passes[:1]
    deploy.deploy_whole(cloud, packed, deploy.Stack("carillon", "code-here", given))
    assert cloud.passes[1:] == passes[-1:]
