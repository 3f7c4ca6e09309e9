"""What runs can be about: interviews, offers, referrals and assignments."""

from pathlib import Path

import pytest

from nurture.domain.subject import SubjectKind
from nurture.language.check import check_folder
from nurture.language.codes import Example
from nurture.language.names import Scope, check_expression

HEAD = """\
sequence: welcome
title: Welcome
owner: talent@acme.example
purpose: internal
"""
HELLO = "  - id: hello\n    email: hello\n"


def told(folder: Path, text: str, **more: str | None) -> list[tuple[str, str, str | None]]:
    """What the check says of a sequence."""
    files = {f"{name}.yaml": body for name, body in more.items()}
    for name, body in Example(files={"welcome.yaml": text, **files}).folder().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return [(each.code, each.message, each.hint) for each in check_folder(folder).diagnostics]


def about(kind: str, enroll: str, steps: str = HELLO, *, purpose: str = "internal") -> str:
    return HEAD.replace("internal", purpose) + f"for: {kind}\nenroll: {enroll}\nsteps:\n{steps}"


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("interview", "interview.scheduled"),
        ("offer", "offer.sent"),
        ("referral", "referral.created"),
        ("assignment", "assignment.created"),
    ],
)
def test_a_run_can_be_about_each_and_its_record_begins_once(tmp_path: Path, kind: str, event: str) -> None:
    assert told(tmp_path, about(kind, f"{{on: {event}}}")) == []


@pytest.mark.parametrize(
    ("kind", "enroll", "code", "says"),
    [
        ("interview", "{on: application.rejected}", "N044", "does not say which interview a run would be about"),
        ("interview", "{on: offer.sent, again: never}", "N044", "does not say which interview"),
        ("referral", "{on: application.created}", "N044", "does not say which referral"),
        ("application", "{on: referral.created, again: never}", "N044", "does not say which application"),
        ("application", "{on: survey.answered, again: never}", "N044", "does not say which application"),
        ("candidate", "{on: candidate.deleted}", "N073", "ends all runs of a person"),
        ("interview", "{on: interview.moved}", "N062", "`interview.moved` can come again"),
        ("application", "{on: interview.scheduled}", "N062", "`interview.scheduled` can come again"),
        ("candidate", "{on: referral.created}", "N062", "`referral.created` can come again"),
    ],
)
def test_what_begins_a_run_must_be_about_it_and_say_what_happens_again(
    tmp_path: Path, kind: str, enroll: str, code: str, says: str
) -> None:
    [(found, message, _)] = told(tmp_path, about(kind, enroll))
    assert found == code
    assert says in message


@pytest.mark.parametrize(
    ("kind", "enroll", "anchor", "hint"),
    [
        ("interview", "{on: interview.scheduled}", "interview.starts_at", None),
        ("interview", "{on: interview.scheduled}", "offer.expires_at", "add `for: offer` if each run is about one"),
        ("application", "{on: application.created}", "interview.starts_at", "add `for: interview` if each run is"),
        ("referral", "{on: referral.created}", "hire.start_date", None),
        ("assignment", "{on: assignment.created}", "assignment.ends_on", None),
        ("hire", "{on: hire.left, again: never}", "hire.left_on", None),
    ],
)
def test_waits_count_from_the_record_that_a_run_is_about(
    tmp_path: Path, kind: str, enroll: str, anchor: str, hint: str | None
) -> None:
    steps = f"  - id: before\n    wait: until 24 hours after {anchor}\n{HELLO}"
    steps = steps.replace("24 hours", "2 days") if anchor.endswith(("_on", "_date")) else steps
    found = told(tmp_path, about(kind, enroll, steps))
    assert [code for code, *_ in found] == ([] if hint is None else ["N034"])
    assert all(hint is not None and hint in (said or "") for _, _, said in found)


@pytest.mark.parametrize(
    ("kind", "condition", "is_known"),
    [
        ("interview", "interview.kind == 'Onsite'", True),
        ("interview", "application.stage == 'Onsite'", True),
        ("interview", "interview.status == 'noshow'", False),
        ("application", "interview.kind == 'Onsite'", False),
        ("interview", "offer.status == 'sent'", False),
        ("offer", "offer.status == 'sent'", True),
    ],
)
def test_the_facts_of_a_record_are_there_in_runs_about_it_alone(kind: str, condition: str, is_known: bool) -> None:
    assert (check_expression(condition, scope=Scope(subject=SubjectKind(kind))) == []) is is_known


def test_a_run_about_an_offer_for_a_candidate_ends_when_the_application_is_decided(tmp_path: Path) -> None:
    found = told(tmp_path, about("offer", "{on: offer.sent}", purpose="application"))
    assert [code for code, *_ in found] == ["N061", "N061"]


@pytest.mark.parametrize(("own", "is_fine"), [("interview", True), ("application", False)])
def test_only_a_run_about_an_interview_can_start_one_that_is_about_it(tmp_path: Path, own: str, is_fine: bool) -> None:
    enroll = "{on: interview.scheduled, again: never}"
    steps = "  - id: hand-on\n    enroll: other\n"
    other = about("interview", "{on: manual}").replace("sequence: welcome", "sequence: other")
    found = told(tmp_path, about(own, enroll, steps), other=other)
    assert [code for code, *_ in found] == ([] if is_fine else ["N044"])
