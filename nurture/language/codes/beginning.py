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
