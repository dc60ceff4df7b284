"""A PostgreSQL server for one bench: Debian's, in a temporary folder, on a Unix socket only.

It refuses to run as root, so root runs it as `postgres`, whom Debian's package made, or as `nobody`. Its
settings are its own; only what it listens on differs.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATABASE, USER = "carillon", "carillon"
DEBIANS = Path("/usr/lib/postgresql")
_TICKS = os.sysconf("SC_CLK_TCK")


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`: Debian's newest, else the PATH's. None where there is none."""
    versions = sorted(DEBIANS.glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    found = str(versions[-1]) if versions else shutil.which("initdb")
    folder = Path(found).resolve().parent if found else None
    return folder if folder and (folder / "postgres").exists() else None


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs. `folder` holds its socket; `USER` needs no password for `DATABASE`."""

    folder: Path
    pid: int

    def cpu_s(self) -> float:
        """CPU seconds so far, user and system, of the server and all its processes, the ended ones too."""
        return sum(_ticks(pid) for pid in (self.pid, *_children(self.pid))) / _TICKS


@contextmanager
def serving(programs: Path) -> Iterator[Server]:
    """A server while this lasts. Raises RuntimeError when it does not start."""
    somebody = _somebody()
    with tempfile.TemporaryDirectory(prefix="carillon-bench-") as name:
        folder = Path(name)
        if somebody:
            os.chown(folder, somebody["user"], somebody["group"])
        tools = _Tools(programs, folder, somebody)
        tools.run("initdb", "-D", "data", "-U", USER, "--auth=trust", "-E", "UTF8", "--locale=C")
        process = tools.start("postgres", "-D", "data", "-k", name, "-h", "")
        try:
            _wait(process, folder)
            tools.run("createdb", "-h", name, "-U", USER, DATABASE)
            yield Server(folder, process.pid)
        finally:
            process.send_signal(signal.SIGINT)  # does not wait for clients
            process.wait()


@dataclass(frozen=True, slots=True)
class _Tools:
    """PostgreSQL's programs, run in its folder as its user."""

    programs: Path
    folder: Path
    somebody: dict[str, Any]

    def run(self, program: str, *arguments: str) -> None:
        command = (str(self.programs / program), *arguments)
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, **self.somebody
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.strip()}")

    def start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = (str(self.programs / program), *arguments)
        with (self.folder / "log").open("wb") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.somebody)


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(300):
        if (folder / ".s.PGSQL.5432").exists():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}")


def _somebody() -> dict[str, Any]:
    """For `subprocess`: who runs the server, nothing for somebody who is not root."""
    if os.getuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _children(parent: int) -> list[int]:
    text = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in text.split()]


def _ticks(pid: int) -> int:
    """Clock ticks of a process and of its children that have ended; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(each) for each in fields[11:15])  # utime, stime, cutime, cstime
