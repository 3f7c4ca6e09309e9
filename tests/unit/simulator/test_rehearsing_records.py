"""Rehearsals about interviews, offers, referrals, assignments and hires, and of what people do by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nurture.errors import Conflict
from nurture.language.check import check_folder
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Kind, Story

COMPANY = """\
name: Acme
postal_address: 1 Main Street, London
zone: Europe/London
country: GB
senders:
  talent: {name: Talent team, email: talent@acme.example}
sender_fallback: [talent]
"""
DECIDED = """\
exit:
  - {on: application.rejected, as: rejected}
  - {on: application.withdrawn, as: withdrawn}
  - {on: application.hired, as: hired}
"""
HEAD = """\
title: A rehearsal
owner: ops@acme.example
send: {from: talent, hours: any time, holidays: none}
"""
INTERVIEWS = f"""\
sequence: interviews
purpose: application
for: interview
enroll: {{on: interview.scheduled}}
{DECIDED}  - {{on: interview.cancelled, as: cancelled}}
{HEAD}steps:
  - {{id: a-day-before, wait: until 24 hours before interview.starts_at}}
  - {{id: remind, email: reminder, unless_within: 2 days of interview.starts_at on entry}}
  - {{id: two-hours-before, wait: until 2 hours before interview.starts_at}}
  - {{id: confirm, email: confirm}}
  - id: came
    wait_for: {{event: interview.no_show, timeout: 2 days}}
    then:
      - {{id: sorry, email: missed}}
"""
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
NEWCOMERS = f"""\
sequence: newcomers
purpose: onboarding
for: hire
enroll: {{on: hire.started, again: never}}
exit: {{on: hire.left, as: left}}
{HEAD}steps:
  - {{id: thirty, wait: 30 days at 10:00}}
  - {{id: how-is-it, email: welcome}}
"""
TEMPLATES = {
    "reminder": "{{ interview.kind | or('interview') }} {{ interview.starts_at | date or('soon') }}",
    "confirm": "{{ interview.place | or('nowhere') }}"
    "{% for each in interview.interviewers %} {{ each.first_name }}{% endfor %}"
    "{% for each in interview.same_day %} {{ each.kind | or('?') }}{% endfor %}",
    "missed": "Missed",
    "expires": "Offer {{ offer.status }}",
    "thank-you": "Thanks {{ referrer.first_name | or('you') }}",
    "contract": "Ends {{ assignment.ends_on | date or('some day') }}",
    "left": "Left {{ hire.left_on | date or('some day') }}",
    "welcome": "Started {% if hire.started %}indeed{% endif %}",
}
LOG = """\
team:
  sam: {name: Sam Okoro, email: sam@acme.example}
  kim: {name: Kim Berger, email: kim@acme.example}
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example, recruiter: kim}
  twin: {name: Maja Lindqvist, email: maja@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
"""
APPLIED = "{at: 2026-03-02 09:00, who: maya, applied: robotics}"
HIRED = "{at: 2026-05-01 09:00, who: maya, hired: 2026-06-01}"
Play = Callable[..., Story]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Plays these lines of a log over that sequence."""

    def play(sequence: str, *events: str) -> Story:
        (tmp_path / "templates").mkdir()
        for name, subject in TEMPLATES.items():
            (tmp_path / "templates" / f"{name}.md").write_text(f'---\nsubject: "{subject}"\n---\n\nWords.\n')
        (tmp_path / "company.yaml").write_text(COMPANY)
        (tmp_path / "one.yaml").write_text(sequence)
        log = tmp_path / "log.txt"
        log.write_text(LOG + "".join(f"  - {event}\n" for event in events))
        read = read_log(log)
        assert read.log is not None, read.diagnostics
        checked = check_folder(tmp_path)
        assert checked.ok, checked.diagnostics
        return simulate(checked, read.log).story

    return play


def sent(story: Story, who: str = "maya") -> list[tuple[str, str, str]]:
    """What somebody's runs sent: the step, when on London's clocks, and the subject."""
    [person] = [each for each in story.people if each.name == who]
    return [
        (entry.step or "", f"{entry.at.astimezone(story.zone):%a %-d %b %H:%M}", entry.text)
        for entry in person.entries
        if entry.kind is Kind.SENT
    ]


def ended(story: Story, who: str = "maya") -> list[str]:
    """How their runs ended, the oldest first."""
    [person] = [each for each in story.people if each.name == who]
    return [entry.text.partition(":")[0] for entry in person.entries if entry.kind is Kind.LEFT]


def onsite(at: str, *, told: str, **more: str) -> str:
    fields = "".join(f", {key.rstrip('_')}: {value}" for key, value in more.items())
    return f"{{at: {told}, who: maya, interview: {{name: onsite, at: {at}{fields}}}}}"


def test_an_interview_that_moves_takes_its_reminders_along_both_ways(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-10 09:00", told="2026-03-04 10:00", kind="Onsite", place="Room 1", with_="[sam, kim]"),
        onsite("2026-03-16 09:00", told="2026-03-05 10:00"),
        onsite("2026-03-12 14:00", told="2026-03-06 10:00", place="Room 2"),
    )
    assert sent(story) == [
        ("remind", "Wed 11 Mar 14:00", "Onsite Thursday 12 March"),
        ("confirm", "Thu 12 Mar 12:00", "Room 2 Sam Kim Onsite"),
    ]


def test_a_reminder_for_an_interview_booked_on_short_notice_is_left_out(play: Play) -> None:
    story = play(INTERVIEWS, APPLIED, onsite("2026-03-10 09:00", told="2026-03-09 16:00"))
    assert [step for step, *_ in sent(story)] == ["confirm"]


def test_a_cancelled_interview_ends_its_own_run_and_no_other(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00", kind="Onsite"),
        "{at: 2026-03-04 10:05, who: maya, interview: {name: lunch, at: 2026-03-20 12:00, kind: Lunch}}",
        "{at: 2026-03-05 10:00, who: maya, cancelled: onsite}",
    )
    assert [each for each in sent(story) if each[0] == "confirm"] == [("confirm", "Fri 20 Mar 10:00", "nowhere Lunch")]
    assert ended(story) == ["cancelled", "completed"]


def test_interviews_of_one_day_are_told_together_and_those_of_other_days_are_not(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        "{at: 2026-03-04 10:05, who: maya, interview: {name: lunch, at: 2026-03-20 12:00, kind: Lunch}}",
        onsite("2026-03-20 09:00", told="2026-03-04 10:00", kind="Onsite"),
        "{at: 2026-03-04 10:06, who: maya, interview: {name: final, at: 2026-03-23 09:00, kind: Final}}",
    )
    assert [text for step, _, text in sent(story) if step == "confirm"] == [
        "nowhere Onsite Lunch",
        "nowhere Onsite Lunch",
        "nowhere Final",
    ]


def test_one_mail_can_tell_of_all_interviews_of_a_day(play: Play) -> None:
    story = play(
        INTERVIEWS.replace("email: confirm}", "email: confirm, if: interview.first_of_day}"),
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00", kind="Onsite"),
        "{at: 2026-03-04 10:05, who: maya, interview: {name: lunch, at: 2026-03-20 12:00, kind: Lunch}}",
        "{at: 2026-03-04 10:06, who: maya, interview: {name: final, at: 2026-03-23 09:00, kind: Final}}",
    )
    assert [text for step, _, text in sent(story) if step == "confirm"] == ["nowhere Onsite Lunch", "nowhere Final"]


def test_a_rejection_ends_the_runs_about_interviews_of_that_application(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00"),
        "{at: 2026-03-05 10:00, who: maya, rejected: true}",
    )
    assert (sent(story), ended(story)) == ([], ["rejected"])


def test_a_no_show_is_news_for_the_run_about_that_interview(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00"),
        "{at: 2026-03-20 09:20, who: maya, no_show: onsite}",
    )
    assert sent(story)[-1] == ("sorry", "Fri 20 Mar 09:20", "Missed")


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


def test_what_is_done_by_hand_is_done_in_a_rehearsal_too(play: Play) -> None:
    by_hand = NEWCOMERS.replace("on: hire.started, again: never", "on: manual")
    story = play(
        by_hand,
        APPLIED,
        HIRED,
        "{at: 2026-06-01 09:30, who: maya, enroll: newcomers}",
        "{at: 2026-06-02 09:30, who: maya, paused: newcomers}",
        "{at: 2026-07-06 09:30, who: maya, resumed: newcomers}",
    )
    assert sent(story) == [("how-is-it", "Mon 6 Jul 09:30", "Started")]


def test_a_run_that_is_ended_by_hand_sends_nothing_more(play: Play) -> None:
    story = play(
        NEWCOMERS,
        APPLIED,
        HIRED,
        "{at: 2026-06-01 09:30, who: maya, started: true}",
        "{at: 2026-06-02 09:30, who: maya, ended: newcomers}",
    )
    assert (sent(story), ended(story)) == ([], ["ended-by-hand"])


def test_what_can_not_be_done_by_hand_is_refused_with_the_reason(play: Play) -> None:
    with pytest.raises(Conflict, match="maya is not in newcomers by then"):
        play(NEWCOMERS, APPLIED, "{at: 2026-06-02 09:30, who: maya, paused: newcomers}")


def test_a_person_who_turns_out_to_be_another_one_goes_on_once(play: Play) -> None:
    story = play(
        INTERVIEWS,
        "{at: 2026-03-02 09:00, who: twin, applied: robotics}",
        "{at: 2026-03-04 10:00, who: twin, interview: {name: onsite, at: 2026-03-20 09:00}}",
        "{at: 2026-03-05 10:00, who: twin, merged: {into: maya}}",
        "{at: 2026-03-06 10:00, who: twin, interview: {name: onsite, at: 2026-03-24 09:00}}",
    )
    assert [step for step, *_ in sent(story)] == ["remind", "confirm"]
    assert [when for _, when, _ in sent(story)] == ["Mon 23 Mar 09:00", "Tue 24 Mar 07:00"]


def test_a_person_who_is_deleted_hears_no_more(play: Play) -> None:
    story = play(
        INTERVIEWS,
        APPLIED,
        onsite("2026-03-20 09:00", told="2026-03-04 10:00"),
        "{at: 2026-03-05 10:00, who: maya, deleted: true}",
    )
    assert (sent(story), ended(story)) == ([], ["erased"])
