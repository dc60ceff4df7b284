"""The stack that tests stand on: tables, queues, topics and buckets as `template.yaml` describes them.

CloudFormation itself is not run (moto could not create this stack); the few resource types that product code
talks to are created from their definitions, and the functions' environment is worked out from them.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
Names = dict[str, dict[str, str]]  # logical id -> {"Ref": ..., "Arn": ..., ...}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags: `!Ref x` becomes `{"Ref": "x"}`."""


def _tag(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    assert isinstance(node, yaml.MappingNode)
    return {name: loader.construct_mapping(node, deep=True)}


_Loader.add_multi_constructor("!", _tag)


@cache
def template() -> dict[str, Any]:
    """The template as plain data."""
    loaded: dict[str, Any] = yaml.load(
        (ROOT / "template.yaml").read_text(), Loader=_Loader
    )  # SafeLoader's child
    return loaded


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, by logical id."""
    return {
        name: each.get("Properties", {})
        for name, each in template()["Resources"].items()
        if each["Type"] == kind
    }


Clients = Callable[[str], Any]  # one for each service


def create(client: Clients) -> dict[str, str]:
    """Create the stores by these clients and give back the functions' environment."""
    names: Names = {}
    _create_tables(client, names)
    _create_queues(client, names)
    _create_buckets(client, names)
    for logical in resources("AWS::SNS::Topic"):
        arn = client("sns").create_topic(Name=logical)["TopicArn"]
        names[logical] = {"Ref": arn, "TopicArn": arn}
    for logical in resources("AWS::SecretsManager::Secret"):
        arn = client("secretsmanager").create_secret(Name=logical, SecretString="not guessed")["ARN"]
        names[logical] = {"Ref": arn}
    return _environment(names)


def _create_tables(client: Clients, names: Names) -> None:
    for logical, properties in resources("AWS::DynamoDB::Table").items():
        wanted = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
        client("dynamodb").create_table(
            TableName=logical, **{name: properties[name] for name in wanted if name in properties}
        )
        names[logical] = {"Ref": logical, "Arn": f"arn:aws:dynamodb:us-east-1:123456789012:table/{logical}"}


def _create_queues(client: Clients, names: Names) -> None:
    for logical, properties in resources("AWS::SQS::Queue").items():
        attributes = {"VisibilityTimeout": str(properties.get("VisibilityTimeout", 30))}
        url = client("sqs").create_queue(QueueName=logical, Attributes=attributes)["QueueUrl"]
        names[logical] = {"Ref": url, "Arn": f"arn:aws:sqs:us-east-1:123456789012:{logical}"}


def _create_buckets(client: Clients, names: Names) -> None:
    for logical, properties in resources("AWS::S3::Bucket").items():
        name = _resolve(properties.get("BucketName"), names) or logical.lower()
        client("s3").create_bucket(Bucket=name)
        names[logical] = {"Ref": name, "Arn": f"arn:aws:s3:::{name}"}


def _environment(names: Names) -> dict[str, str]:
    variables: dict[str, Any] = {}
    everything = [template().get("Globals", {}).get("Function", {})]
    everything += resources("AWS::Serverless::Function").values()
    for function in everything:
        variables |= function.get("Environment", {}).get("Variables", {})
    return {name: text for name, value in variables.items() if (text := _resolve(value, names)) is not None}


def _resolve(value: Any, names: Names) -> str | None:
    """A variable's value, or None for what only CloudFormation can know."""
    if not isinstance(value, dict):
        return None if value is None else str(value)
    if isinstance(value.get("Fn::Sub"), str):
        return _filled(value["Fn::Sub"])
    if "Ref" in value:
        return names.get(value["Ref"], {}).get("Ref") or _parameter(value["Ref"])
    if "Fn::GetAtt" in value:
        logical, attribute = value["Fn::GetAtt"]
        return names.get(logical, {}).get(attribute)
    return None


_PSEUDO = {"StackName": "carillon", "AccountId": "123456789012", "Region": "us-east-1", "Partition": "aws"}


def _filled(text: str) -> str | None:
    """A text of `!Sub` that names nothing but the stack, the account and the region; else None."""
    for name, value in _PSEUDO.items():
        text = text.replace(f"${{AWS::{name}}}", value)
    return None if "${" in text else text


def _parameter(name: str) -> str | None:
    default = template().get("Parameters", {}).get(name, {}).get("Default")
    return None if default is None else str(default)
