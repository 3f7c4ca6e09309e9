"""What an editor is told of the language agrees with what the checker says."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from nurture.cli import application
from nurture.language.codes import CODES, Code
from nurture.language.editor_schema import company_schema, sequence_schema
from nurture.language.load import read, read_text
from nurture.language.steps import STEP_KINDS
from tests.unit.docs.markdown import ROOT, table_under

SEQUENCES = ROOT / "sequences"
SCHEMA, COMPANY = sequence_schema(), company_schema()
SEEN_IN_AN_EDITOR = {"N010", "N011", "N012", "N013", "N014", "N015", "N016", "N030", "N031"}
"""Faults that lie in one key or value, so that a schema can tell."""


def faults(data: object, schema: dict[str, object] = SCHEMA) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(data)]


def below(schema: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Every property of a schema by its name, wherever it stands."""
    if isinstance(schema, list):
        for each in schema:
            yield from below(each)
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for key, each in schema.items():
            yield from below(list(each.values()) if key == "properties" else each)


def described(each: dict[str, object], schema: dict[str, object]) -> bool:
    definitions = schema["definitions"]
    assert isinstance(definitions, dict)
    target = definitions.get(str(each.get("$ref", "")).rpartition("/")[2], {})
    return bool(each.get("description") or target.get("description"))


def mappings(schema: dict[str, object]) -> list[dict[str, object]]:
    definitions = schema["definitions"]
    assert isinstance(definitions, dict)
    return [schema, *(each for each in definitions.values() if "properties" in each)]


def wait_for(text: str) -> dict[str, object]:
    return {**sequence(), "steps": [{"id": "pause", "wait": text}]}


def sequence() -> dict[str, object]:
    data = read(SEQUENCES / "application-received.yaml").data
    assert data is not None
    return dict(data)


@pytest.mark.parametrize("schema", [SCHEMA, COMPANY], ids=["sequence", "company"])
def test_it_is_a_json_schema_of_the_draft_that_editors_know(schema: dict[str, object]) -> None:
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == Draft7Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("schema", [SCHEMA, COMPANY], ids=["sequence", "company"])
def test_every_key_is_described_and_no_other_key_is_let_through(schema: dict[str, object]) -> None:
    properties = list(below(schema))
    assert len(properties) > 10
    assert [name for name, each in properties if not described(each, schema)] == []
    assert all(each["additionalProperties"] is False for each in mappings(schema))


@pytest.mark.parametrize("path", sorted(SEQUENCES.glob("*.yaml")), ids=lambda path: path.stem)
def test_our_own_files_are_right_and_say_where_their_schema_is(path: Path) -> None:
    kind = "company" if path.stem == "company" else "sequence"
    assert faults(read(path).data, COMPANY if kind == "company" else SCHEMA) == []
    first = path.read_text().splitlines()[0]
    assert first == f"# yaml-language-server: $schema={kind}.schema.json"
    assert (path.parent / f"{kind}.schema.json").exists()


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_the_example_of_each_kind_of_step_is_right(kind: str) -> None:
    indented = "".join(f"  {line}" for line in STEP_KINDS[kind].EXAMPLE.splitlines(keepends=True))
    steps = read_text(f"steps:\n{indented}", Path("example.yaml")).data
    assert steps is not None
    assert faults({**sequence(), **steps}) == []


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_what_the_checker_passes_is_right_and_what_lies_in_one_key_is_underlined(code: Code) -> None:
    for example in (code.good, code.bad):
        data = read_text(example.folder()["welcome.yaml"], Path("welcome.yaml")).data
        if example is code.good:
            assert faults(data) == []
        elif code.code in SEEN_IN_AN_EDITOR:
            assert faults(data) != []


def with_blocks(steps: str, given: str = "[day, to, mails]") -> dict[str, object]:
    """A sequence whose only block has these steps."""
    block = "".join(f"      {line}\n" for line in steps.splitlines())
    data = read_text(f"blocks:\n  one:\n    given: {given}\n    steps:\n{block}", Path("example.yaml")).data
    assert data is not None
    return {**sequence(), **data}


WITH_BLOCKS = [path for path in sorted((ROOT / "tests/journeys").glob("*/*.yaml")) if "\nblocks:" in path.read_text()]


@pytest.mark.parametrize("path", WITH_BLOCKS, ids=lambda path: path.stem)
def test_the_blocks_of_the_cookbook_are_right_and_a_slip_in_them_is_underlined(path: Path) -> None:
    data = read(path).data
    assert data is not None
    assert faults(data) == []
    for block in data["blocks"].values():
        step = block["steps"][0]
        step["idd"] = step.pop("id")
        assert faults(data)
        step["id"] = step.pop("idd")


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_each_kind_of_step_may_stand_in_a_block(kind: str) -> None:
    assert faults(with_blocks(STEP_KINDS[kind].EXAMPLE)) == []


@pytest.mark.parametrize(
    "step",
    [
        "- {id: a, wait: <day> days}",
        "- {id: a, wait: <day>}",
        "- {id: a-<day>, email: hello, to: <to>, hours: mon-fri <day>-17:00}",
        "- {id: a, task: Call, assign: [<to>, coordinator], kind: <day>, wait: <day>, outcomes: [<day>, no]}",
        "- {id: a, repeat: {every: <day> days, times: <day>, steps: [{id: b, email: <mails>, if_late: <day>}]}}",
        "- {id: a, wait_for: {event: <day>, timeout: <day> days}, then: [], otherwise: []}",
    ],
)
def test_in_a_block_what_it_is_given_may_stand_for_any_value_and_nowhere_else(step: str) -> None:
    data = with_blocks(step)
    assert faults(data) == []
    [block] = data["blocks"].values()
    assert faults({**sequence(), "steps": block["steps"]})


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("- {id: a, email: hello, hour: mon-fri 09:00-17:00}", "a misspelt key"),
        ("- {id: a, branch: [{when: x, stepps: []}]}", "one inside what a step holds"),
        ("- {id: a, branch: [{when: x, steps: [{id: b, wait: 1 day, iff: x}]}]}", "one in a step that it holds"),
        ("- {id: a, wait: 3 buisness days}", "a value that is none, and holds nothing that is given"),
        ("- {id: a, task: Call, kind: cal}", "a word that is none of those to choose from"),
        ("- {id: a, email: hello, wait: 1 day}", "two things in one step"),
        ("- {id: a, block: other}", "a block in a block"),
        ("- <day>", "a step that is given"),
        ("- {email: hello}", "a step without a name"),
    ],
)
def test_in_a_block_what_lies_in_one_key_is_underlined_as_elsewhere(step: str, reason: str) -> None:
    assert faults(with_blocks(step)), reason


def test_each_form_of_a_wait_that_the_language_page_lists_matches() -> None:
    forms = [row[0].strip("`") for row in table_under(ROOT / "docs/language.md", "Waits")]
    assert [form for form in forms if faults(wait_for(form))] == []


@pytest.mark.parametrize("form", ["3 buisness days", "3", "until tomorrow", "two weeks", "until 3 days", ""])
def test_what_is_no_wait_does_not_match(form: str) -> None:
    assert faults(wait_for(form))


@pytest.mark.parametrize("hours", ["mon-fri 09:00-17:00", "Mon, wed and sat 9:00-12:00, 13:00-17:00", "any time"])
def test_hours_that_the_checker_reads_match(hours: str) -> None:
    assert faults({**sequence(), "send": {"hours": hours}}) == []


def test_defaults_stand_there_as_one_writes_them() -> None:
    found = {name: each["default"] for name, each in below(SCHEMA) if "default" in each}
    assert (found["hours"], found["again"], found["to"]) == ("mon-fri 09:00-17:00", "never", "candidate")


def test_one_is_as_good_as_a_list_of_one_where_the_checker_says_so() -> None:
    one = {"on": "application.created"}
    assert faults({**sequence(), "enroll": [one], "exit": {"on": "application.rejected", "as": "rejected"}}) == []


@pytest.mark.parametrize("kind", ["sequence", "company"])
def test_the_command_writes_what_lies_beside_the_sequences(kind: str) -> None:
    written = CliRunner().invoke(application(["schema"]), ["schema", kind]).stdout
    assert json.loads(written) == (SCHEMA if kind == "sequence" else COMPANY)
    assert written == (SEQUENCES / f"{kind}.schema.json").read_text()


@pytest.mark.parametrize(
    ("step", "path", "said"),
    [
        ({"wait": "3 buisness days"}, ["wait"], "does not match"),  # and not that a survey is missing
        ({"email": "hello", "if_lat": "skip"}, [], "'if_lat' was unexpected"),
        ({"emial": "hello"}, [], "'emial' was unexpected"),
        ({"task": "Look", "wait": "yes"}, ["wait"], "'boolean'"),
        ({"email": "hello", "sms": "hello"}, [], "was unexpected"),
        ({}, [], "enough"),
        ({"repeat": {"every": "2 days", "steps": [{"id": "b", "wait": "1 day"}]}}, ["repeat"], "'times'"),
        ({"wait_for": {"event": "job.opend"}}, ["wait_for"], "'job.opend'"),
    ],
)
@pytest.mark.parametrize("is_in_block", [False, True], ids=["a step", "a step of a block"])
def test_what_is_wrong_in_a_step_is_told_of_the_kind_that_its_action_names(
    step: dict[str, object], path: list[str], said: str, is_in_block: bool
) -> None:
    steps = [{"id": "a", **step}]
    used = {"blocks": {"one": {"steps": steps}}, "steps": [{"id": "it", "block": "one"}]}
    errors = list(Draft7Validator(SCHEMA).iter_errors({**sequence(), **(used if is_in_block else {"steps": steps})}))
    place = [*(["blocks", "one", "steps", 0] if is_in_block else ["steps", 0]), *path]
    assert [list(error.absolute_path)[: len(place)] for error in errors] == [place]
    told = [errors[0], *(errors[0].context or ())]
    assert said in " ".join(each.message for each in told)
