"""Files are read row by row, each with the line on which it begins, and say what is wrong where they can't be."""

import json
from pathlib import Path

import pytest

from nurture.errors import NotFound
from nurture.service.importing.sheet import open_sheet


def a_file(tmp_path: Path, content: str | bytes, name: str = "people.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("name,email\nMara,m@home.example\n", "a comma"),
        ("name;email\r\nMara;m@home.example\r\n", "a semicolon, as spreadsheets write it in half of Europe"),
        ("\ufeffname\temail\nMara\tm@home.example", "a tab, a mark at the beginning, no end of line"),
    ],
)
def test_a_table_is_read_whatever_separates_its_cells(tmp_path: Path, content: str, reason: str) -> None:
    sheet = open_sheet(a_file(tmp_path, content))
    assert sheet.columns == ("name", "email"), reason
    assert [(row.line, row.cells) for row in sheet.read()] == [(2, {"name": "Mara", "email": "m@home.example"})]
    assert len(list(sheet.read())) == 1, "it can be read again"


def test_rows_know_the_line_on_which_they_begin(tmp_path: Path) -> None:
    sheet = open_sheet(a_file(tmp_path, 'name,note\nMara,"two\nlines"\n,\n\nOtto,one\nAda\n'))
    rows = list(sheet.read())
    assert [(row.line, row.cells.get("name")) for row in rows] == [(2, "Mara"), (6, "Otto"), (7, "Ada")]
    assert rows[2].fault == "it has 1 cells, and there are 2 columns"


def test_a_quote_that_never_ends_is_told_of_with_its_line(tmp_path: Path) -> None:
    *_, last = open_sheet(a_file(tmp_path, 'name,note\nMara,a\nOtto,"never\nends\n')).read()
    assert (last.line, last.fault) == (3, "this is no row: unexpected end of data")


def test_a_list_of_objects_is_read_in_parts(tmp_path: Path) -> None:
    people = [{"name": f"Person {number}", "note": "x" * 300} for number in range(1_000)]
    sheet = open_sheet(a_file(tmp_path, json.dumps(people, indent=1), "people.json"))
    rows = list(sheet.read())
    assert [row.cells for row in rows] == people
    assert [row.line for row in rows[:3]] == [2, 6, 10]
    assert sheet.columns == ("name", "note")


@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        ('{"name": "Mara"}', 1, "the file is a list of objects: it begins with ["),
        ('[{"name": "Mara"},\n {"name": }]', 2, "this is no JSON: Expecting value"),
        ('[{"name": "Mara"},\n "Otto"]', 2, "a person is an object, with the columns as its keys"),
        ('[{"name": "Mara"}', 1, "the file ends before its list does"),
    ],
)
def test_what_is_no_list_of_objects_says_where(tmp_path: Path, content: str, line: int, fault: str) -> None:
    *_, last = open_sheet(a_file(tmp_path, content, "people.json")).read()
    assert (last.line, last.fault) == (line, fault)


def test_json_lines_are_told_of_one_by_one(tmp_path: Path) -> None:
    sheet = open_sheet(a_file(tmp_path, '{"name": "Mara"}\nnothing\n\n{"name": "Otto"}\n', "people.jsonl"))
    assert [(row.line, row.fault is None) for row in sheet.read()] == [(1, True), (2, False), (4, True)]


def test_other_encodings_are_told_of_with_what_to_do(tmp_path: Path) -> None:
    path = a_file(tmp_path, "name\nZoë\n".encode("latin-1"))
    with pytest.raises(NotFound, match="is not UTF-8") as raised:
        open_sheet(path)
    assert raised.value.hint == "Save it as “CSV UTF-8”, or with UTF-8 as its encoding."


def test_a_file_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="can't be read: No such file"):
        open_sheet(tmp_path / "nobody.csv")
