"""Stopping what `make run` started: when it says so, nobody is left."""

import os
import sys
import time
from pathlib import Path

import pytest

from infra.local import processes

# A child that starts another; both end on SIGTERM, the second a second after the first, or never.
PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", sys.argv[1]])
time.sleep(60)
"""
SLOW = "import sys, time\nsys.stdin.read()\ntime.sleep(1)"
DEAF = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"


def child(folder: Path, worker: str) -> processes.Child:
    started = processes.start("parent", [sys.executable, "-c", PARENT, worker], folder / "log", folder, {})
    deadline = time.monotonic() + 10
    while len(processes.members(started.process.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(processes.members(started.process.pid)) == 2
    return started


@pytest.mark.parametrize("worker", [SLOW, DEAF], ids=["ends a little later", "does not listen"])
def test_when_a_child_is_stopped_its_workers_have_ended(tmp_path: Path, worker: str) -> None:
    running = child(tmp_path, worker)
    leader = running.process.pid
    running.stop(workers=1.5)
    assert processes.members(leader) == []
    with pytest.raises(ProcessLookupError):
        os.kill(leader, 0)


def test_stopping_what_has_ended_is_no_trouble(tmp_path: Path) -> None:
    running = processes.start("quick", [sys.executable, "-c", ""], tmp_path / "log", tmp_path, {})
    running.process.wait()
    running.stop()
    assert processes.members(running.process.pid) == []
