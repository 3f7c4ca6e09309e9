"""Plays a plan on a virtual clock: the engine alone, with facts and events that a test sets down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from textwrap import dedent

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, LOOK, Move, Progress
from nurture.domain.records import Application, Candidate, Company, Job, Records
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.moves.task import CREATE_TASK, ESCALATE_TASK
from nurture.engine.next_move import after, begin, did, next_move
from nurture.language.load import read_text
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence
from nurture.values import replace

HEAD = """\
sequence: a-test
title: A test
owner: ops@acme.example
purpose: nurture
enroll: {on: application.rejected}
for: application
exit:
  - {on: candidate.replied, as: replied}
send: {hours: mon-fri 09:00-17:00}
"""

STAYS = (CREATE_TASK, ESCALATE_TASK)
"""Actions after which a step is not over."""

BERLIN_OFFICE = Company(name="Acme", postal_address="1 Example Street", zone="Europe/Berlin", country="DE")
MAYA = Candidate(id="greenhouse:1", first_name="Maya", email="maya@maya.example")
ENGINEER = Job(id="greenhouse:7", title="Engineer", department="Platform")


def plan_from(steps: str, *, head: str = HEAD) -> Plan:
    """A plan from the steps of a sequence in YAML; `head` is all that stands before `steps:`."""
    text = head + "steps:\n" + dedent(steps)
    source = read_text(text, Path("a-test.yaml"))
    assert source.data is not None, source.diagnostics
    return plan_of(Sequence.model_validate(source.data), version=1)


def facts_for(
    candidate: Candidate = MAYA,
    *,
    entered_at: datetime,
    company: Company = BERLIN_OFFICE,
    application: Application | None = None,
    records: Records | None = None,
) -> Facts:
    """Facts about somebody who applied for a job."""
    application = application or Application(id="greenhouse:10", stage="Onsite", job=ENGINEER)
    return Facts(
        enrollment=Enrollment(
            id="a-test/application/greenhouse:10/1",
            sequence="a-test",
            subject=Subject(kind=SubjectKind.APPLICATION, id="greenhouse:10"),
            candidate_id=candidate.id,
            version=1,
            cycle=1,
            entered_at=entered_at,
        ),
        records=records or Records(candidate=candidate, application=application),
        company=company,
    )


@dataclass(kw_only=True)
class Played:
    """What came of it: each action with its step and time, in order, and the outcome, if it ended."""

    sent: list[tuple[str, datetime]] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    outcome: str | None = None

    @property
    def steps(self) -> list[str]:
        """The steps that sent something."""
        return [step for step, _ in self.sent]


def _unseen(told: tuple[Event, ...], progress: Progress) -> tuple[Event, ...]:
    """What has happened and is not behind the journey yet."""
    return tuple(event for event in told if event.number > progress.seen_event)


def play(
    plan: Plan,
    facts: Facts | Callable[[datetime], Facts],
    *,
    start: datetime,
    events: tuple[Event, ...] = (),
    until: datetime | None = None,
    restart: Callable[[Progress], Progress] = lambda progress: progress,
) -> Played:
    """Carries out move after move until the end, or until `until` (a year if not given).

    `restart` stands for whatever happens to the progress between two moves: serialisation, continue-as-new.
    """
    until = until or start + timedelta(days=365)
    known = facts if callable(facts) else lambda _: facts
    played, now, pending, told = Played(), start, list(events), tuple[Event, ...]()
    move = next_move(plan, begin(plan, entered_at=start, seen_event=0), known(now), (), now)
    for _ in range(1_000):
        played.moves.append(move)
        if move.action == FINISH:
            played.outcome = move.outcome
            return played
        next_event = pending[0].at if pending else None
        times = [at for at in (move.at, next_event) if at is not None]
        if not times or max(min(times), now) > until:
            return played
        progress = restart(move.progress)
        now = max(min(times), now)
        if next_event is not None and (move.at is None or next_event <= move.at):
            news, pending = (*_unseen(told, progress), pending[0]), pending[1:]
            told = (*told, news[-1])
            move = next_move(plan, progress, known(now), news, now)
            continue
        move = next_move(plan, progress, known(now), _unseen(told, progress), now)
        if move.action not in (LOOK, FINISH) and move.at is not None and move.at <= now and move.step:
            if move.because:
                played.moves.append(move)
            played.sent.append((move.step, now))
            if move.action in STAYS:
                since = now if move.action == CREATE_TASK else None
                progress = did(move.progress, move.step, move.action, since=since)
            else:
                progress = after(plan, move.progress, move.step, "sent", now)
            move = next_move(plan, replace(progress), known(now), (), now)
    raise AssertionError("a thousand moves and no end")
