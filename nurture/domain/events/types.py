"""What can happen, in the past tense."""

from enum import StrEnum


class EventType(StrEnum):
    """The types of events that Nurture knows of itself."""

    APPLICATION_CREATED = "application.created"
    APPLICATION_UPDATED = "application.updated"
    APPLICATION_STAGE_CHANGED = "application.stage_changed"
    APPLICATION_REJECTED = "application.rejected"
    APPLICATION_UNREJECTED = "application.unrejected"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    APPLICATION_HIRED = "application.hired"
    APPLICATION_UNHIRED = "application.unhired"
    APPLICATION_DELETED = "application.deleted"
    APPLICATION_TOLD = "application.told"
    APPLICATION_IDLE = "application.idle"
    PROSPECT_CREATED = "prospect.created"
    CANDIDATE_UPDATED = "candidate.updated"
    CANDIDATE_REPLIED = "candidate.replied"
    CANDIDATE_OPTED_OUT = "candidate.opted_out"
    CANDIDATE_PAUSED = "candidate.paused"
    CANDIDATE_WANTS_ONLY_OPENINGS = "candidate.wants_only_openings"
    CANDIDATE_OUT_OF_OFFICE = "candidate.out_of_office"
    CANDIDATE_CONSENT_GIVEN = "candidate.consent_given"
    CANDIDATE_CONSENT_WITHDRAWN = "candidate.consent_withdrawn"
    CANDIDATE_BOUNCED = "candidate.bounced"
    CANDIDATE_CONTACTED = "candidate.contacted"
    CANDIDATE_MERGED = "candidate.merged"
    CANDIDATE_ANONYMIZED = "candidate.anonymized"
    CANDIDATE_DELETED = "candidate.deleted"
    INTERVIEW_SCHEDULED = "interview.scheduled"
    INTERVIEW_MOVED = "interview.moved"
    INTERVIEW_CHANGED = "interview.changed"
    INTERVIEW_CANCELLED = "interview.cancelled"
    INTERVIEW_NO_SHOW = "interview.no_show"
    INTERVIEW_DONE = "interview.done"
    INTERVIEW_DELETED = "interview.deleted"
    SCORECARD_SUBMITTED = "scorecard.submitted"
    OFFER_CREATED = "offer.created"
    OFFER_APPROVED = "offer.approved"
    OFFER_UPDATED = "offer.updated"
    OFFER_SENT = "offer.sent"
    OFFER_OPENED = "offer.opened"
    OFFER_ACCEPTED = "offer.accepted"
    OFFER_DECLINED = "offer.declined"
    OFFER_EXTENDED = "offer.extended"
    OFFER_EXPIRED = "offer.expired"
    OFFER_DELETED = "offer.deleted"
    REFERRAL_CREATED = "referral.created"
    ASSIGNMENT_CREATED = "assignment.created"
    ASSIGNMENT_EXTENDED = "assignment.extended"
    ASSIGNMENT_CORRECTED = "assignment.corrected"
    ASSIGNMENT_ENDED = "assignment.ended"
    HIRE_STARTED = "hire.started"
    HIRE_LEFT = "hire.left"
    HIRE_START_DATE_CHANGED = "hire.start_date_changed"
    JOB_OPENED = "job.opened"
    JOB_UPDATED = "job.updated"
    JOB_CLOSED = "job.closed"
    TASK_DONE = "task.done"
    SURVEY_ANSWERED = "survey.answered"
    TASK_SNOOZED = "task.snoozed"
    TASK_HANDED_OVER = "task.handed_over"
    TASK_RESCHEDULED = "task.rescheduled"
    RUN_STOPPED = "run.stopped"


BY_OUR_MAILS = frozenset({EventType.APPLICATION_TOLD})
"""What follows from a message of ours that left: waits and exits hear of it, and it lets nobody in."""
NEWS_OF_TASKS = (
    *(EventType.TASK_DONE, EventType.TASK_SNOOZED),
    *(EventType.TASK_HANDED_OVER, EventType.TASK_RESCHEDULED),
)
"""What a run must hear of that waits for a task."""
TOUCHES = (
    *(EventType.APPLICATION_CREATED, EventType.APPLICATION_STAGE_CHANGED),
    *(EventType.APPLICATION_UNREJECTED, EventType.APPLICATION_UNHIRED),
    *(EventType.INTERVIEW_SCHEDULED, EventType.INTERVIEW_MOVED, EventType.INTERVIEW_CHANGED),
    *(EventType.INTERVIEW_CANCELLED, EventType.INTERVIEW_NO_SHOW, EventType.INTERVIEW_DONE),
    EventType.SCORECARD_SUBMITTED,
    *(EventType.OFFER_CREATED, EventType.OFFER_APPROVED, EventType.OFFER_UPDATED, EventType.OFFER_SENT),
    *(EventType.OFFER_ACCEPTED, EventType.OFFER_DECLINED, EventType.OFFER_EXTENDED),
    *(EventType.CANDIDATE_REPLIED, EventType.CANDIDATE_CONTACTED),
    EventType.TASK_DONE,
)
"""News of an application by which somebody has seen to it, and by which it is idle no longer."""
