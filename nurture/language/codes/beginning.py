"""What can't begin a run."""

from typing import Final

from nurture.language.codes.code import Code, Example

BEGINS_NOTHING: Final = Code(
    code="N073",
    title="This event begins no run",
    why="What becomes of a task, and that a run was stopped, is news for that one run, which can go on by itself and "
    "start another sequence with `enroll`. And no run can be about somebody whose data was erased. An answer to a "
    "survey, a reply and an opt-out do begin runs.",
    bad=Example(text="enroll:\n  on: task.done\n  again: always\nfor: candidate\n"),
    good=Example(text="enroll:\n  on: survey.answered\n  where: event.answer == 'yes'\n  again: after 12 months\n"),
)
NOTHING_IDLE: Final = Code(
    code="N074",
    title="Nothing is ever idle",
    why="`application.idle` is told of applications that nobody has touched for as long as `idle` in company.yaml "
    "says. Without it nothing is idle, and what waits for that waits for ever.",
    bad=Example(text="enroll:\n  on: application.idle\n  again: always\n"),
    good=Example(
        text="enroll:\n  on: application.idle\n  again: always\n",
        files={
            "company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"
            "idle:\n  after: 5 business days\n  in: {Onsite: 2 business days, Offer: never}\n"
        },
    ),
)
