"""Run every bench, write `bench/results.json`, and print the figures beside their budgets.

    python -m bench                     all of them, each in a process of its own
    python -m bench api_read web_size   only these; the other figures stay as they were

Figures are CPU seconds and requests, not wall time, so that a busy machine changes them little; still, run them
on a quiet one. A figure over its budget is marked and makes the run fail.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"

# What a figure may be at most; above it, the run fails.
BUDGETS: Mapping[str, float] = {
    "requests_per_delivery_send": 0.20,
    "requests_per_delivery_receipts": 0.25,
    "cpu_s_per_1000_email": 0.5,
    "cpu_s_per_1000_sms": 1.5,
    "resolve_200k_cpu_s": 30,
    "resolve_200k_peak_mb": 512,
    "resolve_200k_once_per_family_cpu_s": 30,
    "resolve_100k_teachers_of_cpu_s": 30,
    "resolve_growth_factor": 1.5,  # cost of one of 200,000 recipients against one of 20,000
    "cold_start_cpu_s": 0,  # an object: function -> seconds; the budget is 1.35 x cold_start_floor_cpu_s
    "api_read_cpu_ms": 10,
    "unreachable_page_requests": 4,
    "unreachable_page_cpu_ms": 20,
    "roster_100k_cpu_s": 60,
    "roster_100k_peak_mb": 256,
    "web_first_load_kb_gzip": 250,
}
COLD_START_FLOOR, COLD_START_TIMES = "cold_start_floor_cpu_s", 1.35
API_TIMES = 2.2  # docs/decisions/0023


def benches() -> list[str]:
    """The files of this folder that have a `main`; helpers begin with an underscore."""
    return sorted(each.stem for each in HERE.glob("*.py") if not each.stem.startswith("_"))


def run(name: str) -> dict[str, Any] | None:
    """One bench's figures, or None when it could not run; it says itself why."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        program = (
            "import json, pathlib, sys, importlib;"
            "figures = importlib.import_module('bench.' + sys.argv[1]).main();"
            "pathlib.Path(sys.argv[2]).write_text(json.dumps(figures))"
        )
        done = subprocess.run([sys.executable, "-c", program, name, str(result)], cwd=HERE.parent, check=False)
        if done.returncode or not result.exists():
            return None
        found: dict[str, Any] = json.loads(result.read_text())
        return found


def lines(figures: Mapping[str, Any]) -> Iterator[tuple[str, float, float]]:
    """Name, figure and budget of each that was measured."""
    for name, budget in BUDGETS.items():
        if name == "cold_start_cpu_s":
            floor = figures.get(COLD_START_FLOOR, float("inf"))
            for function, seconds in figures.get(name, {}).items():
                times = API_TIMES if function == "api" else COLD_START_TIMES
                yield f"cold_start_cpu_s {function}", seconds, times * floor
        elif name in figures:
            yield name, figures[name], budget


def table(figures: Mapping[str, Any]) -> int:
    """Print the figures beside their budgets; how many are over."""
    over = 0
    for name, figure, budget in lines(figures):
        mark = "" if figure <= budget else "  OVER"
        over += bool(mark)
        print(f"{name:44} {figure:10.3f}   budget {budget:8.3f}{mark}")
    for name in BUDGETS:
        if name not in figures:
            print(f"{name:44} not measured")
    return over


def main() -> int:
    known = benches()
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="bench", help=", ".join(known))
    names = parser.parse_args().names or known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"there is no bench called {unknown[0]}; there are: {', '.join(known)}")
    figures: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    failed = []
    for name in names:
        print(f"-- {name}", flush=True)
        found = run(name)
        if found is None:
            failed.append(name)
        else:
            figures |= found
    RESULTS.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    over = table(figures)
    for name in failed:
        print(f"{name} could not be measured; see above.")
    return 1 if over or failed else 0


if __name__ == "__main__":
    sys.exit(main())
