"""What the product's modules import, read from their source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A file of the product by its dotted name, with every name that its imports could mean."""

    name: str
    path: Path
    imports: frozenset[str]

    @property
    def last(self) -> str:
        return self.name.rsplit(".", 1)[-1]


def modules(*roots: str) -> list[Module]:
    """All modules below the roots."""
    files = [path for root in roots for path in sorted((ROOT / root).rglob("*.py"))]
    return [Module(_name(path), path, frozenset(_imports(path))) for path in files]


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> Iterator[str]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            source = ".".join((*above, *filter(None, [node.module])))
            yield source
            yield from (f"{source}.{each.name}" for each in node.names)
