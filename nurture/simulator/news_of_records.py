"""Lines about interviews, offers, referrals and assignments, as an ATS would tell of them.

Ids are those of the application or person, and the record's name: `log:maya/robotics/onsite`, `log:maya/referral`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, FieldValue, Happening, Intake, RelatedUpdate
from nurture.domain.records import Person
from nurture.domain.related import AssignmentStatus, InterviewStatus, OfferStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.simulator.log import Line
from nurture.simulator.more_words import OF_INTERVIEWS, OF_OFFERS, InterviewTold, OfferTold, ReferralTold
from nurture.values import frozen, replace

_INTERVIEWS: Final[Mapping[str, InterviewStatus]] = {
    "cancelled": InterviewStatus.CANCELLED,
    "no_show": InterviewStatus.NO_SHOW,
    "interview_done": InterviewStatus.DONE,
}
_OFFERS: Final[Mapping[str, OfferStatus]] = {
    "offer_accepted": OfferStatus.ACCEPTED,
    "offer_declined": OfferStatus.DECLINED,
    "offer_expired": OfferStatus.EXPIRED,
}


@frozen
class AboutRecord:
    """Whom a line about a record is about, and when it was said. `application` is None where they have none."""

    candidate: str
    application: str | None
    job: str | None
    at: datetime


@dataclass(kw_only=True)
class RecordsDesk:
    """Turns lines about related records into news; remembers which there are, since later lines are about them.

    `moment` puts a time of the log on the world's clock, `member` finds somebody of the team.
    """

    moment: Callable[[datetime], datetime]
    member: Callable[[str], Person]
    _lengths: dict[str, timedelta] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def told(self, line: Line, about: AboutRecord) -> Intake:
        """The news in a line that has one of their words."""
        if line.word in OF_INTERVIEWS:
            return self._interview(line, about)
        if line.word in OF_OFFERS:
            return self._offer(line, about)
        if line.referred is not None:
            return self._referral(line.referred, about)
        return self._assignment(line, about)

    def _interview(self, line: Line, about: AboutRecord) -> Intake:
        if line.scorecard is not None:
            interview = Subject(kind=SubjectKind.INTERVIEW, id=f"{about.application}/{line.scorecard.interview}")
            happening = Happening(
                type=EventType.SCORECARD_SUBMITTED,
                candidate_id=about.candidate,
                application_id=about.application,
                of=interview,
                data={"interviewer": self.member(line.scorecard.by).id},
            )
            return Intake(at=about.at, happenings=(happening,))
        if line.interview is not None:
            return self._booking(line.interview, about)
        name = line.cancelled or line.no_show or line.interview_done
        interview = Subject(kind=SubjectKind.INTERVIEW, id=f"{about.application}/{name}")
        return _stating(about, interview, {"status": _INTERVIEWS[line.word]})

    def _booking(self, told: InterviewTold, about: AboutRecord) -> Intake:
        interview = Subject(kind=SubjectKind.INTERVIEW, id=f"{about.application}/{told.name}")
        fields: dict[str, FieldValue] = {"status": InterviewStatus.BOOKED}
        fields |= {name: value for name in ("kind", "place") if (value := getattr(told, name)) is not None}
        if told.at is not None:
            fields["starts_at"] = self.moment(told.at)
            if told.until is not None:
                self._lengths[interview.id] = told.until - told.at
            if length := self._lengths.get(interview.id):
                fields["ends_at"] = self.moment(told.at + length)
        elif told.until is not None:
            fields["ends_at"] = self.moment(told.until)
        panel = tuple(self.member(name) for name in told.panel) if told.panel is not None else None
        return _stating(about, interview, fields, panel=panel)

    def _offer(self, line: Line, about: AboutRecord) -> Intake:
        if line.offer is not None:
            return self._sent(line.offer, about)
        offer = self._numbered(SubjectKind.OFFER, about.application or "")
        if line.offer_opened:
            return _stating(about, offer, {"opened_at": about.at})
        if line.offer_extended is not None:
            return _stating(about, offer, {"status": OfferStatus.SENT, "expires_at": self.moment(line.offer_extended)})
        if line.offer_withdrawn:
            happening = Happening(
                type=EventType.OFFER_DELETED,
                candidate_id=about.candidate,
                application_id=about.application,
                of=offer,
            )
            return Intake(at=about.at, happenings=(happening,))
        return _stating(about, offer, {"status": _OFFERS[line.word]})

    def _sent(self, told: OfferTold, about: AboutRecord) -> Intake:
        """A second offer takes the place of the first."""
        holder = about.application or ""
        before = self._numbered(SubjectKind.OFFER, holder)
        offer = self._numbered(SubjectKind.OFFER, holder, is_next=True)
        fields: dict[str, FieldValue] = {"status": OfferStatus.SENT, "sent_at": about.at, "start_date": told.start}
        fields["expires_at"] = self.moment(told.expires) if told.expires else None
        sent = _stating(about, offer, fields)
        if before == offer:
            return sent
        replaced = _stating(about, before, {"status": OfferStatus.WITHDRAWN})
        return Intake(at=about.at, related=(*replaced.related, *sent.related))

    def _referral(self, told: ReferralTold, about: AboutRecord) -> Intake:
        """Whoever recommended the person first is their referrer; each referral knows who made it."""
        is_first = self._numbers.get(f"{about.candidate}/{SubjectKind.REFERRAL}") is None
        referral = self._numbered(SubjectKind.REFERRAL, about.candidate, is_next=True)
        by = self.member(told.by)
        stated = _stating(about, referral, {"referred_at": about.at})
        happening = Happening(
            type=EventType.REFERRAL_CREATED, candidate_id=about.candidate, job_id=about.job, of=referral
        )
        referrer = CandidateUpdate(id=about.candidate, team={"referrer": by})
        return Intake(
            at=about.at,
            happenings=(happening,),
            candidates=(referrer,) if is_first else (),
            related=tuple(replace(each, by=by) for each in stated.related),
        )

    def _assignment(self, line: Line, about: AboutRecord) -> Intake:
        if line.assignment is not None:
            assignment = self._numbered(SubjectKind.ASSIGNMENT, about.candidate, is_next=True)
            return _stating(about, assignment, {"starts_on": line.assignment.starts, "ends_on": line.assignment.ends})
        assignment = self._numbered(SubjectKind.ASSIGNMENT, about.candidate)
        if line.assignment_extended is not None:
            return _stating(about, assignment, {"ends_on": line.assignment_extended})
        if line.assignment_corrected is not None:
            stated = _stating(about, assignment, {"ends_on": line.assignment_corrected})
            corrected = Happening(type=EventType.ASSIGNMENT_CORRECTED, candidate_id=about.candidate, of=assignment)
            return replace(stated, happenings=(corrected,))
        return _stating(about, assignment, {"status": AssignmentStatus.ENDED})

    def _numbered(self, kind: SubjectKind, holder: str, *, is_next: bool = False) -> Subject:
        """The record of that kind that somebody has at present, or their next one."""
        key = f"{holder}/{kind}"
        number = max(1, self._numbers.get(key, 0) + is_next)
        if is_next:
            self._numbers[key] = number
        return Subject(kind=kind, id=key + (f"#{number}" if number > 1 else ""))


def _stating(
    about: AboutRecord, of: Subject, fields: Mapping[str, FieldValue], panel: tuple[Person, ...] | None = None
) -> Intake:
    update = RelatedUpdate(
        of=of,
        candidate_id=about.candidate,
        application_id=about.application,
        fields=fields,
        interviewers=panel,
    )
    return Intake(at=about.at, related=(update,))
