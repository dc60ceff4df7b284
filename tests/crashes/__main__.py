"""python -m tests.crashes                        ten thousand seeds, on all processors
python -m tests.crashes --seeds 500 --from 7      so many, from that one on
python -m tests.crashes --seed 17                 one, with its trace

Sets have another order in each Python unless told otherwise, so it starts itself anew with PYTHONHASHSEED=0.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from tests.crashes.schedule import Report, run

ENVIRONMENT = {"PYTHONHASHSEED": "0", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}

SHOWN = 5  # failing seeds that are told about in full


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crashes")
    parser.add_argument("--seeds", type=int, default=10_000, help="how many")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="only this one, with its trace")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.seed is not None:
        return shown(run(given.seed, traced=True))
    return many(range(given.first, given.first + given.seeds), given.processes)


def shown(report: Report) -> int:
    print("\n".join(report.trace))
    print(f"seed {report.seed}: {report.calls} calls, {report.crashes} crashes")
    print("\n".join(report.problems) or "all is well")
    return bool(report.problems)


def many(seeds: range, processes: int) -> int:
    began, reports = time.monotonic(), list[Report]()
    # Not forked: a fork takes locks along that nobody will open.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for report in pool.map(run, seeds, chunksize=20):
            reports.append(report)
    bad = [each for each in reports if each.problems]
    for each in islice(bad, SHOWN):
        print(f'seed {each.seed} (replay: make crashes ARGS="--seed {each.seed}")')
        print("".join(f"    {line}\n" for line in each.problems[:10]))
    calls, crashes = sum(each.calls for each in reports), sum(each.crashes for each in reports)
    seconds = time.monotonic() - began
    print(
        f"{len(reports):,} schedules from seed {seeds.start}, {calls:,} calls, {crashes:,} crashes"
        f" in {seconds:.0f} s: {len(bad)} ended badly {[each.seed for each in bad][:50] or ''}"
    )
    return bool(bad)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != ENVIRONMENT["PYTHONHASHSEED"]:
        os.execve(
            sys.executable, [sys.executable, "-m", "tests.crashes", *sys.argv[1:]], os.environ | ENVIRONMENT
        )
    sys.exit(main())
