"""SES v2, all but sending: configuration sets, event destinations, suppression list, identities, account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .errors import ServiceError
from .outcomes import bare_address
from .world import Operation, World

SETS, SUPPRESSED, IDENTITIES = "ses-configuration-set", "ses-suppressed", "ses-identity"
_MAX_DESTINATIONS = 10


class SesAccount:
    """Resources live in the store, so that they outlast a restart."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.operations: dict[str, Operation] = {
            "CreateConfigurationSet": self._create_set,
            "GetConfigurationSet": self._get_set,
            "ListConfigurationSets": self._list_sets,
            "DeleteConfigurationSet": self._delete_set,
            "CreateConfigurationSetEventDestination": self._create_destination,
            "UpdateConfigurationSetEventDestination": self._update_destination,
            "DeleteConfigurationSetEventDestination": self._delete_destination,
            "GetConfigurationSetEventDestinations": self._get_destinations,
            "PutSuppressedDestination": self._suppress,
            "DeleteSuppressedDestination": self._unsuppress,
            "GetSuppressedDestination": self._get_suppressed,
            "ListSuppressedDestinations": self._list_suppressed,
            "CreateEmailIdentity": self._create_identity,
            "GetEmailIdentity": self._get_identity,
            "GetAccount": self._get_account,
        }

    # Asked by the sending side

    def set_named(self, name: str) -> dict[str, Any]:
        found = self._world.store.resources.get(SETS, {}).get(name)
        if found is None:
            raise ServiceError("NotFoundException", f"Configuration set <{name}> does not exist.", status=404)
        return found

    def destinations(self, configuration_set: str, type_name: str) -> Iterator[dict[str, Any]]:
        """The enabled event destinations of a set that want events of a type (`DELIVERY`)."""
        if not configuration_set:
            return
        for destination in self.set_named(configuration_set)["Destinations"].values():
            if destination.get("Enabled") and type_name in destination.get("MatchingEventTypes", ()):
                yield destination

    def suppressed(self, address: str, configuration_set: str) -> str:
        """Why an address is suppressed; empty when it is not. A set's own suppression options override the
        account's, which suppress for both reasons."""
        found = self._world.store.resources.get(SUPPRESSED, {}).get(address.lower())
        if found is None:
            return ""
        options = self.set_named(configuration_set).get("SuppressionOptions") if configuration_set else None
        reasons = (options or {}).get("SuppressedReasons", ["BOUNCE", "COMPLAINT"])
        return str(found["Reason"]) if found["Reason"] in reasons else ""

    def suppress(self, address: str, reason: str) -> None:
        self._world.store.put_resource(
            SUPPRESSED,
            address.lower(),
            {"EmailAddress": address, "Reason": reason, "LastUpdateTime": self._world.clock()},
        )

    # Configuration sets

    def _create_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["ConfigurationSetName"]
        if name in self._world.store.resources.get(SETS, {}):
            raise ServiceError("AlreadyExistsException", f"Configuration set <{name}> already exists.")
        self._world.store.put_resource(
            SETS,
            name,
            {
                "ConfigurationSetName": name,
                "Destinations": {},
                "SuppressionOptions": params.get("SuppressionOptions"),
                "Tags": params.get("Tags", []),
            },
        )
        return {}

    def _get_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found = self.set_named(params["ConfigurationSetName"])
        answer = {
            "ConfigurationSetName": found["ConfigurationSetName"],
            "Tags": found["Tags"],
            "SendingOptions": {"SendingEnabled": True},
        }
        options = found.get("SuppressionOptions")
        return answer | ({"SuppressionOptions": options} if options else {})

    def _list_sets(self, _params: Mapping[str, Any]) -> dict[str, Any]:
        return {"ConfigurationSets": sorted(self._world.store.resources.get(SETS, {}))}

    def _delete_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        self.set_named(params["ConfigurationSetName"])
        self._world.store.drop_resource(SETS, params["ConfigurationSetName"])
        return {}

    def _create_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found, name = self.set_named(params["ConfigurationSetName"]), params["EventDestinationName"]
        if name in found["Destinations"]:
            raise ServiceError("AlreadyExistsException", f"Event destination <{name}> already exists.")
        if len(found["Destinations"]) >= _MAX_DESTINATIONS:
            raise ServiceError(
                "LimitExceededException", "A configuration set has at most 10 event destinations."
            )
        return self._keep_destination(found, name, params["EventDestination"])

    def _update_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found, name = self._destination(params)
        return self._keep_destination(found, name, found["Destinations"][name] | params["EventDestination"])

    def _delete_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found, name = self._destination(params)
        del found["Destinations"][name]
        self._world.store.put_resource(SETS, found["ConfigurationSetName"], found)
        return {}

    def _destination(self, params: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        found, name = self.set_named(params["ConfigurationSetName"]), params["EventDestinationName"]
        if name not in found["Destinations"]:
            raise ServiceError("NotFoundException", f"Event destination <{name}> does not exist.", status=404)
        return found, name

    def _keep_destination(
        self, found: dict[str, Any], name: str, definition: Mapping[str, Any]
    ) -> dict[str, Any]:
        targets = [key for key in definition if key.endswith("Destination")]
        if len(targets) != 1:
            raise ServiceError("BadRequestException", "An event destination needs exactly one target.")
        found["Destinations"][name] = {"Enabled": False, "MatchingEventTypes": [], "Name": name, **definition}
        self._world.store.put_resource(SETS, found["ConfigurationSetName"], found)
        return {}

    def _get_destinations(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "EventDestinations": list(self.set_named(params["ConfigurationSetName"])["Destinations"].values())
        }

    # Suppression list

    def _suppress(self, params: Mapping[str, Any]) -> dict[str, Any]:
        self.suppress(bare_address(params["EmailAddress"]), params["Reason"])
        return {}

    def _suppressed(self, address: str) -> dict[str, Any]:
        found = self._world.store.resources.get(SUPPRESSED, {}).get(address.lower())
        if found is None:
            raise ServiceError(
                "NotFoundException",
                f"Email address {address} does not exist on your suppression list.",
                status=404,
            )
        return found | {"LastUpdateTime": datetime.fromtimestamp(found["LastUpdateTime"], UTC)}

    def _unsuppress(self, params: Mapping[str, Any]) -> dict[str, Any]:
        self._suppressed(params["EmailAddress"])
        self._world.store.drop_resource(SUPPRESSED, params["EmailAddress"].lower())
        return {}

    def _get_suppressed(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"SuppressedDestination": self._suppressed(params["EmailAddress"])}

    def _list_suppressed(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Pages by the address of the last one; filters by reason and time."""
        reasons, start, end = params.get("Reasons"), params.get("StartDate"), params.get("EndDate")
        known = self._world.store.resources.get(SUPPRESSED, {})
        names = sorted(name for name in known if name > params.get("NextToken", ""))
        matching = [
            each
            for each in map(self._suppressed, names)
            if (not reasons or each["Reason"] in reasons)
            and (start is None or each["LastUpdateTime"] >= start)
            and (end is None or each["LastUpdateTime"] <= end)
        ]
        page = matching[: params.get("PageSize", 1000)]
        more = {"NextToken": page[-1]["EmailAddress"].lower()} if len(matching) > len(page) else {}
        return {"SuppressedDestinationSummaries": page, **more}

    # Identities and account

    def _create_identity(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["EmailIdentity"]
        if name in self._world.store.resources.get(IDENTITIES, {}):
            raise ServiceError("AlreadyExistsException", f"Email identity {name} already exist.")
        self._world.store.put_resource(IDENTITIES, name, {"EmailIdentity": name})
        return {"IdentityType": _identity_type(name), "VerifiedForSendingStatus": True}

    def _get_identity(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["EmailIdentity"]
        if name not in self._world.store.resources.get(IDENTITIES, {}):
            raise ServiceError("NotFoundException", f"Email identity {name} does not exist.", status=404)
        return {
            "IdentityType": _identity_type(name),
            "VerifiedForSendingStatus": True,
            "FeedbackForwardingStatus": True,
            "VerificationStatus": "SUCCESS",
        }

    def _get_account(self, _params: Mapping[str, Any]) -> dict[str, Any]:
        """The quota is generous; the rate is the control API's, where it sets one."""
        now, store = self._world.clock(), self._world.store
        sent = store.count(kind="email", since=now - 24 * 3600)
        rate = self._world.weather.by_kind["email"].rate or 500.0
        return {
            "ProductionAccessEnabled": True,
            "SendingEnabled": True,
            "EnforcementStatus": "HEALTHY",
            "SendQuota": {"Max24HourSend": 1_000_000.0, "MaxSendRate": rate, "SentLast24Hours": float(sent)},
            "SuppressionAttributes": {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]},
        }


def _identity_type(name: str) -> str:
    return "EMAIL_ADDRESS" if "@" in name else "DOMAIN"
