"""Runs about records, played from a log."""

from collections.abc import Callable
from pathlib import Path

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
  welding: {title: Welder}
events:
"""
APPLIED = "{at: 2026-03-02 09:00, who: maya, applied: robotics}"
HIRED = "{at: 2026-05-01 09:00, who: maya, hired: 2026-06-01}"
Play = Callable[..., Story]


def player(tmp_path: Path) -> Play:
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
