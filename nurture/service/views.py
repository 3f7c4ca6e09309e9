"""One enrollment as it is seen in one transaction, under the lock on its candidate."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.events import Event
from nurture.domain.facts import Facts
from nurture.domain.moves import Progress
from nurture.domain.past import NO_PAST, Past, past_of
from nurture.domain.related import Related, team_seen_from
from nurture.engine.journey import Journey
from nurture.engine.next_move import begin
from nurture.errors import Held
from nurture.language.company import CompanyFile
from nurture.service import duties
from nurture.service.contests import contests_of
from nurture.service.knowing import with_told
from nurture.service.parts import Parts
from nurture.service.subjects import facts_of_record
from nurture.store import events, records, tasks
from nurture.store.sequences import PublishedPlan
from nurture.store.situations import Situation, situation
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen, replace


@frozen
class View:
    """One enrollment in one transaction: what is on record, the plan it follows, and the present."""

    parts: Parts
    conn: Connection
    situation: Situation
    progress: Progress
    published: PublishedPlan
    company: CompanyFile
    now: datetime
    related: Related | None = None

    @property
    def facts(self) -> Facts:
        """The facts as they are now; the event that `event.` names is read only where something names it."""
        told: dict[int, Event] = {}
        around = with_told(self.conn, self.published, self.situation.records)
        if self.published.names_event:
            seen = {self.progress.event, *(place.event for place in self.progress.places)}
            numbers = sorted(number for number in seen if number is not None)
            told = {number: events.one(self.conn, self.situation.stream_id, number) for number in numbers}
        facts = Facts(
            enrollment=self.situation.enrollment,
            records=replace(around, team=team_seen_from(self.related, around.team)),
            company=self.company.record,
            past=self._past,
            openings=records.openings(self.conn) if self.published.names_openings else (),
            event=told.get(self.progress.event) if self.progress.event is not None else None,
            told=told,
            related=self.related,
            outcomes=self.progress.outcomes,
            tasks=tasks.of_enrollment(self.conn, self.situation.enrollment.id) if self._gives_tasks else {},
        )
        journey = Journey(plan=self.published.plan, facts=facts, events=(), now=self.now)
        return replace(facts, contests=contests_of(self.conn, journey))

    @property
    def _past(self) -> Past:
        if not self.published.names_past:
            return NO_PAST
        return past_of(records.applications_of(self.conn, self.situation.enrollment.candidate_id))

    @property
    def _gives_tasks(self) -> bool:
        return duties.has_tasks(self.published.plan)


def view_of(
    parts: Parts, conn: Connection, enrollment_id: str, progress: Progress | None, *, at: datetime | None = None
) -> View:
    """Locks an enrollment's candidate and reads everything around it, with the events since it was last looked at.

    `at` is a moment that has come on the server's clock: it counts, even if this machine's clock is behind.
    The workflow's own progress goes before the one on record: after a reset in Temporal they differ, and the ledger
    keeps what was sent from being sent again. Raises NotFound, and Held when nothing was ever published, or what was
    can't be read by this Nurture.
    """
    found = situation(conn, enrollment_id, after_event=progress.seen_event if progress else None, lock=True)
    now = parts.clock.now()
    if found.company_version is None:
        raise Held("no company file has been published", hint="Run: nurture apply")
    enrollment = found.enrollment
    progress = progress or found.progress
    version = progress.version if progress else enrollment.version
    try:
        published = parts.plans.plan(conn, enrollment.sequence, version)
    except ValueError as unreadable:
        raise Held(f"version {version} of {enrollment.sequence} can't be read: {unreadable}") from unreadable
    if progress is None:
        trigger = found.trigger_event
        progress = begin(published.plan, entered_at=enrollment.entered_at, seen_event=trigger or 0, event=trigger)
    company = parts.plans.company(conn, found.company_version)
    return View(
        parts=parts,
        conn=conn,
        situation=found,
        progress=progress,
        published=published,
        company=company,
        now=max(now, at) if at else now,
        related=facts_of_record(conn, enrollment.subject, found.records, company.record),
    )


def journey_of(view: View, step: str | None = None) -> Journey:
    """The journey as it stands, apart from what happened since; as that step's track sees it, if one is named."""
    journey = Journey(plan=view.published.plan, facts=view.facts, events=(), now=view.now)
    return journey.at(step, view.progress.event_for(step))


def is_paused(view: View) -> bool:
    """Whether a person has paused it: then nothing is carried out, even by an attempt that began before."""
    return view.situation.status is EnrollmentStatus.PAUSED
