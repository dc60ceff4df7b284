"""The demo district from the command line.

python -m infra.demo generate --out demo.zip [--students 2375] [--seed 7]
python -m infra.demo load                     into the stack that the environment points at
"""

import argparse
import sys
from pathlib import Path

from . import plan
from .roster import write_zip


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description="The demo district.")
    commands = parser.add_subparsers(dest="command", required=True)
    generate = commands.add_parser("generate", help="write a roster zip")
    for command in (generate, commands.add_parser("load", help="load the demo district and make its sign-ins")):
        command.add_argument("--students", type=int, default=plan.USUAL_TOTAL)
        command.add_argument("--seed", type=int, default=7)
    generate.add_argument("--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    if given.command == "generate":
        write_zip(given.out, given.students, given.seed)
        print(f"{given.out}: {given.students:,} students, {given.out.stat().st_size:,} bytes")
        return 0
    from .load import load

    return load(given.students, given.seed)


if __name__ == "__main__":
    sys.exit(main())
