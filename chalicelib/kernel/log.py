"""Logs and metrics: structured, with ids only. No name, address or text of a person is ever logged."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

_ROOT = __file__.removesuffix("chalicelib/kernel/log.py")
_OURS = (f"{_ROOT}chalicelib/", f"{_ROOT}functions/")


@cache
def logger() -> "Logger":
    """The process's logger. Extra keywords become fields: `logger().info("claimed", chunk=...)`."""
    from aws_lambda_powertools import Logger

    return Logger(service="carillon")


def failure(error: Exception) -> dict[str, Any]:
    """An error as fields of a log line: its kind, AWS's code where it has one, and where it came up. Not its
    text, which may hold a person's data."""
    code = _code(error)
    return {"error": type(error).__name__, "at": _place(error)} | ({"code": code} if code else {})


def _code(error: Exception) -> str:
    """AWS's code; empty where there was no answer: botocore's errors of a call that timed out or broke off have
    a response too, and it is None."""
    response = getattr(error, "response", None)
    return str(response.get("Error", {}).get("Code", "")) if isinstance(response, Mapping) else ""


def _place(error: Exception) -> str:
    """The last line of our own code that it passed, as `chalicelib/delivery/dispatch.py:84`; empty for one that
    was never raised."""
    found, trace = "", error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename.startswith(_OURS):
            found = f"{trace.tb_frame.f_code.co_filename.removeprefix(_ROOT)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
