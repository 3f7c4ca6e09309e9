"""`nurture demo`."""

from typing import Annotated

import typer

from nurture.demo.run import run
from nurture.demo.screen import Screen
from nurture.devserver.child import ended_by_signals

INTERRUPTED = 130
"""What shells expect of a command that Ctrl-C ended."""


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything running until Ctrl-C.")] = False,
) -> None:
    """Play four weeks of three made-up people on a real Temporal server, in under a minute.

    Everything is new on each run and nothing leaves this machine. Exit code 1 means that the story came out wrong.

    Example: nurture demo --keep
    """
    try:
        with ended_by_signals():
            is_right = run(Screen(), keep=keep)
    except KeyboardInterrupt:
        typer.echo("Stopped.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if not is_right:
        raise typer.Exit(1)
