"""Waits for several events, for conditions, and for news of other records."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import Progress
from nurture.domain.records import Application, Job, JobStatus, Records
from nurture.engine.next_move import begin, next_move
from nurture.language.plan import Plan
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.values import replace
from tests.rehearsal import ENGINEER, HEAD, MAYA, facts_for, plan_from, play

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN, OTHER = "greenhouse:10", "greenhouse:11"
OFFER, DATE, CLOSED = EventType.OFFER_APPROVED, EventType.HIRE_START_DATE_CHANGED, EventType.JOB_CLOSED
STAGE = EventType.APPLICATION_STAGE_CHANGED


def after(days: float) -> datetime:
    return MONDAY + timedelta(days=days)


def event(kind: EventType, day: float, number: int, *, application: str = OWN, job: str | None = None) -> Event:
    return Event(type=kind, at=after(day), number=number, application_id=None if job else application, job_id=job)


def waiting(wait_for: str) -> Plan:
    return plan_from(
        f"- {{id: wait, wait_for: {wait_for}, then: [{{id: came, exit: came}}]}}\n- {{id: no, exit: late}}"
    )


def outcome(plan: Plan, *events: Event, facts: Facts | Callable[[datetime], Facts] | None = None) -> str | None:
    """How it ends, with the progress written down and read again between any two moves."""

    def restart(progress: Progress) -> Progress:
        return progress_from_json(progress_to_json(progress))

    return play(plan, facts or facts_for(entered_at=MONDAY), start=MONDAY, events=events, restart=restart).outcome


TWO = "[offer.approved, hire.start_date_changed]"
THREE = "[offer.approved, hire.start_date_changed, application.stage_changed]"


@pytest.mark.parametrize(
    ("wait_for", "events", "ends"),
    [
        (f"{{all: {TWO}, timeout: 9 days}}", (event(OFFER, 1, 1), event(DATE, 2, 2)), "came"),
        (f"{{all: {TWO}, timeout: 9 days}}", (event(DATE, 1, 1), event(OFFER, 2, 2)), "came"),
        (f"{{all: {TWO}, timeout: 9 days}}", (event(OFFER, 1, 1), event(OFFER, 2, 2)), "late"),
        (f"{{all: {TWO}, timeout: 9 days}}", (event(OFFER, 1, 1), event(DATE, 10, 2)), "late"),
        (f"{{event: {THREE}, enough: 2, timeout: 9 days}}", (event(OFFER, 1, 1), event(STAGE, 2, 2)), "came"),
        (f"{{event: {THREE}, enough: 2, timeout: 9 days}}", (event(STAGE, 1, 1), event(STAGE, 2, 2)), "late"),
        (f"{{event: {THREE}, timeout: 9 days}}", (event(STAGE, 1, 1),), "came"),
    ],
)
def test_a_wait_for_several_events_takes_as_many_different_ones_as_it_says(
    wait_for: str, events: tuple[Event, ...], ends: str
) -> None:
    assert outcome(waiting(wait_for), *events) == ends


def test_what_has_come_so_far_is_remembered_and_said() -> None:
    plan = waiting(f"{{all: {TWO}}}")
    facts = facts_for(entered_at=MONDAY)
    first = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), facts, (event(OFFER, 1, 1),), after(1))
    assert first.progress.places[0].met == ("offer.approved",)
    assert first.summary == "wait: waits for offer.approved and hire.start_date_changed (offer.approved came)"
    last = next_move(plan, first.progress, facts, (event(DATE, 2, 2),), after(2))
    assert last.progress.outcomes["wait"].result == "all"
    assert last.progress.event == 2
    assert last.because[0].sentence.startswith("offer.approved and hire.start_date_changed came, the last Wed 4 Mar")


def test_the_same_news_twice_counts_once() -> None:
    plan = waiting(f"{{event: {THREE}, enough: 2}}")
    facts, news = facts_for(entered_at=MONDAY), (event(OFFER, 1, 1),)
    first = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), facts, news, after(1))
    again = next_move(plan, first.progress, facts, news, after(1))
    assert (again.action, again.progress) == (first.action, first.progress)


def in_stage(stage: str, *, job: Job = ENGINEER) -> Facts:
    application = Application(id=OWN, stage=stage, job=job)
    return facts_for(entered_at=MONDAY, records=Records(candidate=MAYA, application=application))


ONSITE = "{when: application.stage == 'Onsite', timeout: 9 days}"


def test_a_condition_that_holds_already_ends_the_wait_at_once() -> None:
    assert outcome(waiting(ONSITE), facts=in_stage("Onsite")) == "came"


@pytest.mark.parametrize(("day", "ends"), [(5, "came"), (20, "late")])
def test_a_condition_is_judged_when_something_happens(day: int, ends: str) -> None:
    def facts(now: datetime) -> Facts:
        return in_stage("Onsite" if now >= after(day) else "Phone")

    assert outcome(waiting(ONSITE), event(STAGE, day, 1), facts=facts) == ends


def test_a_condition_beside_an_event_ends_the_wait_whichever_comes_first() -> None:
    plan = waiting("{event: offer.approved, when: application.stage == 'Onsite', timeout: 9 days}")
    assert outcome(plan, event(OFFER, 1, 1), facts=in_stage("Phone")) == "came"
    assert outcome(plan, facts=in_stage("Onsite")) == "came"
    assert outcome(plan, facts=in_stage("Phone")) == "late"


def test_a_condition_on_the_job_listens_for_news_of_jobs() -> None:
    plan = waiting("{when: job.status == 'closed'}")
    start = begin(plan, entered_at=MONDAY, seen_event=0)
    assert "job.closed" in next_move(plan, start, in_stage("Onsite"), (), MONDAY).listen
    closed = replace(ENGINEER, status=JobStatus.CLOSED)
    assert outcome(plan, facts=in_stage("Onsite", job=closed)) == "came"
    assert "job.closed" not in next_move(waiting(ONSITE), start, in_stage("Phone"), (), MONDAY).listen


@pytest.mark.parametrize(
    ("of", "job", "ends"),
    [(", of: application.job", ENGINEER.id, "came"), (", of: application.job", "j:8", "late"), ("", "j:8", "came")],
)
def test_news_of_a_job_may_be_that_of_the_own_job_alone(of: str, job: str, ends: str) -> None:
    plan = waiting(f"{{event: job.closed{of}, timeout: 9 days}}")
    assert outcome(plan, event(CLOSED, 1, 1, job=job)) == ends


@pytest.mark.parametrize(
    ("of", "application", "ends"),
    [
        ("", OWN, "came"),
        ("", OTHER, "late"),
        (", of: candidate.applications", OWN, "came"),
        (", of: candidate.applications", OTHER, "came"),
    ],
)
def test_an_event_of_another_application_counts_only_where_the_wait_says_so(
    of: str, application: str, ends: str
) -> None:
    plan = waiting(f"{{event: application.stage_changed{of}, timeout: 9 days}}")
    assert outcome(plan, event(STAGE, 1, 1, application=application)) == ends


@pytest.mark.parametrize(
    ("of", "application", "ends"),
    [("", OWN, "taken"), ("", OTHER, "completed"), (", of: candidate.applications", OTHER, "taken")],
)
def test_an_exit_says_whose_events_it_means(of: str, application: str, ends: str) -> None:
    head = HEAD.replace("exit:\n", f"exit:\n  - {{on: application.withdrawn, as: taken{of}}}\n")
    plan = plan_from("- {id: a-week, wait: 1 week}\n", head=head)
    assert outcome(plan, event(EventType.APPLICATION_WITHDRAWN, 1, 1, application=application)) == ends


def test_the_deletion_of_another_application_ends_nothing() -> None:
    plan = plan_from("- {id: a-week, wait: 1 week}\n")
    deleted = EventType.APPLICATION_DELETED
    assert outcome(plan, event(deleted, 1, 1, application=OTHER)) == "completed"
    assert outcome(plan, event(deleted, 1, 1)) == "deleted"
