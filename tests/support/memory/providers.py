"""The providers' clients: the simulator's answers without the wire, and its errors as botocore raises them."""

from collections.abc import Mapping
from functools import partial

from botocore.exceptions import ConnectionClosedError

from infra.local.simulator.core import ReplyLost, ServiceError, Simulator

from .calls import Answer, Operation, Params
from .errors import refused

_OPERATIONS = {
    "sesv2": (
        "CreateConfigurationSet",
        "CreateConfigurationSetEventDestination",
        "SendEmail",
        "SendBulkEmail",
        "PutSuppressedDestination",
        "DeleteSuppressedDestination",
        "ListSuppressedDestinations",
    ),
    "pinpoint-sms-voice-v2": (
        "CreateConfigurationSet",
        "CreateEventDestination",
        "SendTextMessage",
        "SendVoiceMessage",
        "PutOptedOutNumber",
        "DeleteOptedOutNumber",
    ),
    "sns": (
        "CreatePlatformApplication",
        "CreatePlatformEndpoint",
        "GetEndpointAttributes",
        "SetEndpointAttributes",
        "Publish",
    ),
}
SERVICES = tuple(_OPERATIONS)


def operations(service: str, simulator: Simulator) -> Mapping[str, Operation]:
    """What a provider's client can be asked."""
    return {name: partial(_handled, simulator, service, name) for name in _OPERATIONS[service]}


def _handled(simulator: Simulator, service: str, operation: str, params: Params) -> Answer:
    try:
        return simulator.handle(service, operation, params)
    except ReplyLost:
        raise ConnectionClosedError(endpoint_url=service) from None
    except ServiceError as error:
        raise refused(
            error.code, error.message, status=error.status, operation=operation, **error.members
        ) from None
