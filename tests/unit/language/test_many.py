"""Triggers by which many come in at once."""

from pathlib import Path

import pytest

from nurture.language.sequence import Sequence, Trigger
from tests.unit.language.test_flow_rules import found

STEPS = "  - {id: hello, email: hello}\n"
WHERE = "where: candidate.country == 'DE'"


@pytest.mark.parametrize(
    ("subject", "trigger", "codes"),
    [
        ("candidate", f"{{every: day at 06:00, {WHERE}, again: never}}", []),
        ("candidate", "{every: day at 06:00, again: never}", ["N067"]),
        ("candidate", f"{{every: day at 06:00, {WHERE}}}", ["N062"]),
        ("candidate", f"{{every: 30 days, {WHERE}, again: never}}", ["N037"]),
        ("candidate", f"{{on: job.opened, {WHERE}, again: never}}", []),
        ("application", f"{{on: job.opened, {WHERE}, again: never}}", []),
        ("candidate", "{on: job.opened, again: never}", ["N067"]),
        ("hire", "{at: 10 days before hire.start_date at 09:00}", []),
        ("hire", "{at: 10 days before hire.start_date at 09:00, if_late: enter}", []),
        ("hire", "{at: 10 days before hire.start_date, again: never}", ["N018"]),
        ("hire", "{at: 10 days before hire.started}", ["N034"]),
        ("candidate", "{at: 10 days before hire.start_date}", ["N034"]),
        ("hire", "{at: 10 days}", ["N031"]),
        ("hire", "{at: hire.start_date, on: application.hired}", ["N018"]),
        ("candidate", f"{{on: application.created, again: never, if_late: enter, {WHERE}}}", ["N018"]),
        ("candidate", f"{{{WHERE}}}", ["N011"]),
    ],
)
def test_what_a_trigger_must_say(tmp_path: Path, subject: str, trigger: str, codes: list[str]) -> None:
    assert [code for code, _ in found(tmp_path, STEPS, f"for: {subject}\nenroll: {trigger}\n")] == codes


@pytest.mark.parametrize(
    "trigger",
    [
        {"on": "manual"},
        {"on": "job.opened", "where": "candidate.country == 'DE'", "again": "restart"},
        {"every": "mon-fri at 06:00", "where": "candidate.country == 'DE'", "again": "after 3 days"},
        {"at": "10 days before hire.start_date at 09:00", "if_late": "enter"},
    ],
)
def test_a_published_trigger_is_read_back_as_it_was(trigger: dict[str, object]) -> None:
    read = Trigger.model_validate(trigger)
    assert Trigger.model_validate_json(read.model_dump_json(by_alias=True)) == read
    assert read.is_manual is (trigger == {"on": "manual"})


def test_by_itself_a_sequence_with_dates_alone_is_about_people() -> None:
    sequence = Sequence.model_validate(
        {
            "sequence": "s",
            "title": "S",
            "owner": "ops@acme.example",
            "purpose": "internal",
            "enroll": {"every": "day at 06:00", "where": "candidate.country == 'DE'"},
            "steps": [{"id": "hello", "email": "hello"}],
        }
    )
    assert sequence.for_ == "candidate"


DECIDED = """\
  - id: which
    split:
      a: {weight: 1, steps: [{id: hello, email: hello}]}
      b: {weight: 1, steps: [{id: hello-too, email: hello}]}
    decide: {sample: 20%, after: 4 hours, by: application.created}
"""


@pytest.mark.parametrize(
    ("trigger", "codes"),
    [
        (f"{{on: job.opened, {WHERE}, again: always}}", []),
        (f"[{{every: day at 06:00, {WHERE}, again: never}}, {{on: job.opened, {WHERE}, again: always}}]", []),
        ("{on: application.created, again: always}", ["N078"]),
        (f"[{{on: manual}}, {{on: job.opened, {WHERE}, again: always}}]", ["N078"]),
    ],
)
def test_arms_compete_among_those_who_come_in_together(tmp_path: Path, trigger: str, codes: list[str]) -> None:
    assert [code for code, _ in found(tmp_path, DECIDED, f"for: candidate\nenroll: {trigger}\n")] == codes


def test_arms_do_not_compete_item_by_item(tmp_path: Path) -> None:
    each = "  - id: topics\n    together:\n      each: candidate.tags\n      as: topic\n      steps:\n"
    inside = "".join(f"      {line}\n" for line in DECIDED.splitlines())
    trigger = f"{{on: job.opened, {WHERE}, again: always}}"
    assert "N018" in [code for code, _ in found(tmp_path, each + inside, f"for: candidate\nenroll: {trigger}\n")]
