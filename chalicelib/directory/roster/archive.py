"""The zip as it came, read safely: nothing is unpacked to disk, and no file of it is believed to be small.

    path -> Archive(path).lines("users.csv") -> bytes line by line, counted

An export of 200,000 students has some 300 MB of CSV and shrinks about tenfold; the limits leave room above.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, Protocol, cast

from chalicelib.kernel.words import say

from .model import Refused

MOST_FILES = 200
MOST_BYTES = 1_000_000_000  # of all files that are read together, unpacked
LONGEST_LINE = 1_000_000
MOST_RATIO = 100  # unpacked to packed, looked at beyond the first bytes
RATIO_AFTER = 10_000_000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_TOO_LARGE = "Unpacked, this zip is larger than 1 GB, more than any export. Check what is in it."
_BROKEN = "This zip is damaged or was cut off on the way. Export it again and upload it whole."


class Counter(Protocol):
    """Anything that counts unpacked bytes and stops at the limit."""

    def count(self, size: int) -> None: ...


class Archive:
    """A checked zip. `names` are the files in it, in lower case and without a common folder."""

    def __init__(self, source: IO[bytes], pulse: Callable[[], None] = lambda: None) -> None:
        """`pulse` is called now and then while files are read, however little they hold."""
        self.pulse = pulse
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused(_not_a_zip(source)) from error
        self._unpacked = 0
        self._entries = _entries(self._zip.infolist())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def expect(self, names: Iterable[str]) -> None:
        """Believe the zip's own list of sizes as far as it speaks against these files. Raises Refused."""
        entries = [self._entries[name] for name in names]
        for each in entries:
            _check_ratio(each, each.file_size)
        if sum(each.file_size for each in entries) > MOST_BYTES:
            raise Refused(_TOO_LARGE)

    def lines(self, name: str) -> Iterator[bytes]:
        """The file's lines with their ends. Raises Refused for damage, a bomb, or a line without end."""
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as packed:
                stream = io.BufferedReader(cast(io.RawIOBase, _Counted(packed, entry, self)), 65_536)
                while line := stream.readline(LONGEST_LINE + 1):
                    if len(line) > LONGEST_LINE:
                        raise Refused("A line is longer than a million characters. Is this a CSV file?", name)
                    yield line
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise Refused(_BROKEN, name) from error
        except Exception as error:
            if type(error).__module__ == "zlib":
                raise Refused(_BROKEN, name) from error
            raise

    def count(self, size: int) -> None:
        """Add to what was unpacked so far. Raises Refused above the limit."""
        self._unpacked += size
        if self._unpacked > MOST_BYTES:
            raise Refused(_TOO_LARGE)

    def close(self) -> None:
        self._zip.close()


class _Counted(io.RawIOBase):
    """A file inside the zip that stops when it grows beyond belief."""

    def __init__(self, packed: IO[bytes], entry: zipfile.ZipInfo, counter: Counter) -> None:
        self._packed, self._entry, self._counter, self._size = packed, entry, counter, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # typeshed: Buffer
        data = self._packed.read(len(buffer))
        buffer[: len(data)] = data
        self._size += len(data)
        self._counter.count(len(data))
        _check_ratio(self._entry, self._size)
        return len(data)


def _check_ratio(entry: zipfile.ZipInfo, size: int) -> None:
    """Raises Refused when a file is, or says it is, so much larger unpacked than packed."""
    if size > RATIO_AFTER and size > MOST_RATIO * max(1, entry.compress_size):
        raise Refused("This file unpacks to far more than its size, which no export does.", entry.filename)


def _not_a_zip(source: IO[bytes]) -> str:
    source.seek(0)
    if source.read(4)[:2] == b"PK":
        return _BROKEN
    return "This is not a zip file. Put the CSV files into one zip and upload that."


def _entries(found: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files by plain lower-case name. Raises Refused for names and kinds that no export has."""
    if len(found) > MOST_FILES:
        raise Refused(
            say(
                "There are {count:,} files in this zip; an export has at most {most}.",
                count=len(found),
                most=MOST_FILES,
            )
        )
    kept = [each for each in found if not each.is_dir() and not _litter(each.filename)]
    for each in kept:
        _check(each)
    folder = _common_folder([each.filename for each in kept])
    entries: dict[str, zipfile.ZipInfo] = {}
    for each in kept:
        name = each.filename[len(folder) :].casefold()
        if name in entries:
            raise Refused("This file is in the zip twice. Leave one.", each.filename)
        entries[name] = each
    return entries


def _litter(name: str) -> bool:
    low = name.casefold()
    return low.startswith(_LITTER[0]) or PurePosixPath(low).name in _LITTER


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
        raise Refused("A file in this zip has a path instead of a plain name. Zip the CSV files by themselves.")
    if entry.flag_bits & 0x1:
        raise Refused("This file is locked with a password. Zip the export without one.", name)
    if name.casefold().endswith((".zip", ".gz", ".7z", ".rar")):
        raise Refused(
            "There is another archive inside this zip. Put the CSV files into one zip directly.", name
        )
    if entry.compress_type not in _METHODS:
        raise Refused("This file is packed in a way we do not read. Use an ordinary zip.", name)


def _common_folder(names: list[str]) -> str:
    """`export/` when everything lies in one folder of that name, else nothing."""
    tops = {name.split("/", 1)[0] for name in names if "/" in name}
    if len(tops) == 1 and all("/" in name for name in names):
        return f"{tops.pop()}/"
    return ""
