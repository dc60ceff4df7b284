"""Where MiniStack falls short of AWS, or of what Carillon needs of it, mended in the engine's process.

Like `durable.py` this file knows MiniStack's inside, which is what its exact version in pyproject.toml is for.
Each mend stands for itself; `install` makes them all.
"""

import json
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.processes import turn_over

REMEMBERED_SECONDS = 60  # a repeated transaction is recognised; AWS does so for ten minutes
CHALLENGE_SECONDS = 180  # Cognito's own default for a session


def install(python: str, functions_log: Path) -> None:
    """All mends, before the engine answers anybody."""
    count_in_numbers()
    take_whole_batches()
    forget_transactions()
    take_gateway_responses()
    ask_for_the_challenges_session()
    use_interpreter(python)
    log_functions(functions_log)


def count_in_numbers() -> None:
    """CloudFormation hands a Number parameter on as text here; the poller compares it as a number."""
    from ministack.services import lambda_svc

    limit = lambda_svc._sqs_esm_concurrency

    def as_number(esm: dict[str, Any], *others: Any) -> int:
        scaling = esm.get("ScalingConfig") or {}
        if "MaximumConcurrency" in scaling:
            scaling["MaximumConcurrency"] = int(scaling["MaximumConcurrency"])
        return int(limit(esm, *others))

    lambda_svc._sqs_esm_concurrency = as_number


def take_whole_batches() -> None:
    """Let a function have as many messages at once as its event source says; MiniStack stops at ten."""
    from ministack.services import sqs

    def receive(queue_url: str, most: int) -> list[dict[str, Any]]:
        with sqs._queues_lock:
            queue = sqs._get_q(queue_url)
            sqs._expire_retained(queue)
            sqs._dlq_sweep(queue)
            taken: list[dict[str, Any]] = sqs._collect_msgs(
                queue, most, int(queue["attributes"]["VisibilityTimeout"])
            )
            return taken

    sqs._receive_messages_for_esm = receive


def forget_transactions() -> None:
    """Keep whole transactions for a minute, to know them again; in ten, big sends would fill gigabytes."""
    from ministack.services import dynamodb

    dynamodb._TXN_TOKEN_TTL = REMEMBERED_SECONDS


def take_gateway_responses() -> None:
    """What a REST API says by itself stands in its definition; MiniStack reads only methods there."""
    from ministack.services import apigateway_v1

    import_api = apigateway_v1._import_rest_api

    def with_responses(spec: dict[str, Any], base: dict[str, Any] | None = None) -> str:
        api_id = str(import_api(spec, base))
        for kind, response in spec.get("x-amazon-apigateway-gateway-responses", {}).items():
            apigateway_v1._put_gateway_response(api_id, kind, response)
        return api_id

    apigateway_v1._import_rest_api = with_responses


def ask_for_the_challenges_session() -> None:
    """A new password only from who gave the temporary one: MiniStack takes it from anybody who knows a name."""
    from ministack.core.responses import error_response_json
    from ministack.services import cognito

    challenge, respond = cognito._password_auth_result, cognito._respond_to_auth_challenge
    sessions: dict[str, tuple[str, float]] = {}  # session -> who was asked, and until when they may answer

    def challenging(
        pool: Any, pool_id: str, client: str, user: Any, name: str, *more: Any, **named: Any
    ) -> Any:
        answer = challenge(pool, pool_id, client, user, name, *more, **named)
        said = json.loads(answer[2])
        if said.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            sessions[said["Session"]] = name, time.time() + CHALLENGE_SECONDS
        return answer

    def responding(data: dict[str, Any]) -> Any:
        if data.get("ChallengeName") != "NEW_PASSWORD_REQUIRED":
            return respond(data)
        who, until = sessions.get(data.get("Session", ""), ("", 0.0))
        if until < time.time() or who != data.get("ChallengeResponses", {}).get("USERNAME"):
            return error_response_json("NotAuthorizedException", "Invalid session for the user.", 400)
        answer = respond(data)
        if answer[0] == 200:
            del sessions[data["Session"]]
        return answer

    cognito._password_auth_result, cognito._respond_to_auth_challenge = challenging, responding


def use_interpreter(path: str) -> None:
    """Run functions on this Python, whose site-packages are the product's."""
    from ministack.core import lambda_runtime

    detect = lambda_runtime._detect_runtime_binary

    def on_our_python(runtime: str) -> tuple[str, str]:
        binary, script = detect(runtime)
        return (path if binary == sys.executable else binary), script

    lambda_runtime._detect_runtime_binary = on_our_python


def log_functions(path: Path) -> None:
    """Write what functions print to one file, a line each behind the time and the function's name.

    It takes the place of CloudWatch Logs, which would keep every line of every run in memory.
    """
    from ministack.services import lambda_svc

    turn_over(path)
    lock = threading.Lock()

    def write(
        func: dict[str, Any],
        request_id: str,
        log_text: str,
        error: bool,
        duration_ms: int,
        *,
        log_source: str | None = None,
    ) -> None:
        del log_source  # the engine says which executor ran it; ours are all the same
        config = func.get("config") or func
        name = str(config.get("FunctionName", "")).removeprefix("carillon-").rsplit("-", 1)[0]
        lines = list((log_text or "").splitlines())
        if error:
            lines.append(f"failed after {duration_ms} ms (request {request_id})")
        now = datetime.now(UTC).strftime("%H:%M:%S")
        with lock, path.open("a") as file:
            file.writelines(f"{now} {name}: {line}\n" for line in lines)

    execute = lambda_svc._execute_function_warm

    def saying_why(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        """A function that cannot even be imported leaves no log of its own."""
        result: dict[str, Any] = execute(func, event, request_id)
        if result.get("error") and not result.get("log"):
            result["log"] = str(result.get("body", {}).get("errorMessage", ""))
        return result

    lambda_svc._emit_lambda_logs = write
    lambda_svc._execute_function_warm = saying_why
