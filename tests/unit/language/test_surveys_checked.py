"""What the checker says of surveys: those of company.yaml, the steps that ask, and the mails that bring them."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.graph.words import said_of
from nurture.language.steps import SurveyStep
from nurture.language.steps.pick import pick_step

HEAD = """\
sequence: asking
title: Asking
owner: ops@acme.example
purpose: internal
enroll: {on: application.created}
steps:
"""
COMPANY = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\nsurveys:\n"
CARE = "  care: {title: Care, question: How was it?, scale: 0-10}\n"
ASK = "  - {id: ask, survey: care, template: ask}\n"
LINK = "---\nsubject: How was it?\n---\n[Answer]({{ survey_url }})\n"


def told(folder: Path, steps: str = ASK, *, survey: str = CARE, mail: str = LINK) -> list[tuple[str, str]]:
    (folder / "templates").mkdir()
    (folder / "templates" / "ask.md").write_text(mail)
    (folder / "templates" / "hello.md").write_text("---\nsubject: Hello\n---\nHello.\n")
    (folder / "company.yaml").write_text(COMPANY + survey)
    (folder / "asking.yaml").write_text(HEAD + steps)
    return [(each.code, each.message) for each in check_folder(folder).diagnostics if each.code != "N052"]


def test_a_survey_is_asked_with_its_link(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("survey", "code", "message"),
    [
        ("  care: {title: Care, question: How?}\n", "N018", "nobody could answer"),
        ("  care: {title: Care, question: How?, scale: 1-5, choices: [a, b]}\n", "N018", "both `scale` and `choices`"),
        ("  care: {title: Care, question: How?, scale: 1-7}\n", "N013", ""),
        ("  care: {title: Care, question: How?, choices: [a]}\n", "N012", ""),
        ("  care: {title: Care, question: How?, choices: [a, a]}\n", "N015", "listed twice"),
        ("  care: {title: Care, question: How?, scale: yes-no, low: bad}\n", "N018", "ends of a scale"),
        (
            "  care: {title: Care, question: How?, choices: [a, b], languages: {de: {choices: [x, y, z]}}}\n",
            "N018",
            "not as many",
        ),
        ("  care: {title: Care, scale: 0-10}\n", "N011", "`question`"),
        ("  care: {title: Care, question: How?, scale: 0-10, consent: nurture}\n", "N018", "is given by a yes"),
        ("  care: {title: Care, question: How?, scale: yes-no, consent: fun}\n", "N013", ""),
    ],
)
def test_what_is_wrong_with_a_survey_is_told(tmp_path: Path, survey: str, code: str, message: str) -> None:
    found = told(tmp_path, survey=survey)
    assert [each[0] for each in found] == [code]
    assert message in found[0][1]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ("survey: caer, template: ask", "N054", "there is no survey `caer`"),
        ("survey: care, template: aks", "N050", "there is no template `aks`"),
        ("survey: care, template: hello", "N028", "nobody could answer it"),
        ("survey: care, template: ask, remind: {every: 3 days, template: hello}", "N028", "nobody could answer it"),
        ("survey: care, template: ask, remind: {every: 3 days, template: aks}", "N050", "no template `aks`"),
        ("survey: care, template: ask, timeout: 6 days, remind: {every: 3 days, times: 2}", "N018", "last reminder"),
        ("survey: care, template: ask, remind: {every: 1 day, times: 9}", "N012", ""),
        ("survey: care, template: ask, to: nobody", "N043", "nobody called `nobody`"),
        (
            "survey: care, template: ask, to: hiring_manager, unless_sent_within: 2 days",
            "N018",
            "protects the candidate",
        ),
        ("survey: care, template: ask, from: nobody", "N043", "nobody called `nobody`"),
        ("survey: care", "N011", "`template`"),
    ],
)
def test_what_is_wrong_with_a_step_that_asks_is_told(tmp_path: Path, options: str, code: str, message: str) -> None:
    found = told(tmp_path, f"  - {{id: ask, {options}}}\n")
    assert [each[0] for each in found] == [code]
    assert message in found[0][1]


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("steps.ask.score and steps.ask.score <= 6", []),
        ('steps.ask.answer == "9"', []),
        ('steps.ask.outcome == "answered"', []),
        ("steps.ask.score <= 6", ["N024"]),
        ('steps.ask.score == "6"', ["N023"]),
        ('steps.ask.outcome == "anwsered"', ["N023"]),
        ("steps.ask.comment", ["N022"]),
    ],
)
def test_conditions_know_what_can_be_answered(tmp_path: Path, condition: str, codes: list[str]) -> None:
    after = f"  - {{id: after, email: hello, if: '{condition}'}}\n"
    assert [code for code, _ in told(tmp_path, ASK + after)] == codes


def test_the_link_is_known_in_the_mails_of_the_survey_alone(tmp_path: Path) -> None:
    found = told(tmp_path, "  - {id: ask, email: ask}\n")
    assert [code for code, _ in found] == ["N021"]


def test_a_mail_right_before_a_survey_is_noticed_and_one_after_the_answer_is_not(tmp_path: Path) -> None:
    found = told(tmp_path, "  - {id: hello, email: hello}\n" + ASK + "  - {id: thanks, email: hello}\n")
    assert [each for each in found if each[0] in ("N063", "N064")] == [
        ("N063", "`ask` leaves right after `hello`, to the same person")
    ]


def test_a_picture_says_what_is_asked() -> None:
    step = pick_step({"id": "ask", "survey": "care", "template": "ask", "remind": {"every": "3 days", "times": 2}})
    assert isinstance(step, SurveyStep)
    lines = ("Survey care", "reminds every 3 days, 2 times at most", "waits 14 days for an answer")
    assert said_of(step).lines == lines


@pytest.mark.parametrize(
    ("option", "codes"),
    [("", []), (", timeout: 10 days", ["N018"]), (", remind: {every: 2 days, times: 1}", ["N018"])],
)
def test_a_step_that_does_not_wait_has_no_time_for_an_answer(tmp_path: Path, option: str, codes: list[str]) -> None:
    steps = ASK.replace("template: ask", f"template: ask, wait: false{option}")
    assert [each[0] for each in told(tmp_path, steps)] == codes
