"""The published list of events, from which documentation and checks are made."""

from collections.abc import Mapping

from nurture.domain.events.spec import OF_JOBS, EventScope, EventSpec
from nurture.domain.events.types import EventType
from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind

_STAGES = {"from_stage": "the stage before, from our own record", "to_stage": "the stage now"}
_REASON = {"reason": "the rejection reason in the ATS", "stage": "the stage it stood in"}
_START = {"start_date": "the first day, YYYY-MM-DD"}
_INTERVIEW = {
    "interview": "the interview's id",
    "kind": "what sort of interview",
    "starts_at": "when it begins",
    "ends_at": "when it ends",
    "place": "the room or link",
}
_OFFER = {"offer": "the offer's id", "expires_at": "when it expires", **_START}
_ASSIGNMENT = {
    "assignment": "the assignment's id",
    "starts_on": "its first day",
    "ends_on": "its last day",
}
_SCORECARD = {"interview": "the interview's id", "interviewer": "the id of who submitted it"}
_TASK = {
    "step": "the step that gave the task",
    "task": "the task's id",
    "enrollment": "the run that it is part of",
}
_CONSENT = {"purpose": "what for: `nurture`, or another purpose of sequences", "source": "how we know"}
_SURVEY = {
    "survey": "the survey's name",
    "step": "the step that asked",
    "answer": "the number or word that was answered",
    "enrollment": "the run that it is part of",
}
_STOP = {
    "outcome": "the outcome with which it ends",
    "why": "what ended it, in a sentence",
    "enrollment": "the run that was ended",
}
_KINDS = {"_at": ValueKind.TIME, "_on": ValueKind.DATE}
"""What the end of a name of a related record says its value is, beside `_date`."""


def _of(record: SubjectKind, means: str, carries: Mapping[str, str]) -> EventSpec:
    """News of a related record."""
    of_candidate = record in (SubjectKind.REFERRAL, SubjectKind.ASSIGNMENT)
    scope = EventScope.CANDIDATE if of_candidate else EventScope.APPLICATION
    kinds = {name: kind for end, kind in _KINDS.items() for name in carries if name.endswith(end)}
    return EventSpec(means=means, scope=scope, carries=carries, record=record, kinds=kinds)


EVENTS: Mapping[str, EventSpec] = {
    EventType.APPLICATION_CREATED: EventSpec(
        means="an application came in, from the candidate or a recruiter", scope=EventScope.CANDIDATE
    ),
    EventType.APPLICATION_UPDATED: EventSpec(means="details of an application changed", scope=EventScope.APPLICATION),
    EventType.APPLICATION_STAGE_CHANGED: EventSpec(
        means="an application moved to another stage", scope=EventScope.APPLICATION, carries=_STAGES
    ),
    EventType.APPLICATION_REJECTED: EventSpec(
        means="an application was rejected", scope=EventScope.APPLICATION, carries=_REASON
    ),
    EventType.APPLICATION_UNREJECTED: EventSpec(
        means="a rejection was taken back", scope=EventScope.APPLICATION, carries={"stage": "the stage now"}
    ),
    EventType.APPLICATION_WITHDRAWN: EventSpec(
        means="the candidate withdrew", scope=EventScope.APPLICATION, carries=_REASON
    ),
    EventType.APPLICATION_HIRED: EventSpec(
        means="an application ended in a hire", scope=EventScope.APPLICATION, carries=_START
    ),
    EventType.APPLICATION_UNHIRED: EventSpec(means="a hire was taken back", scope=EventScope.APPLICATION),
    EventType.APPLICATION_DELETED: EventSpec(means="an application was deleted", scope=EventScope.APPLICATION),
    EventType.APPLICATION_TOLD: EventSpec(
        means="the candidate was told how it ended: a message of a `decision` sequence left",
        scope=EventScope.APPLICATION,
    ),
    EventType.APPLICATION_IDLE: EventSpec(
        means="nobody has touched an application for as long as `idle` in company.yaml says",
        scope=EventScope.APPLICATION,
        carries={
            "stage": "the stage it stands in",
            "days": "for how many days, weekends counted",
            "touched_at": "when somebody last touched it, or we first heard of it",
        },
        kinds={"days": ValueKind.NUMBER},
    ),
    EventType.PROSPECT_CREATED: EventSpec(
        means="a recruiter added somebody who did not apply", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_UPDATED: EventSpec(means="details of a person changed", scope=EventScope.CANDIDATE),
    EventType.CANDIDATE_REPLIED: EventSpec(
        means="the candidate answered in their own words",
        scope=EventScope.CANDIDATE,
        carries={"sequence": "the sequence whose message was the last they had of us, if one of a sequence was"},
    ),
    EventType.CANDIDATE_OPTED_OUT: EventSpec(means="the candidate asked for no more mail", scope=EventScope.CANDIDATE),
    EventType.CANDIDATE_PAUSED: EventSpec(
        means="the candidate asked for a pause of our mails",
        scope=EventScope.CANDIDATE,
        carries={"until": "the day on which it is over"},
        kinds={"until": ValueKind.DATE},
    ),
    EventType.CANDIDATE_WANTS_ONLY_OPENINGS: EventSpec(
        means="the candidate wants mails about openings alone", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_OUT_OF_OFFICE: EventSpec(
        means="their mailbox answered that they are away",
        scope=EventScope.CANDIDATE,
        carries={"until": "the day on which they are back, where the answer names one"},
        kinds={"until": ValueKind.DATE},
    ),
    EventType.CANDIDATE_CONSENT_GIVEN: EventSpec(
        means="the candidate agreed to hear from us",
        scope=EventScope.CANDIDATE,
        carries={"until": "the last day for which they agreed", **_CONSENT},
        kinds={"until": ValueKind.DATE},
    ),
    EventType.CANDIDATE_CONSENT_WITHDRAWN: EventSpec(
        means="the candidate took their consent back", scope=EventScope.CANDIDATE, carries=_CONSENT
    ),
    EventType.CANDIDATE_BOUNCED: EventSpec(
        means="a mail to the candidate came back for good", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_CONTACTED: EventSpec(
        means="somebody of ours wrote to the candidate, or spoke with them",
        scope=EventScope.CANDIDATE,
        carries={"by": "how: email, sms, call, meeting or linkedin"},
    ),
    EventType.CANDIDATE_MERGED: EventSpec(means="two records turned out to be one person", scope=EventScope.CANDIDATE),
    EventType.CANDIDATE_ANONYMIZED: EventSpec(
        means="the person's data was erased in the ATS", scope=EventScope.CANDIDATE
    ),
    EventType.CANDIDATE_DELETED: EventSpec(means="the person was deleted in the ATS", scope=EventScope.CANDIDATE),
    EventType.INTERVIEW_SCHEDULED: _of(SubjectKind.INTERVIEW, "an interview was booked", _INTERVIEW),
    EventType.INTERVIEW_MOVED: _of(
        SubjectKind.INTERVIEW,
        "an interview begins at another time",
        {**_INTERVIEW, "was_at": "when it was to begin before"},
    ),
    EventType.INTERVIEW_CHANGED: _of(
        SubjectKind.INTERVIEW, "an interview's people, place, kind or end changed", _INTERVIEW
    ),
    EventType.INTERVIEW_CANCELLED: _of(SubjectKind.INTERVIEW, "an interview was cancelled", _INTERVIEW),
    EventType.INTERVIEW_NO_SHOW: _of(SubjectKind.INTERVIEW, "the candidate did not come to an interview", _INTERVIEW),
    EventType.INTERVIEW_DONE: _of(SubjectKind.INTERVIEW, "an interview took place", _INTERVIEW),
    EventType.INTERVIEW_DELETED: _of(
        SubjectKind.INTERVIEW, "an interview was deleted", {"interview": "the interview's id"}
    ),
    EventType.SCORECARD_SUBMITTED: _of(SubjectKind.INTERVIEW, "an interviewer submitted a scorecard", _SCORECARD),
    EventType.OFFER_CREATED: _of(SubjectKind.OFFER, "an offer was drafted", _OFFER),
    EventType.OFFER_APPROVED: _of(SubjectKind.OFFER, "an offer was approved", _OFFER),
    EventType.OFFER_UPDATED: _of(SubjectKind.OFFER, "an offer changed", _OFFER),
    EventType.OFFER_SENT: _of(SubjectKind.OFFER, "an offer was sent to the candidate", _OFFER),
    EventType.OFFER_OPENED: _of(SubjectKind.OFFER, "the candidate looked at an offer", _OFFER),
    EventType.OFFER_ACCEPTED: _of(SubjectKind.OFFER, "an offer was accepted", _OFFER),
    EventType.OFFER_DECLINED: _of(SubjectKind.OFFER, "an offer was declined", _OFFER),
    EventType.OFFER_EXTENDED: _of(SubjectKind.OFFER, "an offer expires at another time", _OFFER),
    EventType.OFFER_EXPIRED: _of(SubjectKind.OFFER, "an offer expired", _OFFER),
    EventType.OFFER_DELETED: _of(SubjectKind.OFFER, "an offer was deleted", {"offer": "the offer's id"}),
    EventType.REFERRAL_CREATED: _of(
        SubjectKind.REFERRAL, "somebody of ours recommended the person", {"referral": "the referral's id"}
    ),
    EventType.ASSIGNMENT_CREATED: _of(SubjectKind.ASSIGNMENT, "an assignment was agreed", _ASSIGNMENT),
    EventType.ASSIGNMENT_EXTENDED: _of(SubjectKind.ASSIGNMENT, "an assignment ends on another day", _ASSIGNMENT),
    EventType.ASSIGNMENT_CORRECTED: _of(
        SubjectKind.ASSIGNMENT, "an assignment's last day had been entered wrongly, and was put right", _ASSIGNMENT
    ),
    EventType.ASSIGNMENT_ENDED: _of(SubjectKind.ASSIGNMENT, "an assignment ended", _ASSIGNMENT),
    EventType.HIRE_START_DATE_CHANGED: EventSpec(
        means="the first day moved", scope=EventScope.APPLICATION, carries=_START
    ),
    EventType.HIRE_STARTED: EventSpec(
        means="a hire came to their first day", scope=EventScope.APPLICATION, carries=_START
    ),
    EventType.HIRE_LEFT: EventSpec(
        means="a hire's last day is known",
        scope=EventScope.APPLICATION,
        carries={"left_on": "their last day"},
        kinds={"left_on": ValueKind.DATE},
    ),
    EventType.JOB_OPENED: EventSpec(means="a job was opened", scope=EventScope.JOB, carries=OF_JOBS),
    EventType.JOB_UPDATED: EventSpec(means="details of a job changed", scope=EventScope.JOB, carries=OF_JOBS),
    EventType.JOB_CLOSED: EventSpec(means="a job was closed", scope=EventScope.JOB, carries=OF_JOBS),
    EventType.TASK_DONE: EventSpec(
        means="somebody of ours did a task",
        scope=EventScope.ENROLLMENT,
        carries={**_TASK, "outcome": "what came of it"},
    ),
    EventType.TASK_SNOOZED: EventSpec(
        means="whose task it is put it off",
        scope=EventScope.ENROLLMENT,
        carries={**_TASK, "until_date": "the day until which it stands still, YYYY-MM-DD"},
    ),
    EventType.TASK_HANDED_OVER: EventSpec(
        means="whose task it was passed it on", scope=EventScope.ENROLLMENT, carries=_TASK
    ),
    EventType.TASK_RESCHEDULED: EventSpec(
        means="somebody said until when a task is to be done",
        scope=EventScope.ENROLLMENT,
        carries={**_TASK, "until_date": "the day on which it is due, YYYY-MM-DD"},
    ),
    EventType.SURVEY_ANSWERED: EventSpec(
        means="somebody answered a survey", scope=EventScope.ENROLLMENT, carries=_SURVEY
    ),
    EventType.RUN_STOPPED: EventSpec(
        means="a run was ended by another: its exit, its start, or its priority",
        scope=EventScope.ENROLLMENT,
        carries=_STOP,
    ),
}


def spec_of(type_: str, own: Mapping[str, EventSpec] | None = None) -> EventSpec:
    """What is known of an event: a built-in one, or one of the company's `own`.

    Without `own` an event of the company's is known by its name alone: news of the application that it is stored with,
    or of all of the person's where it is stored with none.
    """
    found = EVENTS.get(type_) or (own or {}).get(type_)
    words = type_.replace(".", " ").replace("-", " ").replace("_", " ")
    return found or EventSpec(means=words, scope=EventScope.APPLICATION)
