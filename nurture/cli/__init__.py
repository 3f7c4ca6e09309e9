"""The `nurture` command. Each command is a module of its own, and only the one that was asked for is imported.

Output is data and goes to stdout; talk goes to stderr. Exit code 1 means that it could not be done, or, for a check,
that something has to be mended.
"""

import ast
import gc
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from nurture.errors import NurtureError
from nurture.leaving import leave

SECTIONS: Final = {
    "Write sequences": {
        "init": "nurture.cli.init:init",
        "check": "nurture.cli.check:check",
        "fmt": "nurture.cli.fmt:fmt",
        "preview": "nurture.cli.preview:preview",
        "simulate": "nurture.cli.simulate:simulate",
        "graph": "nurture.cli.graph:graph",
        "facts": "nurture.cli.facts:facts",
        "schema": "nurture.cli.schema:schema",
        "apply": "nurture.cli.apply:apply",
    },
    "See what is going on": {
        "show": "nurture.cli.show:show",
        "why": "nurture.cli.why:why",
        "held": "nurture.cli.held:held",
        "gaps": "nurture.cli.gaps:gaps",
        "unknown": "nurture.cli.unknown:unknown",
        "broadcasts": "nurture.cli.broadcasts:broadcasts",
        "mailboxes": "nurture.cli.mailboxes:mailboxes",
        "breakers": "nurture.cli.breakers:breakers",
        "audit": "nurture.cli.audit:audit",
    },
    "Steer journeys": {
        "enroll": "nurture.cli.enroll:enroll",
        "pause": "nurture.cli.pause:pause",
        "resume": "nurture.cli.resume:resume",
        "exit": "nurture.cli.exit:exit",
    },
    "What people of ours do": {
        "tasks": "nurture.cli.tasks:tasks",
        "done": "nurture.cli.done:done",
        "snooze": "nurture.cli.snooze:snooze",
        "hand-over": "nurture.cli.hand_over:hand_over",
        "due": "nurture.cli.due:due",
        "log": "nurture.cli.log:log",
        "inbound": "nurture.cli.inbound:inbound",
        "away": "nurture.cli.away:away",
    },
    "Keep the record": {
        "import": "nurture.cli.import_people:import_people",
        "backfill": "nurture.cli.backfill:backfill",
        "join": "nurture.cli.join:join",
        "split": "nurture.cli.split:split",
        "happened": "nurture.cli.happened:happened",
        "consent": "nurture.cli.consent:consent",
        "suppressions": "nurture.cli.suppressions:suppressions",
        "ats": "nurture.cli.ats:ats",
    },
    "Privacy": {
        "export": "nurture.cli.export:export",
        "forget": "nurture.cli.forget:forget",
        "hold": "nurture.cli.hold:hold",
        "retention": "nurture.cli.retention:retention",
    },
    "Run Nurture": {
        "dev": "nurture.cli.dev:dev",
        "demo": "nurture.cli.demo:demo",
        "doctor": "nurture.cli.doctor:doctor",
        "migrate": "nurture.cli.migrate:migrate",
        "tokens": "nurture.cli.tokens:tokens",
        "docs": "nurture.cli.docs:docs",
    },
}
"""The commands as they are listed, and where each lives, as `module:function`; the function's docstring is its help."""
COMMANDS: Final = {name: target for commands in SECTIONS.values() for name, target in commands.items()}


def main() -> NoReturn:
    """Runs the command that the shell asked for, and ends with its exit code."""
    leave(_run(sys.argv[1:]))


def _run(arguments: Sequence[str]) -> int:
    try:
        _started(arguments)(arguments)
    except NurtureError as error:
        typer.echo(error.message, err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        return 1
    except SystemExit as ended:  # typer's own way to end
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _started(arguments: Sequence[str]) -> typer.Typer:
    """The command line, made without a search for garbage: what a start makes stays until the end."""
    gc.disable()
    app = application(arguments)
    gc.freeze()  # no later search goes through it either
    gc.enable()
    return app


def application(arguments: Sequence[str]) -> typer.Typer:
    """The command line with the one command that is named first; else with all of them, which then give help alone."""
    asked = arguments[0] if arguments and not arguments[0].startswith("-") else None
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None if asked else "rich",  # which alone draws sections
        callback=_root,
    )
    if asked in COMMANDS:
        app.command(asked)(_loaded(COMMANDS[asked]))
        return app
    for section, commands in SECTIONS.items():
        for name, target in commands.items():
            app.command(name, rich_help_panel=section)(_help_only(target))
    return app


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("nurture"))
        raise typer.Exit


def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version.")
    ] = False,
) -> None:
    """Recruiting sequences in YAML, carried out as durable Temporal workflows."""


def _loaded(target: str) -> Callable[..., object]:
    module, _, function = target.partition(":")
    loaded: Callable[..., object] = getattr(import_module(module), function)
    return loaded


def _help_only(target: str) -> Callable[..., object]:
    """A command that has the docstring of the real one, read from its source without running it."""
    module, _, function = target.partition(":")

    def stand_in() -> None:
        raise AssertionError(f"{target} stands in the list of commands for its help alone")

    spec = find_spec(module)
    source = Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            stand_in.__doc__ = ast.get_docstring(node)
    return stand_in
