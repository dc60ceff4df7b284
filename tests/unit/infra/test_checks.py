"""The board that `make test` works off, and how it reads what the tools print."""

import sys
from pathlib import Path

import pytest

from infra.checks import Step, run_all


def step(name: str, code: str, after: str = "") -> Step:
    return Step(name, (sys.executable, "-c", code), after=after)


def test_steps_run_two_at_a_time_and_after_what_they_need(tmp_path: Path) -> None:
    """The one in the middle would wait for ever if they ran one by one, or before the first had ended."""
    flag = tmp_path / "flag"
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(flag)!r}).exists(): time.sleep(0.01)"
    raise_flag = f"open({str(flag)!r}, 'w')"
    steps = [step("packages", ""), step("waits", wait), step("needs", raise_flag, after="packages")]
    run_all(steps)
    assert [each.code for each in steps] == [0, 0, 0]


def test_a_step_whose_need_is_not_among_them_begins_at_once() -> None:
    alone = step("needs", "raise SystemExit(3)", after="packages")
    run_all([alone])
    assert alone.code == 3


@pytest.mark.parametrize(
    ("said", "tally"),
    [
        ("12 passed in 3.1s", (12, 0, 0)),
        ("2 failed, 10 passed, 1 skipped, 1 error in 3.1s", (10, 3, 1)),
        (" Test Files  1 failed | 9 passed (10)\n      Tests  2 failed | 88 passed (90)", (88, 2, 0)),
    ],
)
def test_the_closing_lines_are_counted(said: str, tally: tuple[int, int, int]) -> None:
    assert Step("tests", (), output=said).tally() == tally
