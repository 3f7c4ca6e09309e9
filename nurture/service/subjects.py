"""What a run is about: which record an event means, and the facts of an interview, offer, referral or assignment."""

from datetime import tzinfo

from sqlalchemy import Connection

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, spec_of
from nurture.domain.records import Company, Records
from nurture.domain.related import RELATED, Interview, Related, on_its_day
from nurture.domain.subject import Subject, SubjectKind
from nurture.language.plan import Plan
from nurture.store import related
from nurture.timing.errors import TimingError
from nurture.timing.zones import first_zone, zone_for_country


def subject_of(plan: Plan, candidate_id: str, application_id: str | None, of: Subject | None = None) -> Subject | None:
    """Which record this sequence would be about; None where it is about an application and there is none.

    `of` is the interview, offer, referral or assignment that is at hand.
    """
    kind = plan.sequence.for_
    if kind is SubjectKind.CANDIDATE:
        return Subject(kind=kind, id=candidate_id)
    if kind in RELATED:
        return of if of is not None and of.kind is kind else None
    return Subject(kind=kind, id=application_id) if application_id else None


def record_of(event: Event) -> Subject | None:
    """The interview, offer, referral or assignment that an event is about; None if it is about none, or names none."""
    kind = spec_of(event.type).record
    named = event.data.get(kind) if kind else None
    return Subject(kind=kind, id=str(named)) if kind and named else None


def application_of(conn: Connection, subject: Subject) -> str | None:
    """The application that a run about this follows; None while there is none."""
    if subject.kind in (SubjectKind.APPLICATION, SubjectKind.HIRE):
        return subject.id
    kept = related.find(conn, subject) if subject.kind in RELATED else None
    return kept.application_id if kept else None


def facts_of_record(conn: Connection, subject: Subject, around: Records, company: Company) -> Related | None:
    """The related record that a run is about, as conditions and templates see it; None for runs about others."""
    return on_their_day(related.fact(conn, subject) if subject.kind in RELATED else None, around, company)


def on_their_day(record: Related | None, around: Records, company: Company) -> Related | None:
    """The record as the person sees it: an interview beside the others of that day of theirs."""
    return on_its_day(record, _home_zone(around, company)) if isinstance(record, Interview) else record


def about(enrollment: Enrollment) -> Subject | None:
    """The related record that a run is about; None for a run about a person or an application."""
    return enrollment.subject if enrollment.subject.kind in RELATED else None


def _home_zone(around: Records, company: Company) -> tzinfo:
    """The zone whose days count for an interview: the candidate's, else the job's, else the company's."""
    candidate, job = around.candidate, around.application.job if around.application else None
    country = zone_for_country(candidate.country) if candidate.country else None
    try:
        return first_zone(candidate.zone, country, job.zone if job else None, company.zone)
    except TimingError:  # what the ATS calls a zone may be none
        return first_zone(company.zone)
