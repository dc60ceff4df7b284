"""Which files are CSV, and what is said about those that are not."""

import base64
import codecs
import gzip
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.audience.imported import guess, rows
from chalicelib.audience.imported.model import Column
from chalicelib.kernel import sent_file, sheets
from chalicelib.kernel.errors import CarillonError, Invalid, TooLarge
from tests.builders import imports

ACCENTS = "Name;Email\r\nJosé Núñez;jose@mail.example\r\n"


def refusal(raw: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        sheets.sheet(raw)
    assert caught.value.fields[0].field == "csv"
    return caught.value.detail


def cells(raw: bytes) -> list[list[str]]:
    return [list(each) for _, each in sheets.sheet(raw).rows]


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_utf_8_with_or_without_a_mark_and_any_line_end(mark: bytes, ending: str, delimiter: str) -> None:
    """IMPT-14, A-87: comma or semicolon, CRLF or not."""
    lines = [f"Name{delimiter}Email", f"José Núñez{delimiter}jose@mail.example", ""]
    found = sheets.sheet(mark + ending.join(lines).encode())
    assert found.delimiter == delimiter
    assert [list(each) for _, each in found.rows] == [["Name", "Email"], ["José Núñez", "jose@mail.example"]]


@pytest.mark.parametrize("first", ["<none>", "[1]", "{a}", "<b>Ana</b>", "{{sender.name}}"])
def test_a_cell_may_begin_as_other_files_do(first: str) -> None:
    """IMPT-14"""
    assert cells(f"{first},a@mail.example".encode()) == [[first, "a@mail.example"]]


def test_quoted_cells_hold_delimiters_quotes_and_lines() -> None:
    """IMPT-14."""
    raw = b'"Ruiz, Ana ""Nan""",ana@mail.example\r\n"Two\nlines", "a@mail.example"\r\n'
    assert cells(raw) == [['Ruiz, Ana "Nan"', "ana@mail.example"], ["Two\nlines", "a@mail.example"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    """IMPT-05: blank rows and rows of several lines count as one each."""
    found = sheets.sheet(b'a,b\r\n\r\n"two\r\nlines",b\r\n,,\r\nlast,b')
    assert [number for number, _ in found.rows] == [1, 3, 5]


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("people.csv", ACCENTS)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "empty"),
        (codecs.BOM_UTF8 + b" \r\n", "empty"),
        (b",,,\r\n,,\r\n", "empty"),
        (zipped(), "Excel workbook or a ZIP"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (gzip.compress(b"a,b"), "gzip"),
        (b"\r\n<!DOCTYPE html><html><body>Please sign in, first</body></html>", "a web page"),
        (codecs.BOM_UTF8 + b"<TABLE><tr><td>Ana,1</td></tr></TABLE>", "a web page"),
        (b'<?xml version="1.0"?><Workbook a="1, 2"/>', "an XML file"),
        (b'[{"name": "Ana", "email": "a@mail.example"}]', "a JSON file"),
        (b'{"name": "Ana", "email": "a@mail.example"}', "a JSON file"),
        ("نام,email\r\nعلی,a@mail.example".encode("utf-16-le"), "not a text file"),
        (ACCENTS.encode("latin-1"), "Latin-1 or Windows-1252"),
        (ACCENTS.encode("utf-16"), "UTF-16"),
        (ACCENTS.encode("utf-16-be"), "UTF-16"),
        (ACCENTS.encode("utf-16-le"), "UTF-16"),
        (b"name,email\r\nA\0na,a@mail.example", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
        (b'name,email\r\n"Ana,a@mail.example', "quotes do not match"),
        (b'name,email\r\n"Ana" Ruiz,a@mail.example', "quotes do not match"),
        (b'name,email\r\n"' + b"x" * 200_000, "never closed"),
        (b"name\temail\r\nAna\ta@mail.example", "tabs"),
        (b"ana@mail.example\r\nbo@mail.example", "only one column"),
        (b",".join([b"x"] * 101), "101 columns"),
    ],
)
def test_what_is_no_such_file_is_refused_and_named(raw: bytes, told: str) -> None:
    """IMPT-14: empty, not CSV, wrong encoding: a clear reason, nothing imported."""
    assert told in refusal(raw)


def test_headings_alone_are_no_rows() -> None:
    """IMPT-14: an empty file with a line of headings is empty."""
    with pytest.raises(Invalid, match="headings only"):
        rows.read(sheets.sheet(b"Name,Email,Phone\r\n"), imports.COLUMNS, header=True, texting=True)


def test_the_way_out_is_named() -> None:
    """IMPT-14."""
    assert 'save it as "CSV UTF-8"' in refusal(ACCENTS.encode("latin-1"))


def test_ten_thousand_rows_and_not_one_more() -> None:
    """A-87: the headings do not count."""
    full = sheets.sheet(imports.many(10_000))
    assert len(rows.read(full, imports.COLUMNS, header=True, texting=True).people) == 10_000
    assert "up to 10,000 rows" in refusal(imports.many(10_001))
    with pytest.raises(Invalid, match="10,000"):
        rows.read(full, imports.COLUMNS, header=False, texting=True)


def test_a_file_has_up_to_five_megabytes() -> None:
    """IMPT-14, A-87: packed or not; a package is not unpacked further."""
    exact = b"a,b\r\n" + b"x" * (sent_file.MOST_BYTES - 5)
    for raw in (exact, gzip.compress(exact)):
        assert len(sent_file.file_bytes(base64.b64encode(raw).decode())) == sent_file.MOST_BYTES
    for raw in (exact + b"x", gzip.compress(exact + b"x" * 50_000_000)):
        with pytest.raises(TooLarge, match="5 MB"):
            sent_file.file_bytes(base64.b64encode(raw).decode())


@pytest.mark.parametrize(
    "sent", ["no base64!", "YQ", base64.b64encode(gzip.compress(b"a,b")[:-5]).decode(), "H4s="]
)
def test_a_broken_transport_is_named(sent: str) -> None:
    """IMPT-14."""
    with pytest.raises(Invalid) as caught:
        sent_file.file_bytes(sent)
    assert caught.value.fields[0].field == "csv"


CSV_LIKE = st.text(st.sampled_from('ab@.é, ;"\r\n\t=+-0123456789\u202e\u0000'), max_size=200).map(str.encode)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(raw=st.binary(max_size=300) | CSV_LIKE, header=st.booleans(), texting=st.booleans())
def test_any_bytes_are_read_or_refused(raw: bytes, header: bool, texting: bool) -> None:
    """IMPT-14: never a fault of ours; and what is imported is one line of text and addresses that are such."""
    try:
        sheet = sheets.sheet(raw)
        guess.columns(sheet.rows, texting=texting)
        reading = rows.read(sheet, {Column.FULL_NAME: 0, Column.EMAIL: 1}, header=header, texting=texting)
    except CarillonError:
        return
    assert len(reading.people) + len(reading.bad_rows) == len(sheet.rows) - header
    for person in reading.people:
        assert person.name
        assert person.name.isprintable()
        assert not set("\r\n\0 ,;") & set(person.email)
