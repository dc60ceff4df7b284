"""Packages are named after their content, so that nothing is deployed twice and nothing changed is missed."""

import zipfile
from pathlib import Path

from infra.package import copy_code, fingerprint, zip_folder


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


def test_the_code_folder_has_what_functions_import_and_no_more(tmp_path: Path) -> None:
    copy_code(tmp_path / "code")
    assert {path.name for path in (tmp_path / "code").iterdir()} == {"app.py", "chalicelib", "functions"}
    assert not list((tmp_path / "code").rglob("__pycache__"))
