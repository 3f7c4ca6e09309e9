"""docs/cli.md, from every command's help."""

import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from textwrap import dedent

import typer
from typer.core import TyperCommand, TyperGroup

from nurture.cli.pages.markdown import code, page, table

INTRO = """\
`nurture COMMAND --help` says what stands here. Output is data and goes to stdout; talk goes to stderr. The exit code
is 0 when it is done, 1 when it can't be done or something has to be mended, 2 for a command line that can't be
understood."""


def pages() -> Mapping[str, str]:
    """The page."""
    from nurture.cli import SECTIONS  # that module names this one among its commands

    commands = dict(_commands())
    parts = [INTRO]
    for section, names in SECTIONS.items():
        here = ((name, commands[name]) for name in names if name in commands)
        parts.append(table((section, "does"), ((f"[`{name}`](#nurture-{name})", _first(each)) for name, each in here)))
    for name, command in commands.items():
        parts += [f"## nurture {name}", *_about(name, command)]
    return {"cli.md": page("The command line", *parts)}


def _commands() -> Iterator[tuple[str, TyperCommand]]:
    from nurture.cli import COMMANDS, application

    for name, target in COMMANDS.items():
        if find_spec(target.partition(":")[0]) is not None:
            group = typer.main.get_command(application([name]))
            assert isinstance(group, TyperGroup), "several commands make a group"
            command = group.commands[name]
            assert isinstance(command, TyperCommand), "commands have no commands below them"
            yield name, command


def _about(name: str, command: TyperCommand) -> Iterator[str]:
    context = typer.Context(command, info_name=f"nurture {name}")
    told, _, example = dedent(command.help or "").partition("Example:")
    yield code(command.get_usage(context).removeprefix("Usage: "))
    yield re.sub(r"(?<!\n)\n(?!\n)", " ", told).strip()
    records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    rows = [(f"`{name}`", means) for name, means in records if name != "--help"]
    if rows:
        yield table(("argument or option", "means"), rows)
    if example:
        yield "For example:"
        yield code(example, "sh")


def _first(command: TyperCommand) -> str:
    return (command.help or "").strip().partition("\n\n")[0]
