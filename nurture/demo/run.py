"""One run of the demo: everything is started anew, the story is played, told and judged, everything is ended."""

import itertools
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from nurture.config import ChannelName, Settings
from nurture.demo import judge, witness
from nurture.demo.cast import STARTS
from nurture.demo.pacing import SLOW, paces
from nurture.demo.play import LOOK_AGAIN, Stage, play
from nurture.demo.report import report, tell_verdict, tell_where_to_look
from nurture.demo.screen import Screen
from nurture.demo.telling import Teller
from nurture.devserver import find_temporal
from nurture.devserver.cli_binary import ENVIRONMENT_VARIABLE
from nurture.devserver.folder import claimed, empty
from nurture.devserver.stack import Stack, worker_file
from nurture.errors import NotSetUp
from nurture.language.check import check_folder
from nurture.service.parts import parts_from
from nurture.service.publishing import publish
from nurture.store import open_store
from nurture.store.migrate import migrate

LEADS: Final = (timedelta(seconds=4), timedelta(seconds=15), timedelta(seconds=60))
"""How long before the story's first minute worker and web edge are started; longer where a machine needs it."""


def run(screen: Screen, *, keep: bool) -> bool:
    """Plays it, and says whether it came out as it must. With `keep` everything stays up until Ctrl-C."""
    _forget_settings()
    binary = find_temporal(Path(".bin"))
    with ExitStack() as running:
        folder = running.enter_context(_a_folder())
        screen.say("Starting Temporal, worker, web edge and console.")
        stack = Stack(_settings(folder), folder, binary=binary)
        running.enter_context(stack.temporal)
        _publish(stack.settings)
        settings = _start(stack, running)
        parts = parts_from(settings)
        running.callback(parts.close)
        screen.say(f"Look on: Temporal's UI at {stack.temporal.ui_url}, the console at {stack.console_url}.")
        screen.say(f"Four weeks from {STARTS:%A, %-d %B %Y}: days on which nothing happens take less than a second.")
        screen.head("What happens")
        stage = Stage(parts=parts, check=stack.check, show_time=screen.show_time)
        with screen.clock():
            records = play(stage, Teller(screen.line))
        report(screen, parts.store)
        faults = (*judge.faults(records), *witness.differences(settings, records))
        tell_verdict(screen, faults)
        tell_where_to_look(screen, stack, keep=keep)
        if keep:
            _stay(stack)
    return not faults


@contextmanager
def _a_folder() -> Iterator[Path]:
    """An empty folder of our own: another one while a demo that was kept has the first."""
    for number in itertools.count(1):
        folder = Path(".nurture") / ("demo" if number == 1 else f"demo-{number}")
        with claimed(folder) as is_ours:
            if is_ours:
                empty(folder)
                yield folder
                return


def _forget_settings() -> None:
    """Nothing that is set outside changes the demo, and above all no mail leaves."""
    for name in [name for name in os.environ if name.startswith("NURTURE_") and name != ENVIRONMENT_VARIABLE]:
        del os.environ[name]


def _settings(folder: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'nurture.db'}",
        sequences=worker_file().parent / "sequences",
        channel=ChannelName.OUTBOX,
        greenhouse_secrets=(SecretStr(secrets.token_urlsafe(24)),),
        link_secret=SecretStr(secrets.token_urlsafe(24)),
        show_waits_over=2.0,
    )


def _publish(settings: Settings) -> None:
    migrate(settings.database_url)
    checked = check_folder(settings.sequences)
    store = open_store(settings.database_url, pool_size=1)
    try:
        publish(store, checked, author=None, commit=None, by="demo", now=STARTS)
    finally:
        store.close()


def _start(stack: Stack, running: ExitStack) -> Settings:
    """Starts worker and web edge, on a clock on which the story's first minute is still to come."""
    for lead in LEADS:
        clock = {
            "clock_began": datetime.now(UTC) + lead,
            "clock_starts": STARTS,
            "clock_speed": SLOW,
            "clock_paces": paces(),
        }
        settings = stack.settings.model_copy(update=clock)
        with ExitStack() as attempt:
            attempt.enter_context(stack.services(settings))
            if settings.clock().now() < STARTS:
                running.enter_context(attempt.pop_all())
                return settings
    raise NotSetUp(f"Worker and web edge took more than {LEADS[-1].seconds} s to start: this machine is too busy.")


def _stay(stack: Stack) -> None:
    with suppress(KeyboardInterrupt):
        while True:
            stack.check()
            time.sleep(LOOK_AGAIN)
