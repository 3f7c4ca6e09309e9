"""What `nurture check` found, as each reader wants it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from typer.testing import CliRunner, Result

from nurture.cli import application
from nurture.cli.formats import WRITERS, Format, Report
from nurture.language.codes import CODES, Example
from nurture.language.diagnostics import Diagnostic, Mark

FIXTURES = Path(__file__).parents[2] / "fixtures"
STEPS = (
    "steps:\n  - id: hello\n    email: hello\n"
    "  - id: more  # nurture: allow N063, they arrive as one\n    email: hello\n"
    "  - id: third\n    email: helo\n"
)


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One error (N050), one warning (N063) and one that is allowed, in sequences/welcome.yaml."""
    monkeypatch.chdir(tmp_path)
    for name, text in Example(text=STEPS).folder().items():
        path = tmp_path / "sequences" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def nurture(*words: str) -> Result:
    return CliRunner().invoke(application(["check"]), ["check", *words])


def report(message: str, path: str = "sequences/a.yaml") -> Report:
    mark = Mark(line=3, col=5, end_col=9)
    found = Diagnostic(code="N010", message=message, path=Path(path), mark=mark, hint="write `b`")
    return Report(diagnostics=(found,), allowed=(), sources={})


@pytest.mark.usefixtures("_folder")
def test_the_summary_counts_what_is_allowed() -> None:
    assert nurture().stderr == "3 files, 1 error, 1 warning, 1 allowed\n"


@pytest.mark.usefixtures("_folder")
def test_allowed_lists_where_and_why_and_nothing_else() -> None:
    ran = nurture("--allowed")
    assert ran.stdout.splitlines() == [
        "sequences/welcome.yaml:10:9  N063  warning: `more` leaves right after `hello`, to the same person",
        "allowed: they arrive as one",
    ]
    [row] = json.loads(nurture("--allowed", "--json").stdout)
    assert (row["code"], row["line"], row["reason"]) == ("N063", 10, "they arrive as one")


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize("form", ["sarif", "github"])
def test_allowed_is_not_told_in_forms_that_have_no_place_for_it(form: str) -> None:
    assert nurture("--allowed", "--format", form).exit_code == 2


@pytest.mark.usefixtures("_folder")
def test_json_is_the_same_by_either_option() -> None:
    assert nurture("--json").stdout == nurture("--format", "json").stdout != ""


@pytest.mark.usefixtures("_folder")
def test_every_form_fails_on_an_error() -> None:
    assert {nurture("--format", form).exit_code for form in Format} == {1}


@pytest.mark.usefixtures("_folder")
def test_github_shows_each_beside_its_line() -> None:
    lines = nurture("--format", "github").stdout.splitlines()
    assert lines[0].startswith("::warning file=sequences/welcome.yaml,line=12,col=9,endColumn=13,title=nurture N063::")
    assert lines[1].startswith("::error file=sequences/welcome.yaml,line=13,")
    assert "%0Adid you mean `hello`?" in lines[1]


def test_github_reads_back_what_would_end_a_command() -> None:
    [line] = WRITERS[Format.GITHUB](report("100%\nof it", "a,b:c.yaml")).splitlines()
    assert line == (
        "::error file=a%2Cb%3Ac.yaml,line=3,col=5,endColumn=8,title=nurture N010::100%25%0Aof it%0Awrite `b`"
    )


@pytest.mark.usefixtures("_folder")
def test_sarif_names_its_version_and_has_one_run_with_a_rule_for_each_code() -> None:
    log = json.loads(nurture("--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(CODES)
    for rule in rules:
        assert rule["help"]["text"]
        assert f"docs/errors/{rule['id']}.md" in rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")


@pytest.mark.usefixtures("_folder")
def test_sarif_keeps_to_the_published_schema() -> None:
    """The schema is that of OASIS, as it is published."""
    schema = json.loads((FIXTURES / "sarif-2.1.0-rtm.5.json").read_text())
    validator = Draft4Validator(schema, format_checker=Draft4Validator.FORMAT_CHECKER)
    log = json.loads(nurture("--format", "sarif").stdout)
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["results"][0]["level"] = "terrible"
    assert not validator.is_valid(log)


@pytest.mark.usefixtures("_folder")
def test_sarif_points_each_result_to_its_rule_and_place() -> None:
    [run] = json.loads(nurture("--format", "sarif").stdout)["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        [location] = result["locations"]
        artifact = location["physicalLocation"]["artifactLocation"]
        assert artifact == {"uri": "sequences/welcome.yaml", "uriBaseId": "%SRCROOT%"}
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        region = location["physicalLocation"]["region"]
        assert 1 <= region["startColumn"] < region["endColumn"]
    codes = [(result["ruleId"], result["level"]) for result in run["results"]]
    assert codes == [("N063", "warning"), ("N050", "error"), ("N063", "warning")]


@pytest.mark.usefixtures("_folder")
def test_sarif_holds_what_is_allowed_as_suppressed_with_the_reason() -> None:
    [run] = json.loads(nurture("--format", "sarif").stdout)["runs"]
    suppressed = [result["suppressions"] for result in run["results"] if "suppressions" in result]
    assert suppressed == [[{"kind": "inSource", "justification": "they arrive as one"}]]


@pytest.mark.parametrize(("path", "uri"), [("a b.yaml", "a%20b.yaml"), ("/x/a b.yaml", "file:///x/a%20b.yaml")])
def test_sarif_writes_paths_as_addresses(path: str, uri: str) -> None:
    [run] = json.loads(WRITERS[Format.SARIF](report("wrong", path)))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize("form", [Format.TEXT, Format.GITHUB])
def test_a_folder_in_order_leaves_stdout_empty(form: Format) -> None:
    assert WRITERS[form](Report(diagnostics=(), allowed=(), sources={})) == ""
