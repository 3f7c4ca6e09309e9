"""What the checker says of messages that come after somebody's consent has ended."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder

HEAD = """\
sequence: renewal
title: Ask before it ends
owner: ops@acme.example
purpose: {purpose}
for: candidate
enroll: {enroll}
exit: [{{on: candidate.replied, as: replied}}, {{on: application.rejected, as: rejected}}]
steps:
"""
MANUAL = "{on: manual}"
ON_IT = "{at: candidate.consent_until at 09:00}"
MONTH_BEFORE = "{at: 30 days before candidate.consent_until at 09:00}"
MAIL = "  - {id: hello, email: hello}\n"


def wait(text: str, name: str = "pause") -> str:
    return f"  - {{id: {name}, wait: {text}}}\n"


BEFORE, ON, AFTER = (
    wait("until 2 days before candidate.consent_until at 09:00"),
    wait("until candidate.consent_until"),
    wait("until 1 day after candidate.consent_until at 09:00"),
)
HEARD = (
    "  - {{id: heard, wait_for: {{event: candidate.replied, timeout: 5 days}}, then: [{then}], otherwise: [{other}]}}\n"
)
IF_TAGGED = "  - {{id: b, branch: [{{when: candidate.tags, steps: [{steps}]}}]}}\n"
ONE = "{id: one, email: hello}"
NOTHING = "{id: over, exit: over}"


def codes(folder: Path, steps: str, enroll: str = MANUAL, purpose: str = "nurture") -> list[tuple[str, str]]:
    (folder / "templates").mkdir()
    (folder / "templates" / "hello.md").write_text("---\nsubject: Hello\n---\nHello.\n")
    (folder / "company.yaml").write_text("name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\n")
    (folder / "renewal.yaml").write_text(HEAD.format(enroll=enroll, purpose=purpose) + steps)
    found = check_folder(folder).diagnostics
    return [(each.code, each.message.split("`")[1]) for each in found if each.code == "N075"]


@pytest.mark.parametrize(
    ("enroll", "steps", "refused"),
    [
        (MANUAL, BEFORE + MAIL, []),
        (MANUAL, ON + MAIL, ["hello"]),
        (MANUAL, AFTER + MAIL, ["hello"]),
        (MANUAL, BEFORE + wait("1 day", "more") + MAIL, []),
        (MANUAL, BEFORE + wait("3 days", "more") + MAIL, ["hello"]),
        (MANUAL, AFTER + wait("1 week", "more") + MAIL, ["hello"]),
        (MANUAL, wait("3 days") + MAIL, []),
        (ON_IT, MAIL, ["hello"]),
        (MONTH_BEFORE, MAIL, []),
        (MONTH_BEFORE, wait("31 days") + MAIL, ["hello"]),
        (MONTH_BEFORE, wait("5 weeks") + wait("until 7 days before candidate.consent_until", "more") + MAIL, []),
        (f"[{MANUAL}, {ON_IT}]", MAIL, ["hello"]),
        # On each way through the sequence, and past it.
        (
            MANUAL,
            AFTER + IF_TAGGED.format(steps=ONE) + MAIL,
            ["one", "hello"],
        ),
        (MANUAL, IF_TAGGED.format(steps=AFTER[4:-1]) + MAIL, ["hello"]),
        # When an event comes nobody can tell, but time never goes back.
        (MANUAL, BEFORE + HEARD.format(then=ONE, other=NOTHING), []),
        (MANUAL, AFTER + HEARD.format(then=ONE, other=NOTHING), ["one"]),
        # What goes to our own people may come then.
        (MANUAL, AFTER + "  - {id: tell, email: hello, to: coordinator}\n", []),
        (MANUAL, AFTER + "  - {id: call, task: Delete them, assign: recruiter}\n", []),
    ],
)
def test_no_way_leads_to_a_message_on_the_last_day_or_after_it(
    tmp_path: Path, enroll: str, steps: str, refused: list[str]
) -> None:
    assert codes(tmp_path, steps, enroll) == [("N075", step) for step in refused]


def test_consent_to_nurture_mail_says_nothing_of_other_mail(tmp_path: Path) -> None:
    assert codes(tmp_path, AFTER + MAIL, purpose="internal") == []
