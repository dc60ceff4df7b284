"""A student system's export of 100,000 rows imported whole: CPU and memory of the import function.

The export comes from the demo district's generator. The table is the stub server on loopback (`_stub`), the
bucket a folder; so the figures hold everything that the function does itself: reading, comparing, planning, and
every write through botocore. The same file is then imported again, which changes nothing.
"""

import io
import os
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from bench import _stub as stub

STUDENTS, PORT = 8_000, 4757


class Folder:
    """As much of S3 as the import uses, on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put_object(self, Key: str, Body: Any, **_: str) -> dict[str, Any]:  # noqa: N803  # boto's names
        data = Body if isinstance(Body, bytes) else Body.read()
        (self._path / Key.replace("/", "+")).write_bytes(data)
        return {}

    def get_object(self, Key: str, Range: str, **_: str) -> dict[str, Any]:  # noqa: N803  # boto's names
        first, last = (int(part) for part in Range.removeprefix("bytes=").split("-"))
        with (self._path / Key.replace("/", "+")).open("rb") as file:
            file.seek(first)
            return {"Body": io.BytesIO(file.read(last - first + 1))}


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    with stub.served(PORT), TemporaryDirectory() as folder:
        os.environ["ROSTER_BUCKET"] = "roster"
        return _measure(Path(folder))


def _measure(folder: Path) -> dict[str, Any]:
    export = folder / "export.zip"
    # In a process of its own: the generator's memory is not the import's.
    made = [sys.executable, "-m", "infra.demo", "generate", "--students", str(STUDENTS), "--out", str(export)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    from chalicelib.directory import roster, store
    from chalicelib.directory.model import District
    from chalicelib.directory.roster import files

    store.put_district(District("demo", "Riverbend"))
    with patch.object(files, "s3", lambda: Folder(folder)):
        before = time.process_time()
        done = roster.import_zip("demo", export)
        cpu = time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        before = time.process_time()
        again = roster.import_zip("demo", export)
        second = time.process_time() - before
    assert (done.status, again.status, done.problems) == ("applied", "unchanged", 0), (done, again)
    rows = _rows(export)
    return {
        "roster_100k_cpu_s": round(cpu * 100_000 / rows, 2),
        "roster_100k_peak_mb": round(peak, 1),
        "roster_100k": {"rows": rows, "cpu_s": round(cpu, 2), "again_cpu_s": round(second, 2)},
    }


def _rows(export: Path) -> int:
    """Lines of all files without the headers."""
    with zipfile.ZipFile(export) as archive:
        return sum(archive.read(name).count(b"\n") - 1 for name in archive.namelist())
