"""Runs of the queue job: one item a minute of the hour, and one an hour for those that failed."""

import json

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from ..queue_job.run import Run

_RUN, _FAILED = "RUN#", "FAILED#"


def put(district: str, run: Run) -> None:
    """Write a run as it is now, over the one of the same minute an hour ago; a failed one also for good."""
    minute, hour = run.started_at[14:16], run.started_at[:13]
    dynamo.put(table("deliveries"), _item(district, f"{_RUN}{minute}", run))
    if run.failed:
        dynamo.put(table("deliveries"), _item(district, f"{_FAILED}{hour}", run))


def newest(district: str, limit: int) -> list[Run]:
    """The last runs, newest first."""
    items = dynamo.query_all(table("deliveries"), _pk(district), begins=_RUN)
    return sorted(map(_run, items), key=lambda each: each.started_at, reverse=True)[:limit]


def failed(district: str, limit: int) -> list[Run]:
    """The last that failed, the last of each hour, newest first."""
    items, _ = dynamo.query(table("deliveries"), _pk(district), begins=_FAILED, newest_first=True, limit=limit)
    return [_run(item) for item in items]


def _pk(district: str) -> str:
    return district_key(district, "QUEUE_JOB")


def _item(district: str, sort: str, run: Run) -> dynamo.Item:
    fields = [run.started_at, run.ended_at, dict(run.counts), run.errors, list(run.what)]
    return {"pk": _pk(district), "sk": sort, "run": json.dumps(fields)}


def _run(item: dynamo.Item) -> Run:
    started_at, ended_at, counts, errors, what = json.loads(item["run"])
    return Run(started_at, ended_at, counts, errors, tuple(what))
