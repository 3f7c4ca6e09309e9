"""`nurture dev`."""

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

import typer
from pydantic import SecretStr
from watchfiles import watch

from nurture.cli.calendar import start_calendar_if_needed
from nurture.cli.git import origin_of
from nurture.cli.session import settings_from_environment, user
from nurture.cli.tables import people
from nurture.config import ChannelName, Settings
from nurture.devserver import find_temporal
from nurture.devserver.child import ended_by_signals
from nurture.devserver.folder import claimed
from nurture.devserver.stack import TEMPORAL_PORT, Stack
from nurture.errors import NotSetUp
from nurture.language.check import check_folder
from nurture.language.diagnostics import render
from nurture.service.publishing import difference, publish
from nurture.store import Store, open_store
from nurture.store.migrate import migrate

FOLDER: Final = Path(".nurture/dev")
HOOK_KEY: Final = "for trying out only"
"""Signs web hooks where no key is set. Only this machine can reach the web edge."""
LOOK_AGAIN: Final = 500
"""Milliseconds between two looks at whether everything still runs."""


def dev() -> None:
    """Run everything on this machine, and publish the sequences as they change.

    Starts Temporal with its UI, a worker and the web edge, until Ctrl-C. What was begun goes on at the next start. No
    mail leaves: it is kept in the database.

    Example: NURTURE_SEQUENCES=drafts nurture dev
    """
    settings = _settings()
    if not settings.sequences.is_dir():
        raise NotSetUp(f"There is no folder {settings.sequences}.", hint="Make it, or let NURTURE_SEQUENCES name it.")
    binary = find_temporal(Path(".bin"))
    with suppress(KeyboardInterrupt), ended_by_signals(), ExitStack() as running:
        if not running.enter_context(claimed(FOLDER)):
            raise NotSetUp("`nurture dev` runs in this folder already.")
        typer.echo("Starting Temporal, worker, web edge and console.", err=True)
        stack = Stack(settings, FOLDER, binary=binary, temporal_file=FOLDER / "temporal.db")
        running.enter_context(stack.temporal)
        migrate(stack.settings.database_url)
        running.enter_context(stack.services(stack.settings))
        store = open_store(stack.settings.database_url, pool_size=1)
        running.callback(store.close)
        _tell_where(stack)
        _publish(store, stack.settings)
        for changes in watch(settings.sequences, rust_timeout=LOOK_AGAIN, yield_on_timeout=True):
            stack.check()
            if changes:
                _publish(store, stack.settings)


def _settings() -> Settings:
    """As they are set, but that no mail leaves."""
    settings = settings_from_environment()
    keys = settings.greenhouse_secrets or (SecretStr(HOOK_KEY),)
    return settings.model_copy(update={"channel": ChannelName.OUTBOX, "greenhouse_secrets": keys})


def _tell_where(stack: Stack) -> None:
    settings = stack.settings
    typer.echo(f"Temporal's UI    {stack.temporal.ui_url}")
    typer.echo(f"Console          {stack.console_url}")
    typer.echo(f"Greenhouse hook  {settings.public_url}/hooks/greenhouse")
    typer.echo(f"  its secret key {settings.greenhouse_secrets[0].get_secret_value()}")
    typer.echo(f"Database         {settings.database_url}")
    typer.echo(f"Logs             {stack.folder}")
    if stack.temporal.port != TEMPORAL_PORT:
        typer.echo("For other commands, since Temporal's usual port is taken:")
        typer.echo(f"  export NURTURE_TEMPORAL_ADDRESS={stack.temporal.address}")
    typer.echo(f"Watching {settings.sequences}. Ctrl-C ends all of it.", err=True)


def _publish(store: Store, settings: Settings) -> None:
    """Publishes what has changed, if the check finds no errors, and says what that was."""
    checked = check_folder(settings.sequences)
    if checked.diagnostics:
        typer.echo(render(checked.diagnostics, checked.sources), err=True)
    if not checked.ok:
        typer.echo("Nothing was published.", err=True)
        return
    with store.read() as conn:
        differs = difference(conn, checked)
    if not differs:
        typer.echo("All of it is published already.", err=True)
        return
    origin = origin_of(settings.sequences)
    now = settings.clock().now()
    for each in publish(store, checked, author=origin.author, commit=origin.commit, by=user(), now=now):
        if each.is_new:
            staying = sum(each.staying.values())
            stay = f"; {people(staying)} inside stay on the version they entered on" if staying else ""
            typer.echo(f"Published {each.sequence} as version {each.version}{stay}.")
    if differs.is_company_changed:
        typer.echo("Published company.yaml.")
    start_calendar_if_needed(store, settings)
