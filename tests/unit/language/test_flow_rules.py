"""Rules about steps that lead along several ways."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.codes import Example


def found(folder: Path, steps: str, head: str = "") -> list[tuple[str, int]]:
    """What is wrong with these steps: codes, and lines of the steps from 1."""
    files = Example(text=f"{head}steps:\n{steps}").folder()
    before = files["welcome.yaml"].splitlines().index("steps:") + 1
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [(each.code, each.line - before) for each in check_folder(folder).diagnostics]


@pytest.mark.parametrize(
    ("weights", "codes"),
    [
        ((45, 45, 10), []),
        ((50, 40), [("N057", 2)]),
        ((60, 60), [("N057", 2)]),
        ((33.3, 33.3, 33.3), []),
        ((1, 2), []),
        ((70, 2), []),
    ],
)
def test_weights_that_nearly_make_100_are_pointed_at(
    tmp_path: Path, weights: tuple[float, ...], codes: list[tuple[str, int]]
) -> None:
    hello = "steps: [{id: hello, email: hello}]"
    arms = [f"      arm-{number}: {{weight: {weight}}}\n" for number, weight in enumerate(weights)]
    steps = "  - id: which\n    split:\n" + "".join(arms).replace("}", f", {hello}}}", 1)
    assert found(tmp_path, steps) == codes


MAIL = "{id: one, email: hello}"
BRANCH = "  - {id: way, branch: [{when: candidate.can_email, steps: [%s]}]}\n"
SPLIT = "  - {id: way, split: {a: {weight: 1, steps: [%s]}, b: {weight: 1}}}\n"
REPEAT = "  - {id: way, repeat: {every: 1 day, times: 2, steps: [%s]}}\n"
TOGETHER = "  - {id: way, together: {tracks: {a: [%s], b: [{id: other, wait: 1 day}]}}}\n"


@pytest.mark.parametrize("way", [BRANCH, SPLIT, REPEAT, TOGETHER], ids=["branch", "split", "repeat", "together"])
@pytest.mark.parametrize(
    ("before", "inside", "after", "codes"),
    [
        ("  - {id: first, email: hello}\n", MAIL, "", [("N063", 2)]),
        ("", MAIL, "  - {id: last, email: hello}\n", [("N063", 2)]),
        ("", MAIL, "  - {id: last, email: hello, to: recruiter}\n", []),
        ("  - {id: first, email: hello}\n", "{id: pause, wait: 1 day}, " + MAIL, "", []),
        ("", MAIL + ", {id: pause, wait: 1 day}", "  - {id: last, email: hello}\n", []),
    ],
)
def test_two_mails_in_a_row_are_seen_across_the_edge_of_a_block(
    tmp_path: Path, way: str, before: str, inside: str, after: str, codes: list[tuple[str, int]]
) -> None:
    assert found(tmp_path, before + way % inside + after) == codes


def test_what_stands_after_an_end_in_an_arm_is_never_reached(tmp_path: Path) -> None:
    steps = "  - id: way\n    split:\n      a:\n        weight: 1\n        steps:\n"
    steps += "          - {id: gone, exit: gone}\n          - {id: late, email: hello}\n      b: {weight: 1}\n"
    assert found(tmp_path, steps) == [("N041", 7)]


def test_an_id_is_taken_in_other_arms_too(tmp_path: Path) -> None:
    arm = "{weight: 1, steps: [{id: one, email: hello}]}"
    assert found(tmp_path, f"  - id: way\n    split:\n      a: {arm}\n      b: {arm}\n") == [("N040", 4)]


def test_an_event_of_one_arm_is_unknown_in_the_other(tmp_path: Path) -> None:
    condition = 'event.to_stage == "Onsite"'
    steps = f"""\
  - id: way
    split:
      a:
        weight: 1
        steps:
          - id: moved
            wait_for: {{event: application.stage_changed}}
            then: [{{id: in-a, email: hello, if: '{condition}'}}]
      b:
        weight: 1
        steps:
          - {{id: in-b, email: hello, if: '{condition}'}}
"""
    assert found(tmp_path, steps) == [("N022", 12)]


def test_after_the_last_look_of_a_repeat_a_mail_may_leave_at_once(tmp_path: Path) -> None:
    rounds = f"every: 1 day, times: 2, until: candidate.do_not_contact, steps: [{MAIL}]"
    steps = f"  - {{id: way, repeat: {{{rounds}}}}}\n  - {{id: last, email: hello}}\n"
    assert found(tmp_path, steps) == []


def test_an_event_of_an_earlier_round_may_be_in_force_before_the_wait_for_it(tmp_path: Path) -> None:
    enroll = "enroll: {on: application.stage_changed, again: never}\n"
    waits = '  - {id: mail, email: hello, if: event.to_stage == "Onsite"}\n'
    waits += "  - {id: created, wait_for: {event: application.created}}\n"
    again = "".join(f"      {line}\n" for line in waits.splitlines())
    assert found(tmp_path, waits, enroll) == []
    rounds = f"  - id: way\n    repeat:\n      every: 1 week\n      times: 2\n      steps:\n{again}"
    assert found(tmp_path, rounds, enroll) == [("N022", 6)]


@pytest.mark.parametrize(
    ("rounds", "code", "line"),
    [
        ("every: 1 day, ", "N011", 2),
        ("times: 2, ", "N058", 2),
        ("times: 2, closed: 24 dec, ", "N018", 2),
        ("every: 1 day, times: 101, ", "N058", 2),
        ("every: 1 day, times: 0, ", "N058", 2),
        ("every: 1 day, times: often, ", "N012", 2),
        ("every: 1 day, times: true, ", "N012", 2),
        ("every: until 17:00, times: 2, ", "N058", 2),
        ("every: until 3 days before hire.start_date, times: 2, ", "N058", 2),
        ("every: 0 days, times: 2, ", "N031", 2),
        ("every: 1 day, times: 2, until: candidate.done, ", "N022", 2),
    ],
)
def test_a_repeat_without_an_end_or_a_rhythm_is_refused(tmp_path: Path, rounds: str, code: str, line: int) -> None:
    steps = f"  - id: way\n    repeat: {{{rounds}steps: [{MAIL}]}}\n"
    assert found(tmp_path, steps) == [(code, line)]


def test_a_repeat_without_steps_is_refused(tmp_path: Path) -> None:
    assert found(tmp_path, "  - id: way\n    repeat: {every: 1 day, times: 2, steps: []}\n") == [("N012", 2)]


def test_two_tracks_that_begin_with_a_mail_send_two_at_once(tmp_path: Path) -> None:
    steps = "  - id: way\n    together:\n      tracks:\n        a: [{id: one, email: hello}]\n"
    assert found(tmp_path, steps + "        b: [{id: two, email: hello}]\n") == [("N063", 5)]
    assert found(tmp_path, steps + "        b: [{id: two, email: hello, to: recruiter}]\n") == []


@pytest.mark.parametrize(
    ("together", "code"),
    [
        ("tracks: {a: [%s]}", "N055"),
        ("tracks: {a: [%s], b: []}", "N055"),
        ("until: 3, tracks: {a: [%s], b: [{id: pause, wait: 1 day}]}", "N059"),
        ("until: 0, tracks: {a: [%s], b: [{id: pause, wait: 1 day}]}", "N059"),
        ("until: some, tracks: {a: [%s], b: [{id: pause, wait: 1 day}]}", "N013"),
        ("tracks: {a: [%s], Bee: [{id: pause, wait: 1 day}]}", "N015"),
        ("each: candidate.tags, as: tag, tracks: {a: [%s], b: [{id: pause, wait: 1 day}]}", "N018"),
        ("steps: [%s], tracks: {a: [{id: rest, wait: 1 day}], b: [{id: pause, wait: 1 day}]}", "N018"),
        ("until: all", "N011"),
    ],
)
def test_tracks_that_could_not_run_are_refused(tmp_path: Path, together: str, code: str) -> None:
    text = together % MAIL if "%s" in together else together
    assert [code for code, _ in found(tmp_path, f"  - {{id: way, together: {{{text}}}}}\n")] == [code]


def test_what_a_wait_in_another_track_sees_is_not_in_force_in_this_one_but_in_what_follows(tmp_path: Path) -> None:
    enroll = "enroll: {on: application.stage_changed, again: never}\n"
    steps = """\
  - id: way
    together:
      tracks:
        a: [{id: created, wait_for: {event: application.created}}]
        b: [{id: mail, email: hello, if: event.to_stage == "Onsite"}]
"""
    after = '  - {id: pause, wait: 2 days}\n  - {id: later, email: hello, if: event.to_stage == "Onsite"}\n'
    assert found(tmp_path, steps, enroll) == []
    assert found(tmp_path, steps + after, enroll) == [("N022", 7)]
    seen = steps.replace("application.created", "application.stage_changed")
    assert found(tmp_path, seen + after, enroll) == []


@pytest.mark.parametrize(
    ("first", "code"),
    [("", ["N063"]), ("first: 3 hours, ", ["N064"]), ("first: 3 days, ", [])],
)
def test_a_repeat_whose_first_round_comes_later_keeps_its_distance(tmp_path: Path, first: str, code: list[str]) -> None:
    rounds = f"every: 3 days, {first}times: 2, steps: [{MAIL}]"
    ahead = "  - {id: ahead, email: hello}\n"
    assert [each for each, _ in found(tmp_path, ahead + f"  - {{id: way, repeat: {{{rounds}}}}}\n")] == code
    beside = f"a: [{{id: ahead, email: hello}}], b: [{{id: way, repeat: {{{rounds}}}}}]"
    assert [each for each, _ in found(tmp_path, f"  - {{id: both, together: {{tracks: {{{beside}}}}}}}\n")] == [
        each for each in code if each == "N063"
    ]


@pytest.mark.parametrize(
    ("every", "mail", "codes"),
    [
        ("1 day at 20:00", "slide: skip", [("N032", 3)]),
        ("1 week on sat-sun at 10:00", "slide: skip", [("N032", 3)]),
        ("1 week on saturday", "slide: skip", [("N032", 3)]),
        ("1 week on fri-sat at 10:00", "slide: skip", []),
        ("1 week on saturday at 10:00", "slide: skip, hours: every day 09:00-12:00", []),
        ("1 day at 20:00", "slide: later", []),
        ("1 week", "slide: skip", []),
    ],
)
def test_rounds_that_all_fall_into_closed_hours_are_refused(
    tmp_path: Path, every: str, mail: str, codes: list[tuple[str, int]]
) -> None:
    steps = f"  - id: way\n    repeat:\n      every: {every}\n      times: 3\n"
    assert found(tmp_path, steps + f"      steps: [{{id: one, email: hello, {mail}}}]\n") == codes


def test_rounds_are_read_on_several_clocks_where_mails_go_to_several_people(tmp_path: Path) -> None:
    skip = "email: hello, slide: skip"
    one, two = f"{{id: one, {skip}}}", f"{{id: two, {skip}, to: recruiter}}"
    ways = f"branch: [{{when: candidate.can_email, steps: [{one}]}}, {{otherwise: [{two}]}}]"
    rounds = f"every: 1 day at 20:00, times: 3, steps: [{{id: which, {ways}}}]"
    assert found(tmp_path, f"  - {{id: way, repeat: {{{rounds}}}}}\n") == []


DECIDED = "purpose: {purpose}\nenroll: {{on: application.{event}, again: never}}\n"
DECIDED += "exit: [{{on: candidate.replied, as: replied}}, {{on: application.rejected, as: rejected}}]\n"
BACK = "  - {id: back, wait_for: {event: application.unrejected}}\n"


@pytest.mark.parametrize(
    ("purpose", "event", "steps", "codes"),
    [
        ("application", "rejected", "  - {id: one, email: hello}\n", ["N085"]),
        ("application", "withdrawn", "  - {id: one, email: hello}\n", ["N085"]),
        ("application", "hired", "  - {id: one, email: hello}\n", ["N085"]),
        ("nurture", "hired", "  - {id: one, email: hello}\n", ["N085"]),
        ("decision", "hired", "  - {id: one, email: hello}\n", ["N085"]),
        ("onboarding", "rejected", "  - {id: one, email: hello}\n", ["N085"]),
        ("decision", "rejected", "  - {id: one, email: hello}\n", []),
        ("nurture", "rejected", "  - {id: one, email: hello}\n", []),
        ("onboarding", "hired", "  - {id: one, email: hello}\n", []),
        ("application", "rejected", "  - {id: one, email: hello, to: recruiter}\n", []),
        ("application", "rejected", f"{BACK}  - {{id: one, email: hello}}\n", []),
    ],
)
def test_whom_a_decision_lets_in_can_be_written_to(
    tmp_path: Path, purpose: str, event: str, steps: str, codes: list[str]
) -> None:
    assert [code for code, _ in found(tmp_path, steps, DECIDED.format(purpose=purpose, event=event))] == codes


@pytest.mark.parametrize(
    ("mail", "codes"),
    [
        ("digest: daily at 09:00", []),
        ("digest: daily", []),
        ("digest: daily at 20:00", [("N018", 1)]),
        ("digest: daily at 20:00, hours: any time", []),
        ("digest: daily, slide: earlier", [("N018", 1)]),
        ("digest: daily, slide: skip", []),
        ("digest: daily, spread: 1 hour", [("N018", 1)]),
        ("digest: daily, if_late: merge", [("N018", 1)]),
        ("digest: daily, delivery: at_least_once", [("N018", 1)]),
        ("digest: at nine", [("N013", 1)]),
        ("digest: none, spread: 1 hour", []),
    ],
)
def test_a_digest_leaves_at_a_time_of_day_within_the_hours_and_alone(
    tmp_path: Path, mail: str, codes: list[tuple[str, int]]
) -> None:
    steps = f"  - {{id: one, email: hello, {mail}}}\n"
    later = "  - {id: pause, wait: 3 days}\n  - {id: two, email: hello}\n"
    assert found(tmp_path, steps + later) == codes


@pytest.mark.parametrize(
    ("digest", "mail", "codes"),
    [
        ("daily at 09:00", "{}", []),
        ("daily at 20:00", "{}", [("N018", -1)]),
        ("daily at 20:00", "{digest: daily at 10:00}", []),
        ("daily at 20:00", "{hours: any time}", []),
        ("daily", "{reply_to_step: one}", [("N018", 3)]),
        ("daily", "{digest: none, reply_to_step: one}", []),
        ("daily", "{digest: daily at 10:00, reply_to_step: one}", [("N018", 3)]),
    ],
)
def test_the_digest_of_a_sequence_is_that_of_each_mail_which_says_nothing_itself(
    tmp_path: Path, digest: str, mail: str, codes: list[tuple[str, int]]
) -> None:
    steps = "  - {id: one, email: hello, digest: none}\n  - {id: pause, wait: 3 days}\n"
    last = f"  - {{id: two, email: hello, {mail[1:-1]}}}\n"
    assert found(tmp_path, steps + last, f"send: {{digest: {digest}}}\n") == codes
