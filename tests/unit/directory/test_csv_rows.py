"""CSV in every form that exports have, and what is refused as broken."""

import pytest

from chalicelib.directory.roster import csv_rows
from chalicelib.directory.roster.archive import Archive
from chalicelib.directory.roster.csv_rows import layout, rows
from chalicelib.directory.roster.model import Refused
from chalicelib.directory.roster.tables import DEMOGRAPHICS, USERS
from tests.builders.exports import zipped


def read(content: str | bytes) -> list[tuple[int, list[str]]]:
    return [(line, list(cells)) for line, cells in rows(Archive(zipped({"a.csv": content})), "a.csv")]


def refusal(content: str | bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return str(refused.value)


def test_a_mark_line_ends_and_blank_lines() -> None:
    """I4: BOM, CRLF, blank lines, empty cells beyond the header; lines are numbered as an editor does."""
    found = read("\ufeffa,b\r\n1,2\r\n\r\n3,4,,\r\n".encode())
    assert found == [(1, ["a", "b"]), (2, ["1", "2"]), (4, ["3", "4"])]


def test_quotes_commas_and_lines_within_a_cell() -> None:
    """I4: the number is that of the row's first line."""
    assert read('a,b\n"x, ""y""","two\nlines"\n5,6\n')[1:] == [(2, ['x, "y"', "two\nlines"]), (4, ["5", "6"])]


def test_a_header_without_rows() -> None:
    """I4."""
    assert read("a,b") == [(1, ["a", "b"])]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"a,b\n1,2\n3\n", "line 3: This line has 1 cells"),
        (b"a,b\n1,2,3\n", "line 2: This line has 3 cells"),
        (b'a,b\n1,2\n3,"4\n5,6\n', "quotes"),
        (b'a,b\n1,"2"3\n', "quotes"),
        ("a,b\n1,Jos\u00e9\n".encode("latin-1"), "line 2: This file is not in UTF-8"),
        ("a,b\n1,\u201cx\u201d\n".encode("cp1252"), "not in UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\x002\n", "null bytes"),
    ],
)  # fmt: skip
def test_broken_text_is_refused_with_its_place(content: bytes, told: str) -> None:
    """I4: nothing is guessed about a file that is broken in one place."""
    assert told in refusal(content)


def test_a_cell_that_is_never_closed_does_not_fill_the_memory() -> None:
    """I4: a cell of 10 MB."""
    lines = "".join(f"{n},{'x' * 90}\n" for n in range(100_000))
    assert "never closed" in refusal(f'a,b\n"{lines}')


def test_columns_in_any_order_case_and_spelling() -> None:
    """I4: `ext_*` is unknown, `metadata.*` is kept, the specification's own unused columns are neither."""
    header = ["Family_Name", "GIVENNAME", "sourcedid", "ext_color", "metadata.bus", "password", "agents"]
    found = layout(USERS, header)
    assert (found.at["family"], found.at["given"], found.at["id"], found.at["agents"]) == (0, 1, 2, 6)
    assert (found.extra, found.unknown) == ({"metadata.bus": 4}, ("ext_color",))


@pytest.mark.parametrize("header", ["email,E_mail", "metadata.bus,metadata.Bus", "agents,agents"])
def test_a_column_that_stands_twice_is_refused(header: str) -> None:
    """I4: which of the two is meant is not guessed; two that nobody reads do no harm."""
    columns = ["sourcedId", "givenName", "familyName", *header.split(",")]
    with pytest.raises(Refused, match=rf"users\.csv, line 1: The column {columns[-1]} stands twice"):
        layout(USERS, columns)
    assert layout(USERS, [*columns[:4], "ext_x", "ext_x"]).unknown == ("ext_x",)


def test_blank_lines_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """I4: a few are left out, an endless number is refused; who waits is told all the while."""
    monkeypatch.setattr(csv_rows, "MOST_BLANK", 3000)
    assert len(read("a,b\n" + "\n" * 3000 + "1,2\n")) == 2
    assert "more than 3,000 blank lines" in refusal("a,b\n" + "\n" * 3001)
    told: list[int] = []
    archive = Archive(zipped({"a.csv": "a,b\n" + "\n" * 2999}), lambda: told.append(1))
    assert (len(list(rows(archive, "a.csv"))), len(told)) == (1, 3)


def test_demographics_say_whose_they_are_in_two_ways() -> None:
    """I4: `userSourcedId` where it is there, else `sourcedId`."""
    assert layout(DEMOGRAPHICS, ["sourcedId", "sex"]).at["user"] == 0
    assert layout(DEMOGRAPHICS, ["sourcedId", "userSourcedId"]).at["user"] == 1


def test_a_needed_column_that_is_missing_is_named() -> None:
    """I1."""
    with pytest.raises(Refused, match=r"users\.csv, line 1: The column familyName is missing"):
        layout(USERS, ["sourcedId", "givenName"])
