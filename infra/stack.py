"""What the functions of a deployed stack know, for commands that work beside them."""

import os

import boto3


def settings() -> dict[str, str]:
    """The stack's tables, buckets and user pool, unless the environment names them already."""
    if "DIRECTORY_TABLE" in os.environ:
        return {}
    function = boto3.client("lambda").get_function_configuration(FunctionName=_resources()["APIHandler"])
    return dict(function["Environment"]["Variables"])


def queues() -> dict[str, str]:
    """The addresses of the stack's queues, by their names in `template.yaml`."""
    return {name: found for name, found in _resources().items() if name.endswith("Queue")}


def _resources() -> dict[str, str]:
    """Physical ids by logical ones."""
    stack = os.environ.get("STACK", "carillon")
    pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=stack)
    found = [each for page in pages for each in page["StackResourceSummaries"]]
    return {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}
