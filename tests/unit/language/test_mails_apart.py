"""Two mails to one person within a day are noticed on every way through a sequence."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.codes import Example

A, B, C = "{id: a, email: hello}", "{id: b, email: hello}", "{id: c, email: hello}"
REFERRAL = 'application.source == "Referral"'
AGENCY = 'application.source == "Agency"'


def told(folder: Path, *steps: str) -> list[str]:
    text = "steps:\n" + "".join(f"  - {step}\n" for step in steps)
    for name, content in Example(text=text).folder().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return [f"{each.code} {each.message.split('`')[1]}" for each in check_folder(folder).diagnostics]


def wait(text: str) -> str:
    return f"{{id: pause, wait: {text}}}"


def branch(*arms: str) -> str:
    return f"{{id: way, branch: [{', '.join(arms)}]}}"


def when(condition: str, *steps: str) -> str:
    return f"{{when: '{condition}', steps: [{', '.join(steps)}]}}"


def otherwise(*steps: str) -> str:
    return f"{{otherwise: [{', '.join(steps)}]}}"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("30 minutes", ["N064 b"]),
        ("23 hours", ["N064 b"]),
        ("24 hours", []),
        ("1 day at 10:00", []),
        ("1 business day", []),
        ("until the next working day at 09:00", []),
        ("until application.next_interview - 2 hours", []),
    ],
)
def test_less_than_a_day_between_two_mails_is_noticed(tmp_path: Path, text: str, codes: list[str]) -> None:
    assert told(tmp_path, A, wait(text), B) == codes


def test_short_waits_add_up(tmp_path: Path) -> None:
    half = ["{id: w1, wait: 12 hours}", "{id: w2, wait: 12 hours}"]
    assert told(tmp_path, A, half[0], B) == ["N064 b"]
    assert told(tmp_path, A, *half, B) == []


def test_the_next_mail_counts_from_the_last_one(tmp_path: Path) -> None:
    assert told(tmp_path, A, wait("20 hours"), B, "{id: on, wait: 20 hours}", C) == ["N064 b", "N064 c"]


def test_a_mail_to_somebody_else_is_none_to_this_person(tmp_path: Path) -> None:
    between = "{id: b, email: hello, to: recruiter}"
    assert told(tmp_path, A, wait("1 hour"), between) == []
    assert told(tmp_path, A, wait("1 hour"), between, C) == ["N064 c"]


def test_holding_a_mail_is_time_before_it_and_not_after(tmp_path: Path) -> None:
    pause = wait("2 hours")
    assert told(tmp_path, A, pause, "{id: b, email: hello, hold: 1 day}") == []
    assert told(tmp_path, A, pause, "{id: b, email: hello, hold: 2 hours}") == ["N064 b"]
    assert told(tmp_path, "{id: a, email: hello, hold: 1 day}", pause, B) == ["N064 b"]


def test_a_branch_is_entered_and_left_without_time(tmp_path: Path) -> None:
    assert told(tmp_path, A, wait("2 hours"), branch(when(REFERRAL, B))) == ["N064 b"]
    assert told(tmp_path, branch(when(REFERRAL, B)), wait("2 hours"), C) == ["N064 c"]


def test_the_ways_of_a_branch_are_not_taken_by_one_person(tmp_path: Path) -> None:
    pause, other = wait("2 hours"), "{id: other, wait: 2 hours}"
    assert told(tmp_path, branch(when(REFERRAL, A, pause), when(AGENCY, other, B), otherwise(C))) == []


def test_a_way_past_a_branch_counts(tmp_path: Path) -> None:
    hour, long = wait("1 hour"), "{id: long, wait: 3 days}"
    assert told(tmp_path, A, hour, branch(when(REFERRAL, long)), B) == ["N064 b"]
    assert told(tmp_path, A, hour, branch(when(REFERRAL, long), otherwise("{id: other, wait: 1 week}")), B) == []


def test_the_arms_of_a_split_are_ways_too_and_there_is_none_past_it(tmp_path: Path) -> None:
    def split(*second: str) -> str:
        long = "{id: long, wait: 3 days}"
        return f"{{id: draw, split: {{one: {{weight: 1, steps: [{long}]}}, two: {{weight: 1{', '.join(second)}}}}}}}"

    assert told(tmp_path, A, wait("1 hour"), split(), B) == ["N064 b"]
    assert told(tmp_path, A, wait("1 hour"), split(", steps: [{id: other, wait: 2 days}]"), B) == []


def test_a_way_that_ends_leads_to_no_second_mail(tmp_path: Path) -> None:
    gone, pause = "{id: gone, exit: gone}", wait("2 hours")
    assert told(tmp_path, branch(when(REFERRAL, A, gone)), pause, B) == []
    assert told(tmp_path, branch(when(REFERRAL, A, gone), otherwise(pause, B, "{id: end, exit: end}"))) == []


def wait_for(timeout: str, then: str = "", late: str = "") -> str:
    return f"{{id: news, wait_for: {{event: job.opened, timeout: {timeout}}}, then: [{then}], otherwise: [{late}]}}"


def test_an_event_is_news_and_a_time_out_is_a_wait(tmp_path: Path) -> None:
    assert told(tmp_path, A, wait_for("2 hours", then=B)) == []
    assert told(tmp_path, A, wait_for("2 hours", late=B)) == ["N064 b"]
    assert told(tmp_path, A, wait_for("2 days", late=B)) == []
    assert told(tmp_path, A, wait_for("2 hours"), B) == ["N064 b"]


@pytest.mark.parametrize(("about", "codes"), [("application", []), ("candidate", ["N062"])])
def test_a_second_application_is_news_about_the_same_candidate(tmp_path: Path, about: str, codes: list[str]) -> None:
    for name, content in Example(text=f"for: {about}\n").folder().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert [each.code for each in check_folder(tmp_path).diagnostics] == codes


def repeat(every: str, *steps: str, until: str = "") -> str:
    return f"{{id: again, repeat: {{every: {every}, times: 3, {until}steps: [{', '.join(steps)}]}}}}"


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ((repeat("2 days", A),), []),
        ((repeat("5 hours", A),), ["N064 a"]),
        ((repeat("20 hours", A, wait("5 hours"), B),), ["N064 b", "N064 a"]),
        ((A, wait("2 hours"), repeat("2 days", B)), ["N064 b"]),
        ((repeat("2 days", A), wait("2 hours"), B), ["N064 b"]),
        ((repeat("2 days", A, until="until: candidate.do_not_contact, "), wait("2 hours"), B), []),
        ((repeat("5 hours", "{id: gone, exit: gone}"), A), ["N041 a"]),
    ],
)
def test_rounds_are_seen_beside_each_other_and_beside_what_follows(
    tmp_path: Path, steps: tuple[str, ...], codes: list[str]
) -> None:
    assert sorted(told(tmp_path, *steps)) == sorted(codes)
