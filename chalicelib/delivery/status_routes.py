"""How the line is, for administrators: when the queue job last ran, and whether the providers work."""

from datetime import UTC, datetime

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view
from chalicelib.content.model import Channel
from chalicelib.kernel.clock import stamp

from . import gate
from .rates import Limits
from .run import Run
from .runs import late
from .status_schemas import Job, JobRun, Jobs, Provider, Providers
from .store import gates, runs
from .store.gates import Gate

api = Api("status")
_ADMINISTRATORS = view(Permission.MANAGE_SETTINGS)
SHOWN = 10


@api.get(
    "/v1/jobs",
    needs=_ADMINISTRATORS,
    returns=Jobs,
    summary="The queue job: its last runs, and whether it is late",
)
def list_jobs(call: Call) -> Jobs:
    district = call.principal.district
    last, failed = runs.newest(district, SHOWN), runs.failed(district, SHOWN)
    job = Job(
        job="communication_queue",
        late=late(last, call.clock.now()),
        last_run=_run(last[0]) if last else None,
        runs=tuple(map(_run, last)),
        failed=tuple(map(_run, failed)),
    )
    return Jobs(items=(job,))


def _run(run: Run) -> JobRun:
    return JobRun(
        started_at=run.started_at,
        ended_at=run.ended_at or None,
        counts=run.counts,
        errors=run.errors,
        what=run.what,
    )


@api.get(
    "/v1/providers", needs=_ADMINISTRATORS, returns=Providers, summary="Whether each channel's provider works"
)
def list_providers(call: Call) -> Providers:
    found = gates.read_all(call.principal.district, sorted(gate.CHANNELS))
    now = call.clock.now().timestamp()
    return Providers(items=tuple(_provider(channel, each, now) for channel, each in found.items()))


def _provider(channel: Channel, found: Gate, now: float) -> Provider:
    breaker, line = found.breaker, found.line
    busy_until = line.busy_until(now)
    return Provider(
        channel=channel,
        state="down" if breaker.open else "working",
        since=_stamp(breaker.opened_at) if breaker.open else None,
        slowed_to=line.limits(Limits(), now).channel,
        busy_until=_stamp(busy_until) if busy_until > now else None,
    )


def _stamp(seconds: float) -> str:
    return stamp(datetime.fromtimestamp(seconds, UTC))
