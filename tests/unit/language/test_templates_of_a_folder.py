"""Templates beside the sequences that name them."""

import pytest

from nurture.language.check import check_folder
from tests.unit.language.welcome import HEAD, HELLO, Write, found


def test_a_template_is_checked_with_the_event_that_is_in_force_at_its_step(write: Write) -> None:
    template = '---\nsubject: Hello\n---\n\n{{ event.job.title | or("a role") }}\n'
    steps = "steps:\n  - id: a\n    wait_for: {event: job.opened, timeout: 1 day}\n    %s: [{id: b, email: hello}]\n"
    for block, codes in (("then", []), ("otherwise", ["N022"])):
        folder = write({"welcome.yaml": HEAD + steps % block, "templates/hello.md": template})
        assert [code for code, name, _, _ in found(check_folder(folder))] == codes, block


def test_a_fault_of_a_template_is_shown_in_the_template_and_keeps_its_sequence_from_use(write: Write) -> None:
    template = "---\nsubject: Hello\n---\n\nHi {{ candidate.first_name }},\n"
    checked = check_folder(write({"welcome.yaml": HEAD + HELLO, "templates/hello.md": template}))
    assert [(code, name, line) for code, name, line, _ in found(checked)] == [("N024", "hello.md", 5)]
    assert checked.sequences == ()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 1_000_001], ids=["not utf-8", "too large"])
def test_a_template_that_cannot_be_read_is_told(write: Write, content: bytes) -> None:
    folder = write({"a.yaml": HEAD + HELLO})
    (folder / "templates" / "hello.md").write_bytes(content)
    checked = check_folder(folder)
    assert [(code, name) for code, name, *_ in found(checked)] == [("N004", "hello.md")]
    assert checked.sequences == ()


def test_a_template_in_other_languages_only_is_missing_for_everybody_else(write: Write) -> None:
    german = {"templates/hello.md": None, "templates/hello.de.md": "---\nsubject: Hallo\n---\n\nDanke.\n"}
    [each] = check_folder(write({"a.yaml": HEAD + HELLO, **german})).diagnostics
    assert (each.code, "only de" in each.message) == ("N050", True)
