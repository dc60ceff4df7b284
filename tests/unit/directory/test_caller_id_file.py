"""Caller IDs from a file, one case per rule."""

import pytest

from chalicelib.directory import caller_id_file as file
from chalicelib.directory.caller_id_file import BadRow, CallerIdColumn, FileRow
from chalicelib.kernel import sheets
from chalicelib.kernel.errors import Invalid
from tests.builders import people

C = CallerIdColumn
SCHOOLS = [people.school("s1", name="Hill Elementary", number="104"), people.school("s2", name="Park, The")]
ALL = dict(zip(C, range(7), strict=True))
HEADINGS = "Title,Phone Number,Schools,Public,Student Attendance,School Default,District Default"


def read(*lines: str, known: tuple[str, ...] = ()) -> tuple[tuple[FileRow, ...], tuple[BadRow, ...]]:
    return file.read(sheet(*lines), ALL, SCHOOLS, known, header=True)


def sheet(*lines: str) -> sheets.Sheet:
    return sheets.sheet("\n".join((HEADINGS, *lines)).encode())


def problems(line: str) -> list[CallerIdColumn]:
    _, (bad,) = read(line)
    assert bad.row == 2
    assert all(told for _, told in bad.problems)
    return [column for column, _ in bad.problems]


def test_a_row_of_everything() -> None:
    """CID-10, CID-11: 1 is yes, 0 and nothing are no."""
    (row,), bad = read("Front office,(303) 555-0142,Hill Elementary,1,0,1,")
    assert bad == ()
    assert row == FileRow(
        2,
        "Front office",
        "+13035550142",
        ("s1",),
        {C.PUBLIC: True, C.STUDENT_ATTENDANCE: False, C.SCHOOL_DEFAULT: True, C.DISTRICT_DEFAULT: False},
    )


@pytest.mark.parametrize("cell", ["s1", "104", "hill elementary", "HILL  Elementary"])
def test_a_school_goes_by_its_name_number_or_id(cell: str) -> None:
    """CID-10"""
    ((row,), _) = read(f"A,303-555-0142,{cell},,,,")
    assert row.schools == ("s1",)


def test_several_schools_in_a_cell() -> None:
    """CID-10: also one with a comma in its name."""
    cells = ('"104; Park, The"', '"Park, The"', '"s2, s1"', "104|104")
    rows, _ = read(*(f"A,303-555-0142,{cell},,,," for cell in cells))
    assert [each.schools for each in rows] == [("s1", "s2"), ("s2",), ("s2", "s1"), ("s1",)]


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        (",303-555-0142,,,,,", [C.TITLE]),
        ("A,12,,,,,", [C.NUMBER]),
        ("A,303-555-0142 x12,,,,,", [C.NUMBER]),
        ("A,,,,,,", [C.NUMBER]),
        ("A,303-555-0142,Nowhere,,,,", [C.SCHOOLS]),
        ("A,303-555-0142,,yes,,,", [C.PUBLIC]),
        ("A,303-555-0142,,2,x,,true", [C.PUBLIC, C.STUDENT_ATTENDANCE, C.DISTRICT_DEFAULT]),
        ("A,303-555-0142,,,,1,", [C.SCHOOL_DEFAULT]),
        (f"{'a' * 61},303-555-0142,,,,,", [C.TITLE]),
        ("A", [C.NUMBER]),
    ],
)
def test_a_row_that_cannot_be_used_says_why(line: str, columns: list[CallerIdColumn]) -> None:
    """CID-01, CID-06, CID-10, CID-11: reported, not loaded."""
    assert problems(line) == columns


def test_a_number_that_is_there_already_is_shown_as_repeat() -> None:
    """CID-12: in the list, or further up in the file."""
    rows, _ = read("A,303-555-0142,,,,,", "B,303-555-0143,,,,,", "C,3035550143,,,,,", known=("+13035550142",))
    assert [each.repeat for each in rows] == [True, False, True]


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ({C.NUMBER: 1}, ["columns.title"]),
        ({C.TITLE: 0}, ["columns.number"]),
        ({C.TITLE: 0, C.NUMBER: 0}, ["columns.number"]),
        ({C.TITLE: 0, C.NUMBER: 1, C.PUBLIC: 7}, ["columns.public"]),
    ],
)
def test_columns_that_cannot_be(columns: dict[CallerIdColumn, int], fields: list[str]) -> None:
    """CID-12: without title or phone nothing is read."""
    with pytest.raises(Invalid) as caught:
        file.read(sheet("A,303-555-0142,,,,,"), columns, SCHOOLS, (), header=True)
    assert [each.field for each in caught.value.fields] == fields


def test_headings_alone_are_no_file() -> None:
    """CID-10"""
    with pytest.raises(Invalid):
        read()


def test_headings_say_what_the_columns_hold() -> None:
    """CID-12: the pull-downs begin with a guess."""
    assert file.guess(sheet("A,1,,,,,")) == ALL
    assert file.guess(sheets.sheet("Título;Teléfono;x\n".encode())) == {C.TITLE: 0, C.NUMBER: 1}
