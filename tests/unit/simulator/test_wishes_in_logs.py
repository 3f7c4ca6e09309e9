"""What people choose on the page behind a mail's link, and what they text, in a log."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.simulator.formats import timeline
from nurture.simulator.log import Log
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Kind

WISHES = Path(__file__).parents[2] / "fixtures" / "wishes"
YAML = WISHES / "rehearsals" / "wishes.yaml"
AS_TABLE = """\
at,who,event,value,candidate.name,candidate.email,candidate.phone,candidate.can_text,candidate.country,job.title
2026-03-02 09:30,maya,applied,robotics,Maya Lindqvist,maya@lindqvist.example,,,DE,Robotics Engineer
2026-03-02 09:30,jonas,applied,robotics,Jonas Weber,jonas@weber.example,,,DE
2026-03-02 09:30,theo,applied,robotics,Theo Marsh,theo@marsh.example,+49 170 1234567,true,DE
2026-03-03 10:00,maya,rejected,,,,,,
2026-03-03 10:00,jonas,rejected,,,,,,
2026-03-03 10:00,theo,rejected,,,,,,
2026-03-05 12:00,maya,wants_pause,1 month,,,,,
2026-03-05 12:00,jonas,wants_only_openings,,,,,,
2026-03-05 12:00,theo,texted,Stop.,,,,,
2026-03-12 12:00,theo,texted,START,,,,,
"""


def log_of(path: Path) -> Log:
    read = read_log(path)
    assert read.log is not None, read.diagnostics
    return read.log


def sent(log: Log) -> dict[str, list[str]]:
    """By person, when what left, and to where."""
    story = simulate(check_folder(WISHES), log).story
    return {
        person.name: [f"{each.at:%d %b} {each.step}" for each in person.entries if each.kind is Kind.SENT]
        for person in story.people
    }


def test_a_pause_puts_mail_off_and_only_openings_leaves_it_out() -> None:
    told = sent(log_of(YAML))
    assert told["maya"] == ["03 Mar letter", "07 Apr nudge", "14 Apr last"]
    assert told["jonas"] == ["03 Mar letter"]


def test_stop_makes_mails_of_texts_and_start_makes_them_texts_again() -> None:
    lines = timeline(simulate(check_folder(WISHES), log_of(YAML)).story).splitlines()
    to_theo = [line.rpartition("-> ")[2] for line in lines if " sent " in line and ("marsh" in line or "+49" in line)]
    assert to_theo == ["theo@marsh.example", "theo@marsh.example", "+491701234567", "+491707654321"]
    assert any("happened    texted: Stop." in line for line in lines)


def test_any_other_text_is_a_reply() -> None:
    lena = next(each for each in simulate(check_folder(WISHES), log_of(YAML)).story.people if each.name == "lena")
    assert [each.text for each in lena.entries if each.kind is Kind.LEFT] == [
        "replied: candidate.replied Thu 12 Mar 12:00 Europe/Berlin"
    ]


def test_a_table_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(AS_TABLE)
    assert sent(log_of(tmp_path / "log.csv")) == {
        name: told for name, told in sent(log_of(YAML)).items() if name != "lena"
    }


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("wants_pause: 2 months", "write `1 month`, `3 months` or `6 months`"),
        ("wants_only_openings: false", "leave the line out"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(tmp_path: Path, word: str, hint: str) -> None:
    head = "people: {maya: {name: Maya}}\nevents:\n"
    (tmp_path / "log.yaml").write_text(f"{head}  - {{at: 2026-03-02 09:00, who: maya, {word}}}\n")
    [found] = read_log(tmp_path / "log.yaml").diagnostics
    assert hint in (found.hint or "")
