"""The architecture holds: imports point one way, models are pure, stores alone open tables."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_model_files_hold_no_clock_and_no_environment() -> None:
    for model in (ROOT / "chalicelib").glob("*/model.py"):
        source = model.read_text()
        assert "os.environ" not in source
        assert "datetime.now" not in source


def test_only_stores_and_the_kernel_speak_to_dynamodb() -> None:
    """The `store.py` of a room or of a part of it (or the package of that name) alone opens tables."""
    allowed = re.compile(
        r"chalicelib/(kernel/.*|\w+/(\w+/)?(store(_\w+)?|threads|devices|outbox|store/\w+)\.py)"
    )
    offenders = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "chalicelib").rglob("*.py")
        if re.search(r"kernel(\.| import )dynamo\b.*", path.read_text())
        and not allowed.fullmatch(str(path.relative_to(ROOT)))
    ]
    assert offenders == []
