"""Packs the system for deployment: build/code (one folder for all functions), build/layer (third-party
libraries, AWS only) and build/template.json (template.yaml with the API that `chalice package` makes of
the routes).

    python -m infra.package            everything, for AWS
    python -m infra.package --local    no layer: on one machine functions take their libraries from .venv
"""

import argparse
import compileall
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

from infra.template import ROOT, load

SOURCES = ("app.py", "chalicelib", "functions")
INPUTS = (
    *SOURCES,
    ".chalice/config.json",
    ".chalice/policy.json",
    "template.yaml",
    "uv.lock",
    "infra/package.py",
    "infra/template.py",
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.md")
UV = ROOT / ".tools" / "bin" / "uv"
# Lambda has an X-Ray daemon and nothing else; everything a function imports is in the layer.
LAYER_PLATFORM = "aarch64-manylinux_2_28"
LAMBDA_PYTHON = (3, 11)


@dataclass(frozen=True)
class Package:
    """What was packed. `fingerprint` changes when the code, the layer or the template does."""

    code: Path
    layer: Path
    template: Path
    fingerprint: str


def package(build: Path = ROOT / "build", *, local: bool) -> Package:
    """Pack the working tree into `build`, replacing what is there unless it is this very tree's."""
    code, layer, template = build / "code", build / "layer", build / "template.json"
    mark, wanted = build / "packed-from", fingerprint(*(ROOT / name for name in INPUTS)) + f" local={local}"
    if mark.exists() and mark.read_text() == wanted:
        return Package(code, layer, template, fingerprint(code, layer, template))
    mark.unlink(missing_ok=True)
    copy_code(code)
    if local:
        write_empty_layer(layer)
    else:
        install_layer(layer)
        compile_for(LAMBDA_PYTHON, code, "/var/task")
        compile_for(LAMBDA_PYTHON, layer / "python", "/opt/python")
    merge_template(build / "chalice", template)
    mark.write_text(wanted)
    return Package(code, layer, template, fingerprint(code, layer, template))


def copy_code(target: Path) -> None:
    """One folder with app.py, chalicelib and functions, for every function."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=LEFT_OUT)
        else:
            shutil.copy2(source, target / name)


def write_empty_layer(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    (target / "python").mkdir(parents=True)
    (target / "python" / "README").write_text("On one machine the libraries come from .venv.\n")


def install_layer(target: Path) -> None:
    """The product group of uv.lock, for Lambda's processor; Chalice without its command line's libraries."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    pins = target.parent / "layer.txt"
    export: list[str | Path] = [
        UV,
        "export",
        "-q",
        "--frozen",
        "--only-group",
        "product",
        "--no-hashes",
        "--no-emit-project",
    ]
    pruned = run([*export, "--prune", "chalice"])
    chalice = next(line for line in run(export).splitlines() if line.startswith("chalice=="))
    pins.write_text(f"{pruned}\n{chalice}\n")
    run(
        [
            UV, "pip", "install", "-q", "--no-deps", "--target", target / "python",
            "--python-version", "3.11", "--python-platform", LAYER_PLATFORM, "--only-binary", ":all:",
            "-r", pins,
        ]
    )  # fmt: skip
    for folder in target.rglob("__pycache__"):
        shutil.rmtree(folder)


def compile_for(python: tuple[int, int], folder: Path, there: str) -> bool:
    """Bytecode beside the sources, which will lie in the folder `there`; False when this is another Python.

    Lambda cannot keep what it compiles: without bytecode, more than half of a cold start is compiling.
    """
    if sys.version_info[:2] != python:
        print(f"not compiled: only Python {'.'.join(map(str, python))} makes what Lambda reads")
        return False
    mode = PycInvalidationMode.UNCHECKED_HASH  # made together, so nobody need compare them
    compileall.compile_dir(folder, quiet=1, stripdir=str(folder), prependdir=there, invalidation_mode=mode)
    return True


def merge_template(out: Path, target: Path) -> None:
    """`chalice package` turns the routes of app.py into an API and lays template.yaml over it."""
    chalice = Path(sys.executable).parent / "chalice"
    out.mkdir(parents=True, exist_ok=True)
    merge = (
        out / "merge.json"
    )  # in JSON, because Chalice answers YAML with anchors, which CloudFormation refuses
    merge.write_text(json.dumps(load()))
    run(
        [chalice, "package", "--stage", "main", "--template-format", "json", "--merge-template", merge, out],
        AWS_DEFAULT_REGION=os.environ.get("AWS_DEFAULT_REGION", "us-east-1"),
    )
    forget_old_zips()
    template = json.loads((out / "sam.json").read_text())
    # Chalice's own package lacks functions/; all functions share build/code, its neighbour.
    template["Globals"]["Function"]["CodeUri"] = "code"
    template["Resources"]["APIHandler"]["Properties"]["CodeUri"] = "code"
    template["Resources"]["DependenciesLayer"]["Properties"]["ContentUri"] = "layer"
    target.write_text(json.dumps(template, indent=1, sort_keys=True))


def forget_old_zips() -> None:
    """Chalice keeps a zip of every package it ever made; another one may be at work on its own just now."""
    for path in (ROOT / ".chalice" / "deployments").glob("*.zip"):
        if path.stat().st_mtime < time.time() - 600:
            path.unlink(missing_ok=True)


def run(command: list[str | Path], **environment: str) -> str:
    """The command's output; its complaint and a non-zero exit end the run."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def files(folder: Path, *, compiled: bool = False) -> list[Path]:
    """All files in order; bytecode only on demand: it says nothing that the sources do not."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if compiled or "__pycache__" not in path.parts]


def fingerprint(*places: Path) -> str:
    """A hash over the names and contents of files and folders; what is not there counts as nothing."""
    digest = hashlib.sha256()
    for place in (place for place in places if place.exists()):
        for path in files(place) if place.is_dir() else [place]:
            digest.update(path.relative_to(place.parent).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def zip_folder(folder: Path, target: Path) -> None:
    """A zip that is the same, byte for byte, when the files are."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files(folder, compiled=True):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (2020, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack Carillon for deployment.")
    parser.add_argument("--local", action="store_true", help="without the layer of libraries")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    arguments = parser.parse_args()
    packed = package(arguments.build, local=arguments.local)
    print(f"{packed.template} {packed.fingerprint}")


if __name__ == "__main__":
    main()
