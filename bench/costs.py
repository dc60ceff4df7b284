"""Dollars per million deliveries by channel: what the line uses, times the price list (`pricing`).

The functions run in this process against a stub server that keeps DynamoDB's meter; requests are counted by a
botocore event hook. A message goes to 1,000 people, and what providers report of it comes in. A push goes along
with an in-app copy, as in the product: its own share is what the pair costs more than the copy alone.

docs/costs.md says how to read the table.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bench import _stub as stub
from bench._queues import Queues
from bench.line import POLL, RECEIPT_BATCH, Meter, _receive, _refs
from bench.pricing import model, prices
from bench.pricing.metered import Metered, reading
from bench.pricing.model import Usage
from bench.pricing.prices import Prices

PEOPLE, ROUNDS, PORT = 1000, 3, 4760
LIST = Path(__file__).with_name("pricing") / "prices.json"
SERVICES = ("dynamodb", "sqs", "sesv2", "pinpoint-sms-voice-v2", "sns")
CALLS = {"email": 1 / 50, "sms": 1, "voice": 1, "push": 1, "portal": 0}  # of a provider, for one delivery


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    listed = prices.parse(json.loads(LIST.read_text()))
    with stub.served(PORT, Metered):
        usage = _measure()
    found = figures(usage, listed, _memory_mb())
    print(*table(found, listed), sep="\n")
    return found


def figures(usage: Mapping[str, Usage], listed: Prices, memory_mb: float) -> dict[str, Any]:
    """From what one delivery of each channel uses."""
    million = {channel: each.times(model.MILLION) for channel, each in usage.items()}
    services = {
        channel: model.carillon_usd(each, listed, memory_mb, bulk=CALLS[channel] < 1)
        for channel, each in million.items()
    }
    return {
        "cost_usd_per_million": {
            channel: {
                "carillon": round(sum(services[channel].values()), 2),
                "provider": round(model.provider_usd(channel, listed) * model.MILLION, 2),
                "provider_price_confirmed": model.sure(channel, listed),
                "kept_a_month": round(model.kept_usd(million[channel], listed), 3),
                **{f"for_{name}": round(usd, 3) for name, usd in services[channel].items()},
            }
            for channel in usage
        },
        "cost_usage_per_delivery": {channel: each.rounded() for channel, each in usage.items()},
        "requests_per_delivery": round(max(each.requests for each in usage.values()), 4),
        **{f"cpu_s_per_1000_{name}": round(usage[name].cpu_s * 1000, 3) for name in ("voice", "push")},
        "cost_usd_a_month_idle": round(model.idle_usd(*_standing(), listed), 2),
        "cost_prices_looked_up": listed.looked_up,
    }


def table(found: Mapping[str, Any], listed: Prices) -> Iterator[str]:
    """What `make bench` prints."""
    names = ("carillon", "dynamodb", "sqs", "lambda", "sns", "logs", "kept a month", "provider")
    yield f"   US$ per million deliveries, {listed.region}, prices looked up {listed.looked_up}"
    yield "   " + f"{'':8}" + "".join(f"{name:>13}" for name in names)
    for channel, each in found["cost_usd_per_million"].items():
        services = [each[f"for_{name}"] for name in names[1:6]]
        mark = "" if each["provider_price_confirmed"] else " ?"
        row = [each["carillon"], *services, each["kept_a_month"]]
        yield (
            "   " + f"{channel:8}" + "".join(f"{usd:13.2f}" for usd in row) + f"{each['provider']:13,.2f}{mark}"
        )
    yield f"   US$ {found['cost_usd_a_month_idle']:.2f} a month for asking empty queues and for alarms"
    if unsure := [name for name, each in listed.prices.items() if not each.sure]:
        yield f"   ? nobody vouches for: {', '.join(unsure)}"


def _memory_mb() -> float:
    from infra.template import load

    return float(load()["Globals"]["Function"]["MemorySize"])


def _standing() -> tuple[int, int]:
    """How many queues Lambda asks, and how many alarms there are."""
    from infra.template import load

    resources = list(load()["Resources"].values())
    events = [event for each in resources for event in each.get("Properties", {}).get("Events", {}).values()]
    queues = sum(event["Type"] == "SQS" for event in events)
    return queues, sum(each["Type"] == "AWS::CloudWatch::Alarm" for each in resources)


# ---- Measuring ----------------------------------------------------------------------------------------------


class Watch:
    """What a stretch of work uses."""

    def __init__(self) -> None:
        from chalicelib.kernel import aws

        self.queues = Queues()
        self._requests: Counter[str] = Counter()
        for service in SERVICES:
            aws.client(service).meta.events.register("request-created", self._counter(service))

    def _counter(self, service: str) -> Callable[..., None]:
        def count(**_: Any) -> None:
            self._requests[service] += 1

        return count

    def usage(self, work: Callable[[], int]) -> Usage:
        """Of `work`, which says how many events of providers it took in."""
        before = reading(PORT)
        self._requests.clear()
        self.queues.invocations.clear()
        cpu = time.process_time()
        events = work()
        cpu = time.process_time() - cpu
        after = reading(PORT)
        batches = sum(self.queues.invocations.values())
        return Usage(
            **{name: after[name] - before[name] for name in after},
            dynamodb_calls=self._requests["dynamodb"],
            sqs_calls=self._requests["sqs"],
            sqs_polls=2 * (batches + events / POLL),
            events=events,
            invocations=batches + events / RECEIPT_BATCH,
            provider_calls=sum(self._requests[each] for each in SERVICES[2:]),
            cpu_s=cpu,
        )


def _measure() -> dict[str, Usage]:
    """By channel, of one delivery."""
    from chalicelib.content.model import Channel

    watch = Watch()
    _settle()
    found = {channel.value: _best(watch, channel) for channel in (Channel.EMAIL, Channel.SMS, Channel.VOICE)}
    _open_accounts()
    copy = _best(watch, Channel.PORTAL)
    _register_devices()
    return found | {"push": _best(watch, Channel.PUSH) - copy, "portal": copy}


def _best(watch: Watch, channel: Any) -> Usage:
    """The round with the least CPU. The first is not counted: it loads what is loaded at first use, and begins
    the conversations that later in-app copies go to."""
    rounds = [_round(watch, channel) for _ in range(ROUNDS + 1)][1:]
    return min(rounds, key=lambda each: each.cpu_s).per(PEOPLE)


def _round(watch: Watch, channel: Any) -> Usage:
    message = _message(channel)
    sent = watch.usage(lambda: _sent(watch.queues, message))
    refs = list(_refs(message, channel, _shards(message)))
    if (len(refs), sent.provider_calls) != (PEOPLE, PEOPLE * CALLS[channel.value]):
        raise RuntimeError(f"{channel}: {len(refs)} deliveries by {sent.provider_calls} calls")
    return sent + watch.usage(lambda: _receive(refs, channel, Meter()))


def _sent(queues: Queues, message: Any) -> int:
    from chalicelib.messages import store

    store.accept(message)
    queues.deliver(message)
    return 0


def _shards(message: Any) -> list[int]:
    from chalicelib.delivery import store

    state = store.plan(message.district, message.message_id)
    assert state is not None
    return list(range(state.shards))


def _message(channel: Any) -> Any:
    from datetime import UTC, datetime, timedelta

    from chalicelib.audience.model import RecipientType, Selection, StudentSelection
    from chalicelib.kernel.ids import new_id
    from chalicelib.messages.model import Message, Sender

    now = datetime.now(UTC)
    return Message(
        message_id=new_id(),
        district="demo",
        sender=Sender("ada", "Ada Teacher", "lincoln", "Lincoln High"),
        content=_content(channel),
        selection=Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=("lincoln",))),
        accepted_at=now,
        expires_at=now + timedelta(hours=24),
        people=PEOPLE,
    )


def _content(channel: Any) -> Any:
    """A part for the channel. A copy alone is that of a push which nobody has a device for."""
    from chalicelib.content.model import Channel, Content, SmsPart, VoicePart

    text = "School is closed tomorrow because of snow. Please stay at home and keep warm."
    if channel is Channel.EMAIL:
        return Content("Snow day", html=f"<p>{text}</p>" * 20, plain=f"{text} " * 20)
    if channel is Channel.SMS:
        return Content("Snow day", sms=SmsPart(text))
    if channel is Channel.VOICE:
        return Content("Snow day", voice=VoicePart(text, emergency=True))  # at any hour of the day
    return Content("Snow day", plain=text, push=True)


# ---- People -------------------------------------------------------------------------------------------------


def _settle(*, accounts: bool = False) -> None:
    """A school of so many students, with a parent each who has an email address and a phone."""
    from chalicelib.directory import store
    from chalicelib.directory.model import District, RollEntry, School

    store.put_district(District("demo", "Riverbend"))
    store.put_school("demo", School("lincoln", "Lincoln High"))
    store.put_students("demo", (_student(at, account=accounts) for at in range(PEOPLE)))
    ids = [f"s{at}" for at in range(PEOPLE)]
    store.put_roll("demo", "lincoln", [RollEntry(each, "09", each, "") for each in ids])


def _student(at: int, *, account: bool) -> Any:
    from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Student, StudentContact

    parent = StudentContact(
        f"c{at}",
        "Ana",
        f"Li{at}",
        custodial=True,
        emails=(EmailAddress(f"ana.li.{at}@home.example"),),
        phones=(Phone(f"+1206{at:07d}", sms=True),),
        language="en",
        linked_user=LinkedUser(f"u{at}") if account else None,
    )
    return Student(f"s{at}", "Max", f"Li{at}", ("lincoln",), "09", contacts=(parent,))


def _open_accounts() -> None:
    _settle(accounts=True)


def _register_devices() -> None:
    """One for each account."""
    from chalicelib.kernel import dynamo
    from chalicelib.kernel.keys import district_key

    endpoint = "arn:aws:sns:us-east-1:000000000000:endpoint/GCM/carillon/"
    device = {"platform": "android", "name": "Phone", "registered_at": "2026-11-26T10:00:00.000Z"}
    dynamo.write_many(
        "DELIVERIES",
        (
            {
                "pk": district_key("demo", "USER", f"u{at}"),
                "sk": "DEVICES",
                "version": 1,
                "devices": {f"d{at}": device | {"endpoint": f"{endpoint}{at}"}},
            }
            for at in range(PEOPLE)
        ),
    )
