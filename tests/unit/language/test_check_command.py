import json
import subprocess
import sys
from keyword import iskeyword
from os import mkfifo
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nurture.cli import COMMANDS, application
from nurture.language.codes import Example

UNUSED = {
    "nurture.engine",  # what carries journeys out
    *("nurture.domain.facts", "nurture.domain.moves", "nurture.domain.touchpoints", "nurture.domain.dispatches"),
    "nurture.cli.init",  # stands for all other commands
}
"""Our own modules that would come in by an import too many; each costs a start a hundredth or two."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one sequence that is in order."""
    for name, text in Example(text="").folder().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def nurture(*arguments: str | Path) -> Result:
    words = [str(each) for each in arguments]
    return CliRunner().invoke(application(words), words)


def test_a_folder_in_order_says_so_on_stderr_and_leaves_stdout_empty(folder: Path) -> None:
    result = nurture("check", "--folder", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 files, 0 errors, 0 warnings\n"


def test_a_folder_may_be_named_without_the_option(folder: Path) -> None:
    assert nurture("check", folder).exit_code == 0


def test_an_error_is_shown_and_fails(folder: Path) -> None:
    with (folder / "welcome.yaml").open("a") as file:
        file.write("colour: red\n")
    result = nurture("check", folder / "welcome.yaml")
    assert result.exit_code == 1
    assert "N010  unknown key `colour`" in result.stdout
    assert result.stderr == "3 files, 1 error, 0 warnings\n"


@pytest.mark.parametrize("name", ["welcome.yaml", "company.yaml", "templates/hello.md"])
def test_a_pipe_in_the_folder_is_told_and_not_waited_for(folder: Path, name: str) -> None:
    (folder / name).unlink()
    mkfifo(folder / name)
    result = nurture("check", folder)
    assert result.exit_code == 1
    assert f"{name}:1:1  N004" in result.stdout
    assert "it is a pipe or a device, and no file" in result.stdout


def test_a_warning_alone_does_not_fail(folder: Path) -> None:
    (folder / "late.yml").write_text("", encoding="utf-8")
    result = nurture("check", folder)
    assert (result.exit_code, result.stderr) == (0, "3 files, 0 errors, 1 warning\n")


def test_json_is_a_list_for_machines(folder: Path) -> None:
    assert json.loads(nurture("check", folder, "--json").stdout) == []
    (folder / "company.yaml").unlink()
    [row] = json.loads(nurture("check", folder, "--json").stdout)
    assert row["code"] == "N006"


def test_a_file_that_is_not_there_is_told_and_not_thrown(folder: Path) -> None:
    result = nurture("check", folder / "nope.yaml")
    assert result.exit_code == 1
    assert "nope.yaml can't be read" in result.stdout


def test_the_environment_names_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_SEQUENCES", str(folder))
    assert nurture("check").exit_code == 0


def test_help_names_every_command_without_importing_any() -> None:
    program = (
        "import sys; from nurture.cli import main; sys.argv = ['nurture', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "sys.exit('imported: ' + str([m for m in sys.modules if m.startswith('nurture.cli.') or m == 'pydantic']))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "check  " in ran.stdout
    assert "Check sequences, templates and company.yaml." in ran.stdout
    assert ran.stderr.strip() == "imported: []"


def test_check_needs_neither_database_nor_network_nor_temporal() -> None:
    program = (
        "import sys; import nurture.cli.check\n"
        "heavy = {'temporalio', 'sqlalchemy', 'fastapi', 'rich', 'holidays', 'sendgrid', 'pydantic_settings'}\n"
        "sys.exit(str(sorted(heavy & sys.modules.keys())))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stderr.strip() == "[]"


def test_check_loads_nothing_that_a_check_without_faults_has_no_use_for(folder: Path) -> None:
    program = (
        f"import sys; from nurture.cli import main; sys.argv = ['nurture', 'check', {str(folder)!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print(sorted({UNUSED!r} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("[]\n", "3 files, 0 errors, 0 warnings\n")


def test_check_makes_validators_of_those_steps_alone_that_the_files_have(folder: Path) -> None:
    program = (
        f"import sys; from nurture.cli import main; sys.argv = ['nurture', 'check', {str(folder)!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "from nurture.language.steps import WRITTEN_KINDS\n"
        "print([kind.KIND for kind in WRITTEN_KINDS.values() if kind.__pydantic_complete__])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stdout == "['email']\n", ran.stderr


def test_garbage_is_searched_for_once_a_command_runs_and_not_among_what_the_start_made() -> None:
    program = (
        "import gc, sys, nurture.cli, nurture.cli.check\n"
        "def check(): print(gc.isenabled(), gc.get_freeze_count() > 10_000)\n"
        "nurture.cli.check.check = check; sys.argv = ['nurture', 'check']; nurture.cli.main()"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.stdout == "True True\n", ran.stderr


def test_an_error_of_ours_is_a_sentence_and_a_hint_and_no_traceback() -> None:
    program = (
        "import sys, nurture.cli, nurture.cli.check\n"
        "from nurture.errors import NotSetUp\n"
        "def check(): raise NotSetUp('no database', hint='run nurture migrate')\n"
        "nurture.cli.check.check = check; sys.argv = ['nurture', 'check']; nurture.cli.main()"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "no database\nrun nurture migrate\n")


def test_a_command_is_called_as_its_function_is_unless_python_has_that_word() -> None:
    functions = {name: name.replace("-", "_") for name in COMMANDS if not iskeyword(name)}
    assert all(COMMANDS[name] == f"nurture.cli.{function}:{function}" for name, function in functions.items())
