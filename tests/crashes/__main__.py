"""python -m tests.crashes                            all there is, on all processors
python -m tests.crashes --only days --seeds 500      so many of one kind; --from 7: from that seed on
python -m tests.crashes --seed 17                    one day, with its trace; --only races: one race
python -m tests.crashes --seed 17 221                some, without

Sets have another order in each Python unless told otherwise, so it starts itself anew with PYTHONHASHSEED=0.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

from tests.crashes.flood import flood
from tests.crashes.neighbours import neighbours
from tests.crashes.races import race
from tests.crashes.report import Report
from tests.crashes.schedule import crowded, run, stumble, unheard

ENVIRONMENT = {"PYTHONHASHSEED": "0", "POWERTOOLS_LOG_LEVEL": "CRITICAL"}
SHOWN = 5  # failing seeds that are told about in full


@dataclass(frozen=True)
class Kind:
    """`live` takes a seed; `usual` is how many there are to live."""

    live: Callable[..., Report]
    usual: int
    what: str


KINDS: Mapping[str, Kind] = {
    "days": Kind(run, 10_000, "days on which anything may happen"),
    "stumbles": Kind(stumble, 1_000, "days on which only the table and the queues stumble"),
    "unheard": Kind(unheard, 300, "days: each write on a condition is done, and answered with an error"),
    "crowded": Kind(crowded, 300, "days on which providers throttle and their gates take few changes"),
    "races": Kind(race, 1_000, "races of ten schedulers for some occurrences"),
}
FLOOD = 200_000  # normal deliveries that are to be worked out, and then wait, when an emergency comes
HELD = 10  # of so many floods one is held until eight o'clock, beside a small school's two hundred


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crashes")
    parser.add_argument("--only", choices=(*KINDS, "flood"), help="one kind")
    parser.add_argument("--seeds", type=int, help="how many of each")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, nargs="+", help="only these; one alone with its trace")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.seed:
        name = given.only or "days"
        alone = len(given.seed) == 1
        return shown(name, given.seed[0]) if alone else many(name, given.seed, given.processes)
    wanted = [given.only] if given.only else [*KINDS, "flood"]
    bad = 0
    for name in wanted:
        if name == "flood":
            bad += flooded(given.seeds or FLOOD)
        else:
            last = given.first + (given.seeds or KINDS[name].usual)
            bad += many(name, range(given.first, last), given.processes)
    return bad > 0


def shown(name: str, seed: int) -> int:
    report = KINDS[name].live(seed, traced=True)
    print("\n".join(report.trace))
    print(f"seed {report.seed}: {report.calls} calls, {report.crashes} crashes")
    print("\n".join(report.problems) or "all is well")
    return bool(report.problems)


def many(name: str, seeds: Sequence[int], processes: int) -> int:
    """Live through many seeds of a kind; how many ended badly."""
    kind, began = KINDS[name], time.monotonic()
    with ProcessPoolExecutor(processes) as pool:
        reports = list(pool.map(kind.live, seeds, chunksize=20))
    bad = [each for each in reports if each.problems]
    for each in islice(bad, SHOWN):
        print(f'seed {each.seed} (replay: make crashes ARGS="--only {name} --seed {each.seed}")')
        print("".join(f"    {line}\n" for line in each.problems[:10]))
    calls, crashes = sum(each.calls for each in reports), sum(each.crashes for each in reports)
    print(
        f"{len(reports):,} {kind.what}, from seed {seeds[0]}: {calls:,} calls, {crashes:,} crashes, "
        f"{time.monotonic() - began:.0f} s; {len(bad)} ended badly {[each.seed for each in bad][:50] or ''}",
        flush=True,
    )
    return len(bad)


def flooded(others: int) -> int:
    good = "it leaves at once, at its first receive, before 25 others, and at its rate"
    bad = measured(f"An emergency behind {others:,} normal texts", partial(flood, others), good)
    held = others // HELD
    good = "it waits for no more than its share"
    return bad + measured(f"A small school beside one with {held:,} texts", partial(neighbours, held), good)


def measured(what: str, work: Callable[[], Report], good: str) -> int:
    began, report = time.monotonic(), work()
    print(f"{what}, {time.monotonic() - began:.0f} s: {'; '.join(report.problems) or good}")
    print(f"    {report.figures}", flush=True)
    return len(report.problems)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != ENVIRONMENT["PYTHONHASHSEED"]:
        command = [sys.executable, "-m", "tests.crashes", *sys.argv[1:]]
        os.execve(sys.executable, command, os.environ | ENVIRONMENT)
    sys.exit(main())
