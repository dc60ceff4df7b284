"""End User Messaging's configuration sets and event destinations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .errors import ServiceError
from .world import Operation, World

SETS = "eum-configuration-set"
_MAX_DESTINATIONS = 5
_TARGETS = ("SnsDestination", "CloudWatchLogsDestination", "KinesisFirehoseDestination")


class EumAccount:
    """Resources live in the store, so that they outlast a restart."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.operations: dict[str, Operation] = {
            "CreateConfigurationSet": self._create_set,
            "DeleteConfigurationSet": self._delete_set,
            "DescribeConfigurationSets": self._describe_sets,
            "CreateEventDestination": self._create_destination,
            "UpdateEventDestination": self._update_destination,
            "DeleteEventDestination": self._delete_destination,
        }

    def _all(self, kind: str) -> dict[str, dict[str, Any]]:
        return self._world.store.resources.get(kind, {})

    # Asked by the sending side

    def known_set(self, name_or_arn: str) -> str:
        """The set's name, '' if none was given. Raises ResourceNotFoundException."""
        name = name_or_arn.rpartition("/")[2]
        if name and name not in self._all(SETS):
            raise not_found("configuration-set", name)
        return name

    def topics(self, set_name: str, event_type: str) -> Iterator[str]:
        """The topics of a set's enabled destinations that want an event type (`TEXT_DELIVERED`)."""
        if not set_name:
            return
        wanted = {"ALL", f"{event_type.partition('_')[0]}_ALL", event_type}
        for destination in self._all(SETS)[set_name]["Destinations"].values():
            if (
                destination["Enabled"]
                and wanted.intersection(destination["MatchingEventTypes"])
                and ("SnsDestination" in destination)
            ):
                yield destination["SnsDestination"]["TopicArn"]

    # Configuration sets

    def _create_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["ConfigurationSetName"]
        if name in self._all(SETS):
            raise already_exists("configuration-set", name)
        created = self._world.clock()
        self._world.store.put_resource(
            SETS, name, {"ConfigurationSetName": name, "Destinations": {}, "CreatedTimestamp": created}
        )
        return {
            "ConfigurationSetArn": self._set_arn(name),
            "ConfigurationSetName": name,
            "Tags": params.get("Tags", []),
            "CreatedTimestamp": time_of(created),
        }

    def _set_arn(self, name: str) -> str:
        return self._world.arn("sms-voice", f"configuration-set/{name}")

    def _delete_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = self.known_set(params["ConfigurationSetName"])
        self._world.store.drop_resource(SETS, name)
        return {"ConfigurationSetArn": self._set_arn(name), "ConfigurationSetName": name}

    def _describe_sets(self, params: Mapping[str, Any]) -> dict[str, Any]:
        names = [self.known_set(each) for each in params.get("ConfigurationSetNames", ())] or sorted(
            self._all(SETS)
        )
        return {"ConfigurationSets": [self._describe_set(self._all(SETS)[name]) for name in names]}

    def _describe_set(self, found: Mapping[str, Any]) -> dict[str, Any]:
        name = found["ConfigurationSetName"]
        return {
            "ConfigurationSetArn": self._set_arn(name),
            "ConfigurationSetName": name,
            "EventDestinations": list(found["Destinations"].values()),
            "CreatedTimestamp": time_of(found["CreatedTimestamp"]),
        }

    # Event destinations

    def _create_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found = self._all(SETS)[self.known_set(params["ConfigurationSetName"])]
        name = params["EventDestinationName"]
        if name in found["Destinations"]:
            raise already_exists("event-destination", name)
        if len(found["Destinations"]) >= _MAX_DESTINATIONS:
            raise ServiceError(
                "ServiceQuotaExceededException",
                "A configuration set has at most 5 event destinations.",
                status=402,
                members={"Reason": "EVENT_DESTINATIONS_PER_CONFIGURATION_SET"},
            )
        targets = {key: params[key] for key in _TARGETS if key in params}
        if len(targets) != 1:
            raise ServiceError(
                "ValidationException",
                "An event destination needs exactly one target.",
                members={"Reason": "MISSING_PARAMETER"},
            )
        return self._keep(
            found,
            {
                "EventDestinationName": name,
                "Enabled": True,
                "MatchingEventTypes": params["MatchingEventTypes"],
                **targets,
            },
        )

    def _update_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found, destination = self._destination(params)
        changes = {key: params[key] for key in ("Enabled", "MatchingEventTypes", *_TARGETS) if key in params}
        return self._keep(found, destination | changes)

    def _delete_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found, destination = self._destination(params)
        del found["Destinations"][destination["EventDestinationName"]]
        self._world.store.put_resource(SETS, found["ConfigurationSetName"], found)
        return self._about(found, destination)

    def _destination(self, params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        found = self._all(SETS)[self.known_set(params["ConfigurationSetName"])]
        if (name := params["EventDestinationName"]) not in found["Destinations"]:
            raise not_found("event-destination", name)
        return found, found["Destinations"][name]

    def _keep(self, found: dict[str, Any], destination: dict[str, Any]) -> dict[str, Any]:
        found["Destinations"][destination["EventDestinationName"]] = destination
        self._world.store.put_resource(SETS, found["ConfigurationSetName"], found)
        return self._about(found, destination)

    def _about(self, found: Mapping[str, Any], destination: Mapping[str, Any]) -> dict[str, Any]:
        name = found["ConfigurationSetName"]
        return {
            "ConfigurationSetArn": self._set_arn(name),
            "ConfigurationSetName": name,
            "EventDestination": destination,
        }


def time_of(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def not_found(kind: str, name: str) -> ServiceError:
    return ServiceError(
        "ResourceNotFoundException",
        f'Resource not found: resource-type="{kind}" resource-id="{name}"',
        members={"ResourceType": kind, "ResourceId": name},
    )


def already_exists(kind: str, name: str) -> ServiceError:
    return ServiceError(
        "ConflictException",
        f'Conflict Occurred - Reason="RESOURCE_ALREADY_EXISTS" ResourceType="{kind}" ResourceId="{name}"',
        members={"Reason": "RESOURCE_ALREADY_EXISTS", "ResourceType": kind, "ResourceId": name},
    )
