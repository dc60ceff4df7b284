"""What a function may do to tables and queues by `template.yaml`, held against what it does.

moto asks nobody for rights. Here whoever oversteps gets the answer that AWS gives, and the test that made it
happen fails (`Rights.overstepped`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from .stack import template

Right = tuple[str, str]  # an IAM action and the logical id of what it is done to, with "/index" for an index
_IN_A_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}


@dataclass
class Rights:
    """Watches a process's clients while a function runs in it."""

    function: str = ""  # its folder's name; empty: a test's own calls, which nobody restricts
    overstepped: list[tuple[str, Right]] = field(default_factory=list)

    def watch(self, client: Any) -> None:
        service = client.meta.service_model.service_name
        if service in ("dynamodb", "sqs"):
            client.meta.events.register(f"provide-client-params.{service}", self._check)

    def _check(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        if not self.function:
            return
        missing = set(_asked(model.name, params)) - allowed(self.function)
        if missing:
            self.overstepped += [(self.function, each) for each in sorted(missing)]
            answer: Any = {"Error": {"Code": "AccessDeniedException", "Message": str(missing)}}
            raise ClientError(answer | {"ResponseMetadata": {"HTTPStatusCode": 400}}, model.name)


def _asked(operation: str, params: dict[str, Any]) -> Iterator[Right]:
    if "QueueUrl" in params:
        yield f"sqs:{operation.removesuffix('Batch')}", params["QueueUrl"].rsplit("/", 1)[1]
    elif "TransactItems" in params:
        for each in params["TransactItems"]:
            ((kind, item),) = each.items()
            yield f"dynamodb:{_IN_A_TRANSACTION[kind]}", item["TableName"]
    elif "RequestItems" in params:
        for name in params["RequestItems"]:
            yield f"dynamodb:{operation}", name
    else:
        index = "/index" if "IndexName" in params else ""
        yield f"dynamodb:{operation}", params["TableName"] + index


@cache
def allowed(function: str) -> frozenset[Right]:
    """What the template lets a function do, given by its folder's name."""
    logical = "".join(word.title() for word in function.split("_")) + "Function"
    resources = template()["Resources"]
    found: set[Right] = set()
    for policy in resources[logical]["Properties"]["Policies"]:
        named = resources[policy["Ref"]]["Properties"]["PolicyDocument"] if "Ref" in policy else policy
        for statement in named["Statement"]:
            found |= {
                (action, resource)
                for action in _listed(statement["Action"])
                for resource in map(_resource, _listed(statement["Resource"]))
            }
    return frozenset(found)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _resource(arn: dict[str, Any]) -> str:
    """`!GetAtt T.Arn` and `!Ref T` are T; `!Sub "${T.Arn}/index/*"` is T/index."""
    if "Fn::GetAtt" in arn:
        return str(arn["Fn::GetAtt"][0])
    if "Ref" in arn:
        return str(arn["Ref"])
    return str(arn["Fn::Sub"]).removeprefix("${").replace(".Arn}/index/*", "/index")
