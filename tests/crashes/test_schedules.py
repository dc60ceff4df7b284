"""A share of the ten thousand bad days: others in each run of the tests, so that in time there are many."""

import os
import secrets
import subprocess
import sys

from infra.template import ROOT

SHARE = 400
ALWAYS = 10_000  # `make crashes` has those below


def simulated(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a Python of its own: hashes of texts differ in each, and with them the order of sets."""
    command = [sys.executable, "-m", "tests.crashes", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ), check=False)


def test_nobody_is_forgotten_and_nobody_is_written_to_twice() -> None:
    """SEND-09, QUEUE-01, QUEUE-02, QUEUE-12, QUEUE-08, QUEUE-09, CHAN-02 (R2, R4, R7, R8, R11)"""
    first = ALWAYS + secrets.randbelow(10**9)
    done = simulated("--seeds", str(SHARE), "--from", str(first), "--processes", "1")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_seed_replays_to_the_last_call() -> None:
    one, other = (simulated("--seed", "17").stdout for _ in range(2))
    assert len(one.splitlines()) > 100
    assert one == other
