"""Texts and the mails of surveys can be looked at before they are sent."""

from pathlib import Path

import pytest

FILES = {
    "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
    "senders: {talent: {name: Talent, email: talent@acme.example}}\n"
    "surveys: {care: {title: Care, question: How was it?, scale: 0-10}}\n",
    "asking.yaml": """\
sequence: asking
title: Asking
owner: ops@acme.example
purpose: internal
enroll: {on: application.created}
send: {from: talent}
steps:
  - {id: nudge, sms: nudge, if: candidate.can_text}
  - {id: pause, wait: 3 days}
  - {id: ask, survey: care, template: ask}
  - {id: thanks, email: thanks}
""",
    "templates/nudge.sms.md": "Hi {{ candidate.first_name | or('there') }}, Acme here.\n",
    "templates/nudge.sms.de.md": "Hallo {{ candidate.first_name | or('') }}, hier ist Acme.\n",
    "templates/ask.md": "---\nsubject: How was it?\n---\n[Answer]({{ survey_url }})\n",
    "templates/thanks.md": "---\nsubject: Thanks\n---\nYou said {{ steps.ask.outcome | or('nothing') }}.\n",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "templates").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setenv("NURTURE_SEQUENCES", str(tmp_path))
    monkeypatch.setenv("NURTURE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")


def test_texts_and_surveys_are_listed_with_the_mails(run) -> None:
    assert run("preview", "asking").out.splitlines() == [
        "nudge  to candidate  (en, de)  Hi Noor, Acme here.",
        "ask  to candidate  (en)  How was it?",
        "thanks  to candidate  (en)  Thanks",
    ]


def test_a_text_is_shown_with_its_number_and_parts_and_no_html_is_written(run, tmp_path: Path) -> None:
    ran = run("preview", "asking", "nudge", "--out", str(tmp_path / "nudge.html"))
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "To: +442079460018",
        "Parts: 1",
        "Template: templates/nudge.sms.md",
        "If: candidate.can_text (true for this person, so it leaves)",
        "",
        "Hi Noor, Acme here.",
    ]
    assert not (tmp_path / "nudge.html").exists()
    assert "Hallo Noor, hier ist Acme." in run("preview", "asking", "nudge", "--language", "de", "--text").out
    assert "Hi there, Acme here." in run("preview", "asking", "nudge", "--unknown", "--text").out


def test_the_mail_of_a_survey_is_shown_with_a_link_that_looks_as_it_will(run) -> None:
    assert "Answer: http://127.0.0.1:8000/s/" in run("preview", "asking", "ask", "--text").out
    assert "You said answered." in run("preview", "asking", "thanks", "--text").out


def test_all_of_them_are_on_one_page(run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ran = run("preview", "asking", "--all", "--out", str(page))
    assert (ran.code, ran.out) == (0, "")
    assert "<pre>Hallo Noor, hier ist Acme.</pre>" in page.read_text()
