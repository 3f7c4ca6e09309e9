"""Wherever a worker dies: no text and no mail of a survey leaves twice, and the answer is heard all the same."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nurture.domain.touchpoints import SendState
from nurture.service.surveys import answer
from nurture.store import surveys
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


def answered(desk: Desk) -> bool:
    """Answers the survey if its mail left, or may have, as its page would: nobody else has the link."""
    if desk.states().get("ask") not in (SendState.ACCEPTED, SendState.UNKNOWN):
        return False
    with desk.parts.store.read() as conn:
        waiting = surveys.waiting(conn, MAYA, "care")
    if waiting is None or waiting.token is None:
        return False
    done = answer(desk.parts, waiting.token, "9", comment=None)
    assert done is not None
    for poke in done.taken.pokes:
        desk.carriers[poke.enrollment_id].poke(poke.event)
    return True


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(attempts, max_size=8), answered_after=st.none() | st.integers(0, 70))
def test_nothing_leaves_twice_and_the_journey_comes_to_its_end(
    migrated: Path, script: list[Attempt], answered_after: int | None
) -> None:
    known = {"phone": "+491701234567", "can_text": True, "zone": "UTC"}
    with a_stage(migrated, script, journey=JOURNEY, company=COMPANY, templates=WORDS, **known) as stage:
        desk = stage.desk
        if answered_after is not None:
            desk.run(days=answered_after / 10)
            answered(desk)
        desk.run(days=30)
        assert len(stage.left) == len(set(stage.left)), "a message left twice"
        assert desk.standing(RUN).outcome == "completed"
        states = desk.states()
        reminders = [step for step in states if step.startswith("ask/")]
        assert set(states) - set(reminders) == {"text", "ask", "after"}
        assert set(reminders) <= {"ask/reminder-1", "ask/reminder-2"}
        assert set(states.values()) <= SETTLED | {SendState.SKIPPED}
        if states["ask"] is SendState.REJECTED:
            assert not reminders, "nobody is reminded of what they were not asked"
        elif answered_after is None:
            assert len(reminders) == 2
