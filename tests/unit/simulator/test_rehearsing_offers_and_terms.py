"""Rehearsals about offers, referrals, assignments and employment."""

from pathlib import Path

import pytest

from tests.unit.simulator.records_played import APPLIED, DECIDED, HEAD, HIRED, NEWCOMERS, Play, ended, player, sent


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return player(tmp_path)


OFFERS = f"""\
sequence: offers
purpose: application
for: offer
enroll: {{on: offer.sent}}
{DECIDED}  - {{on: offer.accepted, as: accepted, goal: true}}
  - {{on: offer.declined, as: declined}}
  - {{on: offer.deleted, as: replaced}}
{HEAD}steps:
  - {{id: two-days-before, wait: until 48 hours before offer.expires_at}}
  - {{id: remind, email: expires, hours: mon-fri 09:00-17:00}}
  - {{id: a-day-before, wait: until 24 hours before offer.expires_at}}
  - {{id: last-word, email: expires, hours: mon-fri 09:00-17:00}}
"""
REFERRALS = f"""\
sequence: referrals
purpose: internal
for: referral
enroll: {{on: referral.created}}
{HEAD}steps:
  - {{id: thanks, email: thank-you, to: referrer}}
  - id: they-apply
    wait_for: {{event: application.created, timeout: 30 days}}
  - id: news
    email: thank-you
    to: referrer
    if: referral.status == "applied"
"""
ASSIGNMENTS = f"""\
sequence: assignments
purpose: internal
for: assignment
enroll: {{on: assignment.created}}
exit: {{on: assignment.ended, as: over}}
{HEAD}steps:
  - {{id: a-month-before, wait: until 30 days before assignment.ends_on at 09:00}}
  - {{id: ask, email: contract}}
"""
LEAVERS = f"""\
sequence: leavers
purpose: internal
for: hire
enroll:
  - {{on: hire.left, again: never}}
{HEAD}steps:
  - {{id: a-month, wait: until 30 days after hire.left_on at 10:00}}
  - {{id: note, email: left}}
"""


def test_an_offer_that_is_extended_takes_its_clock_along(play: Play) -> None:
    """Sent on a Wednesday until the next one, and extended on Monday after its reminder."""
    story = play(
        OFFERS,
        "{at: 2026-05-02 09:00, who: maya, applied: robotics}",
        "{at: 2026-06-03 11:00, who: maya, offer: {expires: 2026-06-10 00:00, start: 2026-07-01}}",
        "{at: 2026-06-08 15:00, who: maya, offer_extended: 2026-06-12 00:00}",
    )
    assert sent(story) == [
        ("remind", "Mon 8 Jun 09:00", "Offer sent"),
        ("last-word", "Thu 11 Jun 09:00", "Offer sent"),
    ]


@pytest.mark.parametrize(
    ("word", "outcome"),
    [("offer_accepted: true", "accepted, which is its goal"), ("offer_declined: true", "declined")],
)
def test_an_answer_to_an_offer_ends_its_run(play: Play, word: str, outcome: str) -> None:
    story = play(
        OFFERS,
        APPLIED,
        "{at: 2026-03-04 11:00, who: maya, offer: {expires: 2026-03-12 00:00}}",
        f"{{at: 2026-03-05 11:00, who: maya, {word}}}",
    )
    assert (sent(story), ended(story)) == ([], [outcome])


def test_a_second_offer_takes_the_place_of_the_first_and_starts_its_own_clock(play: Play) -> None:
    story = play(
        OFFERS,
        APPLIED,
        "{at: 2026-03-04 11:00, who: maya, offer: {expires: 2026-03-12 00:00}}",
        "{at: 2026-03-06 11:00, who: maya, offer: {expires: 2026-03-19 00:00}}",
    )
    assert [when for _, when, _ in sent(story)] == ["Tue 17 Mar 09:00", "Wed 18 Mar 09:00"]
    assert ended(story) == ["withdrawn", "completed"]


def test_an_offer_that_is_taken_back_ends_its_run(play: Play) -> None:
    story = play(
        OFFERS.replace("  - {on: offer.deleted, as: replaced}\n", ""),
        APPLIED,
        "{at: 2026-03-04 11:00, who: maya, offer: {expires: 2026-03-12 00:00}}",
        "{at: 2026-03-06 11:00, who: maya, offer_withdrawn: true}",
    )
    assert (sent(story), ended(story)) == ([], ["deleted"])


def test_a_referral_thanks_the_referrer_and_follows_the_application_that_comes_of_it(play: Play) -> None:
    story = play(
        REFERRALS,
        "{at: 2026-03-02 09:00, who: maya, referred: {job: robotics, by: sam}}",
        "{at: 2026-03-03 09:00, who: maya, referred: {job: robotics, by: kim}}",
        "{at: 2026-03-06 09:00, who: maya, applied: robotics}",
    )
    texts = [(step, text) for step, _, text in sent(story)]
    assert texts == [(step, f"Thanks {who}") for step in ("thanks", "news") for who in ("Sam", "Kim")]


def test_an_assignment_that_is_extended_is_asked_about_before_its_new_end(play: Play) -> None:
    story = play(
        ASSIGNMENTS,
        "{at: 2026-02-02 09:00, who: maya, assignment: {starts: 2026-02-02, ends: 2026-07-31}}",
        "{at: 2026-06-01 09:00, who: maya, assignment_extended: 2026-10-30}",
    )
    assert sent(story) == [("ask", "Wed 30 Sep 09:00", "Ends Friday 30 October")]


def test_a_correction_starts_over_as_an_extension_does_and_the_run_can_tell_them_apart(play: Play) -> None:
    again = "enroll: [{on: assignment.created}, {on: assignment.extended, again: restart}, " + (
        "{on: assignment.corrected, again: restart}]"
    )
    told = '  - {id: told, email: contract, if: event.type == "assignment.extended"}\n  - {id: a-month'
    lines = (
        "{at: 2026-02-02 09:00, who: maya, assignment: {ends: 2026-07-31}}",
        "{at: 2026-03-02 09:00, who: maya, assignment_corrected: 2026-08-31}",
        "{at: 2026-06-01 09:00, who: maya, assignment_extended: 2026-10-30}",
    )
    text = ASSIGNMENTS.replace("enroll: {on: assignment.created}", again).replace("  - {id: a-month", told)
    story = play(text, *lines)
    assert [(step, at) for step, at, _ in sent(story)] == [("told", "Mon 1 Jun 09:00"), ("ask", "Wed 30 Sep 09:00")]


def test_an_assignment_that_ends_early_ends_its_run(play: Play) -> None:
    story = play(
        ASSIGNMENTS,
        "{at: 2026-02-02 09:00, who: maya, assignment: {ends: 2026-07-31}}",
        "{at: 2026-03-01 09:00, who: maya, assignment_ended: true}",
    )
    assert (sent(story), ended(story)) == ([], ["over"])


def test_who_leaves_is_written_to_after_the_last_day(play: Play) -> None:
    story = play(LEAVERS, APPLIED, HIRED, "{at: 2027-02-10 09:00, who: maya, left: 2027-02-26}")
    assert sent(story) == [("note", "Sun 28 Mar 10:00", "Left Friday 26 February")]


def test_the_first_weeks_begin_with_the_first_day_and_end_with_the_last(play: Play) -> None:
    begun = (APPLIED, HIRED, "{at: 2026-06-01 09:30, who: maya, started: true}")
    assert sent(play(NEWCOMERS, *begun)) == [("how-is-it", "Wed 1 Jul 10:00", "Started indeed")]


def test_who_leaves_in_the_first_weeks_hears_no_more(play: Play) -> None:
    begun = (APPLIED, HIRED, "{at: 2026-06-01 09:30, who: maya, started: true}")
    story = play(NEWCOMERS, *begun, "{at: 2026-06-10 09:00, who: maya, left: 2026-06-12}")
    assert (sent(story), ended(story)) == ([], ["left"])
