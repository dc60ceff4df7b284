"""An account's devices for push: registered by the app, removed by it or when the platform says it is gone.

routes -> register, remove, of       recipients -> counts       channels/push -> endpoints, remove_endpoint

An installation shows the messages of one account of a district only: `store/devices.py` keeps whose it is. A
parent with children in two districts has an account in each, and the same phone tells of both.
"""

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel.aws import client
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.settings import setting

from .store import devices as stored
from .store.devices import Device as Device
from .store.devices import Devices
from .store.devices import endpoints as endpoints

MOST = 20  # per account; the oldest goes when another comes
_GONE = frozenset({"EndpointDisabled", "EndpointDisabledException", "NotFound", "NotFoundException"})
_NO_DEVICE = "00000000-0000-0000-0000-000000000000"
_REFUSED = ("InvalidParameter", "InvalidParameterException")
_ALREADY = re.compile(r"Endpoint (arn:\S+) already exists with the same Token")


def register(district: str, account: str, platform: str, token: str, name: str, now: datetime) -> Device:
    """Keep a device; the same token again is the same device, and no longer any other account's. Raises
    Conflict while push is turned off, Invalid for a token that the platform does not know."""
    application = setting("PUSH_PLATFORM_ARN", "")
    if not application:
        raise Conflict("Push is not set up for this district yet. Please ask your administrator.")
    endpoint = _endpoint(application, token)
    device = Device(hashed_id("device", account, token), platform, name, endpoint, stamp(now))
    stored.take(district, account, endpoint, lambda known: _newest(known | {device.device_id: device}))
    return device


def _newest(known: Devices) -> Devices:
    latest = sorted(known.values(), key=lambda each: each.registered_at)[-MOST:]
    return {each.device_id: each for each in latest}


def _endpoint(application: str, token: str) -> str:
    """SNS's endpoint for a token, switched on: one that was switched off once would stay so."""
    try:
        endpoint = _created(application, token)
        wanted = {"Enabled": "true", "Token": token}
        client("sns").set_endpoint_attributes(EndpointArn=endpoint, Attributes=wanted)
    except ClientError as error:
        if error.response["Error"]["Code"] in _REFUSED:
            raise Invalid.one(
                "token", "The app's push token is not valid. Open the app and try again."
            ) from error
        raise
    return endpoint


def _created(application: str, token: str) -> str:
    """The new endpoint, or the one that is there: SNS names it when it refuses because attributes changed."""
    try:
        answer = client("sns").create_platform_endpoint(PlatformApplicationArn=application, Token=token)
    except ClientError as error:
        there = _ALREADY.search(error.response["Error"].get("Message", ""))
        if not there:
            raise
        return there[1]
    return str(answer["EndpointArn"])


def is_gone(error: Exception) -> bool:
    """Whether the platform says that the app is no longer on that device."""
    if not isinstance(error, ClientError):
        return False
    answer = error.response["Error"]
    return answer["Code"] in _GONE or "No endpoint found" in answer.get("Message", "")


def try_out() -> None:
    """A push to a device that nobody has: SNS says so while it works. Raises what else it answers."""
    nowhere = f"{setting('PUSH_PLATFORM_ARN').replace(':app/', ':endpoint/', 1)}/{_NO_DEVICE}"
    try:
        client("sns").publish(TargetArn=nowhere, Message="{}", MessageStructure="json")
    except ClientError as error:
        if not is_gone(error):
            raise


def remove(district: str, account: str, device_id: str) -> None:
    """Forget a device. Raises NotFound for one that the account does not have."""
    if device_id not in stored.of(district, account):
        raise NotFound
    stored.alter(
        district, account, lambda known: {id_: each for id_, each in known.items() if id_ != device_id}
    )


def remove_endpoint(district: str, account: str, endpoint: str) -> None:
    """Forget a device that the platform reports gone. Only tidying, amid a send: when others keep changing the
    devices, or the table does not answer, the next push tries again."""
    with suppress(*stored.BUSY, BotoCoreError, ClientError):
        stored.alter(district, account, lambda known: stored.without(known, endpoint))


def of(district: str, account: str) -> tuple[Device, ...]:
    """The account's devices, latest first."""
    known = stored.of(district, account)
    return tuple(sorted(known.values(), key=lambda each: each.registered_at, reverse=True))


def counts(district: str, accounts: Collection[str]) -> dict[str, int]:
    """How many devices each account has; those without any are missing."""
    return {account: len(found) for account, found in endpoints(district, accounts).items()}
