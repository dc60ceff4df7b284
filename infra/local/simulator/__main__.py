"""`python -m infra.local.simulator --port 4570 --data .carillon --aws-endpoint http://127.0.0.1:4566`"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from aiohttp import web

from .server import Settings, make_app


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="infra.local.simulator", description="Carillon's provider simulator")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=4570)
    parser.add_argument("--data", type=Path, default=Path(".carillon"), help="folder of simulator.sqlite3")
    parser.add_argument("--aws-endpoint", default="http://127.0.0.1:4566", help="where topics and buses are")
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--account", default="000000000000")
    parser.add_argument("--stack", default="carillon", help="whose bucket and topic incoming mail goes to")
    parser.add_argument("--event-delay", type=float, default=0.5, help="seconds from a call to its first event")
    parser.add_argument("--keep", type=int, default=50_000, help="how many hand-overs are kept")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    settings = Settings(
        data=given.data,
        aws_endpoint=given.aws_endpoint,
        region=given.region,
        account=given.account,
        event_delay=given.event_delay,
        keep=given.keep,
        stack=given.stack,
    )
    web.run_app(make_app(settings), host=given.host, port=given.port, access_log=None, print=None)


if __name__ == "__main__":
    main()
