"""Clients whose every call passes one place, where a test may stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

Params = dict[str, Any]
Answer = dict[str, Any]
Operation = Callable[[Params], Answer]
Work = Callable[[], Answer]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a service, as `TransactWriteItems`."""

    service: str
    operation: str
    params: Params


Around = Callable[[Call, Work], Answer]  # does the work, or what else happens to a call


def undisturbed(_call: Call, work: Work) -> Answer:
    """Nothing happens to it."""
    return work()


class Client:
    """Has botocore's methods: `client.get_item(TableName=...)`."""

    def __init__(self, service: str, operations: Mapping[str, Operation], around: Around) -> None:
        self._service, self._operations, self._around = service, operations, around

    def __getattr__(self, name: str) -> Callable[..., Answer]:
        operation = "".join(word.title() for word in name.split("_"))
        if operation not in self._operations:
            raise AttributeError(f"{self._service} in memory does not know {operation}")
        work = self._operations[operation]

        def call(**params: Any) -> Answer:
            return self._around(Call(self._service, operation, params), partial(work, params))

        setattr(self, name, call)
        return call

    def watch(self, around: Around) -> Callable[[], None]:
        """Let `around` stand at each call, before whoever stood there; gives back what ends it."""
        before = self._around
        self._around = lambda call, work: around(call, partial(before, call, work))

        def end() -> None:
            self._around = before

        return end
