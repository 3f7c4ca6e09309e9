"""The facts about whoever stands at the door of a sequence: of many together in as many queries as of one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.enrollment import Enrollment
from nurture.domain.facts import Facts
from nurture.domain.past import NO_PAST, Past, past_of
from nurture.domain.records import Company, Job, Records
from nurture.domain.related import RELATED, Related, team_seen_from
from nurture.domain.subject import Subject, SubjectKind, enrollment_id
from nurture.engine.triggers import LastRun
from nurture.language.plan import Plan
from nurture.service.knowing import with_told, with_told_of_many
from nurture.service.parts import Parts
from nurture.service.subjects import application_of, facts_of_record, on_their_day
from nurture.store import past_runs, records, related
from nurture.values import frozen, replace


@frozen
class Arrival:
    """Somebody at the door, with what a run would be about and their run before."""

    candidate_id: str
    subject: Subject
    last: LastRun | None

    @property
    def cycle(self) -> int:
        """Which run of theirs it would be, from 1."""
        return self.last.cycle + 1 if self.last else 1


def facts_on_entry(
    parts: Parts,
    conn: Connection,
    plan: Plan,
    subject: Subject,
    candidate_id: str,
    cycle: int,
    now: datetime,
    *,
    job_id: str | None = None,
) -> Facts:
    """The facts about somebody at the door of a sequence; `job_id` is the job whose news led there."""
    published = parts.plans.plan(conn, plan.sequence.sequence, plan.version)
    company = parts.plans.company(conn).record
    application_id = application_of(conn, subject)
    around = records.around(conn, candidate_id, application_id, job_id=None if application_id else job_id)
    about = facts_of_record(conn, subject, around, company)
    return Facts(
        enrollment=_enrollment(plan, subject, candidate_id, cycle, now),
        records=_seen_from(about, with_told(conn, published, around)),
        company=company,
        related=about,
        openings=records.openings(conn) if published.names_openings else (),
        opened=records.job(conn, job_id) if job_id else None,
        past=past_of(records.applications_of(conn, candidate_id)) if published.names_past else NO_PAST,
    )


def facts_of_many(
    parts: Parts,
    conn: Connection,
    plan: Plan,
    people: Sequence[tuple[str, Subject]],
    now: datetime,
    *,
    company: Company,
    job_id: str | None = None,
) -> tuple[tuple[Arrival, Facts], ...]:
    """The same for each of these candidates, with what the run would be about, which is of the sequence's kind.

    Whose record went meanwhile is not among them.
    """
    name, kind = plan.sequence.sequence, plan.sequence.for_
    published = parts.plans.plan(conn, name, plan.version)
    last = past_runs.last_runs(conn, name, kind, (subject.id for _, subject in people))
    kept = related.found_of(conn, kind, (subject.id for _, subject in people)) if kind in RELATED else {}
    around = _around_many(conn, people, kept, job_id)
    around = dict(zip(around, with_told_of_many(conn, published, around.values()), strict=True))
    about = related.facts_of(conn, kind, kept.values())
    openings = records.openings(conn) if published.names_openings else ()
    opened = _opened(conn, job_id, around.values())
    past = _past_of_many(conn, people) if published.names_past else {}
    found: list[tuple[Arrival, Facts]] = []
    for candidate_id, subject in people:
        if (known := around.get((candidate_id, subject))) is None:
            continue
        arrival = Arrival(candidate_id=candidate_id, subject=subject, last=last.get(subject.id))
        theirs = on_their_day(about.get(subject.id), known, company)
        facts = Facts(
            enrollment=_enrollment(plan, subject, candidate_id, arrival.cycle, now),
            records=_seen_from(theirs, known),
            company=company,
            related=theirs,
            openings=openings,
            opened=opened,
            past=past.get(candidate_id, NO_PAST),
        )
        found.append((arrival, facts))
    return tuple(found)


def _opened(conn: Connection, job_id: str | None, around: Iterable[Records]) -> Job | None:
    """The job whose news led here: as it was read around whoever follows no application, or else by itself."""
    if job_id is None:
        return None
    named = (each.named_job for each in around)
    return next((each for each in named if each and each.id == job_id), None) or records.job(conn, job_id)


def _around_many(
    conn: Connection, people: Sequence[tuple[str, Subject]], kept: Mapping[str, related.Kept], job_id: str | None
) -> Mapping[tuple[str, Subject], Records]:
    """Everything around each: with the application that a run would follow, or else the job."""
    follows = {subject: _followed(subject, kept) for _, subject in people}
    with_application = records.around_applications(conn, sorted({each for each in follows.values() if each}))
    alone = {candidate_id for candidate_id, subject in people if follows[subject] is None}
    with_job = records.around_people(conn, sorted(alone), job_id=job_id)
    found: dict[tuple[str, Subject], Records] = {}
    for candidate_id, subject in people:
        application_id = follows[subject]
        known = with_application.get(application_id) if application_id else with_job.get(candidate_id)
        if known is not None:
            found[candidate_id, subject] = known
    return found


def _followed(subject: Subject, kept: Mapping[str, related.Kept]) -> str | None:
    if subject.kind in (SubjectKind.APPLICATION, SubjectKind.HIRE):
        return subject.id
    record = kept.get(subject.id)
    return record.application_id if record else None


def _past_of_many(conn: Connection, people: Sequence[tuple[str, Subject]]) -> Mapping[str, Past]:
    theirs = records.applications_of_many(conn, sorted({candidate_id for candidate_id, _ in people}))
    return {candidate_id: past_of(applications) for candidate_id, applications in theirs.items()}


def _enrollment(plan: Plan, subject: Subject, candidate_id: str, cycle: int, now: datetime) -> Enrollment:
    return Enrollment(
        id=enrollment_id(plan.sequence.sequence, subject, cycle),
        sequence=plan.sequence.sequence,
        subject=subject,
        candidate_id=candidate_id,
        version=plan.version,
        cycle=cycle,
        entered_at=now,
    )


def _seen_from(about: Related | None, around: Records) -> Records:
    return replace(around, team=team_seen_from(about, around.team))
