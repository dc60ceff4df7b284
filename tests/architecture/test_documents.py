"""Documents and docstrings name files that exist, links lead somewhere, and the map shows every room."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = ("app.py", "bench", "chalicelib", "functions", "infra", "tests", "web/src")

# As a whole between backticks. What begins with a dot or a slash is made or served, not kept here.
PATH = re.compile(r"`(\w[\w.-]*(?:/[\w.-]+)+/?|\w[\w.-]*\.(?:py|md|tsx?|yaml|toml))`")
IN_CODE = re.compile(r"`(\w[\w.-]*(?:/[\w.-]+)*\.(?:py|md|tsx?|yaml))`|\b(docs/[\w/.-]+\.md)\b")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def endings() -> frozenset[str]:
    """Every way to name a file or a folder of the repository by the end of its path."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [PurePosixPath(line) for line in listed.splitlines() if (ROOT / line).exists()]
    places = {*files, *(folder for each in files for folder in each.parents)}
    return frozenset("/".join(each.parts[at:]) for each in places for at in range(len(each.parts)))


def told(path: Path, names: Iterator[str], endings: frozenset[str]) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {name}" for name in names if name.rstrip("/") not in endings]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_files_that_exist(document: Path, endings: frozenset[str]) -> None:
    assert told(document, (each[1] for each in PATH.finditer(document.read_text())), endings) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    linked = LINK.findall(document.read_text())
    assert [each for each in linked if not (document.parent / each).exists()] == []


def test_every_document_is_linked() -> None:
    """Nobody finds a page that no other leads to; decisions are found by their numbers."""
    linked = {(each.parent / link).resolve() for each in DOCUMENTS for link in LINK.findall(each.read_text())}
    found_otherwise = {ROOT / "README.md", *(ROOT / "docs/decisions").glob("*.md")}
    linked |= {folder / "README.md" for folder in linked if folder.is_dir()}
    alone = [each for each in DOCUMENTS if each not in linked | found_otherwise]
    assert [str(each.relative_to(ROOT)) for each in alone] == []


def test_each_decision_has_a_number_of_its_own() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("0*.md"))
    assert len({page.name[:4] for page in pages}) == len(pages)
    assert [page.name for page in pages if not page.read_text().startswith(f"# {page.name[:4]}. ")] == []


def test_code_names_files_that_exist(endings: frozenset[str]) -> None:
    roots = [ROOT / name for name in CODE]
    files = [path for root in roots for path in ([root] if root.is_file() else sorted(root.rglob("*.*")))]
    wrong = [
        each
        for path in files
        if path.suffix in (".py", ".ts", ".tsx", ".css")
        for each in told(path, (a or b for a, b in IN_CODE.findall(path.read_text())), endings)
    ]
    assert wrong == []


def test_the_map_shows_every_room() -> None:
    """Rooms, and the rooms within them."""
    text = (ROOT / "docs/directory-structure.md").read_text()
    rooms = [path.parent.name for path in sorted((ROOT / "chalicelib").rglob("__init__.py"))]
    assert [room for room in rooms if room != "chalicelib" and f"{room}/" not in text] == []


def test_every_room_says_what_it_is_for() -> None:
    rooms = sorted((ROOT / "chalicelib").rglob("__init__.py"))
    assert [str(path.relative_to(ROOT)) for path in rooms if not path.read_text().startswith('"""')] == []
