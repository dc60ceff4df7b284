"""Run every bench, write `bench/results.json`, and print the figures beside their budgets.

    python -m bench                     all of them, each in a process of its own
    python -m bench api_read web_size   only these; the other figures stay as they were

Figures are CPU seconds and requests, not wall time, so that a busy machine changes them little; still, run them
on a quiet one. The run fails when a figure is over its budget, and when a bench that was asked for failed or
had to be skipped: what was not measured keeps no budget.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench._budgets import Figures, lines, merged

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.json"


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


def main() -> int:
    names = _asked_for(benches())
    figures: Figures = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    failed, skipped = [], []
    for name in names:
        print(f"-- {name}", flush=True)
        found = run(name)
        if found is None:
            failed.append(name)
            continue
        figures = merged(figures, found)
        skipped += [f"{name} was skipped: {why}" for why in dict.fromkeys(found.get("skipped", {}).values())]
    RESULTS.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")
    table = list(lines(figures))
    missing = [f"{name} could not be measured; see above" for name in failed] + skipped
    print(*table, *missing, sep="\n")
    return 1 if missing or any(line.over for line in table) else 0


def _asked_for(known: list[str]) -> list[str]:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="bench", help=", ".join(known))
    names: list[str] = parser.parse_args().names or known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"there is no bench called {unknown[0]}; there are: {', '.join(known)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
