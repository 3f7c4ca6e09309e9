"""What a rehearsal plays: the product's own intake, engine, gate and ledger on a virtual clock."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from nurture.errors import NotFound
from nurture.language.check import check_folder
from nurture.simulator.formats import FORMATS
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import Span, only, simulate
from nurture.simulator.story import Entry, Kind, Story

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
country: DE
senders:
  talent: {name: Talent team, email: talent@acme.example}
sender_fallback: [talent]
touches:
  at_most: 2 per week
"""
SEQUENCE = """\
sequence: warm
title: Keep them warm
owner: ops@acme.example
purpose: nurture
for: application
enroll: {on: application.rejected, again: always}
exit:
  - {on: candidate.replied, as: replied}
  - {on: application.created, as: converted, goal: true}
  - {on: candidate.opted_out, as: opted-out}
send: {from: talent, hours: mon-fri 09:00-17:00}
steps:
  - {id: first, email: words, hold: 1 day}
  - {id: later, wait: 1 day}
  - {id: second, email: words}
  - {id: a-day, wait: 1 day}
  - {id: third, email: words}
"""
BESIDE = """\
sequence: beside
title: Begins only where another one says so
owner: ops@acme.example
purpose: nurture
for: application
enroll: {on: manual}
exit:
  - {on: application.rejected, as: rejected}
  - {on: candidate.replied, as: replied}
  - {on: application.created, as: converted, goal: true}
send: {from: talent, hours: mon-fri 09:00-17:00}
steps:
  - {id: other, email: words}
"""
WORDS = "---\nsubject: A word, {{ candidate.first_name | or('you') }}\n---\n\nWords.\n"
LOG = """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
events:
  - {at: 2026-03-01 09:00, who: maya, applied: robotics}
  - {at: 2026-03-02 09:00, who: maya, rejected: Close second}
"""
Play = Callable[..., Story]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Plays the log with more events over the sequence, some of whose text may be replaced."""

    def play(
        *events: str,
        replacing: tuple[str, str] = ("", ""),
        company: tuple[str, str] = ("", ""),
        people: str = "",
        log: tuple[str, str] = ("", ""),
        span: Span | None = None,
    ) -> Story:
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "templates" / "words.md").write_text(WORDS)
        (tmp_path / "company.yaml").write_text(COMPANY.replace(*company))
        (tmp_path / "warm.yaml").write_text(SEQUENCE.replace(*replacing))
        path = tmp_path / "log.txt"
        told = LOG.replace(*log).replace("people:\n", f"people:\n{people}") + "".join(
            f"  - {event}\n" for event in events
        )
        path.write_text(told)
        read = read_log(path)
        assert read.log is not None, read.diagnostics
        checked = check_folder(tmp_path)
        assert checked.ok, checked.diagnostics
        return simulate(checked, read.log, span).story

    return play


def entries(story: Story, *kinds: Kind) -> list[str]:
    """The first person's entries of those kinds: when on their clock, the step, the rule."""
    person = story.people[0]

    def told(entry: Entry) -> str:
        parts = (f"{entry.at.astimezone(person.zone):%m-%d %H:%M}", entry.step, entry.rule)
        return " ".join(part for part in parts if part)

    return [told(entry) for entry in person.entries if entry.kind in kinds]


def test_mails_leave_at_their_times_on_the_virtual_clock(play: Play) -> None:
    story = play(replacing=("wait: 1 day", "wait: 10 days"))
    assert entries(story, Kind.SENT) == ["03-03 09:00 first", "03-13 09:00 second", "03-23 09:00 third"]
    assert entries(story, Kind.LEFT) == ["03-23 09:00 completed"]


def test_the_cap_puts_a_third_mail_of_the_week_off(play: Play) -> None:
    story = play()
    assert entries(story, Kind.PUT_OFF) == ["03-05 09:00 third touch-cap"]
    assert entries(story, Kind.SENT) == ["03-03 09:00 first", "03-04 09:00 second", "03-10 09:00 third"]


def test_mails_from_one_mailbox_leave_as_far_apart_as_it_may_send(play: Play) -> None:
    limits = "mailboxes: {default: {apart: 2 minutes, per_day: 2}}\ntouches:"
    others = ("theo", "ada")
    people = "".join(f"  {name}: {{name: {name}, email: {name}@home.example}}\n" for name in others)
    told = [
        f"{{at: 2026-03-0{day} 09:00, who: {name}, {what}}}"
        for name in others
        for day, what in ((1, "applied: robotics"), (2, "rejected: Close second"))
    ]
    story = play(*told, people=people, company=("touches:", limits))
    first = [entry for person in story.people for entry in person.entries if entry.step == "first"]
    assert sorted(f"{each.at:%m-%d %H:%M}" for each in first if each.kind is Kind.SENT) == [
        "03-03 08:00",
        "03-03 08:02",
        "03-04 08:00",
    ]
    assert {each.rule for each in first if each.kind is Kind.PUT_OFF} == {"mailbox"}


def test_a_mail_that_is_held_when_the_decision_is_reversed_is_recalled(play: Play) -> None:
    story = play("{at: 2026-03-02 12:00, who: maya, replied: Thanks}")
    assert entries(story, Kind.RECALLED) == ["03-02 12:00 first recalled"]
    assert entries(story, Kind.SENT) == []
    assert entries(story, Kind.LEFT) == ["03-02 12:00 exit replied"]


def test_what_happens_at_the_moment_of_a_mail_is_known_to_it(play: Play) -> None:
    assert entries(play("{at: 2026-03-03 09:00, who: maya, replied: true}"), Kind.SENT) == []
    assert entries(play("{at: 2026-03-03 09:01, who: maya, replied: true}"), Kind.SENT) == ["03-03 09:00 first"]


def test_a_condition_that_no_longer_holds_leaves_a_mail_out_with_the_rule(play: Play) -> None:
    story = play(
        "{at: 2026-03-03 12:00, who: maya, updated: {tags: [quiet]}}",
        replacing=("id: second, email: words", 'id: second, email: words, if: not ("quiet" in candidate.tags)'),
    )
    assert entries(story, Kind.NOT_SENT) == ["03-04 09:00 second if"]
    assert entries(story, Kind.SENT) == ["03-03 09:00 first", "03-05 09:00 third"]


@pytest.mark.parametrize(
    ("event", "left"),
    [("opted_out: nurture", "exit opted-out"), ("anonymized: true", "erased"), ("applied: robotics", "exit converted")],
)
def test_what_ends_a_journey_ends_it_here_too(play: Play, event: str, left: str) -> None:
    story = play(f"{{at: 2026-03-03 12:00, who: maya, {event}}}")
    assert entries(story, Kind.SENT) == ["03-03 09:00 first"]
    assert entries(story, Kind.LEFT) == [f"03-03 12:00 {left}"]


def test_an_opt_out_keeps_later_sequences_of_that_kind_from_sending(play: Play) -> None:
    again = (
        "{at: 2026-03-03 12:00, who: maya, opted_out: nurture}",
        "{at: 2026-03-09 09:00, who: maya, applied: robotics}",
        "{at: 2026-03-10 09:00, who: maya, rejected: true}",
    )
    story = play(*again)
    assert entries(story, Kind.SENT) == ["03-03 09:00 first"]
    assert entries(story, Kind.NOT_SENT)[0] == "03-11 09:00 first suppressed"


def test_a_journey_that_cannot_go_on_is_told_as_held(play: Play) -> None:
    nobody_signs = play(replacing=("from: talent", "from: recruiter"), company=("[talent]", "[recruiter]"))
    assert entries(nobody_signs, Kind.HELD) == ["03-03 09:00 first held"]
    assert nobody_signs.people[0].open[0][1].startswith("held: there is nobody to send first from")


def test_a_wait_for_a_date_that_is_not_known_stands_open_at_the_end(play: Play) -> None:
    story = play(replacing=("later, wait: 1 day", "later, wait: until application.next_interview"))
    assert entries(story, Kind.LEFT) == []
    assert "has no date yet" in story.people[0].open[0][1]


def test_somebody_without_an_address_gets_no_mail_and_the_rule_is_told(play: Play) -> None:
    story = play(
        "{at: 2026-03-01 09:00, who: nora, applied: robotics}",
        "{at: 2026-03-02 09:00, who: nora, rejected: true}",
        people="  nora: {name: Nora Lind}\n",
    )
    assert entries(story, Kind.NOT_SENT)[0] == "03-03 09:00 first no-address"


def test_the_days_looked_at_cut_the_story_at_both_ends(play: Play) -> None:
    story = play(span=Span(first=date(2026, 3, 4), last=date(2026, 3, 4)))
    assert entries(story, Kind.HAPPENED, Kind.SENT) == ["03-04 09:00 second"]
    assert story.people[0].open[0][1].startswith("waits 1 day, then sends third on Thu 5 Mar 09:00")


def test_moments_are_on_the_clock_of_the_zone_that_the_log_names(play: Play, tmp_path: Path) -> None:
    play()
    log = tmp_path / "log.txt"
    log.write_text("zone: America/New_York\n" + log.read_text())
    read = read_log(log)
    assert read.log is not None
    story = simulate(check_folder(tmp_path), read.log).story
    assert story.people[0].entries[0].at.isoformat() == "2026-03-01T14:00:00+00:00"


def test_the_same_files_give_the_same_text(play: Play) -> None:
    first, second = play(), play()
    for write in FORMATS.values():
        assert write(first) == write(second)


def test_a_calendar_tells_day_by_day_who_got_what(play: Play) -> None:
    assert FORMATS["calendar"](play(replacing=("wait: 1 day", "wait: 10 days"))) == dedent(
        """\
        2026-03-03 Tue
          09:00  maya  warm/first  A word, Maya  -> maya@lindqvist.example

        2026-03-13 Fri
          09:00  maya  warm/second  A word, Maya  -> maya@lindqvist.example

        2026-03-23 Mon
          09:00  maya  warm/third  A word, Maya  -> maya@lindqvist.example
        """
    )


def test_a_sequence_that_another_one_starts_is_played_beside_it(play: Play, tmp_path: Path) -> None:
    (tmp_path / "beside.yaml").write_text(BESIDE)
    story = play(replacing=("{id: second, email: words}", "{id: second, enroll: beside}"))
    assert entries(story, Kind.ENTERED) == ["03-02 09:00", "03-04 09:00"]
    assert entries(story, Kind.SENT) == ["03-03 09:00 first", "03-04 09:00 other", "03-10 09:00 third"]
    assert entries(story, Kind.LEFT) == ["03-04 09:00 completed", "03-10 09:00 completed"]


def test_only_the_sequences_that_are_named_are_played(play: Play, tmp_path: Path) -> None:
    play()
    checked = check_folder(tmp_path)
    assert [each.sequence.sequence for each in only(checked, ("warm",)).sequences] == ["warm"]
    with pytest.raises(NotFound, match="no sequence wram") as refused:
        only(checked, ("wram",))
    assert refused.value.hint == "did you mean `warm`?"


@pytest.mark.parametrize(
    ("kim", "reads"),
    [
        ("", "kim@acme.example"),
        (", away: 2026-03-01..2026-03-06", "talent@acme.example"),
        (", away: 2026-03-01..2026-03-06, deputy: lou", "lou@acme.example"),
        (", gone: true, deputy: lou", "lou@acme.example"),
    ],
)
def test_whoever_is_away_in_a_log_reads_nothing(play: Play, kim: str, reads: str) -> None:
    story = play(
        replacing=("words, hold: 1 day", "words, to: [recruiter, talent]"),
        log=(
            "robotics: {title: Robotics Engineer}",
            "robotics: {title: Robotics Engineer, recruiter: kim}\nteam:\n"
            f"  kim: {{name: Kim, email: kim@acme.example{kim}}}\n  lou: {{name: Lou, email: lou@acme.example}}",
        ),
    )
    maya = next(person for person in story.people if person.name == "maya")
    assert next(entry.to for entry in maya.entries if entry.kind is Kind.SENT) == reads
