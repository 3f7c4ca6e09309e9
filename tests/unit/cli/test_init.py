import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.language.check import check_folder
from nurture.language.load import read_text
from nurture.language.writing import in_yaml, is_plain
from nurture.service.preview.mails import manuscript

ANSWERS = {
    "name": "Acme Robotics",
    "address": "1 Main Street, 10115 Berlin",
    "country": "DE",
    "zone": "Europe/Berlin",
    "language": "en",
    "email": "talent@acme.example",
    "owner": "talent-ops@acme.example",
}


def options(folder: Path, **changed: str) -> list[str]:
    return [word for name, said in {**ANSWERS, **changed}.items() for word in (f"--{name}", said)] + [
        "--folder",
        str(folder),
    ]


def answer(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


@pytest.mark.parametrize("language", ["en", "de", "de-AT", "fr"])
def test_what_it_writes_passes_the_check_at_once(run, tmp_path: Path, language: str) -> None:
    ran = run("init", *options(tmp_path, language=language))
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 4
    checked = check_folder(tmp_path)
    assert checked.diagnostics == ()
    assert checked.company is not None
    assert checked.company.language == language
    assert run("fmt", "--check", "--folder", str(tmp_path)).code == 0


def test_the_mails_are_in_german_for_a_german_company_and_said_to_be_english_for_a_french_one(
    run, tmp_path: Path
) -> None:
    run("init", *options(tmp_path / "de", language="de"))
    assert "Guten Tag" in (tmp_path / "de/templates/application-received/receipt.md").read_text()
    ran = run("init", *options(tmp_path / "fr", language="fr"))
    assert ran.err.startswith("The mails are in English: put them into fr first.")


def test_the_commands_that_it_names_next_work(run, tmp_path: Path) -> None:
    folder = tmp_path / "try-out"
    told = run("init", *options(folder)).err
    commands = re.findall(r"^  nurture (.*)$", told, re.MULTILINE)
    assert [line.split()[0] for line in commands] == ["check", "preview"]
    assert f"  NURTURE_SEQUENCES={folder} nurture dev" in told
    for line in commands:
        assert run(*line.split(), *(["--text"] if line.startswith("preview") else [])).code == 0


def test_what_no_option_answers_is_asked_and_asked_again_until_it_is_understood(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "Acme", "1 Main Street", "Germany", "de", "", "", "talent@acme.example", "")
    ran = run("init", "--folder", str(tmp_path))
    assert ran.code == 0
    assert "“Germany” is not the code of a country: write DE" in ran.err
    company = check_folder(tmp_path).company
    assert company is not None
    assert (company.name, company.zone, company.language) == ("Acme", "Europe/Berlin", "en")
    assert manuscript("application-received", tmp_path).checked.sequence.owner == "talent@acme.example"


def test_an_option_that_is_wrong_is_refused_and_not_asked(run, tmp_path: Path) -> None:
    ran = run("init", *options(tmp_path, zone="Berlin"))
    assert ran.code == 2
    assert "Berlin" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", ["company.yaml", "templates/application-received/receipt.md"])
def test_what_is_there_is_never_written_over(run, tmp_path: Path, there: str) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine")
    ran = run("init", *options(tmp_path))
    assert ran.code == 1
    assert f"{tmp_path / there} is there already" in ran.err
    assert [path.read_text() for path in tmp_path.rglob("*.*")] == ["mine"]


@pytest.mark.parametrize(
    "name", ["Foo: Bar's #1", "no", "12:30", "*", "{{ x }}", '"', "- a", "$email", "Ünïcode & Söhne"]
)
def test_a_name_is_kept_whatever_it_looks_like(run, tmp_path: Path, name: str) -> None:
    assert run("init", *options(tmp_path, name=name)).code == 0
    company = check_folder(tmp_path).company
    assert company is not None
    assert company.name == name


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=1))
def test_any_text_is_read_back_as_it_was_written(text: str) -> None:
    source = read_text(f"key: {in_yaml(text)}\n", Path())
    assert source.data == {"key": text}


@pytest.mark.parametrize(
    ("text", "plain"), [("a b", True), ("no", True), ("3", False), ("a: b", False), ("a #b", False), ("", False)]
)
def test_quotes_are_for_what_would_be_read_as_something_else(text: str, plain: bool) -> None:
    assert is_plain(text) is plain


def test_a_comma_needs_no_quotes_but_in_a_list() -> None:
    assert is_plain("a, b")
    assert not is_plain("a, b", in_list=True)
