"""A whole installation for one test: worker and web edge as processes of their own, on a real Temporal dev server.

Journey time runs fast: an hour passes in 40 ms, so sequences of these tests wait for hours and mail at any time of day.
"""

import asyncio
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from textwrap import dedent
from typing import TypeVar

from pydantic import SecretStr
from temporalio.client import WorkflowHistory

from nurture import temporal
from nurture.config import Settings
from nurture.contracts import Poke, enrollment_workflow_id
from nurture.demo import greenhouse
from nurture.demo.cast import MAYA, Applicant
from nurture.devserver import free_port
from nurture.devserver.child import Child
from nurture.devserver.environment import environment_of
from nurture.devserver.stack import WEB_EDGE, worker_file
from nurture.domain.touchpoints import Direction, SendState, Touchpoint
from nurture.language.check import check_folder
from nurture.service.parts import Parts, parts_from
from nurture.service.publishing import publish
from nurture.store import contacts, standings
from nurture.store.migrate import migrate
from nurture.store.standings import Standing
from nurture.values import replace

SECRET = "a key that both sides know"
STARTS = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
HOURS_PER_SECOND = 25
PATIENCE = 45.0
"""Seconds after which a test that waits for something says what it waited for."""

COMPANY = """\
name: Acme Robotics
postal_address: 1 Example Street, 10115 Berlin
zone: Europe/Berlin
country: DE
language: en
senders:
  talent: {name: Talent team, email: talent@acme.example}
sender_fallback: [talent]
surveys:
  care: {title: Care, question: Would you come again?, scale: 0-10}
"""
TEMPLATE = """\
---
subject: A word from {{ company.name }}
---

Hi {{ candidate.first_name | or("there") }}, this is all.
"""

Found = TypeVar("Found")
_numbers = count(1)
_pause = threading.Event()


@dataclass
class World:
    """What a test holds: settings, the parts to look at the database with, and how to start and end processes."""

    settings: Settings
    folder: Path
    parts: Parts
    maya: Applicant
    """A candidate of this test alone: all tests share one Temporal server."""

    def publish(self, *sequences: str, adding: str = "") -> None:
        """Publishes these sequences; every template they name is there. `adding` goes into company.yaml."""
        home = self.folder / "sequences"
        (home / "templates").mkdir(parents=True, exist_ok=True)
        (home / "company.yaml").write_text(COMPANY + adding)
        for template in ("one", "two", "three"):
            (home / "templates" / f"{template}.md").write_text(TEMPLATE)
        (home / "templates" / "ask.md").write_text(f"{TEMPLATE}\n[Answer]({{{{ survey_url }}}})\n")
        (home / "templates" / "one.sms.md").write_text("Acme Robotics here.\n")
        for text in sequences:
            name = dedent(text).split("\n", 1)[0].removeprefix("sequence: ")
            (home / f"{name}.yaml").write_text(dedent(text))
        checked = check_folder(home)
        assert checked.ok, [diagnostic.message for diagnostic in checked.diagnostics]
        publish(self.parts.store, checked, author=None, commit=None, by="a test", now=self.parts.clock.now())

    @contextmanager
    def worker(self, file: Path | None = None, **changes: object) -> Iterator[Child]:
        """A worker's process, with some settings changed; `file` is run in place of worker.py."""
        settings = self.settings.model_copy(update=changes)
        environment = environment_of(settings)
        log = self.folder / "worker.log"
        with Child("worker", [sys.executable, file or worker_file()], log_file=log, environment=environment) as child:
            yield child

    @contextmanager
    def web(self) -> Iterator[Child]:
        """The web edge's process; inside, it answers."""
        command = [sys.executable, "-m", *WEB_EDGE, "--host=127.0.0.1", f"--port={self.settings.web_port}"]
        log = self.folder / "web.log"
        environment = environment_of(self.settings)
        with Child("web edge", command, log_file=log, environment=environment) as child:
            self.until("the web edge answers", lambda: child.check() or self._is_up())
            yield child

    def _is_up(self) -> bool:
        edge = HTTPConnection("127.0.0.1", self.settings.web_port, timeout=2)
        try:
            edge.request("GET", "/healthz")
            return edge.getresponse().status == HTTPStatus.OK
        except OSError:
            return False
        finally:
            edge.close()

    def deliver(self, body: bytes, *, delivery: str | None = None) -> None:
        """Posts a delivery, signed as Greenhouse signs it."""
        name = delivery or f"delivery-{next(_numbers)}"
        greenhouse.deliver(body, delivery_id=name, secret=SECRET, port=self.settings.web_port)

    def now(self) -> datetime:
        """Journey time."""
        return self.parts.clock.now()

    def until(self, what: str, found: Callable[[], Found], *, patience: float = PATIENCE) -> Found:
        """Waits until something is found; fails with what was waited for, and the worker's last words."""
        if there := self.look_for(found, patience=patience):
            return there
        log = self.folder / "worker.log"
        tail = "\n".join(log.read_text().splitlines()[-30:]) if log.exists() else "no worker"
        raise AssertionError(f"waited {patience:.0f} s in vain until {what}\n{tail}")

    def look_for(self, found: Callable[[], Found], *, patience: float) -> Found | None:
        """Waits until something is found, and no longer than that many seconds."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if there := found():
                return there
            _pause.wait(0.05)
        return None

    def sent(self, who: Applicant) -> list[Touchpoint]:
        """What was sent to somebody: all that left or may have left, in order."""
        with self.parts.store.read() as conn:
            found = contacts.of_candidate(conn, who.candidate_id)
        left = (SendState.ACCEPTED, SendState.UNKNOWN)
        return [each for each in found if each.direction is Direction.OUTBOUND and each.state in left]

    def enrollments(self, who: Applicant) -> tuple[Standing, ...]:
        """All enrollments of somebody."""
        with self.parts.store.read() as conn:
            return standings.of_candidate(conn, who.candidate_id)

    def ended(self, who: Applicant) -> Standing:
        """Somebody's one enrollment, once it has ended."""

        def is_over() -> Standing | None:
            found = self.enrollments(who)
            return found[0] if found and found[0].ended_at else None

        return self.until(f"{who.first_name}'s journey has ended", is_over)

    def update(self, enrollment_id: str, name: str, argument: object) -> object:
        """An operator's update on the enrollment's workflow."""

        async def ask() -> object:
            client = await temporal.connect(self.settings)
            return await temporal.enrollment(client, enrollment_id).execute_update(name, argument)

        return asyncio.run(ask())

    def signal(self, poke: Poke) -> None:
        """Wakes an enrollment."""

        async def wake() -> None:
            await temporal.poke(await temporal.connect(self.settings), poke)

        asyncio.run(wake())

    def terminate(self, enrollment_id: str) -> None:
        """Ends the enrollment's workflow from outside, as an operator can in Temporal's UI."""

        async def end() -> None:
            await temporal.enrollment(await temporal.connect(self.settings), enrollment_id).terminate()

        asyncio.run(end())

    def history(self, enrollment_id: str) -> WorkflowHistory:
        """The history of the enrollment's latest run."""
        return self.history_of(enrollment_workflow_id(enrollment_id))

    def history_of(self, workflow_id: str) -> WorkflowHistory:
        """The history of a workflow's latest run."""

        async def fetch() -> WorkflowHistory:
            client = await temporal.connect(self.settings)
            return await client.get_workflow_handle(workflow_id).fetch_history()

        return asyncio.run(fetch())


@contextmanager
def a_world(folder: Path, *, temporal_address: str, database_url: str, **settings: object) -> Iterator[World]:
    """An installation of its own: a migrated database, its own task queue, its own clock."""
    usual: dict[str, object] = {
        "clock_began": datetime.now(UTC),
        "clock_starts": STARTS,
        "clock_speed": HOURS_PER_SECOND * 3600.0,
        "show_waits_over": 0.0,
        "activity_timeout": 10.0,
    }
    chosen = Settings(
        database_url=database_url,
        temporal_address=temporal_address,
        task_queue=f"test-{next(_numbers)}-{folder.name}",
        web_port=free_port(),
        greenhouse_secrets=(SecretStr(SECRET),),
        **{**usual, **settings},
    )
    migrate(chosen.database_url)
    parts = parts_from(chosen)
    try:
        number = next(_numbers)
        maya = replace(MAYA, id=MAYA.id + number, application=MAYA.application + number)
        yield World(settings=chosen, folder=folder, parts=parts, maya=maya)
    finally:
        parts.close()
