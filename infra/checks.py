"""`make test`: everything that must hold, three steps at a time, and a summary of what was skipped and why.

    board of steps, the longest first --> three workers, each takes the next step that may begin

Two processors are common, and the step with the browser waits for half of its time: three keep them busy.
`--only python` is lint, types, contracts, unit and integration;
`--only stack` the web app and the deployed stack: end-to-end and browser tests on a local engine of their own.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from infra.template import ROOT

BIN = Path(sys.executable).parent
WORKERS = 3
# In a process of its own: it stands beside moto, which the others keep up for the whole session.
SIMULATOR = "tests/integration/simulator"
PYTEST = (str(BIN / "pytest"), "-rs", "-p", "no:cacheprovider")


@dataclass
class Step:
    """One command, and what became of it. `after` names a step that must have ended before; `half` is that of
    `--only`."""

    name: str
    command: tuple[str, ...]
    folder: Path = ROOT
    after: str = ""
    half: str = "python"
    code: int | None = None
    seconds: float = 0
    output: str = field(default="", repr=False)

    def run(self) -> None:
        began = time.monotonic()
        done = subprocess.run(
            self.command,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.code, self.output, self.seconds = done.returncode, done.stdout, time.monotonic() - began

    def skips(self) -> list[str]:
        return re.findall(r"^SKIPPED \[\d+\] (.*)$", self.output, re.MULTILINE)

    def tally(self) -> tuple[int, int, int]:
        """Tests passed, failed and skipped, as pytest's and vitest's closing lines count them."""
        counts = [0, 0, 0]
        for at, words in enumerate(("passed", "(?:failed|errors?)", "skipped")):
            found = re.findall(rf"(?<![\w.])(\d+) {words}\b", _closing(self.output))
            counts[at] = sum(int(number) for number in found)
        return counts[0], counts[1], counts[2]


def _closing(output: str) -> str:
    """The last lines that count tests; vitest's line for files is left out."""
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in output.splitlines()[-12:]]
    return "\n".join(line for line in lines if "Test Files" not in line and not line.startswith("SKIPPED"))


class Board:
    """The steps that have not begun, in order."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._waiting = list(steps)
        self._open = {step.name for step in steps}
        self._moved = threading.Condition()

    def work(self) -> None:
        """Run steps until none is left. Several threads may do so at once."""
        while step := self._take():
            step.run()
            mark = "ok  " if step.code == 0 else "FAIL"
            print(f"{mark} {step.name} ({step.seconds:.0f} s)", flush=True)
            with self._moved:
                self._open.discard(step.name)
                self._moved.notify_all()

    def _take(self) -> Step | None:
        with self._moved:
            while self._waiting:
                for step in self._waiting:
                    if step.after not in self._open:
                        self._waiting.remove(step)
                        return step
                self._moved.wait()
        return None


def all_steps() -> list[Step]:
    """The longest first, so that all workers have something to do to the end."""
    web, packages = ROOT / "web", "web packages"
    return [
        Step(packages, ("npm", "ci", "--no-audit", "--no-fund"), web, half="stack"),
        Step("end to end and browser", (*PYTEST, "tests/e2e", "tests/browser"), after=packages, half="stack"),
        Step("integration", (*PYTEST, "tests/integration", f"--ignore={SIMULATOR}")),
        Step("web components", ("npm", "test"), web, after=packages, half="stack"),
        Step("crashes", (*PYTEST, "tests/crashes")),
        Step("contracts and template", (*PYTEST, "tests/architecture")),
        Step("web client, types, lint", ("npm", "run", "check:code"), web, after=packages, half="stack"),
        Step("simulator", (*PYTEST, SIMULATOR)),
        Step("unit", (*PYTEST, "tests/unit")),
        Step("types", (str(BIN / "mypy"),)),
        Step("format", (str(BIN / "ruff"), "format", "--check", ".")),
        Step("lint", (str(BIN / "ruff"), "check", ".")),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make test", description=__doc__)
    parser.add_argument("--only", choices=("python", "stack"), help="one half only")
    only = parser.parse_args().only
    steps = [step for step in all_steps() if only in (None, step.half)]
    run_all(steps)
    return report(steps)


def run_all(steps: Sequence[Step]) -> None:
    """`WORKERS` at a time."""
    board = Board(steps)
    workers = [threading.Thread(target=board.work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def report(steps: list[Step]) -> int:
    """Print what failed, what was skipped and why, and the sum; 0 when all is well."""
    failed = [step for step in steps if step.code != 0]
    for step in failed:
        print(f"\n--- {step.name}: {' '.join(step.command)}\n{step.output[-6000:]}")
    skipped = [reason for step in steps for reason in step.skips()]
    if not shutil.which("chromium"):
        skipped.append("browser tests: chromium is not installed (apt-get install chromium)")
    print("\nSkipped:" if skipped else "\nNothing was skipped.")
    for reason in skipped:
        print(f"  {reason}")
    tallies = [step.tally() for step in steps]
    passed, wrong, left = (sum(tally[at] for tally in tallies) for at in range(3))
    broken = sum(1 for step in failed if not step.tally()[1])
    print(f"\n{passed} passed, {wrong + broken} failed, {left} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    os.environ.setdefault("NO_COLOR", "1")
    sys.exit(main())
