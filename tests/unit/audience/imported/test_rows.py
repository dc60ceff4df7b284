"""Rows to people, one case per rule; and the guess of the columns."""

import pytest

from chalicelib.audience.imported import guess, rows
from chalicelib.audience.imported.model import WORDS, Column, Person, Problem, RowFault
from chalicelib.kernel import sheets
from chalicelib.kernel.errors import Invalid
from tests.builders import imports

F = Column
HALVES = {F.FIRST_NAME: 0, F.LAST_NAME: 1, F.EMAIL: 2}


def read(*lines: str, columns: dict[Column, int] | None = None, texting: bool = True) -> rows.Reading:
    sheet = sheets.sheet(imports.csv(*lines, header="Name,Email,Phone"))
    return rows.read(sheet, columns or imports.COLUMNS, header=True, texting=texting)


def problems(line: str, **options: object) -> list[tuple[str, Column | None]]:
    (bad,) = read(line, **options).bad_rows  # type: ignore[arg-type]  # options are those of `read`
    assert bad.row == 2
    return [(each.reason, each.field) for each in bad.problems]


def refused(columns: dict[Column, int], width: int = 3, *, texting: bool = True) -> list[str]:
    with pytest.raises(Invalid) as caught:
        rows.check_columns(columns, width, texting=texting)
    return [each.field for each in caught.value.fields]


def test_good_rows_become_people() -> None:
    """IMPT-02, IMPT-05: email, phone in one form, or both."""
    assert read().people == (
        Person("Ana Ruiz", "ana@mail.example", "+15055550101"),
        Person("Bo Li", "bo@mail.example"),
        Person("Cy Dee", "", "+15055550103"),
    )


def test_first_and_last_name_or_the_full_name() -> None:
    """IMPT-02: either form will do, row by row when the file has both."""
    lines = ("Ana,Ruiz,ana@mail.example", "Bo,Li,bo@mail.example")
    assert [each.name for each in read(*lines, columns=HALVES).people] == ["Ana Ruiz", "Bo Li"]
    both = HALVES | {F.FULL_NAME: 3}
    sheet = sheets.sheet(b"f,l,e,n\r\nAna,Ruiz,a@m.example,\r\nAna,,a@m.example,Dr. Ana\r\n")
    found = rows.read(sheet, both, header=True, texting=True).people
    assert [each.name for each in found] == ["Ana Ruiz", "Dr. Ana"]


@pytest.mark.parametrize(
    ("line", "columns", "expected"),
    [
        (",a@mail.example,", imports.COLUMNS, [(RowFault.NO_NAME, F.FULL_NAME)]),
        ("\u200b \u202e,a@mail.example,", imports.COLUMNS, [(RowFault.NO_NAME, F.FULL_NAME)]),
        (",,a@mail.example", HALVES, [(RowFault.NO_NAME, F.FIRST_NAME)]),
        ("Ana,,a@mail.example", HALVES, [(RowFault.NO_LAST_NAME, F.LAST_NAME)]),
        (",Ruiz,a@mail.example", HALVES, [(RowFault.NO_FIRST_NAME, F.FIRST_NAME)]),
        ("x" * 201 + ",a@mail.example,", imports.COLUMNS, [(RowFault.LONG_NAME, F.FULL_NAME)]),
        ("Jos\ufffd Ruiz,a@mail.example,", imports.COLUMNS, [(RowFault.GARBLED_NAME, F.FULL_NAME)]),
        ("Jos\ufffd,Ruiz,a@mail.example", HALVES, [(RowFault.GARBLED_NAME, F.FIRST_NAME)]),
        ("Ana,Nu\ufffdez,a@mail.example", HALVES, [(RowFault.GARBLED_NAME, F.LAST_NAME)]),
        ("Ana,ana@mail,", imports.COLUMNS, [(RowFault.BAD_EMAIL, F.EMAIL)]),
        ("Ana,a@mail.example; b@mail.example,", imports.COLUMNS, [(RowFault.BAD_EMAIL, F.EMAIL)]),
        ('Ana,"a@mail.example\nBcc: x@mail.example",', imports.COLUMNS, [(RowFault.BAD_EMAIL, F.EMAIL)]),
        ("Ana,,555-0100", imports.COLUMNS, [(RowFault.BAD_PHONE, F.PHONE)]),
        ("Ana,,000-000-0000", imports.COLUMNS, [(RowFault.BAD_PHONE, F.PHONE)]),
        ("Ana,a@mail.example,505-555-0100 x12", imports.COLUMNS, [(RowFault.PHONE_EXTENSION, F.PHONE)]),
        ("Ana,,", imports.COLUMNS, [(RowFault.NO_ADDRESS, None)]),
        ("Ana", imports.COLUMNS, [(RowFault.NO_ADDRESS, None)]),
        ("Ruiz, Ana,a@mail.example,5055550100", imports.COLUMNS, [(RowFault.TOO_MANY_CELLS, None)]),
        (
            ",nobody,nothing",
            imports.COLUMNS,
            [
                (RowFault.NO_NAME, F.FULL_NAME),
                (RowFault.BAD_EMAIL, F.EMAIL),
                (RowFault.BAD_PHONE, F.PHONE),
            ],
        ),
    ],
)
def test_bad_rows_say_what_is_wrong_in_which_column(
    line: str, columns: dict[Column, int], expected: list[tuple[RowFault, Column | None]]
) -> None:
    """IMPT-02, IMPT-05, SMS-12: no name, bad email, bad phone, an extension; all at once."""
    assert problems(line, columns=columns) == expected


def test_bad_rows_do_not_keep_good_ones_out() -> None:
    """IMPT-05: listed with their row numbers; the others are imported."""
    reading = read("Ana,nonsense,", "Bo,bo@mail.example,", ",c@mail.example,")
    assert [each.name for each in reading.people] == ["Bo"]
    assert [(each.row, [p.reason for p in each.problems]) for each in reading.bad_rows] == [
        (2, [RowFault.BAD_EMAIL]),
        (4, [RowFault.NO_NAME]),
    ]


def test_the_first_row_is_data_without_the_header_box() -> None:
    """IMPT-04."""
    sheet = sheets.sheet(imports.csv(header=None))
    assert len(rows.read(sheet, imports.COLUMNS, header=False, texting=True).people) == 3
    assert len(rows.read(sheet, imports.COLUMNS, header=True, texting=True).people) == 2
    headed = rows.read(sheets.sheet(imports.csv()), imports.COLUMNS, header=False, texting=True)
    assert [each.row for each in headed.bad_rows] == [1]


def test_short_rows_lack_what_stands_at_their_end() -> None:
    """IMPT-05: spreadsheets leave empty cells off."""
    assert read("Ana,a@mail.example").people == (Person("Ana", "a@mail.example"),)
    assert read("Ana,a@mail.example,,,").people == (Person("Ana", "a@mail.example"),)


@pytest.mark.parametrize("name", ["=SUM(A1)", "+Ana", "-Ana", "@Ana", '=HYPERLINK("http://x.example","y")'])
def test_formulas_are_plain_text(name: str) -> None:
    """IMPT-14: cells that start with = + - @."""
    quoted = '"' + name.replace('"', '""') + '"'
    assert read(f"{quoted},a@mail.example,+15055550100").people == (
        Person(name, "a@mail.example", "+15055550100"),
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ana \t  Ruiz ", "Ana Ruiz"),
        ("Ana\x0bRuiz", "Ana Ruiz"),
        ("Ana\u202eRuiz\u2066", "AnaRuiz"),
        ("Jose\u0301", "José"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("李小龍", "李小龍"),
        ("O’Neill-Müller, Jr.", "O’Neill-Müller, Jr."),
    ],
)
def test_names_of_any_script_on_one_line(written: str, kept: str) -> None:
    """IMPT-02: blanks in one form, nothing that cannot be seen, joiners where scripts need them."""
    people = read(f'"{written}",a@mail.example,').people
    assert [each.name for each in people] == [kept]


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ({F.FULL_NAME: 0, F.EMAIL: 0}, ["columns.email"]),
        ({F.FULL_NAME: 0, F.EMAIL: 1, F.PHONE: 1}, ["columns.phone"]),
        ({F.FULL_NAME: 0}, ["columns.email"]),
        ({F.EMAIL: 1}, ["columns.full_name"]),
        ({F.FIRST_NAME: 0, F.EMAIL: 1}, ["columns.last_name"]),
        ({F.LAST_NAME: 0, F.EMAIL: 1}, ["columns.first_name"]),
        ({F.FULL_NAME: 0, F.EMAIL: 3}, ["columns.email"]),
        ({}, ["columns.full_name", "columns.email"]),
    ],
)
def test_a_mapping_that_cannot_be_used(columns: dict[Column, int], fields: list[str]) -> None:
    """IMPT-03: the same column twice, no email and no phone, no name, no such column."""
    assert refused(columns) == fields


def test_a_phone_alone_will_do_unless_calling_and_texting_is_off() -> None:
    """IMPT-02, LIC-01: without the module phones are neither asked for nor read."""
    by_phone = {F.FULL_NAME: 0, F.PHONE: 2}
    rows.check_columns(by_phone, 3, texting=True)
    assert refused(by_phone, texting=False) == ["columns.email"]
    reading = read("Ana,a@mail.example,nonsense", "Bo,,5055550100", texting=False)
    assert reading.people == (Person("Ana", "a@mail.example"),)
    assert reading.bad_rows[0].problems == (Problem(RowFault.NO_EMAIL, F.EMAIL),)


def test_every_reason_has_words() -> None:
    assert set(WORDS) == set(RowFault)


@pytest.mark.parametrize(
    ("lines", "header", "columns"),
    [
        ("First Name,Last Name,E-mail,Mobile phone\nA,B,a@m.example,", True, (0, 1, None, 2, 3)),
        ("Correo electrónico;Nombre;Apellidos;Teléfono\na@m.example;A;B;", True, (1, 2, None, 0, 3)),
        ("Nombre;Correo\nAna Ruiz;a@m.example", True, (None, None, 0, 1, None)),
        ("Who,Name,Where to write\n1,Ana,a@m.example", True, (None, None, 1, 2, None)),
        ("Ana Ruiz,a@m.example,505-555-0100", False, (None, None, 0, 1, 2)),
        ("505-555-0100,Ana,Ruiz,a@m.example", False, (1, 2, None, 3, 0)),
    ],
)
def test_the_columns_are_guessed(lines: str, header: bool, columns: tuple[int | None, ...]) -> None:
    """IMPT-03: from English and Spanish headings, or from what the cells hold."""
    found = sheets.sheet(lines.encode()).rows
    assert guess.has_header(found) is header
    expected = {field: place for field, place in zip(Column, columns, strict=True) if place is not None}
    assert guess.columns(found, texting=True) == expected
    assert F.PHONE not in guess.columns(found, texting=False)
