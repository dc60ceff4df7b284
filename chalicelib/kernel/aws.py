"""The door to AWS: one cached client per service, with sane timeouts and one layer of retries.

Endpoints and credentials come from the environment (AWS_ENDPOINT_URL...), never from code, so that the
same function runs on AWS, on the local engine and under moto.
"""

from functools import cache
from typing import Any

# Providers are never retried here: the line's own queue does that, and retries must not multiply.
PROVIDERS = frozenset({"sesv2", "pinpoint-sms-voice-v2", "sns"})


@cache
def client(service: str) -> Any:
    """The process-wide client of a service. Parameters are not validated on the hot services: we build them."""
    from botocore.config import Config

    attempts = 1 if service in PROVIDERS else 5
    config = Config(
        retries={"mode": "standard", "total_max_attempts": attempts},
        connect_timeout=3,
        read_timeout=15,
        parameter_validation=service not in {"dynamodb", "sqs"},
        max_pool_connections=32,
        # Given, because botocore otherwise composes one anew for each call: a seventh of a call's CPU.
        user_agent="Carillon",
    )
    core = session()
    if service == "dynamodb":
        _leave_values_alone(core)
    return core.create_client(service, config=config)


@cache
def session() -> Any:
    """The process-wide session, which keeps the services' models and the credentials."""
    import botocore.session  # not boto3: its resources and transfers are never used, and slow a cold start

    return botocore.session.get_session()


def _leave_values_alone(core: Any) -> None:
    """Let botocore pass values and batched writes through as the JSON they are, instead of walking into each:
    half of a read's CPU, a fifth of a transaction's. Binary values are base64 text then, see `dynamo.wire`
    and `plain`. Nor does it look through each batch for tables of other accounts: there are none."""
    model = core.get_service_data("dynamodb")
    for name in ("AttributeValue", "TransactWriteItem", "WriteRequest", "KeysAndAttributes"):
        model["shapes"][name]["document"] = True
    for operation in model["operations"].values():
        operation.pop("operationContextParams", None)


def dynamodb() -> Any:
    return client("dynamodb")


def sqs() -> Any:
    return client("sqs")


def s3() -> Any:
    return client("s3")
