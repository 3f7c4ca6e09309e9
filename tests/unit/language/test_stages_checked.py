"""`stages` of company.yaml, and the stages that sequences name."""

from pathlib import Path

import pytest

from nurture.language.check import Checked, check_folder
from nurture.language.codes import Example
from nurture.language.company import CompanyFile
from nurture.language.diagnostics import Diagnostic

COMPANY = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
STAGES = "stages:\n  Screening: []\n  Onsite: [Face to face, {lever: loop}]\n  Final round: Last talk\n"


def checked(folder: Path, *, stages: str = STAGES, text: str = "") -> Checked:
    """A folder whose company.yaml ends in these stages."""
    for name, content in Example(text=text, files={"company.yaml": COMPANY + stages}).folder().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return check_folder(folder)


def told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str | None]]:
    return [(each.code, each.hint) for each in diagnostics]


def test_a_stage_may_have_one_name_several_or_those_of_some_connections(tmp_path: Path) -> None:
    company = checked(tmp_path).company
    assert company is not None
    assert company.own.stages.ours("loop", "lever:1") == "Onsite"
    assert company.own.stages.ours("last talk", "ashby:1") == "Final round"
    assert set(company.own.stages.theirs) == {"Screening", "Onsite", "Final round"}
    assert CompanyFile.model_validate_json(company.model_dump_json(by_alias=True)) == company


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ("Onsite: [Talk]\n  Final round: [talk]", "“talk” stands for `Final round` and for `Onsite`"),
        ("Onsite: [Offer]\n  Offer: []", "“Offer” stands for `Onsite` and for `Offer`"),
        ("Onsite: [{lever: a}]\n  Offer: [{lever: A}]", "“A” stands for `Offer` and for `Onsite`"),
        ("Onsite: 3", "a stage can't be called a number"),
        ("Onsite: [[Talk]]", "a stage can't be called a list"),
        ("Onsite: {lever: 3}", "the name in `lever` must be text, not a number"),
        ("Onsite: {My ATS: loop}", "“My ATS” can't be the name of a connection"),
    ],
)
def test_what_would_be_two_stages_or_none_is_refused(tmp_path: Path, stages: str, said: str) -> None:
    [found] = checked(tmp_path, stages=f"stages:\n  {stages}\n").diagnostics
    assert said in found.message


def test_one_connection_may_mean_by_a_name_what_the_others_do_not(tmp_path: Path) -> None:
    assert checked(tmp_path, stages="stages:\n  Onsite: []\n  Phone screen: {lever: Onsite}\n").diagnostics == ()


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ('application.stage == "Onsite"', None),
        ('application.stage in ["Onsite", "Final round"]', None),
        ('application.stage == "Onsit"', "did you mean `Onsite`?"),
        ('application.stage in ["Onsite", "Fnal round"]', "did you mean `Final round`?"),
        ('"Face to face" == application.stage', "write `Onsite`: that is what company.yaml calls it"),
        ('application.stage == "Offer"', "add `Offer: []` under `stages` in company.yaml"),
        ('application.source == "Referral"', None),
    ],
)
def test_a_stage_that_is_not_listed_is_an_error(tmp_path: Path, condition: str, hint: str | None) -> None:
    text = f"steps:\n  - id: hello\n    email: hello\n    if: '{condition}'\n"
    found = told(checked(tmp_path, text=text).diagnostics)
    assert [code for code, _ in found] == (["N029"] if hint else [])
    assert all(hint and said and said.startswith(hint) for _, said in found)


def test_nothing_is_said_of_stages_where_none_are_listed(tmp_path: Path) -> None:
    text = "steps:\n  - id: hello\n    email: hello\n    if: application.stage == 'Onsit'\n"
    assert checked(tmp_path, stages="", text=text).diagnostics == ()


@pytest.mark.parametrize(
    ("where", "codes"),
    [('event.to_stage == "Onsite"', []), ('event.from_stage == "Onsit"', ["N029"])],
)
def test_the_stages_of_an_event_are_known_too(tmp_path: Path, where: str, codes: list[str]) -> None:
    text = f"enroll:\n  on: application.stage_changed\n  where: '{where}'\n  again: always\n"
    assert [each.code for each in checked(tmp_path, text=text).diagnostics] == codes


@pytest.mark.parametrize(
    ("stage", "codes"),
    [("Onsite", []), ("Face to face", ["N029"]), ("{{ job.title | or('Onsite') }}", [])],
)
def test_an_application_is_moved_to_a_stage_by_your_name(tmp_path: Path, stage: str, codes: list[str]) -> None:
    text = f'steps:\n  - {{id: hello, email: hello}}\n  - id: move\n    ats: {{stage: "{stage}"}}\n'
    assert [each.code for each in checked(tmp_path, text=text).diagnostics] == codes
