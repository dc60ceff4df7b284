"""The whole of Carillon on one machine: simulator, engine, stack, demo district, web app, in this order.

`Carillon(place)` may also be used from tests, with ports and a data folder of its own:

    with Carillon(Place(data=tmp, engine_port=4700, simulator_port=4701, web_port=4702)) as carillon:
        carillon.start(web=False)
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.local import deploy, processes, web_app
from infra.local.engine import ENGINE_PYTHON, PRODUCT_PYTHON, Engine, Place
from infra.template import ROOT

Say = Callable[[str], None]


def silent(text: str) -> None:
    """Say nothing."""
    del text


class AlreadyRunning(RuntimeError):
    """One of the ports is taken; the text says which and what to do."""


class LoadingFailed(RuntimeError):
    """The demo district could not be loaded; the text has the loader's complaint."""


class Carillon:
    """One local Carillon. Everything it started, it stops."""

    def __init__(self, place: Place, say: Say = silent) -> None:
        self.place, self.say = place, say
        self.engine: Engine | None = None
        self.simulator: processes.Child | None = None
        self.front: processes.Child | None = None
        self._web_built = threading.Thread(target=self._build_web)
        self._web_trouble: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, *, web: bool = True, demo: bool = True) -> None:
        """Start everything; return when ready. `web` serves the app, `demo` loads people if there are none."""
        self._check_ports(web)
        self.place.data.mkdir(parents=True, exist_ok=True)
        if web:
            self._web_built.start()  # npm and the engine use a processor each
        self.say("starting the provider simulator and the engine")
        self._start_simulator()
        self.engine = Engine(self.place, wait=False, polling=False)
        self._remember()
        self.engine.wait_until_ready()
        self._wait_for_simulator()
        self.say("deploying template.yaml")
        changed = deploy.deploy_locally(self.place)
        self.say("  done" if changed else "  nothing had changed")
        self._engine().open()
        if demo and not (self.place.data / "sign-ins.json").exists():
            self.say("loading the demo district")
            self._load_demo()
        self._engine().save()
        if web:
            self.say("building the web app" if self._web_built.is_alive() else "serving the web app")
            self._web_built.join()
            if self._web_trouble:
                raise self._web_trouble
            self._start_front()
        threading.Thread(target=self._warm_up, daemon=True).start()

    def stop(self) -> None:
        """In order: nobody asks any more, what runs ends, everything is written, the providers go last."""
        if self.front:
            self.front.stop(5)
        if self.engine:
            self.engine.stop()
        if self.simulator:
            self.simulator.stop()
        self.front = self.engine = self.simulator = None
        with contextlib.suppress(FileNotFoundError):
            pids_file(self.place).unlink()

    def mend(self) -> None:
        """Start again what died on its own, or was killed."""
        if self.simulator and self.simulator.process.poll() is not None:
            self.say("the simulator ended; starting it again")
            self._start_simulator()
            self._wait_for_simulator()
        if self.engine and not self.engine.alive():
            self.say("the engine ended; starting it again")
            self.engine = Engine(self.place, polling=False)
            self._remember()
            deploy.deploy_locally(self.place)
            self.engine.open()
        if self.front and self.front.process.poll() is not None:
            self.say("the web server ended; starting it again")
            self._start_front()

    def _engine(self) -> Engine:
        assert self.engine
        return self.engine

    def _check_ports(self, web: bool) -> None:
        ports = [self.place.simulator_port, self.place.engine_port, *([self.place.web_port] if web else [])]
        for port in ports:
            if processes.listens(port):
                raise AlreadyRunning(
                    f"Something already listens on port {port}. If it is Carillon, stop it with `make stop`; "
                    "or choose other ports (docs/operations.md)."
                )

    def _start_simulator(self) -> None:
        self.simulator = processes.start(
            "simulator",
            [
                ENGINE_PYTHON, "-m", "infra.local.simulator", "--port", str(self.place.simulator_port),
                "--data", self.place.data, "--aws-endpoint", self.place.engine_url,
                "--stack", self.place.stack,
            ],
            self.place.data / "logs" / "simulator.log",
            ROOT,
            self.place.aws_environment(),
        )  # fmt: skip
        self._remember()

    def _wait_for_simulator(self) -> None:
        assert self.simulator
        self.simulator.wait_for_port(self.place.simulator_port)

    def _start_front(self) -> None:
        self.front = processes.start(
            "web server",
            [
                ENGINE_PYTHON, "-m", "infra.local.front", "--port", str(self.place.web_port),
                "--api", deploy.api_url(self.place), "--simulator", self.place.simulator_url,
                "--web", ROOT / "web" / "dist",
            ],
            self.place.data / "logs" / "web.log",
            ROOT,
            {},
        )  # fmt: skip
        self.front.wait_for_port(self.place.web_port)
        self._remember()

    def _warm_up(self) -> None:
        """Ask the API something, so that the first person does not wait for its process to start."""
        with contextlib.suppress(OSError):
            urllib.request.urlopen(deploy.api_url(self.place) + "/v1/openapi.json", timeout=60).close()

    def _build_web(self) -> None:
        try:
            web_app.build(self.place.data / "logs" / "web-build.log")
        except Exception as error:
            self._web_trouble = error

    def _load_demo(self) -> None:
        log = self.place.data / "logs" / "demo.log"
        with log.open("w") as output:
            done = subprocess.run(
                [PRODUCT_PYTHON, "-m", "infra.demo", "load"],
                cwd=ROOT,
                env=processes.without_aws() | client_environment(self.place),
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        if done.returncode:
            raise LoadingFailed(
                f"The demo district was not loaded; the end of {log}:\n{processes.tail(log, 30)}"
            )

    def _remember(self) -> None:
        """Write down who was started, so that `stop` finds them even when this process is gone."""
        children = (self.front, self.engine.child if self.engine else None, self.simulator)
        pids = {child.name: child.process.pid for child in children if child}
        pids_file(self.place).write_text(json.dumps({"run": os.getpid(), **pids}))


def client_environment(place: Place) -> dict[str, str]:
    """Everything that product code outside the engine needs: endpoints, and the functions' own settings."""
    return place.function_environment() | deploy.function_settings(place) | {"CARILLON_DATA": str(place.data)}


def pids_file(place: Place) -> Path:
    return place.data / "run.json"


def stop_other(place: Place) -> list[str]:
    """Stop a Carillon that another process started, or what a killed one left. Answers who was stopped."""
    try:
        pids: dict[str, int] = json.loads(pids_file(place).read_text())
    except (FileNotFoundError, ValueError):
        return []
    stopped = []
    for name in ("run", "web server", "engine", "simulator"):
        pid = pids.get(name)
        if pid and pid != os.getpid() and is_ours(pid):
            stopped.append(name)
            end(pid)
    with contextlib.suppress(FileNotFoundError):
        pids_file(place).unlink()
    return stopped


def stop_leftovers(place: Place) -> None:
    """Stop the children of a `run` that was killed; a living one is left alone, and start() will say so."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        if not is_ours(json.loads(pids_file(place).read_text())["run"]):
            stop_other(place)


def is_ours(pid: int) -> bool:
    """Whether the process is still one of Carillon's: numbers are given again."""
    shown = subprocess.run(
        ["ps", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return "infra.local" in shown.stdout


def end(pid: int, seconds: float = 60) -> None:
    """SIGTERM, and wait: stopping gently takes as long as the functions that run."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 15)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and is_ours(pid):
            time.sleep(0.2)
    processes.end_group(pid)


def follow(path: Path, still: Callable[[], bool]) -> None:
    """Print what is added to a file, until `still` says no."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    with path.open(errors="replace") as file:
        file.seek(0, os.SEEK_END)
        while still():
            if line := file.readline():
                sys.stdout.write(line)
            else:
                sys.stdout.flush()
                time.sleep(0.3)
