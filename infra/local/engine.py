"""The local engine: starts MiniStack (`host.py`) for this machine only, and stops it gently."""

import contextlib
import shutil
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from infra.local import processes
from infra.template import ROOT

ENGINE_PYTHON = ROOT / ".venv-engine" / "bin" / "python"
PRODUCT_PYTHON = ROOT / ".venv" / "bin" / "python"
REGION, ACCOUNT = "us-east-1", "000000000000"


@dataclass(frozen=True)
class Place:
    """Where one local Carillon lives: its ports and its data folder. Several may run beside each other."""

    data: Path = ROOT / ".carillon"
    engine_port: int = 4566
    simulator_port: int = 4570
    web_port: int = 8080
    stack: str = "carillon"

    @property
    def engine_url(self) -> str:
        return f"http://127.0.0.1:{self.engine_port}"

    @property
    def simulator_url(self) -> str:
        return f"http://127.0.0.1:{self.simulator_port}"

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.web_port}"

    def aws_environment(self) -> dict[str, str]:
        """What an AWS client on this machine needs to reach the engine itself, SNS included."""
        return {
            "AWS_ENDPOINT_URL": self.engine_url,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCOUNT,
            "AWS_SECRET_ACCESS_KEY": "local",
        }

    def function_environment(self) -> dict[str, str]:
        """The same with the providers: sending services are the simulator's."""
        providers = ("SESV2", "PINPOINT_SMS_VOICE_V2", "SNS")
        return self.aws_environment() | {f"AWS_ENDPOINT_URL_{name}": self.simulator_url for name in providers}


class Engine:
    """One running engine. Made with `wait=False`, it is ready after `wait_until_ready`.

    Made with `polling=False`, it takes nothing from its queues until `open`: a deployment ends the processes of
    functions that it changes, and they should not have work in hand.
    """

    def __init__(self, place: Place, *, wait: bool = True, polling: bool = True) -> None:
        self.place = place
        scratch = place.data / "scratch"  # the functions' unpacked code; worthless after a stop
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        self.child = processes.start(
            "engine",
            [ENGINE_PYTHON, "-m", "infra.local.host"],
            place.data / "logs" / "engine.log",
            ROOT,
            self._environment(scratch) | {"CARILLON_POLLING": "at once" if polling else "when opened"},
        )
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Raises DidNotStart."""
        self.child.wait_for_port(self.place.engine_port)

    def _environment(self, scratch: Path) -> dict[str, str]:
        state = self.place.data / "state"
        return {
            **self.place.function_environment(),
            "CARILLON_DATA": str(self.place.data),
            "CARILLON_PYTHON": str(PRODUCT_PYTHON),
            "GATEWAY_PORT": str(self.place.engine_port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(state),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(state / "s3"),
            "TMPDIR": str(scratch),
            "LOG_LEVEL": "INFO",
            "MALLOC_ARENA_MAX": "2",  # else its many threads each keep what they once needed
        }

    def open(self) -> None:
        """Take messages from the queues from now on."""
        self._post("/_carillon/open")

    def save(self) -> None:
        """Have definitions, users and functions written to disk now."""
        self._post("/_carillon/save")

    def stop(self) -> None:
        """Let running functions end, save, stop."""
        with contextlib.suppress(OSError):
            self._post("/_carillon/drain")
        self.child.stop()

    def alive(self) -> bool:
        return self.child.process.poll() is None

    def _post(self, path: str) -> None:
        request = urllib.request.Request(self.place.engine_url + path, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
