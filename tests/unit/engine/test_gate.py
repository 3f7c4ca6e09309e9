"""Whether a message may leave: each rule, what it says, and when it asks again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nurture.domain.records import Application, ApplicationStatus, Candidate, Hire, Records
from nurture.domain.unread import Unread
from nurture.engine.gate import Attempt, Contacts, Later, Never, why_held
from nurture.engine.journey import Journey
from nurture.language.cap import Cap
from nurture.language.steps.email import EmailStep
from nurture.values import replace
from tests.rehearsal import ENGINEER, HEAD, MAYA, facts_for, plan_from

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENTERED = NOW - timedelta(days=10)


def attempt(
    *,
    candidate: Candidate = MAYA,
    status: ApplicationStatus = ApplicationStatus.REJECTED,
    purpose: str = "nurture",
    step: str = "{id: hello, email: a}",
    contacts: Contacts | None = None,
    address: str | None = "maya@maya.example",
    cap: Cap | None = None,
    is_approved: bool = False,
    head: str = HEAD,
) -> Attempt:
    """A message about to leave, with nothing against it unless a test says so."""
    plan = plan_from(f"- {step}\n", head=head.replace("purpose: nurture", f"purpose: {purpose}"))
    application = Application(id="greenhouse:10", status=status, stage="Onsite", job=ENGINEER)
    facts = facts_for(entered_at=ENTERED, records=Records(candidate=candidate, application=application))
    email = plan.steps["hello"]
    assert isinstance(email, EmailStep)
    return Attempt(
        step=email,
        journey=Journey(plan=plan, facts=facts, events=(), now=NOW),
        address=address,
        contacts=contacts or Contacts(),
        cap=cap,
        is_approved=is_approved,
    )


def test_a_sequence_that_has_stopped_asks_every_hour_and_our_own_people_get_theirs() -> None:
    verdict = why_held(replace(attempt(), stopped="6 of 100 came back"))
    assert isinstance(verdict, Later)
    assert (verdict.rule, verdict.at) == ("breaker", NOW + timedelta(hours=1))
    ours = attempt(step="{id: hello, email: a, to: recruiter}")
    assert why_held(replace(ours, stopped="6 of 100 came back")) is None


NEWS = Unread(delivery=12, connection="greenhouse", received_at=NOW)


@pytest.mark.parametrize(
    ("age", "asks_again_after", "why"),
    [
        (timedelta(), timedelta(seconds=30), "it has just come, and is about to be taken in"),
        (timedelta(seconds=-5), timedelta(seconds=30), "another machine's clock is ahead"),
        (timedelta(minutes=4), timedelta(minutes=4), "it will lie for as long again"),
        (timedelta(days=2), timedelta(hours=1), "somebody will mend the cause, and is not to wait for long"),
    ],
)
def test_news_of_a_person_that_nobody_has_read_keeps_their_mail_waiting(
    age: timedelta, asks_again_after: timedelta, why: str
) -> None:
    verdict = why_held(replace(attempt(), unread=replace(NEWS, received_at=NOW - age)))
    assert isinstance(verdict, Later)
    assert (verdict.rule, verdict.at) == ("unread-news", NOW + asks_again_after), why
    assert verdict.sentence.startswith("delivery 12 of greenhouse, which names them, is not taken in yet; asks again")


def test_nothing_is_left_out_for_good_by_a_record_of_which_is_known_that_it_is_old() -> None:
    hired = attempt(status=ApplicationStatus.HIRED)
    assert isinstance(why_held(hired), Never)
    assert isinstance(why_held(replace(hired, unread=NEWS)), Later)


def test_our_own_people_are_told_whatever_is_unread() -> None:
    assert why_held(replace(attempt(step="{id: hello, email: a, to: recruiter}"), unread=NEWS)) is None


def test_of_news_that_nobody_could_make_sense_of_the_reason_is_told() -> None:
    parked = replace(NEWS, why="the body lacks action", is_parked=True)
    verdict = why_held(replace(attempt(), unread=parked))
    assert isinstance(verdict, Later)
    assert (
        "could not be taken in (the body lacks action), and a person is to say what becomes of it" in verdict.sentence
    )


def test_nothing_against_it_lets_it_go() -> None:
    assert why_held(attempt()) is None


@pytest.mark.parametrize(
    ("candidate", "rule"),
    [
        (replace(MAYA, is_anonymized=True), "erased"),
        (replace(MAYA, do_not_contact=True), "do-not-contact"),
        (replace(MAYA, can_email=False), "can-email"),
        (replace(MAYA, is_private=True), "private"),
        (replace(MAYA, last_reply=NOW - timedelta(days=1)), "replied"),
    ],
)
def test_what_is_on_record_of_the_person_stops_it_for_good(candidate: Candidate, rule: str) -> None:
    verdict = why_held(attempt(candidate=candidate))
    assert isinstance(verdict, Never)
    assert verdict.rule == rule
    assert verdict.sentence


def test_what_needs_a_yes_does_not_leave_without_one() -> None:
    needs_a_yes = "{id: hello, email: a, approve: hiring_manager}"
    verdict = why_held(attempt(step=needs_a_yes))
    assert isinstance(verdict, Never)
    assert (verdict.rule, verdict.sentence, verdict.result) == (
        "approval",
        "the hiring manager has not said yes",
        "declined",
    )
    assert why_held(attempt(step=needs_a_yes, is_approved=True)) is None


def test_a_reply_from_before_they_entered_stops_nothing() -> None:
    assert why_held(attempt(candidate=replace(MAYA, last_reply=ENTERED - timedelta(days=1)))) is None


@pytest.mark.parametrize(
    ("purpose", "status", "leaves"),
    [
        ("application", ApplicationStatus.ACTIVE, True),
        ("application", ApplicationStatus.REJECTED, False),
        ("application", ApplicationStatus.WITHDRAWN, False),
        ("application", ApplicationStatus.HIRED, False),
        ("nurture", ApplicationStatus.REJECTED, True),
        ("nurture", ApplicationStatus.HIRED, False),
        ("decision", ApplicationStatus.REJECTED, True),
        ("decision", ApplicationStatus.WITHDRAWN, True),
        ("decision", ApplicationStatus.ACTIVE, False),
        ("onboarding", ApplicationStatus.HIRED, True),
        ("onboarding", ApplicationStatus.ACTIVE, False),
    ],
)
def test_each_purpose_demands_a_fitting_state_of_the_application(
    purpose: str, status: ApplicationStatus, leaves: bool
) -> None:
    verdict = why_held(attempt(purpose=purpose, status=status))
    assert (verdict is None) is leaves


@pytest.mark.parametrize(
    ("purpose", "left_on", "leaves"),
    [
        ("nurture", None, False),
        ("nurture", NOW.date() + timedelta(days=30), False),
        ("nurture", NOW.date(), False),
        ("nurture", NOW.date() - timedelta(days=1), True),
        ("application", NOW.date() - timedelta(days=1), False),
    ],
    ids=["still here", "gives notice", "on the last day", "gone", "gone, about an application"],
)
def test_whoever_was_hired_can_be_won_back_once_they_have_left(
    purpose: str, left_on: date | None, leaves: bool
) -> None:
    hired = attempt(purpose=purpose, status=ApplicationStatus.HIRED)
    records = replace(hired.journey.facts.records, hire=Hire(id="greenhouse:10", left_on=left_on))
    facts = replace(hired.journey.facts, records=records)
    assert (why_held(replace(hired, journey=replace(hired.journey, facts=facts))) is None) is leaves


def test_a_suppressed_address_is_not_written_to() -> None:
    verdict = why_held(attempt(contacts=Contacts(suppressed="opted out 1 Mar")))
    assert isinstance(verdict, Never)
    assert "opted out 1 Mar" in verdict.sentence


def test_a_pause_makes_it_wait_until_it_is_over() -> None:
    over = NOW + timedelta(days=30)
    verdict = why_held(attempt(contacts=Contacts(paused_until=over)))
    assert isinstance(verdict, Later)
    assert (verdict.rule, verdict.at) == ("paused", over)
    assert why_held(attempt(contacts=Contacts(paused_until=NOW))) is None
    assert why_held(attempt(contacts=Contacts(paused_until=over), step="{id: hello, email: a, to: recruiter}")) is None


@pytest.mark.parametrize(
    ("said", "leaves"),
    [
        ({}, False),
        ({"purpose": "onboarding", "status": ApplicationStatus.HIRED}, True),
        ({"step": "{id: hello, email: a, openings: opening.is_open}"}, True),
        ({"head": HEAD.replace("application.rejected", "job.opened")}, True),
        ({"step": "{id: hello, email: a, to: recruiter}"}, True),
    ],
    ids=["another mail", "another purpose", "a list of openings", "begun by an opening", "to one of ours"],
)
def test_whoever_wants_only_openings_gets_no_other_nurture_mail(said: dict[str, str], leaves: bool) -> None:
    verdict = why_held(attempt(contacts=Contacts(wants_only_openings=True), **said))
    assert (verdict is None) is leaves
    assert verdict is None or verdict.rule == "only-openings"


def test_nobody_to_write_to_skips_the_step() -> None:
    verdict = why_held(attempt(address=None))
    assert isinstance(verdict, Never)
    assert verdict.result == "skipped"


def test_the_authors_condition_is_judged_now_and_says_what_it_saw() -> None:
    verdict = why_held(attempt(step='{id: hello, email: a, if: application.stage == "Offer"}'))
    assert isinstance(verdict, Never)
    assert (verdict.rule, verdict.result) == ("if", "skipped")
    assert verdict.inputs == {"application.stage": "Onsite"}
    assert why_held(attempt(step='{id: hello, email: a, if: application.stage == "Onsite"}')) is None


def test_the_touch_cap_makes_nurture_mail_wait_until_the_oldest_touch_has_aged() -> None:
    touches = (NOW - timedelta(days=1), NOW - timedelta(days=3), NOW - timedelta(days=6))
    verdict = why_held(attempt(contacts=Contacts(touches=touches), cap=Cap.parse("3 per week")))
    assert isinstance(verdict, Later)
    assert verdict.at == NOW + timedelta(days=1)
    assert why_held(attempt(contacts=Contacts(touches=touches), cap=Cap.parse("4 per week"))) is None


def test_the_touch_cap_never_holds_back_a_receipt() -> None:
    touches = (NOW - timedelta(days=1),) * 5
    receipt = attempt(
        purpose="application",
        status=ApplicationStatus.ACTIVE,
        contacts=Contacts(touches=touches),
        cap=Cap.parse("3 per week"),
    )
    assert why_held(receipt) is None


def test_a_limit_of_the_sequence_makes_every_reader_of_it_wait() -> None:
    at_most = HEAD.replace("send: {", "send: {at_most: 1 per day, ")
    sent = (NOW - timedelta(hours=5), NOW - timedelta(days=3))
    verdict = why_held(attempt(contacts=Contacts(of_sequence=sent), head=at_most))
    assert isinstance(verdict, Later)
    assert (verdict.rule, verdict.at) == ("reader-cap", NOW + timedelta(hours=19))
    assert why_held(attempt(contacts=Contacts(of_sequence=sent[1:]), head=at_most)) is None
    assert why_held(attempt(contacts=Contacts(of_sequence=sent))) is None


def test_our_own_people_hear_about_somebody_who_may_not_be_mailed() -> None:
    step = "{id: hello, email: a, to: recruiter}"
    assert why_held(attempt(step=step, candidate=replace(MAYA, do_not_contact=True, can_email=False))) is None
