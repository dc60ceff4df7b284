"""Devices as they are kept: each account's list, and an item for every installation that names whose it is.

Lists and items change in one transaction, so that on a shared phone the account that registers last is the only
one to be shown.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from chalicelib.kernel import dynamo
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.ids import hashed_id
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table
from chalicelib.kernel.values import value

_TRIES = 5
BUSY = (Conflict, dynamo.StillBusy)  # what a change may end with: try again later


@value
class Device:
    """One installation of the app. `endpoint` is SNS's ARN for it."""

    device_id: str
    platform: str
    name: str
    endpoint: str
    registered_at: str


Devices = dict[str, Device]  # by device id
Change = Callable[[Devices], Devices]


def of(district: str, account: str) -> Devices:
    """The account's devices as they are now."""
    return _devices(dynamo.get(_table(), *_key(district, account), consistent=True))


def endpoints(district: str, accounts: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The endpoints of accounts; those without any are missing."""
    asked = {_key(district, account): account for account in accounts}
    found = dynamo.get_many(_table(), asked)
    devices = {asked[key]: _devices(item) for key, item in found.items()}
    return {
        account: tuple(each.endpoint for each in known.values()) for account, known in devices.items() if known
    }


def take(district: str, account: str, endpoint: str, change: Change) -> None:
    """Change the account's devices, to which this installation comes: whoever had it has it no longer. Raises
    Conflict when others keep changing them."""
    for _ in range(_TRIES):
        owner = _owner(district, endpoint)
        writes = _rewritten(district, account, change)
        if owner and owner != account:
            writes += _rewritten(district, owner, lambda known: without(known, endpoint), keep=endpoint)
        if owner != account:
            writes.append(_owned(district, endpoint, account, owner))
        if _happened(writes):
            return
    raise _busy()


def alter(district: str, account: str, change: Change) -> None:
    """Change the account's devices; whoever changed them meanwhile is read again. Raises Conflict likewise."""
    for _ in range(_TRIES):
        if _happened(_rewritten(district, account, change)):
            return
    raise _busy()


def without(known: Devices, endpoint: str) -> Devices:
    """All but the one installation."""
    return {id_: each for id_, each in known.items() if each.endpoint != endpoint}


def _table() -> str:
    return table("deliveries")


def _key(district: str, account: str) -> tuple[str, str]:
    return district_key(district, "USER", account), "DEVICES"


def _devices(item: dynamo.Item | None) -> Devices:
    stored: Mapping[str, Mapping[str, str]] = item["devices"] if item else {}
    return {device_id: Device(device_id, **fields) for device_id, fields in stored.items()}


def _rewritten(district: str, account: str, new: Change, *, keep: str = "") -> list[dynamo.Write]:
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
