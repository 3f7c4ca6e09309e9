import json
from pathlib import Path

from nurture.language.diagnostics import Diagnostic, Mark, Severity, in_order, render, to_json

PATH = Path("sequences/silver.yaml")
TEXT = "steps:\n  - id: a\n    timout: 90 days\n    then: b\nmore: c\n"


def diagnostic(**changes: object) -> Diagnostic:
    values = {
        "code": "N010",
        "message": "unknown key `timout`",
        "path": PATH,
        "mark": Mark(line=3, col=5, end_col=11),
        "hint": "did you mean `timeout`?",
    }
    return Diagnostic(**(values | changes))


def test_a_diagnostic_shows_the_lines_around_a_caret_and_what_to_write() -> None:
    assert render([diagnostic()], {PATH: TEXT}) == (
        "sequences/silver.yaml:3:5  N010  unknown key `timout`\n"
        "       2 |   - id: a\n"
        "       3 |     timout: 90 days\n"
        "         |     ^^^^^^\n"
        "       4 |     then: b\n"
        "did you mean `timeout`?"
    )


def test_a_warning_says_so() -> None:
    assert "N010  warning: unknown" in render([diagnostic(severity=Severity.WARNING)], {})


def test_a_place_past_the_end_of_the_text_still_renders() -> None:
    shown = render([diagnostic(mark=Mark(line=9, col=80, end_col=90))], {PATH: TEXT})
    assert shown.startswith("sequences/silver.yaml:9:80")


def test_what_a_terminal_would_obey_is_not_shown_as_it_is() -> None:
    shown = render([diagnostic(mark=Mark(line=1, col=1, end_col=2))], {PATH: "a: \x1b[31m\tb\n"})
    assert "\x1b" not in shown
    assert "a: \ufffd[31m b" in shown


def test_a_very_long_line_is_cut() -> None:
    shown = render([diagnostic(mark=Mark(line=1, col=900, end_col=901))], {PATH: "x" * 1000})
    assert max(map(len, shown.split("\n"))) < 200


def test_json_has_one_flat_row_for_each() -> None:
    [row] = json.loads(to_json([diagnostic()]))
    assert row == {
        "code": "N010",
        "severity": "error",
        "message": "unknown key `timout`",
        "hint": "did you mean `timeout`?",
        "path": "sequences/silver.yaml",
        "line": 3,
        "col": 5,
        "end_col": 11,
    }


def test_the_same_fault_seen_twice_is_told_once_and_all_come_in_the_order_of_the_files() -> None:
    late, early = diagnostic(), diagnostic(mark=Mark(line=1, col=1, end_col=2))
    assert in_order([late, early, diagnostic()]) == (early, late)
