"""What the checker says of text messages, their templates and quiet hours."""

from pathlib import Path

import pytest

from nurture.domain.subject import SubjectKind
from nurture.language.check import check_folder
from nurture.language.graph.words import said_of
from nurture.language.names import Scope
from nurture.language.steps import SmsStep
from nurture.language.steps.pick import pick_step
from nurture.language.text_templates import check_text_template

SCOPE = Scope(subject=SubjectKind.APPLICATION)
HEAD = """\
sequence: texts
title: Texts
owner: ops@acme.example
purpose: internal
enroll: {on: application.created}
steps:
"""
COMPANY = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\n"
MAIL = "---\nsubject: Hello\n---\nWords.\n"
FILES = {"nudge.sms.md": "Acme here.\n", "nudge.sms.de.md": "Acme hier.\n", "nudge.md": MAIL}


def told(folder: Path, steps: str, *, company: str = "", files: dict[str, str] = FILES) -> list[tuple[str, str]]:
    (folder / "templates").mkdir()
    for name, text in files.items():
        (folder / "templates" / name).write_text(text, encoding="utf-8")
    (folder / "company.yaml").write_text(COMPANY + company)
    (folder / "texts.yaml").write_text(HEAD + steps)
    return [(each.code, each.message) for each in check_folder(folder).diagnostics]


def test_a_text_and_the_mail_in_its_place_may_be_called_the_same(tmp_path: Path) -> None:
    assert told(tmp_path, "  - {id: nudge, sms: nudge, otherwise: nudge}\n") == []
    [checked] = check_folder(tmp_path).sequences
    assert checked.templates == {
        "nudge": {"": MAIL},
        "nudge.sms": {"": "Acme here.\n", "de": "Acme hier.\n"},
    }


@pytest.mark.parametrize(
    ("steps", "code", "message"),
    [
        ("  - {id: nudge, sms: nudeg, otherwise: nudge}\n", "N050", "there is no template `nudeg.sms`"),
        ("  - {id: nudge, sms: nudge, otherwise: nudeg}\n", "N050", "there is no template `nudeg`"),
        ("  - {id: nudge, sms: nudge, to: recruiter}\n", "N013", ""),
        ("  - {id: nudge, sms: nudge, hours: any time}\n", "N032", "“any time” would wake people"),
        ("  - {id: nudge, sms: nudge, hours: 'every day 07:00-20:00'}\n", "N032", "would wake people"),
        ("  - {id: nudge, sms: nudge, hours: 'mon 09:00-17:00, tue 09:00-21:30'}\n", "N032", "would wake people"),
        ("  - {id: nudge, sms: nudge, slide: earlier at 21:00}\n", "N018", "can never leave"),
        ("  - {id: nudge, sms: nudge, otherwise: nudge, slide: earlier at 19:00}\n", "N018", "can never leave"),
        ("  - {id: a, email: nudge, slide: earlier at 08:00}\n", "N018", "can never leave"),
        ("  - {id: nudge, sms: nudge, late_after: 1 hour}\n", "N018", "`late_after` has no effect"),
        ("  - {id: a, sms: nudge}\n  - {id: b, email: nudge}\n", "N063", "`b` leaves right after `a`"),
        (
            "  - {id: a, email: nudge}\n  - {id: w, wait: 2 hours}\n  - {id: b, sms: nudge}\n",
            "N064",
            "`b` leaves within a day of `a`",
        ),
    ],
)
def test_what_is_wrong_with_a_text_is_told(tmp_path: Path, steps: str, code: str, message: str) -> None:
    found = [each for each in told(tmp_path, steps) if each[0] != "N052"]
    assert [each[0] for each in found] == [code]
    assert message in found[0][1]


@pytest.mark.parametrize(
    ("company", "codes"),
    [
        ("quiet_hours: {everywhere: '20:00-09:00', fr: '20:00-08:00, sun'}\n", []),
        ("quiet_hours: {FR: '09:00-20:00'}\n", ["N032"]),
        ("quiet_hours: {France: '20:00-09:00'}\n", ["N033"]),
    ],
)
def test_quiet_hours_are_nights_by_country(tmp_path: Path, company: str, codes: list[str]) -> None:
    found = told(tmp_path, "  - {id: nudge, sms: nudge, otherwise: nudge}\n", company=company)
    assert [code for code, _ in found] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hi {{ candidate.first_name | or('there') }}!", None),
        ("", "N026"),
        ("  \n", "N026"),
        ("---\nsubject: Hello\n---\nHi", "N026"),
        ("x" * 4001, "N026"),
        ("Hi {{ candidate.first_name }}", "N024"),
        ("Hi {{ candidate.nme }}", "N022"),
        ("x" * 459, None),
        ("x" * 460, "N053"),
        ("{% if candidate.tags %}x{% endif %}" * 30, None),  # what is not shown takes no room
        ("x" * 200 + "’", None),
        ("x" * 201 + "’", "N053"),
    ],
)
def test_the_words_of_a_text_are_checked(text: str, code: str | None) -> None:
    assert [each.code for each in check_text_template(text, scope=SCOPE)] == ([code] if code else [])


def test_the_character_that_makes_a_text_long_is_named() -> None:
    [found] = check_text_template("x" * 201 + "’", scope=SCOPE)
    assert "“’”" in (found.hint or "")


def test_a_picture_says_that_it_is_a_text() -> None:
    step = pick_step({"id": "nudge", "sms": "nudge", "otherwise": "nudge", "if": "candidate.email"})
    assert isinstance(step, SmsStep)
    assert said_of(step).lines == ("Text nudge", "or the mail nudge", "if candidate.email")
