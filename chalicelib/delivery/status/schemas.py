"""What the routes of the queue job's runs and of the providers give (docs/api)."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from chalicelib.access.validation import Schema
from chalicelib.content.model import Channel

from ..gate.bounces import BounceVerdict


class JobRun(Schema):
    """JOBS-05: one run. Without an end it still runs, or was killed."""

    started_at: str
    ended_at: str | None
    counts: Mapping[str, int] = Field(
        description="Things looked at, by step; a step without any may be missing"
    )
    errors: int
    what: tuple[str, ...] = Field(description="What went wrong, the first twenty")


class Job(Schema):
    """JOBS-01. A job and its last runs, newest first."""

    job: Literal["communication_queue"]
    late: bool = Field(description="No run began in the last five minutes: nothing scheduled or held leaves")
    last_run: JobRun | None
    runs: tuple[JobRun, ...]
    failed: tuple[JobRun, ...] = Field(description="The last that had errors; of each hour the last one")


class Jobs(Schema):
    items: tuple[Job, ...]


class Bounces(Schema):
    """Emails that came back for good, of those of the last seven days, or since they were resumed."""

    emails: int = Field(description="That arrived or came back")
    bounced: int
    verdict: BounceVerdict = Field(
        description="many: 5 % of at least 100; too_many: 10 % of at least 1,000, which pauses emails"
    )


class Provider(Schema):
    """Whether a channel's provider takes deliveries."""

    channel: Channel
    state: Literal["working", "down", "paused"] = Field(
        description="down: its breaker is open, and deliveries wait. paused: too many emails came back, and "
        "those that are no emergency wait for an administrator"
    )
    since: str | None = Field(description="When it went down or was paused")
    slowed_to: float | None = Field(
        description="Deliveries a second, while it said that we are too fast; null when it did not"
    )
    busy_until: str | None = Field(
        description="About until when it has work, at its rate; null when it is idle, or its rate is not known"
    )
    bounces: Bounces | None = Field(description="Of emails only")


class Providers(Schema):
    items: tuple[Provider, ...]
