"""What no ATS states, told by the lines of a log."""

from pathlib import Path

import pytest

from tests.unit.simulator.own_words import HEAD, Play, player, wait


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return player(tmp_path)


NURTURE_EXITS = "exit: [{on: candidate.replied, as: replied}, {on: application.rejected, as: rejected}]\n"


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("out_of_office: 2026-03-23", "candidate.away_until and days_until(candidate.away_until) == 14"),
        ("out_of_office: true", "candidate.away_since and not candidate.away_until"),
        ("consent: 2027-01-31", "candidate.consent_until and days_until(candidate.consent_until) > 300"),
        ("consent: 2027-01-31", "candidate.consent_given_at and days_since(candidate.consent_given_at) == 4"),
        ("updated: {skills: [Go], interests: [Robotics]}", '"Go" in candidate.skills'),
        ("updated: {can_text: true}", "candidate.can_text"),
    ],
)
def test_what_no_ats_states_changes_the_record(play: Play, line: str, condition: str) -> None:
    steps = f"  - {{id: a-week, wait: 1 week}}\n  - {{id: a, email: words, if: '{condition}'}}\n"
    assert play(steps) == ["no mail"]
    assert len(play(steps, f"at: 2026-03-05 10:00, who: maya, {line}")) == 2


def test_who_took_their_consent_back_gets_no_more_and_may_give_it_again(play: Play) -> None:
    steps, head = wait("1 week"), HEAD.replace("internal", "nurture") + NURTURE_EXITS
    taken_back = "at: 2026-03-05 10:00, who: maya, consent_withdrawn: true"
    assert play(steps, head=head) != ["no mail"]
    assert play(steps, taken_back, head=head) == ["no mail"]
    assert play(steps, taken_back, "at: 2026-03-06 10:00, who: maya, consent: 2027-01-31", head=head) != ["no mail"]
    assert play(steps, "at: 2026-03-05 10:00, who: maya, consent: 2026-03-08", head=head) == ["no mail"]


def test_whose_mail_came_back_gets_no_more(play: Play) -> None:
    steps = wait("1 week")
    assert play(steps, "at: 2026-03-05 10:00, who: maya, bounced: true") == ["no mail"]


@pytest.mark.parametrize(("how", "is_sent"), [("true", False), ("sms", False), ("call", True)])
def test_what_our_people_write_themselves_keeps_other_mails_at_a_distance(play: Play, how: str, is_sent: bool) -> None:
    steps = "  - {id: soon, wait: 1 week}\n  - {id: a, email: words, unless_sent_within: 3 days}\n"
    assert (play(steps, f"at: 2026-03-07 10:00, who: maya, contacted: {how}") != ["no mail"]) is is_sent
    assert play(steps, f"at: 2026-03-03 10:00, who: maya, contacted: {how}") != ["no mail"]


def test_a_run_may_end_when_somebody_of_ours_was_first_and_every_contact_counts(play: Play) -> None:
    head = HEAD + "exit: {on: candidate.contacted, where: event.by == 'call', as: called}\n"
    call = "at: 2026-03-05 10:00, who: maya, contacted: %s"
    assert play(wait("1 week"), call % "call", head=head) == ["no mail"]
    steps = wait("1 week").replace("words", "words, if: days_since(candidate.last_contact | or(now)) == 4")
    assert play(steps, call % "email", head=head) != ["no mail"]
