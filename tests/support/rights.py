"""What a function may do to tables and queues by `template.yaml`, held against what it does.

Neither moto nor the AWS in memory asks for rights. Here whoever oversteps gets the answer that AWS gives, and
the test that made it happen fails (`Rights.overstepped`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from .stack import template

Right = tuple[str, str]  # an IAM action and the logical id of what it is done to, with "/index" for an index
_ANY = ("*",)
_IN_A_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


@dataclass
class Rights:
    """Asked at each call that is made while a function runs."""

    function: str = ""  # its folder's name; empty: a test's own calls, which nobody restricts
    overstepped: list[tuple[str, Right]] = field(default_factory=list)

    def check(self, function: str, operation: str, params: dict[str, Any]) -> None:
        """Raises AWS's answer to whoever oversteps."""
        granted = allowed(function)
        asked = _asked(operation, params)
        missing = {right for right, key in asked if not _is_granted(granted.get(right, ()), key)}
        if missing:
            self.overstepped += [(function, each) for each in sorted(missing)]
            answer: Any = {"Error": {"Code": "AccessDeniedException", "Message": str(missing)}}
            raise ClientError(answer | {"ResponseMetadata": {"HTTPStatusCode": 400}}, operation)


def _is_granted(patterns: Iterable[str], key: str) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


def _asked(operation: str, params: dict[str, Any]) -> Iterator[tuple[Right, str]]:
    """Each right that a call needs, and the partition key that it needs it for; empty where there is none."""
    if "QueueUrl" in params:
        yield (f"sqs:{operation.removesuffix('Batch')}", params["QueueUrl"].rsplit("/", 1)[1]), ""
    elif "TransactItems" in params:
        for each in params["TransactItems"]:
            ((kind, item),) = each.items()
            yield (f"dynamodb:{_IN_A_TRANSACTION[kind]}", item["TableName"]), _key(item)
    elif "RequestItems" in params:
        for name, items in params["RequestItems"].items():
            for key in _keys(items):
                yield (f"dynamodb:{operation}", name), key
    else:
        index = "/index" if "IndexName" in params else ""
        yield (f"dynamodb:{operation}", params["TableName"] + index), _key(params)


def _key(request: dict[str, Any]) -> str:
    """The partition key of a call about one item, or of a query (`kernel.dynamo` binds it as `:pk`)."""
    of_item: dict[str, Any] = request.get("Key") or request.get("Item") or {}
    asked: dict[str, Any] = of_item.get("pk") or request.get("ExpressionAttributeValues", {}).get(":pk") or {}
    return str(asked.get("S", ""))


def _keys(items: Any) -> Iterator[str]:
    """The same of the calls for many: reads name keys, writes name requests."""
    if "Keys" in items:
        yield from (str(key["pk"]["S"]) for key in items["Keys"])
    else:
        yield from (_key(request) for each in items for request in each.values())


@cache
def allowed(function: str) -> dict[Right, tuple[str, ...]]:
    """What the template lets a function do, given by its folder's name, and for which partition keys."""
    logical = "".join(word.title() for word in function.split("_")) + "Function"
    resources = template()["Resources"]
    found: dict[Right, tuple[str, ...]] = {}
    for policy in resources[logical]["Properties"]["Policies"]:
        named = resources[policy["Ref"]]["Properties"]["PolicyDocument"] if "Ref" in policy else policy
        for statement in named["Statement"]:
            for action in _listed(statement["Action"]):
                for resource in map(_resource, _listed(statement["Resource"])):
                    right = (action, resource)
                    found[right] = (*found.get(right, ()), *_leading_keys(statement))
    return found


def _leading_keys(statement: dict[str, Any]) -> tuple[str, ...]:
    """The partition keys that a statement is about: patterns, or all."""
    conditions: dict[str, Any] = statement.get("Condition", {}).get("ForAllValues:StringLike", {})
    return tuple(_listed(conditions["dynamodb:LeadingKeys"])) if conditions else _ANY


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resource(arn: dict[str, Any]) -> str:
    """`!GetAtt T.Arn` and `!Ref T` are T; `!Sub "${T.Arn}/index/*"` is T/index."""
    if "Fn::GetAtt" in arn:
        return str(arn["Fn::GetAtt"][0])
    if "Ref" in arn:
        return str(arn["Ref"])
    return str(arn["Fn::Sub"]).removeprefix("${").replace(".Arn}/index/*", "/index")
