"""Logs and metrics: structured, with ids only. No name, address or text of a person is ever logged."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger


@cache
def logger() -> "Logger":
    """The process's logger. Extra keywords become fields: `logger().info("claimed", chunk=...)`."""
    from aws_lambda_powertools import Logger

    return Logger(service="carillon")
