"""Logs of events: what is understood, and what is told of one that is not."""

from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest

from nurture.simulator.reading import ReadLog, read_log

LOG = """\
people:
  maya: {name: Maya Lindqvist, email: maya@lindqvist.example}
jobs:
  robotics: {title: Robotics Engineer}
  design: {title: Product Designer}
events:
  - {at: 2026-03-02 09:00, who: maya, applied: robotics}
"""


def read(folder: Path, text: str, name: str = "log.yaml") -> ReadLog:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_log(path)


def test_a_log_in_yaml_is_understood(tmp_path: Path) -> None:
    log = read(tmp_path, LOG).log
    assert log is not None
    assert log.events[0].at == datetime(2026, 3, 2, 9, 0)
    assert (log.events[0].word, log.events[0].applied) == ("applied", "robotics")


@pytest.mark.parametrize(
    ("line", "at", "code", "says"),
    [
        ("{at: 2026-03-03 09:00, who: mya, moved: Onsite}", (8, 33), "N013", "no `mya` in `people`"),
        ("{at: 2026-03-03 09:00, who: maya, applied: robots}", (8, 48), "N013", "no `robots` in `jobs`"),
        ("{at: 2026-03-03 09:00, who: maya, move: Onsite}", (8, 39), "N010", "unknown key `move`"),
        ("{at: 3 March, who: maya, moved: Onsite}", (8, 10), "N012", "“3 March” is not a moment"),
        ("{at: 0001-01-01 00:00, who: maya, moved: A}", (8, 10), "N012", "“0001-01-01 00:00” is not a moment"),
        ("{at: 2026-03-03 09:00, who: maya, hired: 9999-12-31}", (8, 46), "N012", "“9999-12-31” is not a day"),
        ("{at: 2026-03-03 09:00, who: maya, hired: soon}", (8, 46), "N012", "“soon” is not a day"),
        ("{at: 2026-03-03 09:00, who: maya}", (8, 6), "N011", "nothing happens here"),
        ("{at: 2026-03-03 09:00, moved: Onsite}", (8, 6), "N011", "`who` is missing here"),
        ("{at: 2026-03-03 09:00, who: maya, moved: A, rejected: B}", (8, 49), "N018", "on one line"),
        ("{at: 2026-03-03 09:00, who: maya, opened: design}", (8, 28), "N018", "for everybody"),
        ("{at: 2026-03-01 09:00, who: maya, moved: Onsite}", (8, 46), "N018", "maya has not applied by then"),
        ("{at: 2026-03-03 09:00, who: maya, moved: A, job: design}", (8, 46), "N018", "not applied for `design`"),
        ("{at: 2026-03-03 09:00, opened: robotics}", (8, 36), "N018", "robotics is open by then"),
        ("{at: 2026-03-03 09:00, who: maya, unhired: false}", (8, 48), "N018", "did not happen"),
    ],
)
def test_a_line_that_is_wrong_is_told_with_its_place(
    tmp_path: Path, line: str, at: tuple[int, int], code: str, says: str
) -> None:
    found = read(tmp_path, f"{LOG}  - {line}\n")
    (told,) = found.diagnostics
    assert found.log is None
    assert ((told.line, told.col), told.code) == (at, code)
    assert says in told.message
    assert told.hint


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("interview: {name: onsite}", "N018", "maya has no interview `onsite` by then, and this says no time"),
        ("interview: {name: onsite, at: soon}", "N012", "“soon” is not a moment"),
        ("interview: {name: onsite, at: 2026-03-10 09:00, with: [sam, kim]}", "N013", "no `kim` in `team`"),
        ("interview: {name: onsite, at: 2026-03-10 09:00, room: 1}", "N010", "unknown key `room`"),
        ("cancelled: onsite", "N018", "maya has no interview `onsite` by then"),
        ("scorecard: {interview: onsite, by: sam}", "N018", "maya has no interview `onsite` by then"),
        ("scorecard: {interview: onsite, by: kim}", "N013", "no `kim` in `team`"),
        ("offer_accepted: true", "N018", "maya has no offer by then"),
        ("assignment_ended: true", "N018", "maya has no assignment by then"),
        ("started: true", "N018", "maya is not hired by then"),
        ("referred: {job: robots, by: sam}", "N013", "no `robots` in `jobs`"),
        ("merged: {into: mya}", "N013", "no `mya` in `people`"),
    ],
)
def test_a_line_about_a_record_that_is_not_there_is_told(tmp_path: Path, line: str, code: str, says: str) -> None:
    team = "team:\n  sam: {name: Sam Okoro}\n"
    found = read(tmp_path, f"{team}{LOG}  - {{at: 2026-03-03 09:00, who: maya, {line}}}\n")
    (told,) = found.diagnostics
    assert (told.line, told.code) == (10, code)
    assert says in told.message
    assert told.hint


def test_an_interview_needs_an_application(tmp_path: Path) -> None:
    line = "{at: 2026-03-01 09:00, who: maya, interview: {name: onsite, at: 2026-03-10 09:00}}"
    (told,) = read(tmp_path, f"{LOG}  - {line}\n").diagnostics
    assert told.message == "maya has not applied by then"


def test_a_table_can_tell_of_what_has_no_parts(tmp_path: Path) -> None:
    table = dedent(TABLE) + "2026-05-01 09:00,maya,started,,,,,,\n"
    (told,) = read(tmp_path, table, "log.csv").diagnostics
    assert told.message == "maya is not hired by then"


def test_an_event_about_one_of_several_applications_must_say_which(tmp_path: Path) -> None:
    twice = LOG + "  - {at: 2026-03-03 09:00, who: maya, applied: design}\n"
    (told,) = read(tmp_path, twice + "  - {at: 2026-03-04 09:00, who: maya, moved: Onsite}\n").diagnostics
    assert told.message == "maya has applied for `robotics` and `design`"
    assert read(tmp_path, twice + "  - {at: 2026-03-04 09:00, who: maya, moved: A, job: design}\n").log is not None


def test_a_bare_list_is_told_how_a_log_begins(tmp_path: Path) -> None:
    (told,) = read(tmp_path, "- {at: 2026-03-02 09:00, who: maya}\n").diagnostics
    assert told.hint is not None
    assert "`people:`" in told.hint


TABLE = """\
    at,who,event,value,candidate.name,candidate.email,candidate.tags,candidate.recruiter,job.title
    2026-03-02 09:00,maya,applied,robotics,Maya Lindqvist,maya@l.example,vip; local,Kim Berger <kim@acme.example>,Robots
    2026-03-05 10:00,maya,moved,Onsite,,,,,
    2026-03-06 10:00,maya,updated,,,maya@new.example,,,
    2026-03-07 10:00,maya,anonymized,,,,,,
"""


def test_a_log_in_csv_means_the_same_as_one_in_yaml(tmp_path: Path) -> None:
    in_yaml = """\
        team:
          kim-berger: {name: Kim Berger, email: kim@acme.example}
        jobs:
          robotics: {title: Robots}
        people:
          maya: {name: Maya Lindqvist, email: maya@l.example, tags: [vip, local], recruiter: kim-berger}
        events:
          - {at: 2026-03-02 09:00, who: maya, applied: robotics}
          - {at: 2026-03-05 10:00, who: maya, moved: Onsite}
          - {at: 2026-03-06 10:00, who: maya, updated: {email: maya@new.example}}
          - {at: 2026-03-07 10:00, who: maya, anonymized: true}
        """
    table = read(tmp_path, dedent(TABLE), "log.csv")
    assert table.diagnostics == ()
    assert table.log == read(tmp_path, dedent(in_yaml)).log


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("event,value", "events,value", 1, "unknown column `events`"),
        ("maya,moved", "maya,move", 3, "`event` can't be “move”"),
        ("2026-03-05 10:00", "yesterday", 3, "“yesterday” is not a moment"),
        ("maya,moved", "mia,moved", 3, "mia has not applied by then"),
        ("Onsite,,", '"Onsite,,', 5, "this is no table"),
    ],
)
def test_a_row_that_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    found = read(tmp_path, dedent(TABLE).replace(old, new), "log.csv").diagnostics
    assert (found[0].line, says in found[0].message) == (line, True), found


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for name in ("none.yaml", "none.csv"):
        (told,) = read_log(tmp_path / name).diagnostics
        assert "can't be read" in told.message


@pytest.mark.parametrize(
    ("member", "at", "code"),
    [
        ("away: 2026-07-01", (2, 26), "N012"),
        ("away: 2026-07-14..2026-07-01", (2, 26), "N018"),
        ("deputy: lou", (2, 28), "N013"),
    ],
)
def test_an_absence_that_makes_no_sense_is_told_with_its_place(
    tmp_path: Path, member: str, at: tuple[int, int], code: str
) -> None:
    (told,) = read(tmp_path, f"team:\n  kim: {{name: Kim, {member}}}\n{LOG}").diagnostics
    assert (told.line, told.col, told.code) == (*at, code)
    assert told.hint
