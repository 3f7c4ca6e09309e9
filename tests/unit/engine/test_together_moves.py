"""`together` on a virtual clock."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.moves import LOOK, Progress
from nurture.engine.next_move import begin, next_move
from nurture.language.plan import Plan
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.values import replace
from tests.rehearsal import HEAD, facts_for, plan_from, play

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, whose 2nd is a Monday, on Berlin's clocks."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


MONDAY = at(2, 9)
ANY_TIME = HEAD.replace("mon-fri 09:00-17:00", "any time")
KNOWN = facts_for(entered_at=MONDAY)

TRACKS = """\
- id: before
  together:
    until: {until}
    tracks:
      papers: [{{id: wait-5, wait: 5 days}}, {{id: papers, email: a}}]
      welcome: [{{id: hello, email: b}}, {{id: wait-2, wait: 2 days}}, {{id: team, email: c}}]
      tools: [{{id: wait-1, wait: 1 day}}, {{id: tools, email: d, to: recruiter}}]
- {{id: last, email: e}}
"""


def updated(when: datetime, number: int = 1) -> Event:
    """The application was changed."""
    return Event(type=EventType.APPLICATION_UPDATED, at=when, number=number, application_id="greenhouse:10")


@pytest.mark.parametrize(
    ("until", "sent", "outcome"),
    [
        ("all", [("hello", 2), ("tools", 3), ("team", 4), ("papers", 7), ("last", 7)], "all"),
        ("3", [("hello", 2), ("tools", 3), ("team", 4), ("papers", 7), ("last", 7)], "all"),
        ("2", [("hello", 2), ("tools", 3), ("team", 4), ("last", 4)], "welcome+tools"),
        ("any", [("hello", 2), ("tools", 3), ("last", 3)], "tools"),
        ("tools", [("hello", 2), ("tools", 3), ("last", 3)], "tools"),
        ("welcome", [("hello", 2), ("tools", 3), ("team", 4), ("last", 4)], "welcome+tools"),
        ("[papers, welcome]", [("hello", 2), ("tools", 3), ("team", 4), ("last", 4)], "welcome+tools"),
        ("papers", [("hello", 2), ("tools", 3), ("team", 4), ("papers", 7), ("last", 7)], "all"),
    ],
)
def test_tracks_take_their_own_time_until_enough_are_done(
    until: str, sent: list[tuple[str, int]], outcome: str
) -> None:
    played = play(plan_from(TRACKS.format(until=until), head=ANY_TIME), KNOWN, start=MONDAY)
    assert played.sent == [(step, at(day, 9)) for step, day in sent]
    assert played.moves[-1].progress.outcomes["before"].result == outcome
    assert played.outcome == "completed"


def test_the_next_move_is_the_earliest_of_all_tracks_and_listens_for_all() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one: [{id: moved, wait_for: {event: application.stage_changed}}]
              two: [{id: pause, wait: 2 days}, {id: mail, email: a}]
        """,
        head=ANY_TIME,
    )
    move = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), KNOWN, (), MONDAY)
    assert (move.action, move.step, move.at) == ("send_email", "mail", at(4, 9))
    assert {"application.stage_changed", "candidate.replied"} <= set(move.listen)


def test_while_all_tracks_wait_for_news_it_says_how_many_it_needs() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one: [{id: moved, wait_for: {event: application.stage_changed}}]
              two: [{id: updated, wait_for: {event: application.updated}}]
        """
    )
    move = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), KNOWN, (), MONDAY)
    assert (move.action, move.at, move.step) == (LOOK, None, "both")
    assert move.summary == "both: waits for 2 more of 2 tracks"


def test_an_event_ends_the_waits_of_all_tracks_but_not_the_wait_that_follows() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one: [{id: first, wait_for: {event: application.updated}, then: [{id: mail-1, email: a}]}]
              two: [{id: second, wait_for: {event: application.updated}, then: [{id: mail-2, email: b}]}]
        - id: once-more
          wait_for: {event: application.updated, timeout: 5 days}
          then: [{id: too-soon, email: c}]
        """,
        head=ANY_TIME,
    )
    played = play(plan, KNOWN, start=MONDAY, events=(updated(at(3, 12)),))
    assert played.sent == [("mail-1", at(3, 12)), ("mail-2", at(3, 12))]
    assert played.moves[-1].progress.outcomes["once-more"].result == "timeout"


def test_events_heard_late_and_together_reach_each_track_that_waits_for_one_of_them() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one: [{id: moved, wait_for: {event: application.stage_changed}}]
              two: [{id: updated, wait_for: {event: application.updated}}]
        - {id: last, email: a}
        """,
        head=ANY_TIME,
    )
    start = begin(plan, entered_at=MONDAY, seen_event=0)
    moved = Event(type=EventType.APPLICATION_STAGE_CHANGED, at=at(3, 11), number=1)
    for first, second in permutations((moved, updated(at(3, 12), 2))):
        events = (replace(first, number=1), replace(second, number=2))
        assert next_move(plan, start, KNOWN, events, at(4, 9)).step == "last"


EXITS = """\
- id: both
  together:
    tracks:
      one: [{id: held, email: a, hold: 2 days}, {id: never, wait: 90 days}]
      two: [{id: pause, wait: 1 day}, {id: leave, exit: enough}]
- {id: last, email: b}
"""


def test_an_exit_in_one_track_ends_all_and_recalls_what_had_not_left() -> None:
    played = play(plan_from(EXITS, head=ANY_TIME), KNOWN, start=MONDAY)
    assert (played.sent, played.outcome) == ([], "enough")
    reasons = [(each.rule, each.step) for each in played.moves[-1].because]
    assert reasons[-2:] == [("recalled", "held"), ("exit-step", "leave")]


def test_an_exit_of_the_sequence_ends_all_tracks() -> None:
    replied = Event(type=EventType.CANDIDATE_REPLIED, at=at(2, 12), number=1)
    played = play(plan_from(EXITS, head=ANY_TIME), KNOWN, start=MONDAY, events=(replied,))
    assert (played.sent, played.outcome) == ([], "replied")
    assert ("recalled", "held") in [(each.rule, each.step) for each in played.moves[-1].because]


AGAIN = plan_from(
    """\
    - id: weeks
      repeat:
        every: 1 week
        times: 2
        steps:
          - id: race
            together:
              until: any
              tracks:
                quick: [{id: pause, wait: 1 day}]
                slow:
                  - id: nag
                    repeat: {every: 5 days, times: 3, steps: [{id: mail, email: a, hold: 1 hour}]}
                held: [{id: late, email: b, hold: 3 days}]
    """,
    head=ANY_TIME,
)


def test_in_another_round_all_tracks_begin_anew_and_a_recalled_mail_counts_as_a_visit() -> None:
    played = play(AGAIN, KNOWN, start=MONDAY)
    assert played.sent == [("mail", at(2, 10)), ("mail", at(9, 10))]
    outcomes = played.moves[-1].progress.outcomes
    assert (outcomes["late"].result, outcomes["late"].visit) == ("recalled", 2)
    assert (outcomes["nag"].result, outcomes["nag"].is_running) == ("stopped", False)
    recalled = [each for move in played.moves for each in move.because if each.rule == "recalled"]
    assert [(each.step, each.visit) for each in recalled] == [("late", 1), ("late", 2)]


def test_tracks_inside_a_track_end_with_it() -> None:
    plan = plan_from(
        """\
        - id: outer
          together:
            until: any
            tracks:
              one:
                - id: inner
                  together:
                    tracks:
                      a: [{id: in-a, wait: 10 days}, {id: mail-a, email: a}]
                      b: [{id: in-b, wait: 1 day}, {id: mail-b, email: b}]
              two: [{id: pause, wait: 2 days}]
        - {id: last, email: c}
        """,
        head=ANY_TIME,
    )
    played = play(plan, KNOWN, start=MONDAY)
    assert played.sent == [("mail-b", at(3, 9)), ("last", at(4, 9))]
    assert len(played.moves[-1].progress.places) == 1


def test_what_follows_counts_from_when_enough_tracks_were_done() -> None:
    steps = TRACKS.format(until=2).replace("- {id: last", "- {id: rest, wait: 1 day}\n- {id: last")
    played = play(plan_from(steps, head=ANY_TIME), KNOWN, start=MONDAY)
    assert played.sent[-1] == ("last", at(5, 9))


def test_a_track_without_a_wait_is_done_at_once() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one: [{id: none, branch: [{when: candidate.do_not_contact, steps: []}]}]
              two: [{id: pause, wait: 1 day}]
        """
    )
    assert play(plan, KNOWN, start=MONDAY).outcome == "completed"


@pytest.mark.parametrize("plan", [plan_from(TRACKS.format(until=2)), AGAIN], ids=["tracks", "tracks in rounds"])
def test_it_survives_a_restart_at_every_move(plan: Plan) -> None:
    def through_the_database(progress: Progress) -> Progress:
        assert progress_from_json(progress_to_json(progress)) == progress
        return progress_from_json(progress_to_json(progress))

    assert play(plan, KNOWN, start=MONDAY, restart=through_the_database) == play(plan, KNOWN, start=MONDAY)


def test_it_is_told_which_tracks_began_and_which_were_done() -> None:
    played = play(plan_from(TRACKS.format(until=2)), KNOWN, start=MONDAY)
    told = [(each.rule, each.sentence) for move in played.moves for each in move.because if each.step == "before"]
    assert told == [
        ("together", "began papers and welcome and tools side by side"),
        ("together-done", "done: tools and welcome"),
    ]


def test_of_tracks_whose_time_has_come_the_first_goes_first_however_late_it_is() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one: [{id: mail, email: a}]
              two: [{id: job, task: Call them}]
        """,
        head=ANY_TIME,
    )
    begun = begin(plan, entered_at=MONDAY, seen_event=0)
    standing = next_move(plan, begun, KNOWN, (), MONDAY).progress
    for seconds in (0, 1, 3600):
        move = next_move(plan, standing, KNOWN, (), MONDAY + timedelta(seconds=seconds))
        assert move.step == "mail"


def test_what_a_wait_saw_is_what_event_means_to_the_next_step_of_the_same_look() -> None:
    plan = plan_from(
        """\
        - id: moved
          wait_for: {event: application.stage_changed}
        - id: which
          branch: [{when: 'event.to_stage == "Onsite"', steps: [{id: onsite, email: a}]}]
        """,
        head=ANY_TIME,
    )
    moved = Event(type=EventType.APPLICATION_STAGE_CHANGED, at=at(3, 9), number=1, data={"to_stage": "Onsite"})
    assert play(plan, KNOWN, start=MONDAY, events=(moved,)).steps == ["onsite"]
