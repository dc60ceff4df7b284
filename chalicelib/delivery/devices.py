"""An account's devices for push: registered by the app, removed by it or when the platform says it is gone.

routes -> register, remove, of       recipients -> counts       channels/push -> endpoints, remove_endpoint

An installation shows the messages of one account only. Beside each account's list stands an item for every
installation, naming whose it is; lists and items change in one transaction, so that on a shared phone the
account that registers last is the only one to be shown.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
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


Devices = dict[str, Device]  # by device id


def register(district: str, account: str, platform: str, token: str, name: str, now: datetime) -> Device:
    """Keep a device; the same token again is the same device, and no longer any other account's. Raises
    Conflict while push is turned off, Invalid for a token that the platform does not know."""
    application = setting("PUSH_PLATFORM_ARN", "")
    if not application:
        raise Conflict("Push is not set up for this district yet. Please ask your administrator.")
    endpoint = _endpoint(application, token)
    device = Device(hashed_id("device", account, token), platform, name, endpoint, stamp(now))
    for _ in range(_TRIES):
        owner = _owner(district, endpoint)
        writes = _rewritten(district, account, lambda known: _newest(known | {device.device_id: device}))
        if owner and owner != account:
            writes += _rewritten(district, owner, lambda known: _without(known, endpoint), keep=endpoint)
        if owner != account:
            writes.append(_owned(district, endpoint, account, owner))
        if _happened(writes):
            return device
    raise _busy()


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
    """Forget a device that the platform reports gone. Only tidying, amid a send: when others keep changing the
    devices, the next push tries again."""
    with suppress(Conflict, dynamo.StillBusy):
        _change(district, account, lambda known: _without(known, endpoint))


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


def _devices(item: dynamo.Item | None) -> Devices:
    stored: Mapping[str, Mapping[str, str]] = item["devices"] if item else {}
    return {device_id: Device(device_id, **fields) for device_id, fields in stored.items()}


def _newest(known: Devices) -> Devices:
    latest = sorted(known.values(), key=lambda each: each.registered_at)[-MOST:]
    return {each.device_id: each for each in latest}


def _without(known: Devices, endpoint: str) -> Devices:
    return {id_: each for id_, each in known.items() if each.endpoint != endpoint}


def _change(district: str, account: str, new: Callable[[Devices], Devices]) -> None:
    """Change the account's devices; whoever changed them meanwhile is read again."""
    for _ in range(_TRIES):
        if _happened(_rewritten(district, account, new)):
            return
    raise _busy()


def _rewritten(
    district: str, account: str, new: Callable[[Devices], Devices], *, keep: str = ""
) -> list[dynamo.Write]:
    """The writes that change the account's list as of now, and free the installations that leave it (but for
    `keep`, which finds another owner). None when nothing changes."""
    pk, sk = _key(district, account)
    item = dynamo.get(_table(), pk, sk, consistent=True)
    known = _devices(item)
    wanted = new(known)
    if wanted == known:
        return []
    version = item["version"] if item else 0
    stored = {id_: _fields(each) for id_, each in wanted.items()}
    left = _endpoints(known.values()) - _endpoints(wanted.values()) - {keep}
    return [
        dynamo.change(
            _table(), pk, sk, "SET devices = :devices, version = :next",
            {":devices": stored, ":next": version + 1} | ({":version": version} if item else {}),
            condition="version = :version" if item else "attribute_not_exists(pk)",
        ),
        *(dynamo.remove(_table(), *_owner_key(district, each)) for each in sorted(left)),
    ]  # fmt: skip


def _endpoints(devices: Iterable[Device]) -> set[str]:
    return {each.endpoint for each in devices}


def _happened(writes: list[dynamo.Write]) -> bool:
    """Whether the writes were done, all of them: False when what they were made from has changed."""
    try:
        if writes:
            dynamo.transact(writes)
    except dynamo.Refused:
        return False
    return True


def _busy() -> Conflict:
    return Conflict("Your devices are being changed elsewhere. Please try again.")


def _owner_key(district: str, endpoint: str) -> tuple[str, str]:
    """By the endpoint, of which SNS has one for a token: so a list's entry leads to its item."""
    return district_key(district, "TOKEN", hashed_id("token", endpoint)), "OWNER"


def _owner(district: str, endpoint: str) -> str | None:
    item = dynamo.get(_table(), *_owner_key(district, endpoint), consistent=True)
    return str(item["account"]) if item else None


def _owned(district: str, endpoint: str, account: str, before: str | None) -> dynamo.Write:
    """Name the installation's owner, unless it has changed hands meanwhile."""
    pk, sk = _owner_key(district, endpoint)
    return dynamo.change(
        _table(), pk, sk, "SET account = :account",
        {":account": account} | ({":before": before} if before else {}),
        condition="account = :before" if before else "attribute_not_exists(pk)",
    )  # fmt: skip


def _fields(device: Device) -> dict[str, str]:
    return {
        "platform": device.platform,
        "name": device.name,
        "endpoint": device.endpoint,
        "registered_at": device.registered_at,
    }
