"""What `nurture` prints when nothing, or only help, is asked of it."""

import pytest
from typer.testing import CliRunner

from nurture.cli import COMMANDS, SECTIONS, application


@pytest.mark.parametrize(
    "arguments",
    [[], ["--help"], ["--help", "check"]],
    ids=["nothing asked", "help asked", "help asked before a command"],
)
def test_every_command_is_listed_in_its_section_with_its_whole_sentence(arguments: list[str]) -> None:
    listed = CliRunner().invoke(application(arguments), arguments, env={"COLUMNS": "200", "TERMINAL_WIDTH": "200"})

    words = " ".join(listed.output.split())
    at = [words.index(f"─ {section} ─") for section in SECTIONS]
    assert at == sorted(at)
    for (section, commands), start, end in zip(SECTIONS.items(), at, [*at[1:], len(words)], strict=True):
        for command in commands:
            assert f"│ {command} " in words[start:end], (section, command)
    assert "End somebody's run of a sequence, for good. │" in words
    assert "…" not in words


def test_a_command_that_is_asked_for_is_the_only_one_that_is_made() -> None:
    assert [command.name for command in application(["check", "--help"]).registered_commands] == ["check"]


def test_a_word_that_is_no_command_is_answered_with_the_one_that_was_meant() -> None:
    result = CliRunner().invoke(application(["chekc"]), ["chekc"])
    assert (result.exit_code, "Did you mean 'check'?" in result.output) == (2, True), result.output


def test_a_command_stands_in_one_section_alone() -> None:
    assert sum(len(commands) for commands in SECTIONS.values()) == len(COMMANDS)
