"""Surveys that ask for consent: what a yes and a no come to, once and again."""

from datetime import date

import pytest

from nurture.contracts import TakenIn
from nurture.domain.consent import Consent
from nurture.service.surveys import answer
from nurture.store import consents, surveys
from tests.unit.service.desk import MAYA, TEMPLATES, Desk, maya_is_rejected, sequence

RUN = "warm/application/greenhouse:6931/1"
MAILS = {"ask": {"": "---\nsubject: May we?\n---\n\n[Answer]({{ survey_url }})\n"}}
COMPANY = {
    "consent": {"lifetime": "12 months"},
    "surveys": {
        "stay": {"title": "Stay in touch", "question": "May we?", "scale": "yes-no", "consent": "nurture"},
    },
}
ASK = "- {id: ask, survey: stay, template: ask, wait: false}\n"
TWICE = f"{ASK}- {{id: pause, wait: 3 days}}\n{ASK.replace('ask,', 'again,', 1)}- {{id: then, wait: 60 days}}\n"
LEAVES = "[{on: candidate.consent_given, as: renewed}, {on: candidate.consent_withdrawn, as: declined}]"


def publish(desk: Desk, steps: str = TWICE, **changes: str) -> None:
    desk.publish(sequence(steps, **changes), company=COMPANY, templates={**TEMPLATES, **MAILS})


def answered(desk: Desk, given: str, number: int = 0) -> TakenIn:
    """Answers by the link of one of the mails."""
    with desk.parts.store.read() as conn:
        token = surveys.of_candidate(conn, MAYA)[number].token
    assert token is not None
    done = answer(desk.parts, token, given, comment=None)
    assert done is not None
    desk.wake(TakenIn(pokes=done.taken.pokes))
    return done.taken


def history(desk: Desk) -> tuple[Consent, ...]:
    with desk.parts.store.read() as conn:
        return consents.history(conn, MAYA)


def test_a_survey_that_does_not_wait_goes_on_at_once_with_the_outcome_of_a_mail(desk: Desk) -> None:
    publish(desk, ASK + '- {id: news, email: one, if: steps.ask.outcome == "sent"}\n')
    desk.hear(maya_is_rejected())
    desk.run(days=0.1)
    assert desk.sent == ["May we?", "one for Maya"]


def test_a_yes_is_a_consent_with_its_source_and_the_step_that_asked(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    answered(desk, "yes")
    [entry] = history(desk)
    assert (entry.kind, entry.source, entry.noted_by) == ("given", "survey page", "warm/ask")
    assert entry.until == date(2027, 3, 3)


@pytest.mark.parametrize(("given", "outcome"), [("yes", "renewed"), ("no", "declined")])
def test_what_is_answered_ends_the_run_by_its_event(desk: Desk, given: str, outcome: str) -> None:
    publish(desk, exit=LEAVES)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    answered(desk, given)
    desk.run(days=5)
    assert desk.standing(RUN).outcome == outcome
    assert len(desk.sent) == 1


def test_after_a_no_nothing_more_goes(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected(consent_until=date(2026, 12, 31)))
    desk.run(days=1)
    answered(desk, "no")
    desk.run(days=5)
    assert (desk.sent, "consent" in desk.rules()) == (["May we?"], True)


def test_two_links_that_ask_the_same_renew_it_once(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected(consent_until=date(2026, 3, 30)))
    desk.run(days=4)
    answered(desk, "yes", 0)
    desk.run(days=1)
    answered(desk, "yes", 1)
    assert [entry.until for entry in history(desk)[1:]] == [date(2027, 3, 30), date(2027, 3, 30)]


def test_it_is_taken_back_and_given_again_by_the_same_link_and_said_twice_is_said_once(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    for given in ("yes", "yes", "no", "no", "yes"):
        answered(desk, given)
    assert [entry.kind for entry in history(desk)] == ["given", "withdrawn", "given"]
    with desk.parts.store.read() as conn:
        assert surveys.of_candidate(conn, MAYA)[0].answer == "yes"  # the first, for the counts


def test_a_consent_lets_people_in_who_begin_by_it(desk: Desk) -> None:
    publish(desk)
    welcome = sequence(
        "- {id: hello, email: one}\n", name="welcome", enroll="{on: candidate.consent_given, again: never}"
    )
    desk.publish(
        welcome.replace("for: application", "for: candidate"), company=COMPANY, templates={**TEMPLATES, **MAILS}
    )
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert f"welcome/candidate/{MAYA}/1" in [run.enrollment_id for run in answered(desk, "yes").started]
