"""template.yaml as data: what the packager, the local engine and the tests on moto read.

CloudFormation's short tags (`!Ref X`, `!GetAtt X.Arn`) become their long form (`{"Ref": "X"}`,
`{"Fn::GetAtt": ["X", "Arn"]}`), as CloudFormation itself does.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "template.yaml"


class _Loader(yaml.SafeLoader):
    """A loader of its own, so that the tags below are known here only."""


def _long_form(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _long_form)


@cache
def load(path: Path = TEMPLATE) -> dict[str, Any]:
    """The whole template. Do not change what it returns: it is shared."""
    template: dict[str, Any] = yaml.load(path.read_text(), Loader=_Loader)
    return template


def resources(kind: str) -> dict[str, dict[str, Any]]:
    """Logical id -> Properties of every resource of one type, such as `AWS::DynamoDB::Table`."""
    return {
        name: resource.get("Properties", {})
        for name, resource in load()["Resources"].items()
        if resource.get("Type") == kind
    }


def tables() -> dict[str, dict[str, Any]]:
    """Logical id -> the arguments of DynamoDB's CreateTable, but for the name, and nothing it does not know."""
    known = {"BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes"}
    return {
        name: {key: value for key, value in properties.items() if key in known}
        for name, properties in resources("AWS::DynamoDB::Table").items()
    }


def queues() -> dict[str, dict[str, Any]]:
    """Logical id -> Properties of every queue."""
    return resources("AWS::SQS::Queue")


def buckets() -> dict[str, dict[str, Any]]:
    """Logical id -> Properties of every bucket."""
    return resources("AWS::S3::Bucket")


def variables(function: str | None = None) -> dict[str, Any]:
    """The environment variables of a function (logical id) as the template says them, the shared ones included."""
    template = load()
    shared: dict[str, Any] = template["Globals"]["Function"]["Environment"]["Variables"]
    if function is None:
        return dict(shared)
    properties = template["Resources"][function].get("Properties", {})
    return {**shared, **properties.get("Environment", {}).get("Variables", {})}
