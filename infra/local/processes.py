"""Child processes of `make run`: started in a session of their own (so that Ctrl-C reaches only the parent,
which stops them in order), logged to a file, stopped gently and, if they do not listen, firmly."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

LARGEST_LOG = 20 * 1024 * 1024


class DidNotStart(RuntimeError):
    """A child ended, or did not answer, before it was ready. The text carries the end of its log."""


@dataclass
class Child:
    """A running child process and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def wait_for_port(self, port: int, seconds: float = 120) -> None:
        """Until somebody listens on the port. Raises DidNotStart."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if listens(port):
                return
            time.sleep(0.05)
        raise DidNotStart(f"{self.name} did not start; the end of {self.log}:\n{tail(self.log)}")

    def stop(self, seconds: float = 15, workers: float = 5) -> None:
        """SIGTERM, then SIGKILL to its whole group when the patience with it, or with its workers, is over.
        Nobody of it is left."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        end_group(self.process.pid, workers)
        self.process.wait()


def end_group(leader: int, seconds: float = 5) -> None:
    """Wait for what the leader of a process group started, and kill what has not ended by then."""
    for patience in (seconds, 2.0):
        deadline = time.monotonic() + patience
        while members(leader):
            if time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(leader, signal.SIGKILL)
                break
            time.sleep(0.05)


def members(leader: int) -> list[int]:
    """The living processes of a group, its leader included."""
    shown = subprocess.run(["ps", "-A", "-o", "pgid=,pid=,stat="], capture_output=True, text=True, check=False)
    rows = [line.split() for line in shown.stdout.splitlines()]
    return [int(pid) for group, pid, state, *_ in rows if int(group) == leader and not state.startswith("Z")]


def start(name: str, command: list[str | Path], log: Path, cwd: Path, environment: dict[str, str]) -> Child:
    turn_over(log)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=without_aws() | {"PYTHONUNBUFFERED": "1"} | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Child(name, process, log)


def turn_over(log: Path) -> None:
    """Begin a log anew when it has grown big; the one before is kept beside it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))


def without_aws() -> dict[str, str]:
    """This process's environment without the keys, profile and endpoints of anybody's real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def tail(path: Path, lines: int = 15) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else "(no log)"
