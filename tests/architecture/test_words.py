"""Every sentence of the server's is translated (`kernel/words.py`): a Spanish reader meets no English."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from chalicelib.kernel.words import ENGLISH, LANGUAGES

ROOT = Path(__file__).parents[2] / "chalicelib"
OTHERS = [language for language in LANGUAGES if language != ENGLISH]
# What looks like a sentence and is for programmers, operators or API documents.
NOT_FOR_READERS = ("description", "summary")
PROGRAMMERS = {"MissingSetting", "NotQueued", "info", "warning", "error", "report", "RuntimeError", "TypeError"}
# Written into emails and calls, in the message's language, by files of their own.
ELSEWHERE = (
    "content/letter",
    "delivery/gate/canary",
    "delivery/reasons",
    "access/openapi",
    "delivery/channels",
)


@cache
def trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}


def is_sentence(text: str) -> bool:
    return bool(re.match(r"(?!SELECT)[A-Z{].* .*[.?!]$", text, re.DOTALL))


def passed_over(tree: ast.AST) -> set[ast.AST]:
    """Docstrings, descriptions, and what programmers are told."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            found |= {each.value for each in body if isinstance(each, ast.Expr)}
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in PROGRAMMERS:
                found |= set(ast.walk(node))
            for keyword in node.keywords:
                if keyword.arg in NOT_FOR_READERS:
                    found |= set(ast.walk(keyword.value))
    return found


def sentences() -> Iterator[tuple[str, str]]:
    """Where and what: texts that look like sentences, and whatever is passed to `say`."""
    for name, tree in trees().items():
        if name.startswith(ELSEWHERE):
            continue
        left_out = passed_over(tree)
        for node in ast.walk(tree):
            if node in left_out:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_sentence(node.value):
                yield f"{name}:{node.lineno}", node.value
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{name}:{first.lineno}", first.value


def catalogue(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((ROOT / "kernel" / f"{language}.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated(language: str) -> None:
    """A new one needs its line in chalicelib/kernel/es.json."""
    known = catalogue(language)
    missing = {text: where for where, text in sentences() if text not in known}
    assert not missing, json.dumps(missing, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_blanks_of_its_sentence(language: str) -> None:
    def blanks(text: str) -> set[str]:
        return {f"{name}:{form}" for _, name, form, _ in Formatter().parse(text) if name}

    assert [text for text, said in catalogue(language).items() if blanks(text) != blanks(said)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    texts = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(catalogue(language)) - texts) == []


def test_a_sentence_with_values_is_made_by_say() -> None:
    """An f-string has forgotten what it was made of, and cannot be translated any more."""
    made = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        if not name.startswith(ELSEWHERE)
        for node in set(ast.walk(tree)) - passed_over(tree)
        if isinstance(node, ast.JoinedStr) and is_sentence(_template(node))
    ]
    assert made == []


def _template(made: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in made.values)
