"""An account's devices for push: registered by the app, removed by it or when the platform says it is gone.

routes -> register, remove, of          fan_out -> counts          dispatch_push -> endpoints, remove_endpoint
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from botocore.exceptions import ClientError

from chalicelib.kernel import dynamo
from chalicelib.kernel.aws import client
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import setting, table

MOST = 20  # per account; the oldest goes when another comes
_TRIES = 5
_REFUSED = ("InvalidParameter", "InvalidParameterException")
_ALREADY = re.compile(r"Endpoint (arn:\S+) already exists with the same Token")


@dataclass(frozen=True, slots=True)
class Device:
    """One installation of the app. `endpoint` is SNS's ARN for it."""

    device_id: str
    platform: str
    name: str
    endpoint: str
    registered_at: str


def register(district: str, account: str, platform: str, token: str, name: str, now: datetime) -> Device:
    """Keep a device; the same token again is the same device. Raises Conflict while push is turned off, Invalid
    for a token that the platform does not know."""
    application = setting("PUSH_PLATFORM_ARN", "")
    if not application:
        raise Conflict("Push is not set up for this district yet. Please ask your administrator.")
    endpoint = _endpoint(application, token)
    device = Device(hashed_id("device", account, token), platform, name, endpoint, stamp(now))
    _change(district, account, lambda known: _newest(known | {device.device_id: device}))
    return device


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


def remove(district: str, account: str, device_id: str) -> None:
    """Forget a device; no error when it is not there."""
    _change(district, account, lambda known: {id_: each for id_, each in known.items() if id_ != device_id})


def remove_endpoint(district: str, account: str, endpoint: str) -> None:
    """Forget a device that the platform reports gone."""
    _change(
        district, account, lambda known: {id_: each for id_, each in known.items() if each.endpoint != endpoint}
    )


def of(district: str, account: str) -> tuple[Device, ...]:
    """The account's devices, latest first."""
    known = _devices(dynamo.get(_table(), *_key(district, account), consistent=True))
    return tuple(sorted(known.values(), key=lambda each: each.registered_at, reverse=True))


def counts(district: str, accounts: Collection[str]) -> dict[str, int]:
    """How many devices each account has; those without any are missing."""
    return {account: len(found) for account, found in endpoints(district, accounts).items()}


def endpoints(district: str, accounts: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The endpoints of accounts; those without any are missing."""
    asked = {_key(district, account): account for account in accounts}
    found = dynamo.get_many(_table(), asked)
    devices = {asked[key]: _devices(item) for key, item in found.items()}
    return {
        account: tuple(each.endpoint for each in known.values()) for account, known in devices.items() if known
    }


def _table() -> str:
    return table("deliveries")


def _key(district: str, account: str) -> tuple[str, str]:
    return district_key(district, "USER", account), "DEVICES"


def _devices(item: dynamo.Item | None) -> dict[str, Device]:
    stored: Mapping[str, Mapping[str, str]] = item["devices"] if item else {}
    return {device_id: Device(device_id, **fields) for device_id, fields in stored.items()}


def _newest(known: dict[str, Device]) -> dict[str, Device]:
    latest = sorted(known.values(), key=lambda each: each.registered_at)[-MOST:]
    return {each.device_id: each for each in latest}


def _change(district: str, account: str, new: Callable[[dict[str, "Device"]], dict[str, "Device"]]) -> None:
    """Change the account's devices; whoever changed them meanwhile is read again."""
    pk, sk = _key(district, account)
    for _ in range(_TRIES):
        item = dynamo.get(_table(), pk, sk, consistent=True)
        version = item["version"] if item else 0
        stored = {id_: _fields(each) for id_, each in new(_devices(item)).items()}
        if dynamo.update(
            _table(), pk, sk, "SET devices = :devices, version = :next",
            {":devices": stored, ":next": version + 1, ":version": version},
            condition="version = :version" if item else "attribute_not_exists(pk) OR version = :version",
        ):  # fmt: skip
            return
    raise Conflict("Your devices are being changed elsewhere. Please try again.")


def _fields(device: Device) -> dict[str, str]:
    return {
        "platform": device.platform,
        "name": device.name,
        "endpoint": device.endpoint,
        "registered_at": device.registered_at,
    }
