"""What the functions of a deployed stack know, for commands that work beside them."""

import os

import boto3


def settings() -> dict[str, str]:
    """The stack's tables, buckets and user pool, unless the environment names them already."""
    if "DIRECTORY_TABLE" in os.environ:
        return {}
    stack = os.environ.get("STACK", "carillon")
    found = boto3.client("cloudformation").describe_stack_resources(StackName=stack)
    names = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found["StackResources"]}
    function = boto3.client("lambda").get_function_configuration(FunctionName=names["APIHandler"])
    return dict(function["Environment"]["Variables"])
