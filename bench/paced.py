"""What a delivery costs where a district tells its rates (docs/operations.md): AWS requests until it has left.

The whole line on the AWS in memory of the crash tests, with pollers, workers side by side and a queue job each
minute, in a time of its own. Counted are the functions' requests to DynamoDB and SQS and their invocations; not
receipts, what Lambda's pollers ask of SQS, and what the queue job asks in a minute in which nothing happens.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.audience.model import RecipientType, Selection, StudentSelection
from chalicelib.directory import store as directory
from chalicelib.messages import outbox
from chalicelib.messages import store as messages
from tests.builders import families, people
from tests.builders import messages as build
from tests.crashes.minutes import MINUTE
from tests.crashes.scenario import MORNING
from tests.crashes.stage import Stage, staged
from tests.crashes.weather import Weather
from tests.support.line import settle_district

# A channel's deliveries a second, as they are usual, and how many of them are sent: SES's first quota, a short
# code, one toll-free number.
RUNS = {
    ("email", 14): 5_000,
    ("sms", 100): 5_000,
    ("sms", 3): 1_500,
}
SENDING = ("fan_out", "dispatch", "queue_job")  # what a function's name begins with
SETTINGS = {"email": "emails_per_second", "sms": "texts_per_second"}
ENOUGH = 10 * MINUTE  # for an idle district's queue job


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    logging.disable(logging.CRITICAL)
    found = {f"{channel} {rate}/s": _run(channel, rate, RUNS[channel, rate]) for channel, rate in RUNS}
    return {
        "requests_per_delivery_send_paced": max(
            found[name]["requests"] for name in ("email 14/s", "sms 100/s")
        ),
        "requests_per_delivery_send_3_a_second": found["sms 3/s"]["requests"],
        "paced": found,
    }


class Counted(Stage):
    """Counts what each function asks, and how often it is invoked."""

    def __init__(self, *arguments: Any) -> None:
        self.asked: Counter[str] = Counter()
        self.invocations: Counter[str] = Counter()
        super().__init__(*arguments)

    def invoke(self, function: str, *rest: Any) -> None:
        self.invocations[function] += 1
        super().invoke(function, *rest)

    def _around(self, call: Any, work: Any) -> Any:
        if (process := self.baton.process) and call.service in ("dynamodb", "sqs"):
            self.asked[process.function] += 1
        return super()._around(call, work)

    def sum(self, count: int, idle: float) -> dict[str, float]:
        """By function and in all, for each of so many deliveries; `idle` is what an idle run of the queue job
        asks."""
        sending = [name for name in self.invocations if name.startswith(SENDING)]
        wanted = {name: float(self.asked[name] + self.invocations[name]) for name in sending}
        wanted["queue_job"] -= idle * self.invocations["queue_job"]
        shares = {name: round(of / count, 4) for name, of in sorted(wanted.items())}
        return shares | {"requests": round(sum(wanted.values()) / count, 4)}


@contextmanager
def _counted() -> Iterator[Counted]:
    with staged(MORNING, Weather(), 0, kind=Counted) as stage:
        assert isinstance(stage, Counted)
        yield stage


def _run(channel: str, rate: float, count: int) -> dict[str, Any]:
    idle = _idle()
    with _counted() as stage:
        _settle(stage, {SETTINGS[channel]: rate}, count)
        began = stage.baton.now
        _send(stage, channel, count)
        _each_minute(stage)
        while len(stage.handed.taken) < count:
            stage.baton.step()
        return stage.sum(count, idle) | {"minutes": round((stage.baton.now - began) / MINUTE, 1)}


def _idle() -> float:
    """What one run of the queue job asks where nothing happens, with its invocation."""
    with _counted() as stage:
        _settle(stage, {}, 1)
        _each_minute(stage)
        end = stage.baton.now + ENOUGH
        while stage.baton.now < end:
            stage.baton.step()
        return 1 + stage.asked["queue_job"] / stage.invocations["queue_job"]


def _settle(stage: Stage, settings: dict[str, float], count: int) -> None:
    with stage.baton.earlier(3600):
        settle_district(
            *(
                families.reached_at(f"s{at}", f"mum-{at}@home.example", f"+1303{2_000_000 + at}")
                for at in range(count)
            )
        )
        directory.put_district(people.district(settings=settings))


def _each_minute(stage: Stage) -> None:
    stage.invoke("queue_job", {})
    stage.baton.after(MINUTE, lambda: _each_minute(stage))


def _send(stage: Stage, channel: str, count: int) -> None:
    content = build.content(sms=None) if channel == "email" else build.content(html="", plain="")
    everybody = Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln",)))
    message = build.message(accepted_at=MORNING, content=content, selection=everybody, people=count)

    def accept() -> None:
        messages.accept(message)
        outbox.publish(message)

    stage.act(accept)


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
