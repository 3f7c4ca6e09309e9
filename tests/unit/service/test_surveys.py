"""Surveys: asked once, reminded, answered once, and never asked of anybody too often."""

from datetime import date, timedelta

import pytest

from nurture.domain.events import EventType
from nurture.errors import Conflict
from nurture.service.lives import life_of
from nurture.service.surveys import Answered, answer
from nurture.store import surveys
from nurture.store.erasing import erase
from nurture.store.merging import merge
from tests.unit.service.desk import KIM, MAIL, MAYA, MONDAY, Desk, maya, maya_is_rejected
from tests.unit.service.survey_desk import ASK, RUN, asked, publish

THEN = """\
- id: which
  branch:
    - when: steps.ask.score and steps.ask.score <= 6
      steps: [{id: sorry, email: one}]
    - otherwise: [{id: thanks, email: two}]
"""


def link(desk: Desk, number: int = 0) -> str:
    """The token in the link of the mail with that number."""
    url = next(word for word in desk.post.asked[number].text.split() if "/s/" in word)
    return url.rsplit("/", 1)[-1]


def answered(desk: Desk, given: str = "9", comment: str | None = None) -> Answered | None:
    done = answer(desk.parts, link(desk), given, comment=comment)
    for poke in done.taken.pokes if done else ():
        desk.carriers[poke.enrollment_id].poke(poke.event)
    return done


def test_whoever_never_answers_is_reminded_and_the_run_goes_on(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=30)
    assert desk.sent == ["ask for Maya", "again for Maya", "again for Maya"]
    at = [each.at - MONDAY for each in desk.letters().values()]
    assert at == [timedelta(), timedelta(days=3), timedelta(days=6)]
    standing = desk.standing(RUN)
    assert standing.outcome == "completed"
    assert standing.ended_at == MONDAY + timedelta(days=10)
    assert "survey-timeout" in desk.rules()


def test_all_mails_of_a_survey_hold_the_same_link_which_says_nothing_of_the_person(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=30)
    tokens = {link(desk, number) for number in range(3)}
    [token] = tokens
    assert len(token) == 32
    assert [each.token for each in asked(desk)] == [token]


@pytest.mark.parametrize(("given", "next_mail"), [("6", "one for Maya"), ("0", "one for Maya"), ("10", "two for Maya")])
def test_an_answer_decides_where_the_run_goes_on(desk: Desk, given: str, next_mail: str) -> None:
    publish(desk, ASK + THEN)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    done = answered(desk, given)
    assert done is not None
    assert done.is_first
    desk.run(days=1)
    assert desk.sent == ["ask for Maya", next_mail]
    assert "survey-answered" in desk.rules()


def test_only_the_first_answer_counts(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    answered(desk, "9", "Lovely\0 people. ")
    again = answered(desk, "1", "I changed my mind")
    assert again == Answered(is_first=False)
    [kept] = asked(desk)
    assert (kept.answer, kept.comment, kept.answered_at) == ("9", "Lovely people.", desk.clock.at)


def test_words_are_kept_only_where_they_were_asked_for(desk: Desk) -> None:
    publish(desk, ASK.replace("care", "yes-no"))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    answered(desk, "no", "not asked for")
    [kept] = asked(desk)
    assert (kept.answer, kept.comment) == ("no", None)


def test_the_timeline_shows_the_answer_and_the_words(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    answered(desk, "9", "Lovely people.")
    with desk.parts.store.read() as conn:
        told = [each for each in life_of(conn, MAYA, company_zone="UTC").entries if each.at == desk.clock.at]
    assert [(each.said_kind, each.title, each.state, each.detail) for each in told] == [
        ("answer from them", "care", "9", "Lovely people.")
    ]


def test_after_a_merge_the_answer_is_the_survivors(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    with desk.parts.store.write() as conn:
        merge(conn, MAYA, "greenhouse:1000", now=desk.clock.at)
    done = answered(desk)
    assert done is not None
    assert [poke.enrollment_id for poke in done.taken.pokes] == [RUN]
    desk.run(days=1)
    assert desk.standing(RUN).outcome == "completed"
    with desk.parts.store.read() as conn:
        assert [each.answer for each in surveys.of_candidate(conn, "greenhouse:1000")] == ["9"]


def test_what_is_no_answer_is_refused(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    with pytest.raises(Conflict):
        answered(desk, "11")
    assert answer(desk.parts, "none", "9", comment=None) is None


def test_an_answer_after_the_timeout_is_kept_and_steers_nothing(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=11)
    done = answered(desk)
    assert done is not None
    assert (done.is_first, done.taken.started, done.taken.pokes) == (True, (), ())
    assert [each.answer for each in asked(desk)] == ["9"]
    assert desk.standing(RUN).outcome == "completed"


UNTIL = """\
- {id: ask, survey: care, template: ask, timeout: until 2 days before hire.start_date at 09:00}
"""


@pytest.mark.parametrize(("start", "over"), [(20, 18), (None, None)])
def test_it_waits_until_a_date_and_as_long_as_nobody_knows_the_date(
    desk: Desk, start: int | None, over: int | None
) -> None:
    publish(desk, UNTIL, purpose="onboarding", enroll="{on: application.hired}")
    first = MONDAY.date() + timedelta(days=start) if start else None
    desk.hear(maya(EventType.APPLICATION_HIRED, email=MAIL, status="hired", start_date=first))
    desk.run(days=30)
    standing = desk.standing(RUN)
    assert standing.outcome == ("completed" if over else None)
    assert ("has no date yet" in (standing.summary or "")) is (over is None)


def test_a_date_that_moves_moves_the_time_for_an_answer(desk: Desk) -> None:
    publish(desk, UNTIL + THEN, purpose="onboarding", enroll="{on: application.hired}")
    desk.hear(maya(EventType.APPLICATION_HIRED, email=MAIL, status="hired", start_date=date(2026, 3, 20)))
    desk.run(days=5)
    moved = EventType.HIRE_START_DATE_CHANGED
    desk.hear(maya(moved, status="hired", start_date=date(2026, 4, 20)))
    desk.run(days=20)
    answered(desk, "3")
    desk.run(days=1)
    assert desk.sent == ["ask for you", "one for you"]


def test_an_answer_that_nobody_was_woken_for_is_heard_at_the_next_look(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    answer(desk.parts, link(desk), "9", comment=None)
    desk.run(days=3)
    assert desk.sent == ["ask for Maya"]
    assert desk.standing(RUN).outcome == "completed"


def test_erasing_a_person_closes_the_link_and_takes_their_words(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    token = link(desk)
    answered(desk, "9", "Lovely people.")
    with desk.parts.store.write() as conn:
        erase(conn, MAYA, now=desk.clock.at)
    [kept] = asked(desk)
    assert (kept.answer, kept.comment, kept.token) == ("9", None, None)
    assert answer(desk.parts, token, "1", comment=None) is None


def test_a_survey_that_the_company_file_has_lost_holds_the_run(desk: Desk) -> None:
    publish(desk, ASK + "  hours: mon-fri 12:00-13:00\n")
    desk.hear(maya_is_rejected(team={"recruiter": KIM}))
    desk.publish(company={"surveys": {}})
    desk.run(days=1)
    assert "no survey `care`" in (desk.standing(RUN).held_reason or "")


def test_one_that_does_not_wait_goes_on_at_once_with_the_outcome_of_a_mail(desk: Desk) -> None:
    publish(
        desk,
        "- {id: ask, survey: care, template: ask, wait: false}\n"
        '- {id: news, email: one, if: steps.ask.outcome == "sent"}\n',
    )
    desk.hear(maya_is_rejected())
    desk.run(days=0.1)
    assert desk.sent == ["ask for Maya", "one for Maya"]
