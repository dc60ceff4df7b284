"""The comparison's arithmetic, and the letter that both sides send."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.comparison import postgres
from bench.comparison.letter import Letter, filled, for_django
from bench.comparison.ratio import Spread, ratio
from bench.post_office import figures


def test_the_spread_is_the_median_and_the_outermost() -> None:
    assert Spread.of([3, 1, 10]) == Spread(3, 1, 10)
    assert Spread.of([0.12345, 0.2]).rounded(2) == {"median": 0.16, "lowest": 0.12, "highest": 0.2}
    with pytest.raises(ValueError, match="no figures"):
        Spread.of([])


def test_rounds_are_compared_in_pairs() -> None:
    """A machine half as fast in the second round changes both sides, and not the ratio."""
    assert ratio([1, 2], [4, 8]) == Spread(0.25, 0.25, 0.25)
    assert ratio([1, 1, 3], [4, 2, 4]) == Spread(0.5, 0.25, 0.75)


@pytest.mark.parametrize(("ours", "theirs"), [([1], [1, 1]), ([1], [0]), ([], [])])
def test_rounds_that_cannot_be_compared_say_so(ours: list[float], theirs: list[float]) -> None:
    with pytest.raises(ValueError, match=r"rounds|measured|figures"):
        ratio(ours, theirs)


def test_postgresql_is_part_of_the_other_sides_figure() -> None:
    found = figures(ours=[0.3, 0.5], theirs=[1.8, 1.8], postgres=[0.2, 0.2])
    assert found["post_office_cpu_s_per_1000_email"] == 2.0
    assert found["email_cpu_ratio_to_post_office"] == pytest.approx(0.4 / 2.0)
    assert found["email_cpu_ratio_to_post_office_without_postgresql"] == pytest.approx(0.4 / 1.8, abs=1e-3)
    assert found["post_office"]["ratio"] == {"median": 0.2, "lowest": 0.15, "highest": 0.25}


# ---- The letter ---------------------------------------------------------------------------------------------


def call(*people: str, subject: str = "For {{child}}") -> dict[str, Any]:
    """The parameters of a `SendBulkEmail`."""
    content = {"Subject": subject, "Html": "<p>{{child}} of {{school}}</p>", "Text": "{{child}}"}
    return {
        "FromEmailAddress": "office@x.example",
        "DefaultContent": {
            "Template": {"TemplateContent": content, "TemplateData": json.dumps({"child": "", "school": "Elm"})}
        },
        "BulkEmailEntries": [
            {
                "Destination": {"ToAddresses": [f"{name}@x.example"]},
                "ReplacementEmailContent": {
                    "ReplacementTemplate": {"ReplacementTemplateData": json.dumps({"child": name})}
                },
            }
            for name in people
        ],
    }


def test_the_letter_is_what_carillon_handed_over() -> None:
    letter = Letter.handed([call("ana", "bo"), call("cy")])
    assert [address for address, _ in letter.copies] == ["ana@x.example", "bo@x.example", "cy@x.example"]
    assert letter.copies[1][1] == {"child": "bo", "school": "Elm"}, "with what all share"
    assert Letter.parse(letter.json()) == letter
    assert filled(letter.html, letter.copies[2][1]) == "<p>cy of Elm</p>"


def test_a_letter_has_one_template() -> None:
    with pytest.raises(ValueError, match="not 2"):
        Letter.handed([call("ana"), call("bo", subject="Other")])


def test_a_place_without_a_value_is_a_fault() -> None:
    with pytest.raises(KeyError, match="child"):
        filled("{{child}}", {})


def test_django_escapes_nothing_that_ses_would_not() -> None:
    assert for_django("{{child}}") == "{% autoescape off %}{{child}}{% endautoescape %}"


# ---- Where it cannot run ------------------------------------------------------------------------------------


def test_without_postgresql_the_figures_are_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bench import post_office

    monkeypatch.setattr(postgres, "DEBIANS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert set(post_office.main()["skipped"].values()) == {"no PostgreSQL (apt-get install postgresql)"}


def test_debians_newest_postgresql_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(postgres, "DEBIANS", tmp_path)
    for version in ("9", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
        (folder / "postgres").touch()
    assert postgres.programs() == tmp_path / "17" / "bin"
