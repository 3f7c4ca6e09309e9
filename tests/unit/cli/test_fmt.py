from pathlib import Path
from shutil import copytree

import pytest

from tests.office import SEQUENCES


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our own sequences."""
    monkeypatch.delenv("NURTURE_SEQUENCES", raising=False)
    return Path(copytree(SEQUENCES, tmp_path / "sequences"))


def test_a_folder_in_order_says_nothing(run, folder: Path) -> None:
    ran = run("fmt", "--folder", str(folder), "--check")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_what_is_laid_out_differently_is_named_and_with_check_not_touched(run, folder: Path) -> None:
    path = folder / "silver-medalist.yaml"
    ours = path.read_text()
    path.write_text(ours.replace("wait: 3 weeks", "wait:   3 Weeks"))
    odd = path.read_text()

    checked = run("fmt", "--folder", str(folder), "--check")
    assert (checked.code, checked.out) == (1, f"{path}\n")
    assert path.read_text() == odd

    ran = run("fmt", str(path))
    assert (ran.code, ran.out) == (0, f"{path}\n")
    assert path.read_text() == ours
    assert list(folder.glob(".*")) == []


def test_line_ends_alone_are_a_difference(run, folder: Path) -> None:
    path = folder / "company.yaml"
    ours = path.read_bytes()
    path.write_bytes(ours.replace(b"\n", b"\r\n"))
    assert run("fmt", str(folder)).out == f"{path}\n"
    assert path.read_bytes() == ours


def test_a_file_with_errors_is_told_and_the_others_are_done(run, folder: Path) -> None:
    (folder / "broken.yaml").write_text("sequence: [\n")
    (folder / "missing.yaml").write_text("sequence: a\n")
    path = folder / "silver-medalist.yaml"
    path.write_text(path.read_text().replace("wait: 3 weeks", "wait: 3 Weeks"))
    ran = run("fmt", "--folder", str(folder))
    assert ran.code == 1
    assert "broken.yaml:2:1  N001" in ran.err
    assert "missing.yaml:1:1" in ran.err
    assert ran.out == f"{path}\n"


def test_of_a_file_that_is_no_text_it_says_what_the_check_says(run, folder: Path) -> None:
    (folder / "other.yaml").write_bytes(b"title: Gr\xfc\xdfe\n")
    ran = run("fmt", str(folder))
    assert ran.code == 1
    assert "other.yaml:1:10  N004  the file is not UTF-8 text" in ran.err


def test_a_file_that_is_not_there_is_told(run, folder: Path) -> None:
    ran = run("fmt", str(folder / "nope.yaml"))
    assert (ran.code, ran.err) == (1, f"there is no {folder / 'nope.yaml'}\n")
