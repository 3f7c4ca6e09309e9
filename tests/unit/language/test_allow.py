"""A comment silences the warning that it names, there, for a reason; and nothing else."""

import time
from pathlib import Path

import pytest

from nurture.language.check import Checked, check_folder
from nurture.language.codes import Example

TWO = "steps:\n  - id: hello\n    email: hello\n{above}  - id: more{beside}\n    email: hello\n"
WHY = "they arrive as one"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def check(folder: Path, text: str) -> Checked:
    for name, content in Example(text=text).folder().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return check_folder(folder)


def two(*, above: str = "", beside: str = "") -> str:
    return TWO.format(above=f"  {above}\n" if above else "", beside=f"  {beside}" if beside else "")


def told(checked: Checked) -> list[str]:
    return [each.code for each in checked.diagnostics]


@pytest.mark.parametrize("written", ["# nurture: allow N063, ", "#nurture:allow n063: ", "#  Nurture: allow N063,"])
@pytest.mark.parametrize("where", ["above", "beside"])
def test_a_comment_on_the_line_or_above_it_silences_the_warning(folder: Path, where: str, written: str) -> None:
    checked = check(folder, two(**{where: written + WHY}))
    assert told(checked) == []
    [allowed] = checked.allowed
    assert (allowed.diagnostic.code, allowed.reason) == ("N063", WHY)


def test_several_comments_may_stand_on_top_of_each_other(folder: Path) -> None:
    checked = check(folder, two(above=f"# nurture: allow N063, {WHY}\n  # The papers."))
    assert told(checked) == []
    assert len(checked.allowed) == 1


def test_without_a_reason_nothing_is_silenced(folder: Path) -> None:
    checked = check(folder, two(above="# nurture: allow N063"))
    assert sorted(told(checked)) == ["N007", "N063"]
    assert not checked.ok


@pytest.mark.parametrize("said", ["allow", "allow it, please", "allow N999, no such thing", "allow N063 because"])
def test_what_can_not_be_read_is_told(folder: Path, said: str) -> None:
    assert told(check(folder, f"title: Welcome  # nurture: {said}\n")) == ["N007"]


def test_an_error_is_never_silenced(folder: Path) -> None:
    checked = check(folder, "colour: red  # nurture: allow N010, we like it\n")
    assert sorted(told(checked)) == ["N007", "N010"]
    assert checked.allowed == ()


def test_what_allows_nothing_is_a_warning_itself(folder: Path) -> None:
    checked = check(folder, f"title: Welcome  # nurture: allow N063, {WHY}\n")
    assert told(checked) == ["N008"]
    assert checked.ok


def test_a_comment_silences_only_its_own_line(folder: Path) -> None:
    text = two(above=f"# nurture: allow N063, {WHY}") + "  - id: third\n    email: hello\n"
    checked = check(folder, text)
    assert (told(checked), len(checked.allowed)) == (["N063"], 1)


def test_in_a_file_with_errors_nothing_is_called_unused(folder: Path) -> None:
    assert told(check(folder, f"colour: red\ntitle: Welcome  # nurture: allow N063, {WHY}\n")) == ["N010"]


@pytest.mark.parametrize(
    "value",
    ['"Welcome # nurture: allow N063, x"', "|\n  Welcome\n  # nurture: allow N063, x", "Welcome#nurture:allow"],
)
def test_what_stands_in_a_value_is_no_comment(folder: Path, value: str) -> None:
    checked = check(folder, f"title: {value}\n")
    assert (told(checked), checked.allowed) == ([], ())


def test_a_file_that_is_no_yaml_is_told_as_that_alone(folder: Path) -> None:
    assert told(check(folder, f"title: [  # nurture: allow N063, {WHY}\n")) == ["N001"]


def test_company_yaml_is_looked_at_too(folder: Path) -> None:
    check(folder, "title: Welcome\n")
    with (folder / "company.yaml").open("a") as file:
        file.write(f"# nurture: allow N063, {WHY}\n")
    assert [each.path.name for each in check_folder(folder).diagnostics] == ["company.yaml"]


@pytest.mark.parametrize(
    "line",
    ["# nurture: allow N063\n", "title: x # nurture: allow N063, y\n", "# nurture: allow N063, a" + " " * 100 + "b\n"],
)
def test_a_file_full_of_them_takes_no_longer_than_its_length_asks_for(folder: Path, line: str) -> None:
    text = "title: Welcome\nsteps: []\n" + line * (200_000 // len(line))
    began = time.process_time()
    check(folder, text)
    assert time.process_time() - began < 10


def test_spaces_without_end_are_no_burden(folder: Path) -> None:
    assert told(check(folder, "title: Welcome  # nurture: allow N063" + " " * 300_000 + "x\n")) == ["N007"]
