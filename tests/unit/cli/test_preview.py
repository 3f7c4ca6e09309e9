import re
from datetime import timedelta
from pathlib import Path

import pytest

from nurture.domain.touchpoints import touchpoint_key
from nurture.store import frozen
from tests.office import REJECTED, RUN, SEQUENCES, Office, mara_is_rejected


@pytest.fixture(autouse=True)
def _no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.setenv("NURTURE_SEQUENCES", str(SEQUENCES))


def test_without_a_step_the_mails_are_listed_with_their_subjects(run) -> None:
    ran = run("preview", "silver-medalist")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "thanks  to candidate  (en, de)  Thank you, Noor"
    assert len(ran.out.splitlines()) == 4


def test_a_mail_is_shown_with_headers_and_text_and_its_html_is_written(run, tmp_path: Path) -> None:
    html = tmp_path / "thanks.html"
    ran = run("preview", "silver-medalist", "thanks", "--out", str(html))
    assert ran.code == 0
    for line in ("To: Noor Haddad <noor@haddad.example>", "Subject: Thank you, Noor", "Content-Language: en"):
        assert line in ran.out.splitlines()
    assert "Preheader: " in ran.out
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in ran.out
    assert ran.err.splitlines() == [str(html)]
    assert "Thank you, Noor" in html.read_text()


def test_text_alone_writes_nothing_and_leaves_no_database_behind(run, tmp_path: Path) -> None:
    ran = run("preview", "silver-medalist", "thanks", "--text")
    assert (ran.code, ran.err) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_language_is_that_of_the_reader(run) -> None:
    assert "Content-Language: de" in run("preview", "silver-medalist", "thanks", "--text", "--language", "de").out
    away = run("preview", "silver-medalist", "thanks", "--text", "--language", "fr")
    assert "Content-Language: en" in away.out
    assert away.err.startswith("Not in fr:")


def test_of_an_unknown_person_fallbacks_are_shown(run) -> None:
    ran = run("preview", "application-received", "receipt", "--unknown", "--text")
    assert "\nHi there,\n" in ran.out
    assert "Noor" not in ran.out


def test_all_mails_in_all_languages_are_on_one_page_in_frames_that_run_nothing(run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ran = run("preview", "silver-medalist", "--all", "--out", str(page))
    assert (ran.code, ran.out) == (0, "")
    html = page.read_text()
    # Three mails to the candidate in two languages, one to the recruiter, and each once for a stranger.
    assert html.count("<iframe sandbox ") == 3 * 2 + 1 + 4
    assert "Guten Tag Noor Haddad" in html
    assert not re.search(r"<script|<img|<link", html)


def test_all_mails_for_one_person_are_not_shown_for_a_stranger_too(run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run("preview", "silver-medalist", "--all", "--unknown", "--out", str(page))
    assert page.read_text().count("<iframe sandbox ") == 3 * 2 + 1
    assert "Noor" not in page.read_text()


def test_what_could_not_be_sent_is_on_the_page_and_fails(run, tmp_path: Path) -> None:
    folder = tmp_path / "sequences"
    for path in [SEQUENCES / "company.yaml", SEQUENCES / "application-received.yaml", *SEQUENCES.rglob("*.md")]:
        target = folder / path.relative_to(SEQUENCES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text().replace("sender_fallback: [recruiter, coordinator, talent-team]", ""))
    ran = run("preview", "application-received", "--all", "--folder", str(folder), "--out", str(tmp_path / "page.html"))
    assert ran.code == 1
    assert "receipt, en, little is known: there is nobody to send receipt from" in ran.err
    assert 'class="trouble"' in (tmp_path / "page.html").read_text()


def test_facts_may_come_from_a_file(run, tmp_path: Path) -> None:
    (tmp_path / "mara.yaml").write_text("candidate:\n  first_name: Mara\n")
    ran = run("preview", "silver-medalist", "thanks", "--text", "--candidate", str(tmp_path / "mara.yaml"))
    assert "Subject: Thank you, Mara" in ran.out


def test_somebody_on_record_is_shown_the_very_mail_that_they_got(bureau: Office, run) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    bureau.play(RUN, until=REJECTED + timedelta(days=2))
    with bureau.parts.store.read() as conn:
        sent = frozen.message_of(conn, touchpoint_key(RUN, "thanks", 1))
    assert sent is not None

    ran = run("preview", "silver-medalist", "thanks", "--text", "--candidate", "mara@home.example")

    def without_link(text: str) -> str:
        return re.sub(r"/u/[a-z0-9]{45}", "/u/…", text).rstrip()

    assert f"Subject: {sent.subject}\n" in ran.out
    assert without_link(ran.out.partition("\n\n")[2]) == without_link(sent.text)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("silver-medalist", "thansk"), "silver-medalist has no step `thansk`\ndid you mean `thanks`?\n"),
        (("silver-medalist", "breather"), "`breather` sends no mail\n"),
        (("silver-medalits",), "did you mean `silver-medalist`?\n"),
        (("silver-medalist", "thanks", "--candidate", "nobody.yaml"), "there is no file nobody.yaml\n"),
        (("silver-medalist", "thanks", "--candidate", "mara@home.example"), "nurture migrate"),
    ],
)
def test_what_is_not_there_is_told(run, words: tuple[str, ...], said: str) -> None:
    ran = run("preview", *words)
    assert ran.code == 1
    assert said in ran.err


def test_a_mail_that_joins_a_thread_is_shown_under_its_subject(run, tmp_path: Path) -> None:
    folder = tmp_path / "sequences"
    for path in [SEQUENCES / "company.yaml", SEQUENCES / "application-received.yaml", *SEQUENCES.rglob("*.md")]:
        target = folder / path.relative_to(SEQUENCES)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text())
    file = folder / "application-received.yaml"
    template = "email: application-received/team"
    assert template in file.read_text()
    file.write_text(file.read_text().replace(template, f"{template}\n    reply_to_step: receipt"))
    first = run("preview", str(file), "receipt", "--text").out
    [subject] = re.findall(r"^Subject: (.*)$", first, re.MULTILINE)
    assert f"\nSubject: Re: {subject}\n" in run("preview", str(file), "team", "--text").out


@pytest.mark.parametrize(
    "words",
    [
        ("thanks", "--all"),
        ("--all", "--language", "de"),
        ("--all", "--text"),
        ("thanks", "--text", "--out", "x.html"),
        ("thanks", "--unknown", "--candidate", "mara@home.example"),
    ],
)
def test_options_that_contradict_each_other_are_refused(run, words: tuple[str, ...]) -> None:
    ran = run("preview", "silver-medalist", *words)
    assert ran.code == 2
    assert "Invalid value for --" in ran.err
