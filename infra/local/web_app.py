"""Builds the web app when its sources changed since the last build."""

import shutil
import subprocess
from pathlib import Path

from infra.local.processes import tail, without_aws
from infra.package import fingerprint
from infra.template import ROOT

WEB = ROOT / "web"
SOURCES = (
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
)
BUILT_FROM = ".built-from"


class CannotBuild(RuntimeError):
    """The web app could not be built; the text says why and what to do."""


def is_built() -> bool:
    mark = WEB / "dist" / BUILT_FROM
    return mark.exists() and mark.read_text() == wanted()


def wanted() -> str:
    return fingerprint(*(WEB / name for name in SOURCES if (WEB / name).exists()))


def build(log: Path) -> None:
    """The libraries of the lock file if they changed, then `npm run bundle`. Raises CannotBuild.

    Types, which take longer than all else, are for `npm run check` to look at.
    `npm install` and not `npm ci`, which refuses a lock file when a registry lacks a library of another system.
    """
    if not (WEB / "package.json").exists() or is_built():
        return
    if shutil.which("npm") is None:
        raise CannotBuild("The web app needs Node 20 or later (npm was not found). Install it and start again.")
    source = wanted()
    lock, installed = WEB / "package-lock.json", WEB / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        npm(["install", "--no-save", "--no-audit", "--no-fund"], log)
        installed.touch()
    npm(["run", "bundle"], log)
    (WEB / "dist" / BUILT_FROM).write_text(source)


def npm(arguments: list[str], log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        done = subprocess.run(
            ["npm", *arguments],
            cwd=WEB,
            env=without_aws(),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise CannotBuild(f"npm {' '.join(arguments)} failed; the end of {log}:\n{tail(log, 30)}")
