"""Every id that code, tests and documents cite is a row of a page in docs/specification."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/specification").glob("*.md"))
LOOKED_THROUGH = (
    "app.py",
    "template.yaml",
    "bench",
    "chalicelib",
    "docs",
    "functions",
    "infra",
    "tests",
    "web/src",
    "web/tests",
)
WRITTEN_BY_HAND = {".py", ".md", ".yaml", ".ts", ".tsx", ".css"}

# A row of the ledger, such as RCPT-13 or PERM-A04; a fault, such as R3; or one of the import's, such as I1.
ROW = re.compile(r"(?<![\w-])[A-Z]{1,5}-[A-Z]?\d\d(?![\w-])")
FAULT = re.compile(r"(?<![\w#/'\"-])[RI]\d{1,2}(?![\w-])")
NO_ROWS = {"UTF-16"}


def rows() -> set[str]:
    """The ids in the first cells of the tables."""
    cells = re.findall(r"^\| ([^|]+) \|", "\n".join(page.read_text() for page in PAGES), re.MULTILINE)
    return {each for cell in cells for pattern in (ROW, FAULT) for each in pattern.findall(cell)}


def texts() -> Iterator[tuple[Path, str]]:
    for name in LOOKED_THROUGH:
        found = ROOT / name
        for path in [found] if found.is_file() else sorted(found.rglob("*")):
            if path.suffix in WRITTEN_BY_HAND and path != Path(__file__).resolve():
                yield path.relative_to(ROOT), path.read_text()


def test_every_cited_id_is_a_row_of_the_specification() -> None:
    known = rows() | NO_ROWS
    cited = {
        f"{each} in {path}"
        for path, text in texts()
        for each in (ROW.findall(text) + (FAULT.findall(text) if path.parts[0] == "tests" else []))
        if each not in known
    }
    assert sorted(cited) == []
