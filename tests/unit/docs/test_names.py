"""Commands, options, settings, targets and rules that a page names are there."""

import re
from functools import cache
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from nurture.cli import COMMANDS, application
from nurture.config import AtsSettings, Settings
from nurture.devserver.cli_binary import ENVIRONMENT_VARIABLE
from nurture.engine import before, gate
from tests.unit.docs.markdown import ROOT, blocks, code_spans, named, pages

COMMAND = re.compile(r"(?:^|\brun --rm \w+ |=\S+ |/bin/|\$ )nurture ([a-z][a-z|-]*)(.*)")
TARGET = re.compile(r"^make ([a-z]+)(?=$|\s+[A-Z]+=|\s+#)")
OPTION = re.compile(r"(?<!\S)--?[a-z][a-z-]*")
SETTING = re.compile(r"\bNURTURE_[A-Z_]*[A-Z]\b")


@cache
def options(command: str) -> frozenset[str]:
    """The options that a command takes."""
    group = typer.main.get_command(application([command]))
    assert isinstance(group, TyperGroup)
    return frozenset(option for each in group.commands[command].params for option in each.opts) | {"--help"}


def lines(page: Path) -> list[str]:
    """What a reader may type: lines of code, and what stands between backticks."""
    return [line.strip() for block in blocks(page) for line in block.text.splitlines()] + list(code_spans(page))


@pytest.mark.parametrize("page", pages(), ids=named)
def test_the_commands_that_a_page_names_exist_and_have_these_options(page: Path) -> None:
    for line in lines(page):
        for names, rest in COMMAND.findall(line):
            for name in names.split("|"):
                assert name in COMMANDS, line
                typed = re.sub(r'"[^"]*"', "", rest).partition("#")[0]
                assert set(OPTION.findall(typed)) <= options(name), line


@pytest.mark.parametrize("page", pages(), ids=named)
def test_the_targets_of_make_that_a_page_names_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    typed = [match.group(1) for line in lines(page) if (match := TARGET.match(line))]
    assert set(typed) <= targets


@pytest.mark.parametrize("page", pages(), ids=named)
def test_the_settings_that_a_page_names_exist(page: Path) -> None:
    known = {f"NURTURE_{name.upper()}" for name in Settings.model_fields} | {ENVIRONMENT_VARIABLE}
    of_connections = re.compile(rf"NURTURE_ATS__[A-Z0-9_]+?__({'|'.join(AtsSettings.model_fields).upper()})")
    named = set(SETTING.findall(page.read_text()))
    assert {each for each in named if not of_connections.fullmatch(each)} <= known


def test_every_rule_of_the_gate_stands_on_the_page_about_sending() -> None:
    files = (Path(before.__file__), *Path(gate.__path__[0]).glob("*.py"))
    rules = {rule for file in files for rule in re.findall(r'rule="([\w-]+)"', file.read_text())}
    assert len(rules) >= len(gate.RULES)
    assert rules <= set(code_spans(ROOT / "docs/sending.md"))


def test_commands_are_found_at_all() -> None:
    typed = {name for page in pages() for line in lines(page) for name, _ in COMMAND.findall(line)}
    assert {"check", "apply", "show", "doctor"} <= typed
