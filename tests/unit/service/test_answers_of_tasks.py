"""Answers that tasks ask for."""

from datetime import date

import pytest

from nurture.domain.intake import Intake
from nurture.domain.tasks import TaskState
from nurture.errors import Conflict
from tests.unit.service.desk import MAYA, Desk
from tests.unit.service.open_task import day, done, started, task

ASKS = """\
- id: call
  task: Call {{ candidate.first_name | or("them") }}
  outcomes: [done, {name: needs more time, asks: date}, {name: spoke, asks: text}]
- id: again
  branch:
    - when: steps.call.outcome == "needs more time"
      steps:
        - {id: then, wait: until steps.call.answer at 10:00}
        - {id: hello, email: one}
    - when: steps.call.answer == "in May"
      steps: [{id: may, email: two}]
"""


def test_a_date_that_was_asked_for_is_what_the_next_wait_counts_from(desk: Desk) -> None:
    started(desk, ASKS)
    told = " ".join(desk.post.asked[0].text.split())
    assert "one of: done, needs more time (and a date), spoke (and a text)." in told
    assert 'Say it by "nurture done TASK OUTCOME ANSWER". The task is' in told
    done(desk, "needs more time", "2026-03-12")
    desk.run(until=day(12))
    assert desk.sent[1:] == []
    desk.run(until=day(12, 10))
    assert desk.sent[1:] == ["one for Maya"]
    assert task(desk).answered == date(2026, 3, 12)


def test_words_that_were_asked_for_are_a_fact(desk: Desk) -> None:
    started(desk, ASKS)
    done(desk, "spoke", "in May")
    desk.run(days=1)
    assert desk.sent[1:] == ["two for Maya"]


@pytest.mark.parametrize(
    ("outcome", "answer", "told", "hint"),
    [
        ("needs more time", None, "asks for a date", "say it after the outcome"),
        ("needs more time", "next week", "“next week” is not a date", "write it as in 2026-03-27"),
        ("spoke", " ", "asks for a text", "say it after the outcome"),
        ("done", "2026-03-12", "asks for nothing besides", "put it in a note"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    desk: Desk, outcome: str, answer: str | None, told: str, hint: str
) -> None:
    started(desk, ASKS)
    with pytest.raises(Conflict, match=told) as raised:
        done(desk, outcome, answer)
    assert raised.value.hint == hint
    assert task(desk).state is TaskState.OPEN


def test_the_same_answer_twice_is_one_and_another_is_refused(desk: Desk) -> None:
    started(desk, ASKS)
    done(desk, "spoke", "in May")
    done(desk, "spoke", "in May")
    with pytest.raises(Conflict, match="is not open any more"):
        done(desk, "spoke", "in June")


def test_erasing_a_person_blanks_what_was_said_of_them(desk: Desk) -> None:
    started(desk, ASKS)
    done(desk, "spoke", "in May")
    desk.hear(Intake(at=desk.clock.at, erased=(MAYA,)))
    assert task(desk).answer is None
