"""An invented interview, offer, referral or assignment to try a mail on."""

from datetime import datetime, timedelta

from nurture.domain.events import Scalar
from nurture.domain.records import Team
from nurture.domain.related import RELATED, Assignment, Interview, Offer, OfferStatus, Referral, Related
from nurture.domain.related_news import WAS_AT, carried
from nurture.domain.subject import Subject, SubjectKind
from nurture.values import replace

_AHEAD = timedelta(days=5)
_LONG = timedelta(minutes=45)


def known_record(about: SubjectKind, team: Team, now: datetime) -> Related | None:
    """The record of a run about that, of which everything is known; None for runs about people and applications."""
    starts = (now + _AHEAD).replace(hour=13, minute=0, second=0, microsecond=0)
    panel = tuple(person for person in (team.hiring_manager, team.recruiter) if person)
    interview = Interview(
        id="sample:interview",
        starts_at=starts,
        ends_at=starts + _LONG,
        kind="Onsite",
        place="https://meet.company.example/onsite",
        booked_at=now - timedelta(days=1),
        interviewers=panel,
    )
    made: dict[SubjectKind, Related] = {
        SubjectKind.INTERVIEW: replace(interview, same_day=(interview,)),
        SubjectKind.OFFER: Offer(
            id="sample:offer",
            status=OfferStatus.SENT,
            sent_at=now - timedelta(days=1),
            opened_at=now - timedelta(hours=20),
            expires_at=now + timedelta(days=6),
            start_date=(now + timedelta(days=40)).date(),
            url="https://offers.company.example/1",
        ),
        SubjectKind.REFERRAL: Referral(id="sample:referral", referred_at=now - timedelta(days=3), by=team.referrer),
        SubjectKind.ASSIGNMENT: Assignment(
            id="sample:assignment",
            starts_on=(now - timedelta(days=150)).date(),
            ends_on=(now + timedelta(days=30)).date(),
        ),
    }
    return made.get(about)


def carried_by_records(team: Team, now: datetime) -> dict[str, Scalar]:
    """What events about the invented records carry."""
    told: dict[str, Scalar] = {}
    for kind in RELATED:
        record = known_record(kind, team, now)
        assert record is not None, "there is one of each kind"
        told |= carried(Subject(kind=kind, id=record.id), record)
    return {**told, WAS_AT: (now + _AHEAD - timedelta(days=1)).isoformat()}


def unknown_record(about: SubjectKind) -> Related | None:
    """The same, of which next to nothing is known."""
    made: dict[SubjectKind, Related] = {
        SubjectKind.INTERVIEW: Interview(id="sample:interview"),
        SubjectKind.OFFER: Offer(id="sample:offer"),
        SubjectKind.REFERRAL: Referral(id="sample:referral"),
        SubjectKind.ASSIGNMENT: Assignment(id="sample:assignment"),
    }
    return made.get(about)
