import pytest

from nurture.language.check import Checked, check_files, check_folder
from tests.unit.language.welcome import HEAD, HELLO, Write, found


def hints(checked: Checked) -> list[str | None]:
    return [each.hint for each in checked.diagnostics]


def test_a_folder_that_is_in_order_gives_its_sequences_with_their_templates(write: Write) -> None:
    folder = write({"welcome.yaml": HEAD + HELLO, "templates/hello.de.md": "---\nsubject: Hallo\n---\n\nDanke.\n"})
    checked = check_folder(folder)
    assert checked.ok
    assert checked.diagnostics == ()
    [only] = checked.sequences
    assert only.sequence.sequence == "welcome"
    assert only.templates["hello"].keys() == {"", "de"}
    assert checked.company is not None
    assert checked.company.name == "Acme"


def test_everything_that_is_wrong_is_told_at_once(write: Write) -> None:
    text = """\
sequence: Silver Medalist
title: 12
purpose: marketing
enroll:
  on: application.reject
  wher: application.stage == "Onsite"
exit:
  - on: candidate.replied
send:
  hours: mon-fri 9-17
stepz: []
steps:
  - id: thanks
    email: thanx
    if: candidate.lang == "de"
  - id: thanks
    wait: 3 fortnights
  - wait: until 3 days before hire.starts
  - id: call
    survey: nps
  - id: nothing
"""
    codes = {(code, line) for code, _, line, _ in found(check_folder(write({"silver.yaml": text})))}
    assert codes == {
        ("N015", 1),
        ("N012", 2),
        ("N011", 1),
        ("N013", 3),
        ("N014", 5),
        ("N010", 6),
        ("N011", 8),
        ("N032", 10),
        ("N010", 11),
        ("N050", 14),
        ("N022", 15),
        ("N040", 16),
        ("N031", 17),
        ("N011", 18),
        ("N034", 18),
        ("N011", 19),
        ("N054", 20),
        ("N016", 21),
    }


@pytest.mark.parametrize(
    ("lines", "place", "hint"),
    [
        ("steps:\n  - id: a\n    emial: hello\n", ("N016", 9, 5), "did you mean `email`?"),
        ("steps:\n  - id: a\n    xyz: hello\n", ("N016", 8, 5), "add one of `email`"),
        ("steps:\n  - id: a\n    hold: 1 day\n", ("N016", 8, 5), "add one of `email`"),
        ("steps:\n  - id: a\n    email: helo\n", ("N050", 9, 12), "did you mean `hello`?"),
        ("steps:\n  - id: a\n    email: hello\n    too: recruiter\n", ("N010", 10, 5), "did you mean `to`?"),
        (
            "steps:\n  - id: a\n    email: hello\n    to: [recruiter, cordinator]\n",
            ("N043", 10, 21),
            "did you mean `coord",
        ),
        ("steps:\n  - id: a\n    email: hello\n    to: [candidate, recruiter]\n", ("N018", 10, 9), "a step for each"),
        ("steps:\n  - id: a\n    email: hello\n    to: [recruiter, recruiter]\n", ("N015", 10, 9), "name each once"),
        ("steps:\n  - id: a\n    email: hello\n    to: payroll@acme\n", ("N015", 10, 9), "such as jobs@acme.example"),
        ("steps:\n  - id: a\n    email: hello\n    to: recruter\n", ("N043", 10, 9), "did you mean `recruiter`?"),
        (
            "steps:\n  - id: a\n    email: hello\n    approve: recruiter\n    if_late: task\n",
            ("N018", 11, 5),
            "leave `approve` out",
        ),
        (
            "steps:\n  - id: a\n    email: hello\n    spread: 3 hours\n    slide: earlier\n",
            ("N018", 10, 5),
            "leave one of them out",
        ),
        (
            "send: {slide: earlier}\nsteps:\n  - id: a\n    email: hello\n    spread: 3 hours\n",
            ("N018", 11, 5),
            "write `slide: later` beside it",
        ),
        ("steps:\n  - id: a\n    email: [hello, hello]\n", ("N015", 9, 12), "a run sends each once"),
        ("steps:\n  - id: a\n    email: hello\n    unless_sent: a\n", ("N018", 10, 5), "write `once: true`"),
        ("steps:\n  - id: A b\n    email: hello\n", ("N015", 8, 9), "write `a-b`"),
        (
            "send:\n  digest: daily\nsteps:\n  - id: a\n    email: hello\n    spread: 3 hours\n",
            ("N018", 12, 5),
            "add `digest: none` beside it",
        ),
        ("send:\n  digest: none\n" + HELLO, ("N013", 8, 11), "write daily, or daily at 09:00"),
        (
            "steps:\n  - id: a\n    email: hello\n    digest: weekly\n",
            ("N013", 10, 13),
            "write daily, or daily at 09:00; or none",
        ),
        ("steps:\n  - id: a\n    email: hello\n    attach: calendar\n", ("N044", 10, 5), "`for: interview`"),
        ("send:\n  form: recruiter\n" + HELLO, ("N010", 8, 3), "did you mean `from`?"),
        ("send:\n  from: recriuter\n" + HELLO, ("N043", 8, 9), "did you mean `recruiter`?"),
        ("send:\n  holidays: GB-EN\n" + HELLO, ("N033", 8, 13), "use one of ENG, NIR, SCT, WLS"),
        ("send:\n  holidays: ZZ\n" + HELLO, ("N033", 8, 13), "or a country such as DE"),
        ("exit:\n  - on: candidate.reply\n    as: r\n" + HELLO, ("N014", 8, 9), "did you mean `candidate.replied`?"),
        ("exit:\n  - on: sky.fell\n    as: r\n" + HELLO, ("N014", 8, 9), "events are called"),
        ("exit:\n  - as: r\n" + HELLO, ("N018", 8, 5), "write `on` with an event"),
        ("exit:\n  on: candidate.replied\n  as: r\n  goal: yes\n" + HELLO, ("N012", 10, 9), "write true or false here"),
        ("steps: []\n", ("N012", 7, 8), "say more"),
        (f"exit: {{on: candidate.replied, as: {'x' * 61}}}\n" + HELLO, ("N015", 7, 35), "shorten"),
        ("steps:\n  - hello\n", ("N012", 8, 5), "write `- id: …`"),
        ("steps:\n  - id: a\n    wait: 3\n", ("N012", 9, 11), "write it as text"),
        (
            "steps:\n  - id: a\n    wait_for: {event: job.opened}\n    otherwise: [{id: b, exit: x}]\n",
            ("N018", 10, 5),
            "add a `timeout`",
        ),
        (
            "steps:\n  - id: a\n    branch:\n      - otherwise: []\n      - {when: now, steps: []}\n",
            ("N041", 9, 5),
            "put `otherwise` last",
        ),
        ("steps:\n  - id: a\n    branch:\n      - steps: []\n", ("N011", 10, 9), "add `when:`"),
        ("steps:\n  - id: a\n    branch:\n      - when: now\n", ("N011", 10, 9), "add `steps`"),
        (
            "steps:\n  - id: a\n    branch:\n      - {otherwise: [], when: now}\n",
            ("N018", 10, 10),
            "write `- otherwise:`",
        ),
        (
            "steps:\n  - id: a\n    email: hello\n    late_after: 1 day\n",
            ("N018", 10, 5),
            "add `if_late: skip`",
        ),
        (
            "group: outreach\n" + HELLO,
            ("N010", 7, 1),
            "write `exclusive: outreach`",
        ),
        (
            "exit: {when: candidate.do_not_contact, as: gone, grace: 60 minutes}\n" + HELLO,
            ("N018", 7, 50),
            "write `on` with an event",
        ),
        (
            "exit: {on: candidate.replied, as: replied, unless: candidate.updated}\n" + HELLO,
            ("N018", 7, 44),
            "add `grace: 60 minutes`",
        ),
        (
            "exit: {on: application.rejected, as: r, grace: 1 day, unless: application.rejected}\n" + HELLO,
            ("N018", 7, 55),
            "name the event that reverses it",
        ),
        (
            "displaces: true\n" + HELLO,
            ("N018", 7, 1),
            "add `exclusive` with a group, or leave it out",
        ),
    ],
)
def test_each_mistake_is_shown_in_its_place_with_what_to_write(
    write: Write, lines: str, place: tuple[str, int, int], hint: str
) -> None:
    checked = check_folder(write({"welcome.yaml": HEAD + lines}))
    assert [(code, line, col) for code, _, line, col in found(checked)] == [place]
    assert hint in (hints(checked)[-1] or "")


def test_the_words_of_a_condition_are_pointed_at(write: Write) -> None:
    text = HEAD + HELLO + '    if: "candidate.can_email and applicant.x"\n'
    [each] = check_folder(write({"welcome.yaml": text})).diagnostics
    assert (each.code, each.line, each.col) == ("N021", 10, text.splitlines()[9].index("applicant") + 1)


def test_a_condition_written_over_several_lines_is_pointed_at_as_a_whole(write: Write) -> None:
    text = HEAD + HELLO + "    if: >\n      candidate.can_email and\n      applicant.x\n"
    assert found(check_folder(write({"welcome.yaml": text}))) == [("N021", "welcome.yaml", 10, 9)]


@pytest.mark.parametrize(
    ("steps", "is_fine"),
    [
        ('- {id: a, email: hello, if: event.to_stage == "x"}', False),
        ("- {id: a, wait_for: {event: job.opened, where: event.job.title}}", True),
        ("- {id: a, wait_for: {event: job.opened, where: event.to_stage}}", False),
        ("- {id: a, wait_for: {event: [job.opened, job.closed], where: event.job.title}}", True),
        ("- {id: a, wait_for: {event: [job.opened, offer.created], where: event.job.title}}", False),
        ("- {id: a, wait_for: {event: job.opened}, then: [{id: b, email: hello, if: event.job.title}]}", True),
        (
            "- {id: a, wait_for: {event: job.opened, timeout: 1 day}, "
            "otherwise: [{id: b, email: hello, if: event.job.title}]}",
            False,
        ),
        ("- {id: a, wait_for: {event: job.opened}}\n  - {id: b, email: hello, if: event.job.title}", False),
        ("- {id: a, email: hello, if: steps.b.outcome}\n  - {id: b, exit: x}", True),
        ("- {id: a, email: hello, if: steps.c.outcome}\n  - {id: b, exit: x}", False),
        ("- {id: a-b, email: hello}\n  - {id: c, exit: x}\n", True),
    ],
)
def test_a_condition_may_name_what_the_event_in_force_carries_and_steps_that_exist(
    write: Write, steps: str, is_fine: bool
) -> None:
    codes = {code for code, *_ in found(check_folder(write({"welcome.yaml": f"{HEAD}steps:\n  {steps}\n"})))}
    assert ("N022" in codes or "N021" in codes) is not is_fine, codes


def test_one_wrong_file_keeps_no_other_from_use(write: Write) -> None:
    folder = write({"a.yaml": (HEAD + HELLO).replace("welcome", "a"), "b.yaml": "sequence: b\n"})
    assert [each.sequence.sequence for each in check_folder(folder).sequences] == ["a"]


def test_the_same_name_in_two_files_is_told_for_the_second(write: Write) -> None:
    checked = check_folder(write({"a.yaml": HEAD + HELLO, "b.yaml": HEAD + HELLO}))
    assert found(checked) == [("N042", "b.yaml", 1, 11)]
    assert "a.yaml" in checked.diagnostics[0].message


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("purpose: nurture\nenroll: {on: application.created}\n", {"N060", "N061"}),
        ("purpose: nurture\nenroll: {on: application.rejected}\n", {"N060"}),
        ("purpose: nurture\nenroll: {on: prospect.created}\nexit: [{on: candidate.replied, as: r}]\n", {"N061"}),
        (
            "purpose: application\nenroll: {on: application.created}\nexit: [{on: application.rejected, as: r}]\n",
            {"N061"},
        ),
        (
            "purpose: application\nenroll: {on: application.created}\n"
            'exit: [{when: application.status != "active", as: decided}]\n',
            set(),
        ),
        ("purpose: onboarding\nenroll: {on: application.hired}\n", set()),
        (
            "purpose: nurture\nfor: hire\nenroll: {at: 30 days after hire.left_on}\n"
            "exit: [{on: candidate.replied, as: r}]\n",
            set(),
        ),
        ("purpose: internal\nenroll: {on: application.created}\n", set()),
    ],
)
def test_what_would_hurt_people_is_refused(write: Write, lines: str, codes: set[str]) -> None:
    text = "sequence: welcome\ntitle: W\nowner: o\n" + lines + HELLO
    assert {code for code, *_ in found(check_folder(write({"welcome.yaml": text})))} == codes


def test_some_files_are_checked_against_the_company_and_templates_around_them(write: Write) -> None:
    folder = write({"a.yaml": HEAD + HELLO, "b.yaml": "sequence: b\n"})
    checked = check_files([folder / "a.yaml", folder / "company.yaml"])
    assert checked.ok
    assert [each.path.name for each in checked.sequences] == ["a.yaml"]


def test_a_fault_of_the_company_file_is_told_once_and_blames_no_sender(write: Write) -> None:
    folder = write({"a.yaml": HEAD + "send: {from: anybody}\n" + HELLO, "company.yaml": "name: Acme\nzone: Mars\n"})
    assert found(check_folder(folder)) == [("N011", "company.yaml", 1, 1), ("N033", "company.yaml", 2, 7)]


def test_a_fallback_that_nobody_has_heard_of_is_refused(write: Write) -> None:
    company = "name: Acme\npostal_address: 1 Main Street\nzone: UTC\nsender_fallback: [recruiter, talent]\n"
    assert found(check_folder(write({"a.yaml": HEAD + HELLO, "company.yaml": company}))) == [
        ("N043", "company.yaml", 4, 30)
    ]


@pytest.mark.parametrize("name", ["nowhere", "templates"], ids=["no folder", "no sequences"])
def test_a_folder_without_sequences_is_an_error(write: Write, name: str) -> None:
    checked = check_folder(write({}) / name)
    assert not checked.ok
    assert [code for code, *_ in found(checked)] == ["N004"]
