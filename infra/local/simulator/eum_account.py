"""End User Messaging, all but sending: configuration sets, event destinations, opt-out lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from .errors import ServiceError
from .world import Operation, World

SETS, LISTS, NUMBERS = "eum-configuration-set", "eum-opt-out-list", "eum-opted-out"
DEFAULT_LIST = "Default"
_MAX_DESTINATIONS = 5
_TARGETS = ("SnsDestination", "CloudWatchLogsDestination", "KinesisFirehoseDestination")


class EumAccount:
    """Opted-out numbers are kept as `<list>/<number>`; every list counts for every origination number."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.operations: dict[str, Operation] = {
            "CreateConfigurationSet": self._create_set,
            "DeleteConfigurationSet": self._delete_set,
            "DescribeConfigurationSets": self._describe_sets,
            "CreateEventDestination": self._create_destination,
            "UpdateEventDestination": self._update_destination,
            "DeleteEventDestination": self._delete_destination,
            "CreateOptOutList": self._create_list,
            "DescribeOptOutLists": self._describe_lists,
            "PutOptedOutNumber": self._opt_out,
            "DeleteOptedOutNumber": self._opt_in,
            "DescribeOptedOutNumbers": self._describe_opted_out,
        }

    def _all(self, kind: str) -> dict[str, dict[str, Any]]:
        return self._world.store.resources.get(kind, {})

    # Asked by the sending side

    def known_set(self, name_or_arn: str) -> str:
        """The set's name, '' if none was given. Raises ResourceNotFoundException."""
        name = name_or_arn.rpartition("/")[2]
        if name and name not in self._all(SETS):
            raise _not_found("configuration-set", name)
        return name

    def topics(self, set_name: str, event_type: str) -> Iterator[str]:
        """The topics of a set's enabled destinations that want an event type (`TEXT_DELIVERED`)."""
        if not set_name:
            return
        wanted = {"ALL", f"{event_type.partition('_')[0]}_ALL", event_type}
        for destination in self._all(SETS)[set_name]["Destinations"].values():
            if destination["Enabled"] and wanted.intersection(destination["MatchingEventTypes"]) and (
                    "SnsDestination" in destination):
                yield destination["SnsDestination"]["TopicArn"]

    def opted_out(self, number: str) -> bool:
        return any(f"{name}/{number}" in self._all(NUMBERS) for name in (DEFAULT_LIST, *self._all(LISTS)))

    # Configuration sets

    def _create_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["ConfigurationSetName"]
        if name in self._all(SETS):
            raise _exists("configuration-set", name)
        created = self._world.clock()
        self._world.store.put_resource(SETS, name, {
            "ConfigurationSetName": name, "Destinations": {}, "CreatedTimestamp": created})
        return {"ConfigurationSetArn": self._set_arn(name), "ConfigurationSetName": name,
                "Tags": params.get("Tags", []), "CreatedTimestamp": _time(created)}

    def _set_arn(self, name: str) -> str:
        return self._world.arn("sms-voice", f"configuration-set/{name}")

    def _delete_set(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = self.known_set(params["ConfigurationSetName"])
        self._world.store.drop_resource(SETS, name)
        return {"ConfigurationSetArn": self._set_arn(name), "ConfigurationSetName": name}

    def _describe_sets(self, params: Mapping[str, Any]) -> dict[str, Any]:
        names = [self.known_set(each) for each in params.get("ConfigurationSetNames", ())] or sorted(self._all(SETS))
        return {"ConfigurationSets": [self._describe_set(self._all(SETS)[name]) for name in names]}

    def _describe_set(self, found: Mapping[str, Any]) -> dict[str, Any]:
        name = found["ConfigurationSetName"]
        return {"ConfigurationSetArn": self._set_arn(name), "ConfigurationSetName": name,
                "EventDestinations": list(found["Destinations"].values()),
                "CreatedTimestamp": _time(found["CreatedTimestamp"])}

    # Event destinations

    def _create_destination(self, params: Mapping[str, Any]) -> dict[str, Any]:
        found = self._all(SETS)[self.known_set(params["ConfigurationSetName"])]
        name = params["EventDestinationName"]
        if name in found["Destinations"]:
            raise _exists("event-destination", name)
        if len(found["Destinations"]) >= _MAX_DESTINATIONS:
            raise ServiceError("ServiceQuotaExceededException", "A configuration set has at most 5 event "
                               "destinations.", status=402,
                               members={"Reason": "EVENT_DESTINATIONS_PER_CONFIGURATION_SET"})
        targets = {key: params[key] for key in _TARGETS if key in params}
        if len(targets) != 1:
            raise ServiceError("ValidationException", "An event destination needs exactly one target.",
                               members={"Reason": "MISSING_PARAMETER"})
        return self._keep(found, {"EventDestinationName": name, "Enabled": True,
                                  "MatchingEventTypes": params["MatchingEventTypes"], **targets})

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
            raise _not_found("event-destination", name)
        return found, found["Destinations"][name]

    def _keep(self, found: dict[str, Any], destination: dict[str, Any]) -> dict[str, Any]:
        found["Destinations"][destination["EventDestinationName"]] = destination
        self._world.store.put_resource(SETS, found["ConfigurationSetName"], found)
        return self._about(found, destination)

    def _about(self, found: Mapping[str, Any], destination: Mapping[str, Any]) -> dict[str, Any]:
        name = found["ConfigurationSetName"]
        return {"ConfigurationSetArn": self._set_arn(name), "ConfigurationSetName": name,
                "EventDestination": destination}

    # Opt-outs

    def _known_list(self, name_or_arn: str) -> str:
        name = name_or_arn.rpartition("/")[2]
        if name != DEFAULT_LIST and name not in self._all(LISTS):
            raise _not_found("opt-out-list", name)
        return name

    def _create_list(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["OptOutListName"]
        if name == DEFAULT_LIST or name in self._all(LISTS):
            raise _exists("opt-out-list", name)
        self._world.store.put_resource(LISTS, name, {"CreatedTimestamp": self._world.clock()})
        return self._about_list(name) | {"Tags": params.get("Tags", [])}

    def _about_list(self, name: str) -> dict[str, Any]:
        created = self._all(LISTS).get(name, {}).get("CreatedTimestamp", 0)
        return {"OptOutListArn": self._world.arn("sms-voice", f"opt-out-list/{name}"), "OptOutListName": name,
                "CreatedTimestamp": _time(created)}

    def _describe_lists(self, params: Mapping[str, Any]) -> dict[str, Any]:
        names = [self._known_list(each) for each in params.get("OptOutListNames", ())]
        return {"OptOutLists": [self._about_list(name) for name in
                                names or [DEFAULT_LIST, *sorted(self._all(LISTS))]]}

    def opt_out(self, name: str, number: str, *, by_end_user: bool) -> dict[str, Any]:
        """Put a number on a list, once; answers what is kept about it."""
        key = f"{name}/{number}"
        if key not in self._all(NUMBERS):
            self._world.store.put_resource(NUMBERS, key, {
                "OptedOutNumber": number, "OptedOutTimestamp": self._world.clock(), "EndUserOptedOut": by_end_user})
        return _opted_out_information(self._all(NUMBERS)[key])

    def _opt_out(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = self._known_list(params["OptOutListName"])
        about = self._about_list(name)
        return {"OptOutListArn": about["OptOutListArn"], "OptOutListName": name,
                **self.opt_out(name, _plus(params["OptedOutNumber"]), by_end_user=False)}

    def _opt_in(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name, number = self._known_list(params["OptOutListName"]), _plus(params["OptedOutNumber"])
        found = self._opted_out_number(name, number)
        self._world.store.drop_resource(NUMBERS, f"{name}/{number}")
        return {"OptOutListArn": self._about_list(name)["OptOutListArn"], "OptOutListName": name, **found}

    def _opted_out_number(self, name: str, number: str) -> dict[str, Any]:
        if (found := self._all(NUMBERS).get(f"{name}/{number}")) is None:
            raise _not_found("opted-out-number", number)
        return _opted_out_information(found)

    def _describe_opted_out(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Pages by the number of the last one."""
        name = self._known_list(params["OptOutListName"])
        asked = [_plus(each) for each in params.get("OptedOutNumbers", ())]
        prefix, size = f"{name}/", params.get("MaxResults", 100)
        numbers = asked or sorted(key.removeprefix(prefix) for key in self._all(NUMBERS) if key.startswith(prefix))
        numbers = [each for each in numbers if asked or each > params.get("NextToken", "")]
        more = {"NextToken": numbers[size - 1]} if len(numbers) > size else {}
        return {"OptOutListArn": self._about_list(name)["OptOutListArn"], "OptOutListName": name,
                "OptedOutNumbers": [self._opted_out_number(name, each) for each in numbers[:size]], **more}


def _opted_out_information(found: Mapping[str, Any]) -> dict[str, Any]:
    return {**found, "OptedOutTimestamp": _time(found["OptedOutTimestamp"])}


def _plus(number: str) -> str:
    return number if number.startswith("+") else f"+{number}"


def _time(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _not_found(kind: str, name: str) -> ServiceError:
    return ServiceError("ResourceNotFoundException", f'Resource not found: resource-type="{kind}" '
                                                     f'resource-id="{name}"',
                        members={"ResourceType": kind, "ResourceId": name})


def _exists(kind: str, name: str) -> ServiceError:
    return ServiceError("ConflictException", f'Conflict Occurred - Reason="RESOURCE_ALREADY_EXISTS" '
                                             f'ResourceType="{kind}" ResourceId="{name}"',
                        members={"Reason": "RESOURCE_ALREADY_EXISTS", "ResourceType": kind, "ResourceId": name})
