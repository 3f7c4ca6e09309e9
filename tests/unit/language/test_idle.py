"""`idle` of company.yaml, and the sequences that listen for it."""

from pathlib import Path

import pytest

from nurture.language.check import Checked, check_folder
from nurture.language.codes import Example
from nurture.language.company import CompanyFile

COMPANY = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"


def checked(folder: Path, idle: str, text: str = "") -> Checked:
    """A folder whose company.yaml ends in these words."""
    for name, content in Example(text=text, files={"company.yaml": COMPANY + idle}).folder().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return check_folder(folder)


@pytest.mark.parametrize(
    ("idle", "stage", "length", "why"),
    [
        ("{after: 5 business days}", "Onsite", "5 business days", "it holds for every stage"),
        ("{after: 5 days, in: {Onsite: 2 days}}", "Onsite", "2 days", "a stage may have its own"),
        ("{after: 5 days, in: {Onsite: 2 days}}", "onsite ", "2 days", "however the ATS writes it"),
        ("{after: 5 days, in: {Onsite: 2 days}}", None, "5 days", "no stage is as good as any"),
        ("{after: 5 days, in: {Offer: Never}}", "Offer", None, "there it is not our turn"),
        ("{in: {Onsite: 1 week}}", "Offer", None, "without `after` only the stages that are named"),
    ],
)
def test_how_long_is_too_long_depends_on_the_stage(
    tmp_path: Path, idle: str, stage: str | None, length: str | None, why: str
) -> None:
    company = checked(tmp_path, f"idle: {idle}\n").company
    assert company is not None
    assert company.idle is not None
    found = company.idle.length_in(stage)
    assert (str(found) if found else None) == length, why
    assert CompanyFile.model_validate_json(company.model_dump_json(by_alias=True)) == company


@pytest.mark.parametrize(
    ("idle", "code", "said"),
    [
        ("{after: 5 hours}", "N030", "looked once a day"),
        ("{after: 8 working hours}", "N030", "looked once a day"),
        ("{after: 0 days}", "N030", "everything would be idle at once"),
        ("{after: a while}", "N030", "is not a duration"),
        ("{after: never}", "N030", "is not a duration"),
        ("{in: {Onsite: 3 hours}}", "N030", "looked once a day"),
        ("{in: {Onsite: soon}}", "N030", "is not a duration"),
        ("{in: {Onsite: 3}}", "N012", "a length of days is text, not a number"),
        ("{in: {Offer: never}}", "N018", "nothing is ever idle"),
        ("{}", "N018", "nothing is ever idle"),
        ("{days: 3 days}", "N010", "days"),
        ("{after: 3 days, in: {Onsight: 1 day}}\nstages: {Onsite: [Loop]}", "N029", "“Onsight”"),
    ],
)
def test_what_says_nothing_of_days_is_refused(tmp_path: Path, idle: str, code: str, said: str) -> None:
    [found] = checked(tmp_path, f"idle: {idle}\n").diagnostics
    assert (found.code, said in found.message) == (code, True), found


LISTENING = {
    "as a trigger": "enroll:\n  on: application.idle\n  again: always\n",
    "as an exit": "exit:\n  - on: candidate.replied\n    as: replied\n  - on: application.idle\n    as: idle\n",
    "in a wait": "steps:\n  - id: hello\n    email: hello\n  - id: until-idle\n"
    "    wait_for: {event: application.idle, for: 9 days}\n",
}


@pytest.mark.parametrize("text", LISTENING.values(), ids=LISTENING)
def test_a_sequence_that_listens_needs_a_company_that_says_when(tmp_path: Path, text: str) -> None:
    assert "N074" in [each.code for each in checked(tmp_path, "", text).diagnostics]
    assert "N074" not in [each.code for each in checked(tmp_path, "idle: {after: 5 days}\n", text).diagnostics]
