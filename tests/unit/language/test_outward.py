"""What the checker says of changes in the ATS and of messages to other systems."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from nurture.language.check import check_folder
from nurture.language.company import WebhookFile
from nurture.language.graph.words import said_of
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence
from nurture.language.steps.pick import pick_step

COMPANY = (
    "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\n"
    "webhooks: {payroll: {url: https://hooks.acme.example/p, secret: PAYROLL_WEBHOOK_SECRET}}\n"
)
HEAD = """\
sequence: outward
title: Outward
owner: ops@acme.example
purpose: PURPOSE
enroll: {on: EVENT, again: never}
steps:
"""


def told(
    folder: Path, steps: str, *, event: str = "application.created", purpose: str = "internal"
) -> list[tuple[str, int, str, str | None]]:
    """Code, line within the steps, message and hint of every diagnostic."""
    head = HEAD.replace("EVENT", event).replace("PURPOSE", purpose)
    (folder / "company.yaml").write_text(COMPANY)
    (folder / "outward.yaml").write_text(head + steps)
    before = head.count("\n")
    return [(each.code, each.mark.line - before, each.message, each.hint) for each in check_folder(folder).diagnostics]


@pytest.mark.parametrize(
    ("steps", "code", "line", "message", "hint"),
    [
        (
            "  - {id: tell, webhook: payrol}\n",
            "N070",
            1,
            "there is no webhook `payrol`",
            "did you mean `payroll`?",
        ),
        (
            "  - id: tell\n    webhook: payroll\n    body:\n      who: '{{ candidate.first_name }}'\n",
            "N024",
            4,
            "`candidate.first_name` may be missing",
            'write `{{ candidate.first_name | or("…") }}`, or put it inside an `if` that asks for it',
        ),
        (
            "  - id: tell\n    webhook: payroll\n    body:\n      all: [1, {who: '{{ candidate.nam }}'}]\n",
            "N022",
            4,
            "`candidate` has no `nam`",
            None,
        ),
        (
            "  - id: note\n    ats:\n      note: |\n        Hello\n        {{ candidate.first_name }}\n",
            "N024",
            3,
            "`candidate.first_name` may be missing",
            'write `{{ candidate.first_name | or("…") }}`, or put it inside an `if` that asks for it',
        ),
        (
            "  - {id: set, ats: {field: {shift: '{{ job.titel }}'}}}\n",
            "N022",
            1,
            "`job` has no `titel`",
            "did you mean `title`?",
        ),
        (
            "  - {id: twice, ats: {tag: a, note: b}}\n",
            "N016",
            1,
            "this has `tag` and `note`",
            "make each a step of its own",
        ),
        (
            "  - {id: nothing, ats: {}}\n",
            "N016",
            1,
            "this changes nothing",
            "add one of `tag`, `untag`, `note`, `stage`, `reject` or `field`",
        ),
        (
            "  - {id: set, ats: {field: {Shift Of Work: late}}}\n",
            "N015",
            1,
            "“Shift Of Work” can't be a field",
            "write it as the ATS's field key, such as `notice_period` or `application.shift`",
        ),
        (
            "  - {id: tell, webhook: payroll, body: {much: .inf}}\n",
            "N012",
            1,
            "JSON knows no such number",
            None,
        ),
        (
            "  - {id: tag, ats: {tag: x}}\n"
            "  - id: way\n    branch:\n      - {when: steps.tag.outcome == 'doen', steps: []}\n",
            "N023",
            4,
            "`steps.tag.outcome` is never “doen”",
            "did you mean `done`?",
        ),
    ],
)
def test_what_can_not_work_is_refused_where_it_stands(
    tmp_path: Path, steps: str, code: str, line: int, message: str, hint: str | None
) -> None:
    [(found, at, said, advice)] = told(tmp_path, steps)
    assert (found, at, said) == (code, line, message)
    assert hint is None or advice == hint


@pytest.mark.parametrize("write", ["{stage: Onsite}", "{reject: No answer}", "{field: {application.shift: late}}"])
def test_an_application_is_changed_only_in_a_run_about_one(tmp_path: Path, write: str) -> None:
    step = f"  - {{id: change, ats: {write}}}\n"
    assert told(tmp_path, step) == []
    [(code, line, message, _)] = told(tmp_path, step, event="candidate.updated")
    assert (code, line) == ("N071", 1)
    assert message.endswith("changes an application, and a run `for: candidate` is about none")


def test_a_tag_and_a_note_fit_a_run_about_a_person(tmp_path: Path) -> None:
    steps = "  - {id: tag, ats: {tag: x}}\n  - {id: note, ats: {note: y}}\n  - {id: set, ats: {field: {pool: z}}}\n"
    assert told(tmp_path, steps, event="candidate.updated") == []


def test_rejecting_somebody_who_was_hired_is_a_warning(tmp_path: Path) -> None:
    step = "  - {id: no, ats: {reject: Changed their mind}}\n"
    [(code, line, _, _)] = told(tmp_path, step, event="application.hired", purpose="onboarding")
    assert (code, line) == ("N072", 1)


@pytest.mark.parametrize(
    ("step", "results"),
    [
        ({"ats": {"tag": "x"}}, ("done", "refused")),
        ({"ats": {"note": "x"}}, ("done", "refused", "unknown")),
        ({"ats": {"stage": "x"}, "if": "true"}, ("done", "refused", "skipped")),
        ({"webhook": "payroll"}, ()),
    ],
)
def test_what_can_come_of_it_is_known_beforehand_where_it_is(step: dict[str, object], results: tuple[str, ...]) -> None:
    assert pick_step({"id": "it", **step}).results() == results


def test_what_is_published_reads_as_it_was_written() -> None:
    steps = [
        {"id": "tell", "webhook": "payroll", "body": {"a": [1, None, {"b": "{{ candidate.id }}"}], "c": True}},
        {"id": "set", "ats": {"field": {"pool": 3.5}}},
        {"id": "note", "ats": {"note": "one\n\ntwo"}},
    ]
    head = {"sequence": "a", "title": "A", "owner": "o", "purpose": "internal", "enroll": {"on": "manual"}}
    plan = plan_of(Sequence.model_validate({**head, "steps": steps}), 1)
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://hooks.acme.example/p", "A_SECRET"),
        ("https://user:pass@hooks.acme.example/p", "A_SECRET"),
        ("ftp://hooks.acme.example", "A_SECRET"),
        ("https://", "A_SECRET"),
        ("https://hooks.acme.example/p", "whsec_C2FVsBQIhrscChlQIMV"),
    ],
)
def test_a_webhook_is_told_in_private_and_its_key_stays_out_of_the_file(url: str, secret: str) -> None:
    with pytest.raises(ValidationError):
        WebhookFile.model_validate({"url": url, "secret": secret})


def test_a_webhook_on_this_machine_may_do_without_tls() -> None:
    assert WebhookFile.model_validate({"url": "http://127.0.0.1:8080/p", "secret": "A_SECRET"}).secret == "A_SECRET"


@pytest.mark.parametrize(
    ("step", "lines"),
    [
        ({"ats": {"tag": "no response"}, "if": "true"}, ("In the ATS, tag: no response", "if true")),
        ({"ats": {"note": "personal perhaps"}}, ("In the ATS, note",)),
        ({"ats": {"field": {"pool": 3}}}, ("In the ATS, field: pool = 3",)),
        ({"webhook": "payroll"}, ("Tell payroll",)),
    ],
)
def test_a_picture_says_what_is_done(step: dict[str, object], lines: tuple[str, ...]) -> None:
    assert said_of(pick_step({"id": "it", **step})).lines == lines
