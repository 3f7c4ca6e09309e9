"""A small installation without servers: a real database, the outbox, and a clock that a test sets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nurture.channels.outbox import Outbox
from nurture.clock import SetClock
from nurture.config import Settings
from nurture.contracts import EnrollmentRun, RunOptions, TakenIn
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, Person
from nurture.language.check import check_folder
from nurture.service.entering import run_of
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.service.publishing import publish
from nurture.simulator.runs import Run
from nurture.store import open_store
from nurture.store.sequences import PlanCache

SEQUENCES = Path(__file__).parent.parent / "sequences"
REJECTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday."""
MARA = "greenhouse:57683"
APPLICATION = "greenhouse:693"
CALLS = {
    "company.yaml": (
        "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\n"
        "senders: {talent: {name: Talent, email: talent@acme.example}}\nsender_fallback: [talent]\n"
    ),
    "calls.yaml": """\
sequence: calls
title: Call strong finalists
owner: talent@acme.example
purpose: nurture
enroll: {on: application.rejected}
exit: [{on: candidate.replied, as: replied}]
steps:
  - id: call
    task: Call {{ candidate.first_name | or("them") }} about {{ job.title | or("the job") }}
    kind: call
    due: 2 days
    snooze: 5 days
    hand_over: true
    outcomes: [interested, not now, {name: later, asks: date}]
""",
}
"""A folder of sequences with one task in it."""
CALL = f"calls/application/{APPLICATION}/1#call#1"
RUN = f"silver-medalist/application/{APPLICATION}/1"


@dataclass(frozen=True, kw_only=True)
class Office:
    """The parts, and what tests do with them."""

    parts: Parts
    clock: SetClock
    outbox: Outbox

    def publish(self, folder: Path = SEQUENCES) -> None:
        """Publishes a folder as it stands."""
        checked = check_folder(folder)
        publish(self.parts.store, checked, author="ops@acme.example", commit="0123abcd", by="ops", now=self.clock.at)

    def hear(self, told: Intake) -> None:
        """Takes in what an ATS said, and enrolls whom it triggers."""
        with self.parts.store.write() as conn:
            hear(self.parts, conn, told)

    def play(self, enrollment_id: str, *, until: datetime) -> None:
        """Carries an enrollment's moves out, each at its time."""
        with self.parts.store.write() as conn:
            run = Run(
                self.parts,
                run_of(conn, enrollment_id, clock=self.clock, options=RunOptions()),
                played_apart,
                follow=nobody_else,
            )
        while run.wake is not None and run.wake <= until:
            self.clock.at = max(self.clock.at, run.wake)
            run.go_on()
        self.clock.at = max(self.clock.at, until)


def nobody_else(taken: TakenIn) -> None:
    """Nobody else is there to be woken."""
    assert not taken.started


def played_apart(_: EnrollmentRun) -> None:
    """Another run that begins is on record, and played by its own id."""


@contextmanager
def office(database_url: str, *, at: datetime = REJECTED) -> Iterator[Office]:
    """An installation on a database that has nothing but tables."""
    clock, outbox = SetClock(at=at), Outbox()
    settings = Settings(database_url=database_url, sequences=SEQUENCES)
    store = open_store(database_url)
    parts = Parts(settings=settings, store=store, plans=PlanCache(), channel=outbox, clock=clock)
    try:
        yield Office(parts=parts, clock=clock, outbox=outbox)
    finally:
        store.close()


def mara_is_rejected(at: datetime = REJECTED, *, email: str | None = "mara@home.example") -> Intake:
    """A strong finalist is turned down."""
    return Intake(
        at=at,
        happenings=(
            Happening(
                type=EventType.APPLICATION_REJECTED,
                candidate_id=MARA,
                application_id=APPLICATION,
                data={"reason": "Other candidate", "stage": "Onsite"},
            ),
        ),
        jobs=(JobUpdate(id="greenhouse:7", fields={"title": "Robotics Engineer", "department": "Platform"}),),
        candidates=(
            CandidateUpdate(
                id=MARA,
                fields={
                    "first_name": "Mara",
                    "last_name": "Lindqvist",
                    "email": email,
                    "title": "Engineer",
                    "company": "Example Works",
                    "country": "GB",
                    "zone": "Europe/London",
                },
                team={"recruiter": Person(id="greenhouse:1", name="Kim Park", email="kim@acme.example")},
            ),
        ),
        applications=(
            ApplicationUpdate(
                id=APPLICATION,
                candidate_id=MARA,
                job_id="greenhouse:7",
                fields={
                    "status": ApplicationStatus.REJECTED,
                    "stage": "Onsite",
                    "rejected_at": at,
                    "applied_at": datetime(2026, 1, 12, 15, 30, tzinfo=UTC),
                },
            ),
        ),
    )
