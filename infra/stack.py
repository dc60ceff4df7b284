"""What the functions of a deployed stack know, for commands that work beside them."""

import os

import boto3
from botocore.exceptions import BotoCoreError, ClientError


class NotFound(LookupError):
    """No stack is where the environment points; the text says what to do."""

    def __init__(self, stack: str) -> None:
        super().__init__(
            f"There is no stack {stack!r} where your environment points. On this machine: start Carillon, then "
            'eval "$(.venv/bin/python -m infra.local environment)". On AWS: set credentials, region and STACK.'
        )


def settings() -> dict[str, str]:
    """The stack's tables, buckets and user pool, unless the environment names them already. Raises NotFound."""
    if "DIRECTORY_TABLE" in os.environ:
        return {}
    api = _resources()["APIHandler"]
    function = boto3.client("lambda").get_function_configuration(FunctionName=api)
    return dict(function["Environment"]["Variables"])


def queues() -> dict[str, str]:
    """The addresses of the stack's queues, by their names in `template.yaml`. Raises NotFound."""
    return {name: found for name, found in _resources().items() if name.endswith("Queue")}


def _resources() -> dict[str, str]:
    """Physical ids by logical ones."""
    stack = os.environ.get("STACK", "carillon")
    try:
        pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
        found = [each for page in pages for each in page["StackResourceSummaries"]]
    except (BotoCoreError, ClientError) as error:
        raise NotFound(stack) from error
    return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}
