"""CPU of a cold start: importing each function's handler in a fresh interpreter and making its first client,
beside the floor that nobody can go under: `import boto3` and one client. The best of a few tries, all with
bytecode, as the packages for Lambda have it.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TRIES = 5
BYTECODE = str(Path(tempfile.gettempdir()) / f"carillon-bytecode-{os.getuid()}")
_FLOOR = "import boto3; boto3.client('dynamodb')"
_TIMED = "import time; start = time.process_time(); {work}; print(time.process_time() - start)"


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    handlers = sorted(path.parent.name for path in (ROOT / "functions").glob("*/handler.py"))
    works = {name: f"import functions.{name}.handler" for name in handlers} | {"api": "import app"}
    floor = _seconds(_FLOOR)
    client = "; from chalicelib.kernel import aws; aws.dynamodb()"
    measured = {name: _seconds(work + client) for name, work in works.items()}
    return {"cold_start_cpu_s": measured, "cold_start_floor_cpu_s": floor}


def _seconds(work: str) -> float:
    environment = os.environ | {
        "AWS_DEFAULT_REGION": "us-east-1",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": BYTECODE,
        "PYTHONDONTWRITEBYTECODE": "",
    }
    found = []
    for _ in range(TRIES):
        done = subprocess.run(
            [sys.executable, "-c", _TIMED.format(work=work)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        found.append(float(done.stdout))
    return round(min(found), 3)


if __name__ == "__main__":
    print(json.dumps(main(), indent=2))
