"""What puts many in order: a number for each of those who come in, and of the jobs that a mail tells of."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.codes import Example
from nurture.language.sequence import Trigger
from nurture.language.steps.email import EmailStep

HELLO = "  - {id: hello, email: hello}\n"


def said(folder: Path, enroll: str, mail: str = "") -> list[tuple[str, str | None]]:
    """What is wrong, and what to write instead."""
    text = f"for: candidate\nenroll: {{{enroll}}}\nsteps:\n  - id: hello\n    email: hello\n{mail}"
    for name, content in Example(text=text).folder().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return [(each.code, each.hint) for each in check_folder(folder).diagnostics]


JOB = 'on: job.opened, again: always, where: "job.department in candidate.interests"'


@pytest.mark.parametrize(
    ("rank", "codes"),
    [
        pytest.param("candidate.skills | also_in(job.skills) | length", [], id="a number"),
        pytest.param("1 if 'vip' in candidate.tags else 0", [], id="a number for whom a condition holds"),
        pytest.param("0 - days_since(candidate.last_contact | or(now))", [], id="a number with a fallback"),
        pytest.param("candidate.active_applications + 1", [], id="a sum"),
        pytest.param("event.at", ["N077"], id="a moment"),
        pytest.param("candidate.skills", ["N077"], id="a list"),
        pytest.param("candidate.can_email", ["N077"], id="yes or no"),
        pytest.param("candidate.country", ["N077"], id="text"),
        pytest.param("1 if candidate.country else 'none'", ["N077"], id="one or the other"),
        pytest.param("days_since(candidate.last_contact)", ["N024"], id="a date that may be missing"),
        pytest.param("candidate.skils | length", ["N022"], id="a fact that there is none of"),
        pytest.param("candidate.skills | also_in('python') | length", ["N023"], id="text in place of a list"),
        pytest.param("candidate.skills | also_in | length", ["N025"], id="no list to look in"),
    ],
)
def test_a_rank_is_a_number_that_is_always_there(tmp_path: Path, rank: str, codes: list[str]) -> None:
    assert [code for code, _ in said(tmp_path, f'{JOB}, rank: "{rank}"')] == codes


@pytest.mark.parametrize(
    ("rank", "hint"),
    [
        ("candidate.skills", "count its items: `… | length`"),
        ("candidate.can_email", "write `1 if … else 0`"),
        ("now", "count days: `days_since(…)` or `days_until(…)`"),
        ("candidate.phone | length", "write `(candidate.phone | length) | or(0)`"),
    ],
)
def test_what_is_no_number_is_told_what_to_write_instead(tmp_path: Path, rank: str, hint: str) -> None:
    assert said(tmp_path, f'{JOB}, rank: "{rank}"') == [("N077", hint)]


RANK = "rank: candidate.skills | length"


@pytest.mark.parametrize(
    ("enroll", "codes"),
    [
        pytest.param(f"{JOB}, {RANK}, best: 200", [], id="news of a job"),
        pytest.param(
            f"every: day at 06:00, where: candidate.can_email, again: never, {RANK}, best: 1", [], id="a time"
        ),
        pytest.param(f"{JOB}, {RANK}, at_most: 50 per day", [], id="without best, a breaker holds the last"),
        pytest.param(f"on: application.created, again: never, {RANK}", ["N018"], id="people come one by one"),
        pytest.param(f"on: manual, {RANK}", ["N018"], id="by hand"),
        pytest.param(f"{JOB}, best: 200", ["N018"], id="the best of what?"),
        pytest.param(f"{JOB}, {RANK}, best: 0", ["N012"], id="nobody"),
    ],
)
def test_who_comes_first_is_asked_of_many(tmp_path: Path, enroll: str, codes: list[str]) -> None:
    assert [code for code, _ in said(tmp_path, enroll)] == codes


OPENINGS = "    openings: job.department in candidate.interests\n"
NEAREST = "    rank: candidate.skills | also_in(job.skills) | length\n"


@pytest.mark.parametrize(
    ("mail", "codes"),
    [
        pytest.param(f"{OPENINGS}{NEAREST}    best: 3\n", [], id="three jobs"),
        pytest.param(f"{OPENINGS}{NEAREST}", [], id="all, the best first"),
        pytest.param(f"{OPENINGS}    best: 3\n", ["N018"], id="the best of what?"),
        pytest.param(NEAREST, ["N018"], id="of no jobs"),
        pytest.param(f"{OPENINGS}    rank: job.skills\n", ["N077"], id="no number"),
    ],
)
def test_a_mail_says_which_job_comes_first(tmp_path: Path, mail: str, codes: list[str]) -> None:
    assert [code for code, _ in said(tmp_path, "on: manual", mail)] == codes


def test_a_published_rank_is_read_back_as_it_was() -> None:
    trigger = Trigger.model_validate({"on": "job.opened", "where": "candidate.can_email", "rank": "1 + 1", "best": 5})
    assert Trigger.model_validate_json(trigger.model_dump_json(by_alias=True)) == trigger
    mail = EmailStep.model_validate({"id": "a", "email": "one", "openings": "true", "rank": "1", "best": 2})
    assert EmailStep.model_validate_json(mail.model_dump_json(by_alias=True)) == mail
