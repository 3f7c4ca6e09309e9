from os import close, mkfifo, pipe, write
from pathlib import Path

import pytest

from nurture.language.diagnostics import Mark
from nurture.language.load import MAX_BYTES, Source, read, read_text

HERE = Path("x.yaml")


def text(content: str) -> Source:
    return read_text(content, HERE)


def only(source: Source) -> tuple[str, int, int]:
    """Code and place of the one diagnostic."""
    [found] = source.diagnostics
    return found.code, found.line, found.col


@pytest.mark.parametrize("word", ["on", "no", "yes", "off", "12:30", "010", "1_000", "2026-01-01", "0b1", "y", "="])
def test_what_yaml_1_2_reads_as_text_is_text(word: str) -> None:
    assert text(f"key: {word}\n").data == {"key": word}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("False", False),
        ("3", 3),
        ("-17", -17),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
        ('"3"', "3"),
        ("'true'", "true"),
        ("9" * 400, "9" * 400),
    ],
)
def test_scalars_mean_what_the_core_schema_says(word: str, value: object) -> None:
    assert text(f"key: {word}\n").data == {"key": value}


def test_keys_are_always_text() -> None:
    assert text("on: a\n1: b\ntrue: c\nnull: d\n").data == {"on": "a", "1": "b", "true": "c", "null": "d"}


def test_every_key_and_value_has_its_place() -> None:
    source = text('steps:\n  - id: hello\n    email: "a/b"\n')
    assert source.keys[("steps", 0, "email")] == Mark(line=3, col=5, end_col=10)
    assert source.values[("steps", 0, "email")] == Mark(line=3, col=12, end_col=17)
    assert source.mark(("steps", 0)) == Mark(line=2, col=5, end_col=7), "a mapping is shown by its first key"


def test_a_way_that_leads_nowhere_ends_at_the_nearest_place() -> None:
    source = text("enroll:\n  on: application.created\n")
    assert source.nearest(("enroll", 0, "on")) == ("enroll", "on"), "one item may stand without a list"
    assert source.nearest(("enroll", "where", "x")) == ("enroll",)


def test_columns_count_characters_and_crlf_and_a_bom_change_nothing() -> None:
    source = text("\ufefftitle: Grüße\r\nowner: {ä: b}\r\n")
    assert source.data == {"title": "Grüße", "owner": {"ä": "b"}}
    assert source.mark(("owner", "ä")) == Mark(line=2, col=12, end_col=13)


def test_a_key_that_stands_twice_is_reported_with_both_places_and_the_first_counts() -> None:
    source = text("a: 1\nb: 2\na: {c: 1, c: 2}\n")
    assert source.data == {"a": 1, "b": 2}
    assert [(each.code, each.line, each.col) for each in source.diagnostics] == [("N002", 3, 1), ("N002", 3, 11)]
    assert "line 1" in source.diagnostics[0].message


def test_a_key_without_a_value_is_reported_and_left_out() -> None:
    source = text("a: 1\nb:\n")
    assert source.data == {"a": 1}
    assert only(source) == ("N012", 2, 1)


@pytest.mark.parametrize(
    ("content", "place", "why"),
    [
        ("title: a: b\n", ("N001", 1, 9), "a colon in plain text"),
        ("a:\n\tb: c\n", ("N001", 2, 1), "a tab"),
        ("a: 'open\n", ("N001", 2, 1), "an open quote"),
        ("a: @b\n", ("N001", 1, 4), "a reserved character"),
        ("a: {b: c\n", ("N001", 2, 1), "an open brace"),
        ("- a\nb: c\n", ("N012", 1, 1), "a list where a mapping belongs"),
        ("[a]: b\n", ("N001", 1, 1), "a list as a key"),
        ("{{ x }}: b\n", ("N001", 1, 1), "a mapping as a key"),
        ("%YAML 3.0\n---\na: b\n", ("N001", 1, 1), "a YAML version that isn't there"),
        ("[" * 5000, ("N001", 1, 1001), "nested beyond the parser"),
        ("a: &x b\n", ("N003", 1, 4), "an anchor"),
        ("a: *x\n", ("N003", 1, 4), "an alias"),
        ("a: !!str b\n", ("N003", 1, 4), "a tag"),
        ("a: !secret b\n", ("N003", 1, 4), "a tag of one's own"),
        ("&x a: b\n", ("N003", 1, 1), "an anchor on a key"),
        ("", ("N004", 1, 1), "nothing"),
        ("# a comment\n", ("N004", 1, 1), "comments only"),
        ("a: b\n---\nc: d\n", ("N004", 2, 1), "two documents"),
        ("a: b\x07\n", ("N004", 1, 5), "a control character"),
        ("a: b\nc: \ud800\n", ("N004", 2, 4), "half a character"),
        ("a: " + "[" * 60 + "]" * 60, ("N004", 1, 53), "nested too deep"),
        ("x", ("N012", 1, 1), "a word"),
    ],
)
def test_what_cannot_be_read_is_one_diagnostic_in_the_right_place(
    content: str, place: tuple[str, int, int], why: str
) -> None:
    source = text(content)
    assert source.data is None or place[0] == "N003", why
    code, line, col = only(source)
    assert (code, line) == place[:2], why
    assert col == place[2], why


def test_a_file_that_is_not_utf_8_shows_where(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("a: b\nc: Grüße\n".encode("latin-1"))
    assert only(read(path)) == ("N004", 2, 6)


def test_utf_16_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.yaml"
    path.write_bytes("a: b\n".encode("utf-16"))
    assert only(read(path)) == ("N004", 1, 1)


def test_a_file_over_a_megabyte_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: " + b"x" * MAX_BYTES)
    source = read(path)
    assert only(source)[0] == "N004"
    assert "larger" in source.diagnostics[0].message


def test_what_a_link_leads_to_need_not_end(tmp_path: Path) -> None:
    (tmp_path / "endless.yaml").symlink_to("/dev/zero")
    assert "no file" in read(tmp_path / "endless.yaml").diagnostics[0].message
    assert "larger" in read(tmp_path / "endless.yaml", may_be_pipe=True).diagnostics[0].message


def test_a_pipe_into_which_nobody_writes_is_not_waited_for(tmp_path: Path) -> None:
    mkfifo(tmp_path / "pipe.yaml")
    source = read(tmp_path / "pipe.yaml")
    assert only(source) == ("N004", 1, 1)
    assert (
        source.diagnostics[0].message
        == f"{tmp_path / 'pipe.yaml'} can't be read: it is a pipe or a device, and no file"
    )


def test_what_may_be_a_pipe_is_read_from_one(tmp_path: Path) -> None:
    out, into = pipe()
    write(into, b"a: b\n")
    close(into)
    try:
        assert read(Path(f"/dev/fd/{out}"), may_be_pipe=True).data == {"a": "b"}
    finally:
        close(out)


@pytest.mark.parametrize("name", ["missing.yaml", "."], ids=["missing", "a folder"])
def test_a_file_that_is_not_there_is_a_diagnostic(name: str, tmp_path: Path) -> None:
    assert only(read(tmp_path / name)) == ("N004", 1, 1)
