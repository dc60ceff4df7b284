"""End User Messaging's opt-out lists and the numbers on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .eum_account import already_exists, not_found, time_of
from .world import Operation, World

LISTS, NUMBERS = "eum-opt-out-list", "eum-opted-out"
DEFAULT_LIST = "Default"


class EumOptOuts:
    """Numbers are kept as `<list>/<number>`; every list counts for every origination number."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.operations: dict[str, Operation] = {
            "CreateOptOutList": self._create_list,
            "DescribeOptOutLists": self._describe_lists,
            "PutOptedOutNumber": self._opt_out,
            "DeleteOptedOutNumber": self._opt_in,
            "DescribeOptedOutNumbers": self._describe_opted_out,
        }

    def _all(self, kind: str) -> dict[str, dict[str, Any]]:
        return self._world.store.resources.get(kind, {})

    def opted_out(self, number: str) -> bool:
        return any(f"{name}/{number}" in self._all(NUMBERS) for name in (DEFAULT_LIST, *self._all(LISTS)))

    def _known_list(self, name_or_arn: str) -> str:
        name = name_or_arn.rpartition("/")[2]
        if name != DEFAULT_LIST and name not in self._all(LISTS):
            raise not_found("opt-out-list", name)
        return name

    def _create_list(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = params["OptOutListName"]
        if name == DEFAULT_LIST or name in self._all(LISTS):
            raise already_exists("opt-out-list", name)
        self._world.store.put_resource(LISTS, name, {"CreatedTimestamp": self._world.clock()})
        return self._about_list(name) | {"Tags": params.get("Tags", [])}

    def _about_list(self, name: str) -> dict[str, Any]:
        created = self._all(LISTS).get(name, {}).get("CreatedTimestamp", 0)
        return {
            "OptOutListArn": self._world.arn("sms-voice", f"opt-out-list/{name}"),
            "OptOutListName": name,
            "CreatedTimestamp": time_of(created),
        }

    def _describe_lists(self, params: Mapping[str, Any]) -> dict[str, Any]:
        names = [self._known_list(each) for each in params.get("OptOutListNames", ())]
        return {
            "OptOutLists": [
                self._about_list(name) for name in names or [DEFAULT_LIST, *sorted(self._all(LISTS))]
            ]
        }

    def opt_out(self, name: str, number: str, *, by_end_user: bool) -> dict[str, Any]:
        """Put a number on a list, once; answers what is kept about it."""
        key = f"{name}/{number}"
        if key not in self._all(NUMBERS):
            self._world.store.put_resource(
                NUMBERS,
                key,
                {
                    "OptedOutNumber": number,
                    "OptedOutTimestamp": self._world.clock(),
                    "EndUserOptedOut": by_end_user,
                },
            )
        return _opted_out_information(self._all(NUMBERS)[key])

    def _opt_out(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name = self._known_list(params["OptOutListName"])
        about = self._about_list(name)
        return {
            "OptOutListArn": about["OptOutListArn"],
            "OptOutListName": name,
            **self.opt_out(name, _plus(params["OptedOutNumber"]), by_end_user=False),
        }

    def _opt_in(self, params: Mapping[str, Any]) -> dict[str, Any]:
        name, number = self._known_list(params["OptOutListName"]), _plus(params["OptedOutNumber"])
        found = self._opted_out_number(name, number)
        self._world.store.drop_resource(NUMBERS, f"{name}/{number}")
        return {"OptOutListArn": self._about_list(name)["OptOutListArn"], "OptOutListName": name, **found}

    def _opted_out_number(self, name: str, number: str) -> dict[str, Any]:
        if (found := self._all(NUMBERS).get(f"{name}/{number}")) is None:
            raise not_found("opted-out-number", number)
        return _opted_out_information(found)

    def _describe_opted_out(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Pages by the number of the last one."""
        name = self._known_list(params["OptOutListName"])
        asked = [_plus(each) for each in params.get("OptedOutNumbers", ())]
        prefix, size = f"{name}/", params.get("MaxResults", 100)
        numbers = asked or sorted(
            key.removeprefix(prefix) for key in self._all(NUMBERS) if key.startswith(prefix)
        )
        numbers = [each for each in numbers if asked or each > params.get("NextToken", "")]
        more = {"NextToken": numbers[size - 1]} if len(numbers) > size else {}
        return {
            "OptOutListArn": self._about_list(name)["OptOutListArn"],
            "OptOutListName": name,
            "OptedOutNumbers": [self._opted_out_number(name, each) for each in numbers[:size]],
            **more,
        }


def _opted_out_information(found: Mapping[str, Any]) -> dict[str, Any]:
    return {**found, "OptedOutTimestamp": time_of(found["OptedOutTimestamp"])}


def _plus(number: str) -> str:
    return number if number.startswith("+") else f"+{number}"
