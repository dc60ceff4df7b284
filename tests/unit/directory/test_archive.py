"""A zip from anywhere is read within bounds, or refused with a sentence."""

import io
import zipfile

import pytest

from chalicelib.directory.roster import archive
from chalicelib.directory.roster.archive import Archive
from chalicelib.directory.roster.model import Refused
from tests.builders.exports import MAPLE, zipped


def refusal(source: io.BytesIO) -> str:
    with pytest.raises(Refused) as refused:
        everything(source)
    return str(refused.value)


def everything(source: io.BytesIO) -> None:
    opened = Archive(source)
    for name in opened.names:
        for _ in opened.lines(name):
            pass


def test_files_are_read_line_by_line() -> None:
    """I4: names in any case, in a folder of their own, with a computer's litter around them."""
    opened = Archive(zipped({"Export/Users.CSV": "a\nb\n", "__MACOSX/x": "", "Export/.DS_Store": ""}))
    assert opened.names == ("users.csv",)
    assert list(opened.lines("users.csv")) == [b"a\n", b"b\n"]


@pytest.mark.parametrize("content", [b"", b"id,name\n", b"%PDF-1.7", MAPLE.read_bytes()[:3000]])
def test_what_is_no_whole_zip_is_refused(content: bytes) -> None:
    """I1: not a zip, or cut off on the way."""
    assert "zip" in refusal(io.BytesIO(content))


def test_a_damaged_file_in_a_zip_is_refused() -> None:
    """I1: its checksum does not fit."""
    whole = bytearray(zipped({"a.csv": "hello" * 100}).getvalue())
    whole[40] ^= 0xFF
    assert "damaged" in refusal(io.BytesIO(bytes(whole)))


def test_a_zip_bomb_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """I4: by the ratio of one file, or by the size of all."""
    bomb = zipped({"a.csv": b"0\n" * 15_000_000})
    assert len(bomb.getvalue()) < 100_000
    assert "unpacks to far more" in refusal(bomb)
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    assert "larger than 1 GB" in refusal(zipped({"a.csv": "\n".join(map(str, range(1000)))}))


def test_what_the_zip_says_of_its_sizes_is_looked_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """I4: a bomb is refused before a byte of it is unpacked; a file that is not read is none."""
    opened = Archive(zipped({"a.csv": b"0\n" * 15_000_000, "b.csv": "id\n1\n"}))
    with pytest.raises(Refused, match=r"a\.csv: This file unpacks to far more"):
        opened.expect(["b.csv", "a.csv"])
    opened.expect(["b.csv"])
    monkeypatch.setattr(archive, "MOST_BYTES", 4)
    with pytest.raises(Refused, match="larger than 1 GB"):
        opened.expect(["b.csv"])


def test_a_zip_that_lies_about_its_sizes_is_stopped_too() -> None:
    """I4: what the headers say is not believed."""
    whole = zipped({"a.csv": b"0\n" * 15_000_000}).getvalue()
    lied = whole.replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lied != whole
    assert refusal(io.BytesIO(lied))


@pytest.mark.parametrize("name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "C:users.csv"])
def test_path_tricks_are_refused(name: str) -> None:
    """I4."""
    assert "path" in refusal(zipped({name: "x", "manifest.csv": "x"}))


def test_archives_in_archives_are_refused() -> None:
    """I4."""
    assert "another archive" in refusal(zipped({"inner.zip": zipped({"a.csv": "x"}).getvalue()}))


def test_twins_and_crowds_are_refused() -> None:
    """I4: the same name twice in another case, and more files than an export has."""
    assert "twice" in refusal(zipped({"users.csv": "x", "Users.csv": "y"}))
    assert "at most 200" in refusal(zipped({f"{n}.csv": "" for n in range(201)}))


def test_other_ways_of_packing_are_refused() -> None:
    """I4: only what is streamed within bounds."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.csv", "x")
    assert "ordinary zip" in refusal(out)


def test_a_password_is_refused() -> None:
    """I4."""
    locked = bytearray(zipped({"a.csv": "x"}).getvalue())
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "password" in refusal(io.BytesIO(bytes(locked)))


def test_an_endless_line_is_refused() -> None:
    """I4: memory stays bounded."""
    with pytest.raises(Refused, match="million"):
        list(Archive(zipped({"a.csv": bytes(range(32, 127)) * 12_000})).lines("a.csv"))
