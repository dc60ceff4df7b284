"""Carillon on one machine.

python -m infra.local run            start everything, print the address, follow the functions' log
python -m infra.local stop           stop what runs
python -m infra.local environment    print the settings that scripts and an AWS client need (for `eval`)
"""

import argparse
import shlex
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from botocore.exceptions import EndpointConnectionError

from infra.deploy import DeploymentFailed
from infra.local import run
from infra.local.engine import Place
from infra.local.processes import DidNotStart
from infra.local.web_app import CannotBuild

TROUBLE = (run.AlreadyRunning, run.LoadingFailed, DidNotStart, CannotBuild, DeploymentFailed)


class Stopped(BaseException):
    """Ctrl-C or SIGTERM."""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="infra.local", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=("run", "stop", "environment"))
    parser.add_argument("--data", type=Path, default=Place().data, help="folder of everything that is kept")
    parser.add_argument("--engine-port", type=int, default=Place().engine_port)
    parser.add_argument("--simulator-port", type=int, default=Place().simulator_port)
    parser.add_argument("--web-port", type=int, default=Place().web_port)
    parser.add_argument("--no-web", action="store_true", help="do not build or serve the web app")
    parser.add_argument("--no-demo", action="store_true", help="do not load the demo district")
    parser.add_argument("--no-follow", action="store_true", help="do not print the functions' log")
    given = parser.parse_args()
    place = Place(given.data.resolve(), given.engine_port, given.simulator_port, given.web_port)
    if given.command == "environment":
        try:
            found = run.client_environment(place)
        except EndpointConnectionError:
            sys.exit(f"Carillon does not run on port {place.engine_port}. Start it, or give its --engine-port.")
        for name, value in found.items():
            print(f"export {name}={shlex.quote(value)}")
    elif given.command == "stop":
        stopped = run.stop_other(place)
        print(f"stopped: {', '.join(stopped)}" if stopped else "nothing was running")
    else:
        sys.exit(run_until_stopped(place, web=not given.no_web, demo=not given.no_demo, quiet=given.no_follow))


def run_until_stopped(place: Place, *, web: bool, demo: bool, quiet: bool) -> int:
    """The exit code: 0 after Ctrl-C or SIGTERM, 1 when something would not start."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_now)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {text}", flush=True)

    run.stop_leftovers(place)
    carillon = run.Carillon(place, say)
    try:
        carillon.start(web=web, demo=demo)
        print_ready(place, time.monotonic() - began, web)
        keep_up(carillon, quiet)
    except TROUBLE as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except Stopped:
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        say("stopping")
        carillon.stop()
        say("stopped; your data are kept")
    return 0


def stop_now(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise Stopped


def print_ready(place: Place, seconds: float, web: bool) -> None:
    sign_ins = place.data / "sign-ins.txt"
    print(f"\nCarillon is ready in {seconds:.0f} s.\n")
    if web:
        print(f"  the web app                 {place.web_url}")
        print(f"  what left the building      {place.web_url}/outbox")
    print(f"  AWS, as this machine has it {place.engine_url}")
    if sign_ins.exists():
        print(f"\n{sign_ins.read_text().rstrip()}")
    print("\nCtrl-C stops everything; the next start has the same data.\n", flush=True)


def keep_up(carillon: run.Carillon, quiet: bool) -> None:
    """Print the functions' log and mend what dies, until stopped."""
    log = carillon.place.data / "logs" / "functions.log"

    def still() -> bool:
        carillon.mend()
        return True

    if quiet:
        while still():
            time.sleep(1)
    else:
        run.follow(log, still)


if __name__ == "__main__":
    main()
