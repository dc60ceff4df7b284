"""A share of the ten thousand bad days: others in each run of the tests, so that in time there are many."""

import os
import secrets
import subprocess
import sys

from infra.template import ROOT

ALWAYS = 10_000  # `make crashes` has those below


def simulated(*arguments: str) -> subprocess.CompletedProcess[str]:
    """In a Python of its own: hashes of texts differ in each, and with them the order of sets."""
    command = [sys.executable, "-m", "tests.crashes", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ), check=False)


def share(kind: str, seeds: int) -> None:
    """So many seeds of a kind that nobody has tried yet."""
    first = ALWAYS + secrets.randbelow(10**9)
    given = ("--only", kind, "--seeds", str(seeds), "--from", str(first), "--processes", "1")
    done = simulated(*given)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nobody_is_forgotten_and_nobody_is_written_to_twice() -> None:
    """SEND-09, QUEUE-01, QUEUE-02, QUEUE-12, QUEUE-08, QUEUE-09, CHAN-02, CHAN-10 (R2, R4, R8, R11, R14)"""
    share("days", 100)


# Days on which a mistake once showed. A day goes another way with each call that the product makes more or
# less, so each mistake has a test of its own as well (`tests/integration/delivery`).
PINNED = {
    221: "an emergency was handed over beside a worker, because the index of what is due was behind",
    1252: "a canary that had been held up with all other events was taken for a proof",
    196: "a provider slower than one delivery in a worker's life: nobody left, and all asked again and again",
    112: "an emergency that had perhaps left was said not to have, because somebody had said no since",
    378: "without a look at who had said no, or had read it, before a part of the ladder leaves",
    939: "an in-app copy that expired in doubt was unconfirmed, although it had not been made",
    2294: "a text left after its expiry, because who had said STOP was asked after the last look at the clock",
    2841: "each reference to a canceled message that SQS delivered twice walked over its shards for ever",
    3759: "emails left after their expiry, because whether they were canceled was asked after the clock",
    540779851: "a chunk that receipts had settled while it was paused asked for a place every second",
}


def test_what_was_mended_stays_mended() -> None:
    done = simulated("--processes", "1", "--seed", *map(str, PINNED))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_table_that_stumbles_changes_nothing() -> None:
    """QUEUE-02 (R7): throttled, failing, leaving batches over; the same report."""
    share("stumbles", 60)


def test_who_wrote_something_knows_it_although_the_answer_was_an_error() -> None:
    """QUEUE-02 (R7): every claim, gate and status is done at its first try and answered with an error; the same
    report, as soon as on a quiet day."""
    share("unheard", 30)


def test_a_gate_that_takes_no_changes_sends_no_emergency_twice() -> None:
    """QUEUE-12 (R3, R8): what left is written down, whether the gate hears of it or not."""
    share("crowded", 30)


def test_ten_schedulers_make_one_message_of_each_occurrence() -> None:
    """QUEUE-12, SCHD-09, SCHD-13, SCHD-14, SCHD-16, A-29, IMPT-09 (S1)"""
    share("races", 20)


def test_an_emergency_leaves_at_once_behind_a_flood() -> None:
    """QUEUE-04 (R12): before its recipients are worked out and after; and a small school beside a big one."""
    done = simulated("--only", "flood", "--seeds", "12000")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_seed_replays_to_the_last_call() -> None:
    one, other = (simulated("--seed", "17").stdout for _ in range(2))
    assert len(one.splitlines()) > 100
    assert one == other
