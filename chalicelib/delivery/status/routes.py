"""How the line is, for administrators: when the queue job last ran, and whether the providers work."""

from datetime import UTC, datetime

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit, view
from chalicelib.content.model import Channel
from chalicelib.directory import store as directory
from chalicelib.directory.audit import Who
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.errors import NotFound

from ..gate import guard, places, terms
from ..gate.bounces import Count
from ..gate.capacity import Capacity
from ..gate.guard_opened import resume
from ..queue_job.run import Run
from ..queue_job.runs import late
from ..store import gates, runs
from ..store.gates import Gate
from .schemas import Bounces, Job, JobRun, Jobs, Provider, Providers

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
    district, now = call.principal.district, call.clock.now()
    # As they are now: whoever let emails leave again looks at once whether they do.
    found = gates.read_all(district, sorted(terms.CHANNELS), consistent=True)
    count = guard.standing(district, now)
    return Providers(
        items=tuple(
            _provider(
                channel,
                each,
                terms.capacity(district, channel),
                now.timestamp(),
                count if channel is Channel.EMAIL else None,
            )
            for channel, each in found.items()
        )
    )


@api.post(
    "/v1/providers/{channel}/resume",
    needs=edit(Permission.MANAGE_SETTINGS),
    status=204,
    sends=True,
    summary="Let emails leave again that were paused because too many came back",
)
def resume_provider(call: Call) -> None:
    """For administrators of the whole district. What came back is counted anew from here on; where nothing is
    paused, nothing happens. Only `email` is ever paused."""
    me = call.principal
    scope.check_whole_district(me)
    if call.path["channel"] != Channel.EMAIL:
        raise NotFound
    resume(directory.district(me.district), Who(me.user_id, me.name), call.clock.now())


def _provider(channel: Channel, found: Gate, said: Capacity, now: float, count: Count | None) -> Provider:
    breaker, line = found.breaker, found.line
    busy_until = places.last(line, line.capacity(said, now), now)
    paused = found.paused_at > 0
    since = found.paused_at if paused else breaker.opened_at
    return Provider(
        channel=channel,
        state="paused" if paused else "down" if breaker.open else "working",
        since=_stamp(since) if since else None,
        slowed_to=line.capacity(Capacity(), now).channel,
        busy_until=_stamp(busy_until) if busy_until > now else None,
        bounces=_bounces(count) if count else None,
    )


def _bounces(count: Count) -> Bounces:
    return Bounces(emails=count.emails, bounced=count.bounced, verdict=count.verdict)


def _stamp(seconds: float) -> str:
    return stamp(datetime.fromtimestamp(seconds, UTC))
