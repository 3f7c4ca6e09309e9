"""The word that is told to bring an event about does so in a rehearsal."""

from pathlib import Path

import pytest

from nurture.domain.concern import ALWAYS_END
from nurture.domain.events import EVENTS, NEWS_OF_TASKS, EventType
from nurture.simulator.log import WORDS
from nurture.simulator.words_of_events import WORD_OF
from tests.unit.simulator.records_played import HEAD, ended, player

LISTENING = f"""\
sequence: listening
purpose: internal
enroll: {{on: application.created, again: after 400 days}}
exit: {{on: %s, as: heard}}
{HEAD}steps:
  - {{id: hello, email: thank-you}}
  - {{id: later, wait: 200 days}}
  - {{id: thanks, email: thank-you}}
"""
BOOKED = "interview: {name: onsite, at: 2026-04-10 09:00}"
SENT = 'offer: {expires: "2026-04-20 00:00"}'
AGREED = "assignment: {ends: 2026-07-31}"
LINES = {
    EventType.APPLICATION_CREATED: ["applied: welding"],
    EventType.PROSPECT_CREATED: ["added: welding"],
    EventType.APPLICATION_STAGE_CHANGED: ["moved: Onsite"],
    EventType.APPLICATION_REJECTED: ["rejected: true"],
    EventType.APPLICATION_UNREJECTED: ["rejected: true", "unrejected: true"],
    EventType.APPLICATION_WITHDRAWN: ["withdrew: true"],
    EventType.APPLICATION_HIRED: ["hired: 2026-05-01"],
    EventType.APPLICATION_UNHIRED: ["hired: 2026-05-01", "unhired: true"],
    EventType.CANDIDATE_UPDATED: ["updated: {tags: [vip]}"],
    EventType.CANDIDATE_REPLIED: ["replied: true"],
    EventType.CANDIDATE_OPTED_OUT: ["opted_out: nurture"],
    EventType.CANDIDATE_PAUSED: ["wants_pause: 1 month"],
    EventType.CANDIDATE_WANTS_ONLY_OPENINGS: ["wants_only_openings: true"],
    EventType.CANDIDATE_OUT_OF_OFFICE: ["out_of_office: true"],
    EventType.CANDIDATE_CONSENT_GIVEN: ["consent: 2027-01-01"],
    EventType.CANDIDATE_CONSENT_WITHDRAWN: ["consent: 2027-01-01", "consent_withdrawn: true"],
    EventType.CANDIDATE_BOUNCED: ["bounced: true"],
    EventType.CANDIDATE_CONTACTED: ["contacted: call"],
    EventType.CANDIDATE_MERGED: ["merged: {into: twin}"],
    EventType.CANDIDATE_ANONYMIZED: ["anonymized: true"],
    EventType.CANDIDATE_DELETED: ["deleted: true"],
    EventType.INTERVIEW_SCHEDULED: [BOOKED],
    EventType.INTERVIEW_MOVED: [BOOKED, "interview: {name: onsite, at: 2026-04-11 09:00}"],
    EventType.INTERVIEW_CHANGED: [BOOKED, "interview: {name: onsite, place: Room 2}"],
    EventType.INTERVIEW_CANCELLED: [BOOKED, "cancelled: onsite"],
    EventType.INTERVIEW_NO_SHOW: [BOOKED, "no_show: onsite"],
    EventType.INTERVIEW_DONE: [BOOKED, "interview_done: onsite"],
    EventType.SCORECARD_SUBMITTED: [BOOKED, "scorecard: {interview: onsite, by: sam}"],
    EventType.OFFER_SENT: [SENT],
    EventType.OFFER_UPDATED: [SENT, SENT],
    EventType.OFFER_OPENED: [SENT, "offer_opened: true"],
    EventType.OFFER_ACCEPTED: [SENT, "offer_accepted: true"],
    EventType.OFFER_DECLINED: [SENT, "offer_declined: true"],
    EventType.OFFER_EXTENDED: [SENT, 'offer_extended: "2026-04-30 00:00"'],
    EventType.OFFER_EXPIRED: [SENT, "offer_expired: true"],
    EventType.OFFER_DELETED: [SENT, "offer_withdrawn: true"],
    EventType.REFERRAL_CREATED: ["referred: {job: robotics, by: sam}"],
    EventType.ASSIGNMENT_CREATED: [AGREED],
    EventType.ASSIGNMENT_EXTENDED: [AGREED, "assignment_extended: 2026-08-31"],
    EventType.ASSIGNMENT_CORRECTED: [AGREED, "assignment_corrected: 2026-08-31"],
    EventType.ASSIGNMENT_ENDED: [AGREED, "assignment_ended: true"],
    EventType.HIRE_START_DATE_CHANGED: ["hired: 2026-05-01", "start_date_changed: 2026-05-04"],
    EventType.HIRE_STARTED: ["hired: 2026-05-01", "started: true"],
    EventType.HIRE_LEFT: ["hired: 2026-05-01", "left: 2027-02-26"],
    EventType.JOB_OPENED: ["opened: welding"],
    EventType.JOB_UPDATED: ["job_changed: {job: robotics, hiring_manager: kim}"],
    EventType.JOB_CLOSED: ["closed: robotics"],
}
"""What is told after an application, for each event; the word of the last line is the one that brings it about."""
ELSEWHERE = {
    EventType.SURVEY_ANSWERED: "a survey has to be asked first",
    EventType.APPLICATION_UPDATED: "it takes a field of the company's own",
    **dict.fromkeys(NEWS_OF_TASKS, "a task has to be given first"),
}
"""Words that the tests of surveys, own fields and tasks play."""
OF_JOBS = ("opened", "job_changed", "closed")


def test_every_word_of_an_event_is_one_of_a_log_and_is_played_here_or_elsewhere() -> None:
    assert set(WORD_OF.values()) <= set(WORDS)
    assert set(WORD_OF) <= set(EVENTS)
    assert set(LINES) | set(ELSEWHERE) == set(WORD_OF)


@pytest.mark.parametrize("event", LINES, ids=str)
def test_the_word_of_an_event_brings_it_about(event: EventType, tmp_path: Path) -> None:
    lines = LINES[event]
    told = [
        f"{{at: 2026-04-0{day} 09:00, {'' if line.startswith(OF_JOBS) else 'who: maya, '}{line}}}"
        for day, line in enumerate(lines, 1)
    ]

    applied = [f"{{at: 2026-03-02 09:00, who: {who}, applied: robotics}}" for who in ("maya", "twin")]
    story = player(tmp_path)(LISTENING % event, *applied, *told)

    assert lines[-1].partition(":")[0] == WORD_OF[event]
    hears = "twin" if event is EventType.CANDIDATE_MERGED else "maya"
    assert ended(story, hears)[:1] == [ALWAYS_END.get(event, "heard")]
