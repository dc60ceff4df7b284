"""A side of the comparison as a process: it makes itself ready, then does a round for each line it is told.

    parent --"round"--> worker --{"sent": .., "cpu_s": ..}--> parent --"round"--> the other side's worker ...

Standard library only: one side's environment knows nothing of the other's.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]


def serve(work: Callable[[], int]) -> None:
    """In the worker: do `work` for each line that comes in, and say how many were sent and what that cost."""
    _say({"ready": True})
    for _ in sys.stdin:
        before = cpu_s()
        sent = work()
        _say({"sent": sent, "cpu_s": cpu_s() - before})


def cpu_s() -> float:
    """CPU seconds, user and system, of this process with its threads and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


class Worker:
    """In the parent: a side's process. Leaving the context ends it."""

    def __init__(self, python: Path | str, side: str, *arguments: object) -> None:
        self._side = side
        self._command = (str(python), "-m", f"bench.comparison.{side}", *map(str, arguments))

    def __enter__(self) -> Self:
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._hear()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def round(self) -> dict[str, float]:
        """One round's `sent` and `cpu_s`. Raises RuntimeError when the worker has died."""
        assert self._process.stdin
        self._process.stdin.write("round\n")
        self._process.stdin.flush()
        return self._hear()

    def _hear(self) -> dict[str, float]:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._side} ended with {self._process.wait()}; see above")
        heard: dict[str, float] = json.loads(line)
        return heard
