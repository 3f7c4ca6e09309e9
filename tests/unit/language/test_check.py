import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nurture.language.check import Checked, check_files, check_folder
from nurture.language.codes import Example

Write = Callable[..., Path]

HEAD = """\
sequence: welcome
title: Welcome
owner: talent@acme.example
purpose: internal
enroll:
  on: application.created
"""
HELLO = "steps:\n  - id: hello\n    email: hello\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes files, beside the usual company file and template, and gives their folder."""

    def to_folder(files: dict[str, str | None]) -> Path:
        for name, text in Example(files={"welcome.yaml": None, **files}).folder().items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return to_folder


def found(checked: Checked) -> list[tuple[str, str, int, int]]:
    return [(each.code, each.path.name, each.line, each.col) for each in checked.diagnostics]


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
        ("steps:\n  - id: a\n    emial: hello\n", ("N016", 8, 5), "add one of `email`"),
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


def test_the_content_hash_follows_the_meaning_and_not_the_layout(write: Write) -> None:
    def content_hash(**files: str) -> str:
        [only] = check_folder(write({f"{name.replace('_', '.')}": text for name, text in files.items()})).sequences
        return only.content_hash

    first = content_hash(welcome_yaml=HEAD + HELLO)
    assert content_hash(welcome_yaml="# a note\n" + HEAD.replace("welcome", '"welcome"') + HELLO) == first
    assert content_hash(welcome_yaml=HEAD + HELLO + "    hold: 30 minutes\n") != first


def test_another_wording_is_another_content_hash(write: Write) -> None:
    [before] = check_folder(write({"welcome.yaml": HEAD + HELLO})).sequences
    changed = {"welcome.yaml": HEAD + HELLO, "templates/hello.md": "---\nsubject: Hi\n---\n\nThanks.\n"}
    [after] = check_folder(write(changed)).sequences
    assert before.content_hash != after.content_hash
    assert before.sequence == after.sequence


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


@pytest.mark.parametrize("name", ["nowhere", "templates"], ids=["no folder", "no sequences"])
def test_a_folder_without_sequences_is_an_error(write: Write, name: str) -> None:
    checked = check_folder(write({}) / name)
    assert not checked.ok
    assert [code for code, *_ in found(checked)] == ["N004"]


def test_the_canonical_json_of_a_sequence_has_no_holes(write: Write) -> None:
    [only] = check_folder(write({"a.yaml": HEAD + HELLO})).sequences
    assert None not in json.loads(only.sequence.model_dump_json(by_alias=True)).values()


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("  - {id: b, email: hello, reply_to_step: b}\n", "there is no mail `b` before this one"),
        ("  - {id: a, wait: 1 day}\n  - {id: b, email: hello, reply_to_step: a}\n", "there is no mail `a`"),
        (
            "  - {id: a, email: hello, to: recruiter}\n  - {id: b, email: hello, reply_to_step: a}\n",
            "`a` goes to the recruiter, and this to the candidate",
        ),
    ],
)
def test_a_mail_can_only_join_the_thread_of_an_earlier_one_to_the_same_person(
    write: Write, steps: str, said: str
) -> None:
    checked = check_folder(write({"welcome.yaml": HEAD + "steps:\n" + steps}))
    assert [each.code for each in checked.diagnostics] == ["N047"]
    assert said in checked.diagnostics[0].message
    assert checked.diagnostics[0].hint


def test_two_mails_in_a_row_are_fine_if_the_second_looks_at_the_first(write: Write) -> None:
    steps = "steps:\n  - {id: a, email: hello}\n  - {id: b, email: hello, unless_sent_within: 7 days}\n"
    assert check_folder(write({"welcome.yaml": HEAD + steps})).diagnostics == ()


def test_a_lead_counts_from_a_date_that_the_run_has(write: Write) -> None:
    steps = "steps:\n  - {id: a, email: hello, unless_within: 2 days of hire.started}\n"
    checked = check_folder(write({"welcome.yaml": HEAD + steps}))
    assert [(each.code, each.hint) for each in checked.diagnostics] == [("N034", "did you mean `hire.start_date`?")]


def test_a_run_about_a_person_has_no_application_of_its_own(write: Write) -> None:
    text = (
        HEAD
        + "  again: never\nfor: candidate\nexit: {on: application.hired, of: candidate.applications, as: hired}\n"
        + HELLO
    )
    assert [(each.code, each.line) for each in check_folder(write({"welcome.yaml": text})).diagnostics] == [("N044", 9)]


def test_after_a_wait_that_a_condition_can_end_the_event_may_be_the_one_before(write: Write) -> None:
    steps = "steps:\n  - id: a\n    wait_for: {event: job.opened%s}\n    then:\n      - {id: b, exit: x, %s}\n"
    mail = steps.replace("exit: x, %s", "email: hello, if: event.job.title == 'Engineer'")
    assert check_folder(write({"welcome.yaml": HEAD + mail % ""})).diagnostics == ()
    found = check_folder(write({"welcome.yaml": HEAD + mail % ", when: candidate.can_email"})).diagnostics
    assert [each.code for each in found] == ["N022"]


def test_visits_to_a_stage_need_no_again_and_an_application(write: Write) -> None:
    head = HEAD.replace("application.created", "application.stage_changed\n  every_visit: true")
    assert check_folder(write({"welcome.yaml": head + HELLO})).diagnostics == ()
    about_people = check_folder(write({"welcome.yaml": head + "for: candidate\n" + HELLO}))
    assert [(each.code, each.line) for each in about_people.diagnostics] == [("N044", 7)]
    twice = check_folder(write({"welcome.yaml": head + "  again: always\n" + HELLO}))
    assert [(each.code, each.line) for each in twice.diagnostics] == [("N018", 8)]


ON = "steps:\n  - id: on\n    enroll: %s\n"


def test_a_sequence_that_is_to_start_must_be_in_the_folder(write: Write) -> None:
    another = HEAD.replace("welcome", "another") + HELLO
    folder = write({"welcome.yaml": HEAD + ON % "anoter", "another.yaml": another})
    [wrong] = check_folder(folder).diagnostics
    assert (wrong.code, wrong.line, wrong.hint) == ("N048", 9, "did you mean `another`?")
    assert [each.sequence.sequence for each in check_folder(folder).sequences] == ["another"]


def test_one_file_alone_may_start_another_of_its_folder(write: Write) -> None:
    another = HEAD.replace("welcome", "another") + HELLO
    folder = write({"welcome.yaml": HEAD + ON % "another", "another.yaml": another})
    assert check_files([folder / "welcome.yaml"]).diagnostics == ()


def test_a_sequence_does_not_start_itself(write: Write) -> None:
    text = HEAD + "steps:\n  - {id: hello, email: hello}\n  - {id: on, enroll: welcome}\n"
    assert [each.code for each in check_folder(write({"welcome.yaml": text})).diagnostics] == ["N048"]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("", 2),
        ("  - {id: hi, email: hello}\n", 2),
        ("  - {id: pause, wait: 1 day}\n", 0),
        ("  - {id: pause, wait_for: {event: job.opened}}\n", 0),
        ("  - {id: pause, wait_for: {when: now}}\n", 2),
    ],
)
def test_sequences_that_start_each_other_wait_on_the_way(write: Write, before: str, found: int) -> None:
    welcome = HEAD + (ON % "another").replace("steps:\n", "steps:\n" + before) + "  - {id: hello, email: hello}\n"
    another = HEAD.replace("welcome", "another") + ON % "welcome"
    checked = check_folder(write({"welcome.yaml": welcome, "another.yaml": another}))
    assert [each.code for each in checked.diagnostics] == ["N068"] * found


def test_a_mail_within_a_day_is_fine_if_it_looks_at_the_one_before(write: Write) -> None:
    steps = "steps:\n  - {id: a, email: hello}\n  - {id: w, wait: 2 hours}\n  - {id: b, email: hello%s}\n"
    assert check_folder(write({"welcome.yaml": HEAD + steps % ", unless_sent_within: 7 days"})).diagnostics == ()
    too_short = check_folder(write({"welcome.yaml": HEAD + steps % ", unless_sent_within: 1 hour"}))
    assert [each.code for each in too_short.diagnostics] == ["N064"]
