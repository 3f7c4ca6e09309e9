"""Wherever a worker dies: no text and no mail of a survey leaves twice, and the answer is heard all the same."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from nurture.domain.events import EventType
from nurture.domain.touchpoints import SendState
from nurture.service.surveys import answer
from nurture.store import surveys
from nurture.store.tables import events
from tests.properties.test_crash_points import RUN, Attempt, a_stage, attempts
from tests.unit.service.desk import MAYA, TEMPLATES, Desk, sequence

JOURNEY = sequence(
    """\
    - {id: text, sms: hello}
    - {id: ask, survey: care, template: one, timeout: 6 days, remind: {every: 2 days, times: 2, template: two}}
    - {id: after, email: three}
    """
)
COMPANY = {"surveys": {"care": {"title": "Care", "question": "Would you come again?", "scale": "0-10"}}}
WORDS = {**TEMPLATES, "hello.sms": {"": "Hello.\n"}}
SETTLED = {SendState.ACCEPTED, SendState.REJECTED, SendState.UNKNOWN}


def answered(desk: Desk, given: str = "9") -> bool:
    """Answers the survey if its mail left, or may have, as its page would: nobody else has the link."""
    if desk.states().get("ask") not in (SendState.ACCEPTED, SendState.UNKNOWN):
        return False
    with desk.parts.store.read() as conn:
        [asked] = surveys.of_candidate(conn, MAYA)
    if asked.token is None:
        return False
    done = answer(desk.parts, asked.token, given, comment=None)
    assert done is not None
    for poke in done.taken.pokes:
        desk.carriers[poke.enrollment_id].poke(poke.event)
    return True


def heard(desk: Desk) -> tuple[list[str | None], int, int]:
    """What is on record of the answer: itself, how often it was news, and how often the journey went on by it."""
    news = select(func.count()).select_from(events).where(events.c.type == EventType.SURVEY_ANSWERED)
    with desk.parts.store.read() as conn:
        kept = [asked.answer for asked in surveys.of_candidate(conn, MAYA)]
        told = conn.execute(news).scalar_one()
    return kept, told, desk.rules().count("survey-answered")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(attempts, max_size=8), answered_after=st.none() | st.integers(0, 70))
def test_nothing_leaves_twice_and_the_journey_comes_to_its_end(
    migrated: Path, script: list[Attempt], answered_after: int | None
) -> None:
    known = {"phone": "+491701234567", "can_text": True, "zone": "UTC"}
    with a_stage(migrated, script, journey=JOURNEY, company=COMPANY, templates=WORDS, **known) as stage:
        desk = stage.desk
        is_answered, is_waiting, before = False, False, set[str]()
        if answered_after is not None:
            desk.run(days=answered_after / 10)
            is_waiting, before = desk.standing(RUN).step == "ask", set(desk.states())
            is_answered = answered(desk) and answered(desk, "1")
        desk.run(days=30)
        assert len(stage.left) == len(set(stage.left)), "a message left twice"
        assert desk.standing(RUN).outcome == "completed"
        states = desk.states()
        reminders = [step for step in states if step.startswith("ask/")]
        assert set(states) - set(reminders) == {"text", "ask", "after"}
        assert set(reminders) <= {"ask/reminder-1", "ask/reminder-2"}
        undone = {step for step, state in states.items() if state not in SETTLED | {SendState.SKIPPED}}
        assert undone <= (set(reminders) if is_answered else set()), "what waits to leave, an answer alone takes back"
        assert all(states[step] is SendState.RELEASED for step in undone)
        if states["ask"] is SendState.REJECTED:
            assert not reminders, "nobody is reminded of what they were not asked"
        elif answered_after is None:
            assert len(reminders) == 2
        if is_answered:
            assert heard(desk) == (["9"], 1, int(is_waiting)), "the first answer counts, once, if it was in time"
            assert set(reminders) <= before, "nobody is reminded of what they have answered"
