"""The recipes for CI and the hook for pre-commit do what the page says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from nurture.language.check import check_files
from tests.unit.docs.markdown import ROOT, blocks
from tests.unit.docs.test_snippets import lay_out, said, whole

PAGE = ROOT / "docs/ci.md"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
BROKEN = "colour: red\n"


def recipe(key: str) -> dict[str, object]:
    """The YAML block of the page that has this key."""
    read = (yaml.load(block.text, yaml.BaseLoader) for block in blocks(PAGE, "yaml"))
    return next(data for data in read if isinstance(data, dict) and key in data)


def runs() -> list[str]:
    """What the steps of the workflow run."""
    return [step["run"] for step in recipe("jobs")["jobs"]["check"]["steps"] if "run" in step]


def commands() -> list[str]:
    """Every command of Nurture's that the page shows."""
    lines = [*runs(), *(line for block in blocks(PAGE, "sh") for line in block.text.splitlines())]
    return sorted({line for line in lines if line.startswith("nurture ")})


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with our sequences, and `nurture` on the path of `shell`."""
    copytree(ROOT / "sequences", tmp_path / "sequences")
    program = tmp_path / "bin" / "nurture"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom nurture.cli import main\nmain()\n")
    program.chmod(0o755)
    return tmp_path


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["sh", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def spoil(repository: Path) -> None:
    with (repository / "sequences/silver-medalist.yaml").open("a") as file:
        file.write(BROKEN)


@pytest.mark.parametrize("command", commands())
def test_each_command_passes_on_our_sequences_and_fails_on_an_error(repository: Path, command: str) -> None:
    assert shell(command, repository).returncode == 0
    spoil(repository)
    assert shell(command, repository).returncode == 1


def test_what_is_left_in_files_can_be_read(repository: Path) -> None:
    spoil(repository)
    for command in commands():
        shell(command, repository)
    assert [row["code"] for row in json.loads((repository / "nurture.json").read_text())] == ["N010"]
    [run] = json.loads((repository / "nurture.sarif").read_text())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["N010"]
    assert json.loads((repository / "allowed.json").read_text()) == []


def test_the_recipe_installs_as_the_makefile_does() -> None:
    install = next(run for run in runs() if "pip install" in run)
    makefile = (ROOT / "Makefile").read_text()
    assert "--require-hashes -r requirements.lock" in install
    assert "--require-hashes -r requirements.lock" in makefile
    assert "--no-deps --no-build-isolation" in install
    assert "--no-deps --no-build-isolation" in makefile


def test_the_hook_that_the_page_names_is_there_and_checks_the_folder(repository: Path) -> None:
    [named] = recipe("repos")["repos"][0]["hooks"]
    hook = next(each for each in HOOKS if each["id"] == named["id"])
    assert named["args"] == hook["args"]
    command = " ".join([hook["entry"], *hook["args"]])
    assert shell(command, repository).returncode == 0
    spoil(repository)
    assert "N010" in shell(command, repository).stdout


def test_the_hook_looks_at_whatever_a_change_of_sequences_touches() -> None:
    [hook] = HOOKS
    for path in ("sequences/a.yaml", "sequences/templates/a/b.de.md", "sequences/company.yaml"):
        assert re.search(hook["files"], path)
    assert not re.search(hook["files"], "docs/ci.md")


def test_the_warning_that_the_page_allows_is_allowed(tmp_path: Path) -> None:
    shown = next(block.text for block in blocks(PAGE, "yaml") if "nurture: allow" in block.text)
    checked = check_files([lay_out(tmp_path, whole(shown))])
    assert not checked.diagnostics, said(checked)
    assert [each.diagnostic.code for each in checked.allowed] == ["N063"]
