"""Dollars from what deliveries use. Pure."""

from dataclasses import dataclass, fields
from typing import Self

from bench.pricing.prices import Prices

MILLION = 1_000_000
GB = 1_000_000_000
MONTH_S = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Usage:
    """What some deliveries use, from the first reference to the last receipt; `per` gives that of one.

    `cpu_s` on one whole processor; `stored_bytes` as long as the messages are kept.
    """

    write_units: float = 0
    read_units: float = 0
    stored_bytes: float = 0
    dynamodb_calls: float = 0
    sqs_calls: float = 0  # the functions' own
    sqs_polls: float = 0  # Lambda's, which brings messages and deletes them
    events: float = 0  # of providers, through SNS to the receipts queue
    invocations: float = 0
    provider_calls: float = 0
    cpu_s: float = 0

    @property
    def requests(self) -> float:
        """To AWS, by the functions and for them, but for the provider's and those of Lambda's pollers."""
        return self.dynamodb_calls + self.sqs_calls + self.invocations

    def times(self, count: float) -> "Usage":
        return self.per(1 / count)

    def rounded(self) -> dict[str, float]:
        """As results keep it."""
        return {each.name: round(getattr(self, each.name), 6) for each in fields(self)}

    def __sub__(self, other: Self) -> "Usage":
        return self._each(other, -1)

    def __add__(self, other: Self) -> "Usage":
        return self._each(other, 1)

    def _each(self, other: Self, sign: int) -> "Usage":
        return Usage(
            **{each.name: getattr(self, each.name) + sign * getattr(other, each.name) for each in fields(self)}
        )

    def per(self, deliveries: float) -> "Usage":
        return Usage(**{each.name: getattr(self, each.name) / deliveries for each in fields(self)})


def seconds(usage: Usage, prices: Prices, memory_mb: float, *, bulk: bool) -> float:
    """How long functions run for it: their CPU at the share of a processor that the memory brings, and waiting.

    Providers called for one recipient are called several at once, others (`bulk`) one after the other.
    """
    share = min(memory_mb / prices.assumed("memory_mb_of_a_processor"), 1)
    at_once = 1 if bulk else prices.assumed("provider_calls_at_once")
    waiting = (
        usage.dynamodb_calls * prices.assumed("dynamodb_call_s")
        + usage.sqs_calls * prices.assumed("sqs_call_s")
        + usage.provider_calls * prices.assumed("provider_call_s") / at_once
    )
    return usage.cpu_s / share + waiting


def carillon_usd(usage: Usage, prices: Prices, memory_mb: float, *, bulk: bool) -> dict[str, float]:
    """Dollars by service, without the provider's own price and without storage."""
    gb_s = seconds(usage, prices, memory_mb, bulk=bulk) * memory_mb / 1024
    # An event is a request when SNS puts it on the queue.
    requests = usage.sqs_calls + usage.sqs_polls + usage.events
    logged = usage.invocations * prices.assumed("log_bytes_of_an_invocation") / GB
    return {
        "dynamodb": prices.usd("dynamodb_write", usage.write_units)
        + prices.usd("dynamodb_read", usage.read_units),
        "sqs": prices.usd("sqs_request", requests),
        "lambda": prices.usd("lambda_invocation", usage.invocations) + prices.usd("lambda_gb_s", gb_s),
        "sns": prices.usd("sns_publish", usage.events),
        "logs": prices.usd("logs", logged),
    }


def provider_usd(channel: str, prices: Prices) -> float:
    """Dollars that the provider asks for one delivery."""
    return sum(prices.usd(name, units) for name, units in prices.provider[channel].items())


def sure(channel: str, prices: Prices) -> bool:
    """Whether somebody vouches for the provider's price."""
    return all(prices.prices[name].sure for name in prices.provider[channel])


def kept_usd(usage: Usage, prices: Prices) -> float:
    """Dollars a month for keeping it, with point-in-time recovery."""
    stored = usage.stored_bytes / GB
    return prices.usd("dynamodb_storage", stored) + prices.usd("dynamodb_recovery", stored)


def idle_usd(queues: int, alarms: int, prices: Prices) -> float:
    """Dollars a month for asking empty queues and for alarms, while nothing is sent."""
    polls = queues * prices.assumed("idle_pollers_of_a_queue") * MONTH_S / prices.assumed("idle_poll_s")
    return prices.usd("sqs_request", polls) + prices.usd("alarm", alarms)
