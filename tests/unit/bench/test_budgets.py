"""A budget that is broken, or could not be checked, fails `make bench`."""

import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as bench
from bench._budgets import API_TIMES, COLD_START_TIMES, Line, lines, merged

RATIO = "email_cpu_ratio_to_post_office"


def line(figures: dict[str, Any], name: str) -> Line:
    return next(each for each in lines(figures) if each.name == name)


@pytest.mark.parametrize(("figure", "over"), [(0.5, False), (0.501, True), (math.nan, True)])
def test_a_figure_may_be_as_high_as_its_budget(figure: float, over: bool) -> None:
    found = line({"cpu_s_per_1000_email": figure}, "cpu_s_per_1000_email")
    assert found.over is over
    assert ("OVER" in str(found)) is over


def test_what_was_not_measured_is_neither_kept_nor_broken() -> None:
    found = line({}, RATIO)
    assert (found.figure, found.over) == (None, False)
    assert str(found).endswith("not measured")


def test_cold_starts_have_their_budget_in_floors_and_the_api_one_of_its_own() -> None:
    figures = {"cold_start_floor_cpu_s": 0.2, "cold_start_cpu_s": {"receipts": 0.28, "api": 0.4}}
    of_function, of_api = line(figures, "cold_start_cpu_s receipts"), line(figures, "cold_start_cpu_s api")
    assert of_function.budget == pytest.approx(COLD_START_TIMES * 0.2)
    assert of_api.budget == pytest.approx(API_TIMES * 0.2)
    assert (of_function.over, of_api.over) == (True, False)


def test_a_skipped_figure_has_no_older_one() -> None:
    skipped = merged({RATIO: 0.2, "api_read_cpu_ms": 5}, {"skipped": {RATIO: "no PostgreSQL"}})
    assert str(line(skipped, RATIO)).endswith(" skipped: no PostgreSQL")
    assert line(skipped, "api_read_cpu_ms").figure == 5
    again = merged(skipped, {"api_read_cpu_ms": 6})
    assert "skipped: no PostgreSQL" in str(line(again, RATIO)), "another bench says nothing of it"
    measured = merged(again, {RATIO: 0.3})
    assert (line(measured, RATIO).figure, measured["skipped"]) == (0.3, {})


@pytest.mark.parametrize(
    ("found", "code", "said"),
    [
        ({RATIO: 0.2}, 0, "0.200"),
        ({RATIO: 0.6}, 1, "OVER"),
        ({"skipped": {RATIO: "no PostgreSQL"}}, 1, "post_office was skipped: no PostgreSQL"),
        (None, 1, "post_office could not be measured"),
    ],
)
def test_the_run_fails_unless_every_budget_asked_for_is_kept(
    found: dict[str, Any] | None,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(bench, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(bench, "run", lambda name: found)
    monkeypatch.setattr(sys, "argv", ["bench", "post_office"])
    assert bench.main() == code
    assert said in capsys.readouterr().out
    assert json.loads((tmp_path / "results.json").read_text()).get(RATIO) == (found or {}).get(RATIO)
