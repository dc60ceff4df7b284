"""Puts a package on CloudFormation: AWS's with `python -m infra.deploy`, the local engine's through
`infra.local`.

Code and template go to a bucket under names made of their content; the stack is created or updated, and left
alone when nothing changed.
"""

import argparse
import json
import mimetypes
import os
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError

from infra.package import Package, files, fingerprint, package, zip_folder
from infra.template import ROOT

FINGERPRINT_TAG = "carillon:package"
GOOD = {"CREATE_COMPLETE", "UPDATE_COMPLETE"}


class DeploymentFailed(RuntimeError):
    """CloudFormation did not reach a good state; the text lists what it complained about."""


class Session(Protocol):
    """What boto3's session and the local engine's have in common."""

    region_name: str

    def client(self, service: str) -> Any: ...


@dataclass(frozen=True)
class Stack:
    """Which stack, with which values for the template's parameters; the others keep their defaults."""

    name: str
    bucket: str
    parameters: dict[str, str] = field(default_factory=dict)


def deploy(session: Session, packed: Package, stack: Stack) -> bool:
    """Bring the stack to the package. False when it already was there."""
    cloudformation = session.client("cloudformation")
    current = describe(cloudformation, stack.name)
    if (
        current and current["StackStatus"] == "ROLLBACK_COMPLETE"
    ):  # its creation failed; nothing of it is in use
        cloudformation.delete_stack(StackName=stack.name)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=stack.name)
        current = None
    if current and is_same(current, packed, stack.parameters):
        return False
    template_url = upload(session, packed, stack.bucket)
    arguments: dict[str, Any] = {
        "StackName": stack.name,
        "TemplateURL": template_url,
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value} for key, value in stack.parameters.items()
        ],
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Tags": [{"Key": FINGERPRINT_TAG, "Value": packed.fingerprint}],
    }
    if current:
        cloudformation.update_stack(**arguments)
    else:
        cloudformation.create_stack(**arguments)
    wait(cloudformation, stack.name)
    return True


def deploy_whole(session: Session, packed: Package, stack: Stack) -> dict[str, str]:
    """The same, with the functions told the web address if nobody gave one; the stack's outputs."""
    before = outputs(session, stack.name)
    deploy(session, packed, _told(stack, before))
    known = outputs(session, stack.name)
    if known.get("WebAddress") != before.get("WebAddress"):
        # The first time the address is known afterwards only: the functions are told in a second pass.
        deploy(session, packed, _told(stack, known))
    return known


def _told(stack: Stack, known: dict[str, str]) -> Stack:
    public = {"PublicUrl": known["WebAddress"]} if "WebAddress" in known else {}
    return replace(stack, parameters=public | stack.parameters)


def describe(cloudformation: Any, name: str) -> dict[str, Any] | None:
    """The stack as CloudFormation describes it, or None when there is none."""
    try:
        stacks = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return dict(stacks[0]) if stacks and stacks[0]["StackStatus"] != "DELETE_COMPLETE" else None


def is_same(current: dict[str, Any], packed: Package, parameters: dict[str, str]) -> bool:
    """Whether the stack is the package's already; parameters that are not given have their defaults."""
    tags = {tag["Key"]: tag["Value"] for tag in current.get("Tags", [])}
    declared = json.loads(packed.template.read_text()).get("Parameters", {})
    wanted = {key: str(each["Default"]) for key, each in declared.items() if "Default" in each} | parameters
    values = {each["ParameterKey"]: each["ParameterValue"] for each in current.get("Parameters", [])}
    return (
        current["StackStatus"] in GOOD
        and tags.get(FINGERPRINT_TAG) == packed.fingerprint
        and all(values.get(key, value) == value for key, value in wanted.items())
        and parameters.items() <= values.items()
    )


def wait(cloudformation: Any, name: str, seconds: float = 1800) -> None:
    """Until CloudFormation is done. Raises DeploymentFailed."""
    deadline, pause = time.monotonic() + seconds, 0.1
    while time.monotonic() < deadline:
        current = describe(cloudformation, name)
        status = current["StackStatus"] if current else "gone"
        if status in GOOD:
            return
        if not status.endswith("_IN_PROGRESS"):
            raise DeploymentFailed(f"{name}: {status}\n{complaints(cloudformation, name)}")
        time.sleep(pause)
        pause = min(pause * 1.5, 5)
    raise DeploymentFailed(f"{name}: not done after {seconds:.0f} s")


def complaints(cloudformation: Any, name: str) -> str:
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if "FAILED" in event["ResourceStatus"]]
    return "\n".join(f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason')}" for event in failed)


def upload(session: Session, packed: Package, bucket: str) -> str:
    """Store code, layer and template; give back the template's address."""
    s3 = session.client("s3")
    make_bucket(session, bucket)
    code = upload_folder(s3, packed.code, bucket)
    layer = upload_folder(s3, packed.layer, bucket)
    template = json.loads(packed.template.read_text())
    template["Globals"]["Function"]["CodeUri"] = code
    template["Resources"]["APIHandler"]["Properties"]["CodeUri"] = code
    template["Resources"]["DependenciesLayer"]["Properties"]["ContentUri"] = layer
    key = f"template/{packed.fingerprint}.json"
    s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(template).encode())
    return f"{s3.meta.endpoint_url}/{bucket}/{key}"


def upload_folder(s3: Any, folder: Path, bucket: str) -> dict[str, str]:
    """A folder as a zip named after its content; uploaded once."""
    key = f"{folder.name}/{fingerprint(folder)}.zip"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError:
        with tempfile.TemporaryDirectory() as scratch:
            archive = Path(scratch) / "folder.zip"
            zip_folder(folder, archive)
            s3.upload_file(str(archive), bucket, key)
    return {"Bucket": bucket, "Key": key}


def make_bucket(session: Session, bucket: str) -> None:
    s3 = session.client("s3")
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError:
        elsewhere = session.region_name != "us-east-1"
        place = {"CreateBucketConfiguration": {"LocationConstraint": session.region_name}} if elsewhere else {}
        s3.create_bucket(Bucket=bucket, **place)
        s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        )


def outputs(session: Session, name: str) -> dict[str, str]:
    current = describe(session.client("cloudformation"), name) or {}
    return {each["OutputKey"]: each["OutputValue"] for each in current.get("Outputs", [])}


def publish_web(session: Session, known: dict[str, str], folder: Path) -> None:
    """The built web app into its bucket: files with a hash in their name for ever, pages for a moment."""
    s3 = session.client("s3")
    for path in files(folder):
        key = path.relative_to(folder).as_posix()
        if key.startswith("."):  # the build's own notes
            continue
        lasting = "public, max-age=31536000, immutable" if key.startswith("assets/") else "no-cache"
        kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
        extra = {"ContentType": kind, "CacheControl": lasting}
        s3.upload_file(str(path), known["WebBucketName"], key, ExtraArgs=extra)
    session.client("cloudfront").create_invalidation(
        DistributionId=known["WebDistributionId"],
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(time.time())},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Deploy Carillon to the AWS account of your credentials.")
    parser.add_argument("--stack", default=os.environ.get("STACK", "carillon"))
    parser.add_argument("--bucket", help="bucket for code; made when missing")
    parser.add_argument(
        "parameters", nargs="*", metavar="Name=Value", help="values for the template's parameters"
    )
    arguments = parser.parse_args()
    session = boto3.session.Session()
    account = session.client("sts").get_caller_identity()["Account"]
    bucket = arguments.bucket or f"{arguments.stack}-code-{account}-{session.region_name}"
    parameters = dict(each.split("=", 1) for each in arguments.parameters)
    known = deploy_whole(session, package(local=False), Stack(arguments.stack, bucket, parameters))
    if "WebBucketName" in known:
        publish_web(session, known, ROOT / "web" / "dist")
    for key, value in known.items():
        print(f"{key}: {value}")


if __name__ == "__main__":
    main()
