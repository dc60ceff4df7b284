"""CPU per 1,000 emails beside django-post_office's: the same letter to the same people, in turns.

    round: Carillon's process, then post_office's --> CPU seconds of each --> medians, and the ratio's spread

Counted is the CPU of the processes that send, user and system. Not counted are the servers that take the mails:
the stub that plays AWS for Carillon, an SMTP server for post_office. PostgreSQL is part of post_office's
figure; the ratio without it is given too, as DynamoDB's work is nobody's CPU here. The budget holds for both.
docs/decisions/0024 says why so; the two sides are in `comparison`.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import _stub as stub
from bench.comparison.postgres import Server, programs, serving
from bench.comparison.ratio import Spread, ratio
from bench.comparison.smtp import Counting
from bench.comparison.worker import ROOT, Worker

RECIPIENTS, ROUNDS = 2000, 7
PORT, SMTP_PORT = 4758, 4759
THEIR_PYTHON = ROOT / ".venv-comparison/bin/python"
WITH_POSTGRESQL, WITHOUT = "email_cpu_ratio_to_post_office", "email_cpu_ratio_to_post_office_without_postgresql"


def main() -> dict[str, Any]:
    """The figures of `make bench`, or why there are none."""
    found = programs()
    if found is None:
        return _skipped("no PostgreSQL (apt-get install postgresql)")
    if not THEIR_PYTHON.exists():
        return _skipped("no .venv-comparison (make .venv-comparison/.synced)")
    server, smtp = stub.start(PORT), Counting(SMTP_PORT)
    smtp.start()
    try:
        with tempfile.TemporaryDirectory() as folder, serving(found) as database:
            return _measure(Path(folder) / "letter.json", database, smtp)
    finally:
        server.terminate()
        smtp.stop()


def _skipped(why: str) -> dict[str, Any]:
    return {"skipped": dict.fromkeys((WITH_POSTGRESQL, WITHOUT), why)}


def _measure(letter: Path, database: Server, smtp: Counting) -> dict[str, Any]:
    ours: list[float] = []
    theirs: list[float] = []
    postgres: list[float] = []
    with (
        Worker(sys.executable, "carillon", PORT, RECIPIENTS, letter) as carillon,
        Worker(THEIR_PYTHON, "post_office", database.folder, SMTP_PORT, letter) as post_office,
    ):
        for _ in range(ROUNDS):
            ours.append(_per_1000(carillon.round()))
            taken, before = smtp.taken, database.cpu_s()
            theirs.append(_per_1000(post_office.round()))
            postgres.append((database.cpu_s() - before) / RECIPIENTS * 1000)
            if smtp.taken - taken != RECIPIENTS:
                raise RuntimeError(f"post_office sent {smtp.taken - taken} mails of {RECIPIENTS}")
    return figures(ours, theirs, postgres)


def _per_1000(round_: dict[str, float]) -> float:
    if round_["sent"] != RECIPIENTS:
        raise RuntimeError(f"{round_['sent']} mails were sent of {RECIPIENTS}")
    return round_["cpu_s"] / RECIPIENTS * 1000


def figures(ours: list[float], theirs: list[float], postgres: list[float]) -> dict[str, Any]:
    """From CPU seconds per 1,000 emails of each round: Carillon's, post_office's, its PostgreSQL's."""
    together = [own + database for own, database in zip(theirs, postgres, strict=True)]
    with_it, without = ratio(ours, together), ratio(ours, theirs)
    return {
        "post_office_cpu_s_per_1000_email": round(Spread.of(together).median, 3),
        WITH_POSTGRESQL: round(with_it.median, 3),
        WITHOUT: round(without.median, 3),
        "post_office": {
            "rounds": len(ours),
            "recipients": RECIPIENTS,
            "carillon_cpu_s_per_1000": Spread.of(ours).rounded(3),
            "post_office_cpu_s_per_1000": Spread.of(theirs).rounded(3),
            "postgresql_cpu_s_per_1000": Spread.of(postgres).rounded(3),
            "ratio": with_it.rounded(3),
            "ratio_without_postgresql": without.rounded(3),
        },
    }
