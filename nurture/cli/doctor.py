"""`nurture doctor`."""

from typing import Final

import typer

from nurture.cli.session import settings_from_environment
from nurture.cli.tables import screen
from nurture.service.checkup import State, look_at_everything

MARKS: Final = {State.GOOD: ("✓", "green"), State.WARNING: ("!", "yellow"), State.WRONG: ("✗", "red")}


def doctor() -> None:
    """Look whether everything is in order, and say what to do where it isn't.

    Looks at Python, settings, mail, database, sequences and Temporal, changes nothing and sends nothing. Exit code 1
    when something is wrong; warnings don't count.

    Example: nurture doctor
    """
    console = screen()
    wrong = 0
    for finding in look_at_everything(settings_from_environment()):
        mark, color = MARKS[finding.state]
        console.print(mark, style=color, end=" ")
        console.print(f"{finding.part}: {finding.found}", soft_wrap=True)
        if finding.advice:
            console.print(f"    {finding.advice}", soft_wrap=True)
        wrong += finding.state is State.WRONG
    if wrong:
        typer.echo("Something is wrong." if wrong == 1 else f"{wrong} things are wrong.", err=True)
        raise typer.Exit(1)
