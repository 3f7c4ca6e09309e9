"""A whole installation without servers: a real database, a channel that remembers, a clock that a test sets.

`Carrier` does what the workflow of an enrollment does, one step at a time, so that a test can put anything in between.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from textwrap import dedent

from nurture.ats import Posted
from nurture.ats.greenhouse.adapter import Greenhouse
from nurture.clock import SetClock
from nurture.config import Settings
from nurture.contracts import Delivery, EnrollmentRun, TakenIn
from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, FieldValue, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.touchpoints import Message, SendState, Touchpoint
from nurture.language.company import CompanyFile
from nurture.language.load import read_text
from nurture.language.sequence import Sequence
from nurture.service.declared import own_of_company
from nurture.service.entering import Entrance, enter_triggered
from nurture.service.intake import take_in
from nurture.service.naming import subjects_of
from nurture.service.parts import Parts
from nurture.store import contacts, decisions, enrollments, inbox, intake, open_store, sequences, standings, wakeups
from nurture.store.decisions import Decision
from nurture.store.sequences import PlanCache
from nurture.store.standings import Standing
from tests.unit.service.carrier import Carrier, Postbox

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAYA = "greenhouse:57683"
MAYAS = "greenhouse:6931"
MAIL = "maya@lindqvist.example"
KIM = Person(id="greenhouse:1", name="Kim Berger", email="kim@acme.example")

COMPANY: Mapping[str, object] = {
    "name": "Acme Robotics",
    "postal_address": "1 Example Street, 10115 Berlin",
    "zone": "UTC",
    "senders": {"talent": {"name": "Talent team", "email": "talent@acme.example"}},
    "sender_fallback": ["talent"],
}
TEMPLATES: Mapping[str, Mapping[str, str]] = {
    name: {"": f"---\nsubject: {name} for {{{{ candidate.first_name | or('you') }}}}\n---\n\nWords.\n"}
    for name in ("one", "two", "three")
}

_numbers = count(1)


@dataclass(kw_only=True)
class Desk:
    """The parts, the people's mail and texts, and the workflows that would run."""

    parts: Parts
    clock: SetClock
    post: Postbox
    text_post: Postbox
    carriers: dict[str, Carrier] = field(default_factory=dict)

    def publish(
        self,
        *texts: str,
        company: Mapping[str, object] | None = None,
        templates: Mapping[str, Mapping[str, str]] = TEMPLATES,
    ) -> None:
        """Publishes sequences, written in YAML, and a company file; what is missing in `company` is as in COMPANY."""
        with self.parts.store.write() as conn:
            known = CompanyFile.model_validate({**COMPANY, **(company or {})})
            sequences.publish_company(
                conn, known, content_hash=hashlib.sha256(str(known).encode()).hexdigest(), now=self.clock.at
            )
            for text in texts:
                source = read_text(dedent(text), Path("a.yaml"))
                assert source.data is not None, source.diagnostics
                sequence = Sequence.model_validate(source.data)
                content = hashlib.sha256(f"{text}{templates}".encode()).hexdigest()
                sequences.publish(conn, sequence, templates=templates, content_hash=content, now=self.clock.at)

    def hear(self, told: Intake, *, pokes: bool = True, superseding: bool = False) -> tuple[str, ...]:
        """Takes in what an ATS said; starts those who enter, and pokes the rest unless the poke is to be lost.

        `superseding` ends the second of two runs that a merge put into one sequence.
        """
        with self.parts.store.write() as conn:
            applied = intake.apply(conn, told, self.clock.at, own_of_company(self.parts.plans, conn).stages)
            came: dict[str, Entrance] = {}
            streams: list[str] = []
            for candidate_id, event in applied.events:
                heard = [(candidate_id, event)] if candidate_id else intake.fan_out(conn, event, now=self.clock.at)
                for stream, each in heard:
                    streams.append(stream)
                    came |= enter_triggered(self.parts, conn, stream, each, self.clock.at).came
            options = self.parts.settings.run_options()
            for entrance in came.values():
                self.start(entrance.run(clock=self.clock, options=options))
            for enrollment_id in applied.superseded if superseding else ():
                enrollments.end(conn, enrollment_id, "superseded", now=self.clock.at)
            for woken in wakeups.of_streams(conn, streams) if pokes else ():
                self.carriers[woken.enrollment_id].poke(woken.newest_event)
        return tuple(came)

    def start(self, run: EnrollmentRun) -> None:
        """Starts a workflow, unless it runs."""
        carrier = Carrier(
            parts=self.parts,
            enrollment_id=run.enrollment_id,
            move=run.move,
            is_paused=run.paused,
            wake=self.wake,
        )
        self.carriers.setdefault(run.enrollment_id, carrier)

    def note_started(self, enrollment_id: str) -> None:
        """Temporal has confirmed that its workflow runs."""
        with self.parts.store.write() as conn:
            enrollments.confirm_started(conn, enrollment_id, now=self.clock.at)

    def store(self, body: bytes) -> Delivery:
        """Keeps a delivery from Greenhouse."""
        with self.parts.store.write() as conn:
            stored = inbox.store(
                conn,
                connection="greenhouse",
                delivery_id=f"delivery-{next(_numbers)}",
                body=body,
                headers={},
                received_at=self.clock.at,
                about=subjects_of(Greenhouse(), Posted(raw=body)),
            )
        return Delivery(inbox_id=stored.id)

    def deliver(self, body: bytes) -> TakenIn:
        """Keeps a delivery and takes it in; nobody is started or woken by that alone."""
        return take_in(self.parts, self.store(body))

    def wake(self, taken: TakenIn) -> None:
        """What the activity `wake` does."""
        for run in taken.started:
            self.start(run)
        for poke in taken.pokes:
            self.carriers[poke.enrollment_id].poke(poke.event)

    def run(self, *, until: datetime | None = None, days: float = 0) -> None:
        """Lets all workflows run, and time pass, until that moment."""
        until = until or self.clock.at + timedelta(days=days)
        while True:
            while any(carrier.turn() for carrier in self.carriers.values()):
                self._tell_others()
            wakes = [each.move.wake for each in self.carriers.values() if each.move.wake and not each.is_paused]
            ahead = [wake for wake in wakes if wake > self.clock.at]
            if not ahead or min(ahead) > until:
                break
            self.clock.at = min(ahead)
        self.clock.at = max(self.clock.at, until)

    def _tell_others(self) -> None:
        """What a workflow does when it is over."""
        for carrier in tuple(self.carriers.values()):
            for enrollment_id, event in carrier.move.tells.items():
                self.carriers[enrollment_id].poke(event)

    def standing(self, enrollment_id: str) -> Standing:
        """Where an enrollment stands on record."""
        with self.parts.store.read() as conn:
            return standings.get(conn, enrollment_id)

    def letters(self, candidate_id: str = MAYA) -> dict[str, Touchpoint]:
        """What is on the ledger about somebody, by step."""
        with self.parts.store.read() as conn:
            return {each.step or "": each for each in contacts.of_candidate(conn, candidate_id)}

    def states(self, candidate_id: str = MAYA) -> dict[str, SendState | None]:
        """How the messages of steps stand."""
        return {step: each.state for step, each in self.letters(candidate_id).items()}

    def why(self, candidate_id: str = MAYA) -> list[Decision]:
        """The decisions about somebody, in the order in which they were made."""
        with self.parts.store.read() as conn:
            return list(decisions.of_candidate(conn, candidate_id))

    def rules(self, candidate_id: str = MAYA) -> list[str]:
        """The rules of those decisions."""
        return [each.rule for each in self.why(candidate_id)]

    @property
    def sent(self) -> list[str]:
        """The subjects of all that the channel was asked to send."""
        return [message.subject for message in self.post.asked]

    @property
    def texts(self) -> list[Message]:
        """All texts that were to be sent."""
        return self.text_post.asked


@contextmanager
def a_desk(database_url: str) -> Iterator[Desk]:
    """An installation on a database that has nothing but tables, on a Monday morning."""
    clock, post, text_post = SetClock(at=MONDAY), Postbox(), Postbox()
    store = open_store(database_url)
    settings = Settings(database_url=database_url)
    parts = Parts(settings=settings, store=store, plans=PlanCache(), channel=post, texts=text_post, clock=clock)
    try:
        yield Desk(parts=parts, clock=clock, post=post, text_post=text_post)
    finally:
        store.close()


def sequence(steps: str, *, name: str = "warm", purpose: str = "nurture", **changes: str) -> str:
    """A sequence about an application that mails at any time; `changes` replace or add lines at its top."""
    head = {
        "sequence": name,
        "title": "A test",
        "owner": "ops@acme.example",
        "purpose": purpose,
        "for": "application",
        "enroll": "{on: application.rejected}" if purpose == "nurture" else "{on: application.created}",
        "exit": "[{on: candidate.replied, as: replied}, {on: application.unrejected, as: back}]",
        "send": "{from: recruiter, hours: any time, holidays: none}",
    }
    lines = [f"{key}: {value}" for key, value in {**head, **changes}.items()]
    return "\n".join(lines) + "\nsteps:\n" + dedent(steps)


def maya(
    *happenings: EventType,
    at: datetime = MONDAY,
    data: Mapping[str, Scalar] | None = None,
    status: ApplicationStatus | None = None,
    application: str = MAYAS,
    person: str = MAYA,
    start_date: date | None = None,
    team: Mapping[str, Person | None] | None = None,
    **fields: FieldValue,
) -> Intake:
    """What an ATS says about Maya: events of an application, and fields of the person."""
    stated = {} if status is None else {"status": status}
    return Intake(
        at=at,
        happenings=tuple(
            Happening(type=each, candidate_id=person, application_id=application, data=data or {})
            for each in happenings
        ),
        jobs=(JobUpdate(id="greenhouse:7", fields={"title": "Engineer", "department": "Platform"}),),
        candidates=(CandidateUpdate(id=person, fields=fields, team=team or {}),),
        applications=(
            ApplicationUpdate(
                id=application, candidate_id=person, job_id="greenhouse:7", fields=stated, start_date=start_date
            ),
        ),
    )


def maya_is_rejected(**changes: object) -> Intake:
    """She is turned down, and everything about her is known."""
    known: dict[str, object] = {
        "first_name": "Maya",
        "email": MAIL,
        "team": {"recruiter": KIM},
        "status": ApplicationStatus.REJECTED,
    }
    return maya(EventType.APPLICATION_REJECTED, **{**known, **changes})
