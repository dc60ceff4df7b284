"""Packages are named after their content, so that nothing is deployed twice and nothing changed is missed."""

import sys
import zipfile
from pathlib import Path

from infra.package import compile_for, copy_code, fingerprint, zip_folder


def folder(path: Path, **texts: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in texts.items():
        (path / name).write_text(text)
    return path


def test_the_fingerprint_follows_names_and_contents_only(tmp_path: Path) -> None:
    one = fingerprint(folder(tmp_path / "code", a="1", b="2"))
    (tmp_path / "code" / "a").touch()
    assert fingerprint(tmp_path / "code") == one
    assert fingerprint(folder(tmp_path / "code", a="2")) != one


def test_two_zips_of_the_same_files_are_the_same_bytes(tmp_path: Path) -> None:
    source = folder(tmp_path / "code", a="1", b="2")
    zip_folder(source, tmp_path / "one.zip")
    (source / "a").touch()
    zip_folder(source, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").namelist() == ["a", "b"]


def test_what_is_compiled_is_zipped_says_where_it_lies_and_is_the_same_each_time(tmp_path: Path) -> None:
    zips = []
    for name in ("one", "two"):
        source = folder(tmp_path / name, **{"room.py": "def f():\n    pass\n"})
        assert compile_for(sys.version_info[:2], source, "/var/task")
        zip_folder(source, tmp_path / f"{name}.zip")
        zips.append((tmp_path / f"{name}.zip").read_bytes())
    assert zips[0] == zips[1]
    names = zipfile.ZipFile(tmp_path / "one.zip").namelist()
    assert [Path(name).suffix for name in names] == [".pyc", ".py"]
    assert b"/var/task/room.py" in zipfile.ZipFile(tmp_path / "one.zip").read(names[0])


def test_only_lambdas_own_python_compiles_for_it(tmp_path: Path) -> None:
    source = folder(tmp_path / "code", **{"room.py": ""})
    assert not compile_for((2, 7), source, "/var/task")
    assert len(list(source.rglob("*"))) == 1


def test_the_code_folder_has_what_functions_import_and_no_more(tmp_path: Path) -> None:
    copy_code(tmp_path / "code")
    assert {path.name for path in (tmp_path / "code").iterdir()} == {"app.py", "chalicelib", "functions"}
    assert not list((tmp_path / "code").rglob("__pycache__"))
