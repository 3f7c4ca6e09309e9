"""Each kind of step in the words of a picture. A kind without a line in `_WORDS` is shown by its action alone."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from nurture.language.chain import in_words
from nurture.language.expressions import Expression
from nurture.language.steps import (
    AtsStep,
    BranchStep,
    EmailStep,
    ExitStep,
    RepeatStep,
    SmsStep,
    SplitStep,
    Step,
    SurveyStep,
    TaskStep,
    TogetherStep,
    WaitForStep,
    WaitStep,
    WebhookStep,
)
from nurture.values import frozen


class Shape(StrEnum):
    """What a box looks like."""

    MAIL = "mail"
    WAIT = "wait"
    CHOICE = "choice"
    END = "end"
    STEP = "step"


Ways: TypeAlias = tuple[tuple[str, tuple[Step, ...]], ...]


@frozen
class Said:
    """A step in words, with the ways on from it: when each is taken, and its steps."""

    shape: Shape
    lines: tuple[str, ...]
    ways: Ways = ()


def said_of(step: Step) -> Said:
    """The step in words."""
    return _WORDS.get(type(step), _of_any)(step)


def _of_any(step: Step) -> Said:
    action = getattr(step, step.KIND, None)
    lines = (f"{step.KIND}: {action}" if isinstance(action, str) else step.KIND,)
    blocks = step.blocks()
    if not blocks:
        return Said(shape=Shape.STEP, lines=lines)
    ways = tuple((f"way {number}", block) for number, block in enumerate(blocks, start=1))
    return Said(shape=Shape.CHOICE, lines=lines, ways=ways)


_LATE: Final = {
    "skip": "left out when {} late",
    "merge": "into the next mail when {} late",
    "task": "a task instead when {} late",
}


def _of_mail(step: Step) -> Said:
    assert isinstance(step, EmailStep)
    details = (
        "" if step.is_to_candidate else f"to the {in_words(step.to)}",
        f"if {step.if_.text}" if step.if_ else "",
        f"once the {step.approve.replace('_', ' ')} says yes" if step.approve else "",
        f"held for {step.hold}" if step.hold else "",
        "once" if step.once else "",
        f"unless {step.unless_sent} left" if step.unless_sent else "",
        f"spread over {step.spread}" if step.spread else "",
        f"with a {step.attach}" if step.attach else "",
        _LATE[step.if_late].format(step.too_late_after) if step.if_late in _LATE else "",
    )
    return Said(shape=Shape.MAIL, lines=(f"Mail {', then '.join(step.email)}", *filter(None, details)))


def _of_text(step: Step) -> Said:
    assert isinstance(step, SmsStep)
    details = (
        f"or the mail {step.otherwise}" if step.otherwise else "",
        f"if {step.if_.text}" if step.if_ else "",
        "once" if step.once else "",
        f"unless {step.unless_sent} left" if step.unless_sent else "",
        f"spread over {step.spread}" if step.spread else "",
        f"left out when {step.late_after or '1 day'} late" if step.if_late == "skip" else "",
    )
    return Said(shape=Shape.MAIL, lines=(f"Text {step.sms}", *filter(None, details)))


def _of_survey(step: Step) -> Said:
    assert isinstance(step, SurveyStep)
    details = (
        "" if step.is_to_candidate else f"to the {in_words(step.to)}",
        f"if {step.if_.text}" if step.if_ else "",
        f"reminds every {step.remind.every}, {step.remind.times} times at most" if step.remind else "",
        f"waits {step.timeout} for an answer" if step.wait else "goes on at once",
    )
    return Said(shape=Shape.MAIL, lines=(f"Survey {step.survey}", *filter(None, details)))


_FACT: Final = re.compile(r"{{-? *([\w.]+).*?}}")


def _of_task(step: Step) -> Said:
    """What is to be done, and by whom; of a fact that is put in, its name alone."""
    assert isinstance(step, TaskStep)
    details = (
        f"for the {in_words(step.assign)}",
        *_only_if(step.if_),
        f"due {step.due}" if step.due else "",
        *(f"{rung.after} later tells {_whom(rung.to)}" for rung in step.escalate),
        "goes on at once" if not step.wait else "",
    )
    task = _FACT.sub(r"{\1}", step.task.text)
    return Said(shape=Shape.STEP, lines=(f"Task: {task}", *filter(None, details)))


def _whom(chain: tuple[str, ...] | None) -> str:
    return f"the {in_words(chain)}" if chain else "whose task it is"


def _of_wait(step: Step) -> Said:
    assert isinstance(step, WaitStep)
    passed = {"skip-next": "gone by: skip the next step", "exit": "gone by: exit"}.get(step.if_past)
    return Said(shape=Shape.WAIT, lines=(f"Wait {step.wait}", *([passed] if passed else [])))


def _of_wait_for(step: Step) -> Said:
    assert isinstance(step, WaitForStep)
    awaited = step.wait_for
    where = (f"where {awaited.where.text}",) if awaited.where else ()
    lines = (f"Wait for {awaited.said}", *where)
    limit = str(awaited.timeout or "")
    if not step.then and not step.otherwise:  # one way on, whichever of the two it was
        return Said(shape=Shape.WAIT, lines=(*lines, *([_at_most(limit)] if limit else [])))
    late: Ways = ((f"not {_within(limit)}", step.otherwise),) if limit else ()
    return Said(shape=Shape.WAIT, lines=lines, ways=(("it happens", step.then), *late))


def _within(limit: str) -> str:
    return limit if limit.startswith("until") else f"within {limit}"


def _at_most(limit: str) -> str:
    return limit if limit.startswith("until") else f"for {limit} at most"


def _of_branch(step: Step) -> Said:
    assert isinstance(step, BranchStep)
    ways = tuple((f"if {arm.when.text}" if arm.when else "otherwise", arm.steps) for arm in step.branch)
    if step.branch[-1].when is not None:
        ways += (("none of these" if len(ways) > 1 else "if not", ()),)
    return Said(shape=Shape.CHOICE, lines=("Which way?",), ways=ways)


def _of_split(step: Step) -> Said:
    assert isinstance(step, SplitStep)
    whole = sum(arm.weight for arm in step.split.values())
    ways = tuple((f"{name}: {arm.weight / whole:.0%}", arm.steps) for name, arm in step.split.items())
    if step.decide is None:
        return Said(shape=Shape.CHOICE, lines=("By chance",), ways=ways)
    drawn = f"By chance for {step.decide.sample}"
    others = f"the others: which does better by {step.decide.by}, {step.decide.after} later"
    return Said(shape=Shape.CHOICE, lines=(drawn, others), ways=ways)


def _of_repeat(step: Step) -> Said:
    assert isinstance(step, RepeatStep)
    repeat = step.repeat
    rhythm = f"Again every {repeat.every}" if repeat.every else "Again and again"
    rounds = f"{rhythm}, {repeat.times} times" + (" at most" if repeat.until else "")
    first = (f"from {repeat.first} on",) if repeat.first else ()
    closed = (f"never {', '.join(map(str, repeat.closed))}",) if repeat.closed else ()
    until = (f"until {repeat.until.text}",) if repeat.until else ()
    return Said(shape=Shape.WAIT, lines=(rounds, *first, *closed, *until), ways=(("each time", repeat.steps),))


def _of_together(step: Step) -> Said:
    assert isinstance(step, TogetherStep)
    until = step.together.until
    said = {"all": "until all are done", "any": "until any is done"}.get(str(until), f"until {until} are done")
    said = f"until {' or '.join(step.together.any_of)} is done" if step.together.any_of else said
    each, ends = step.together.each, step.together.ends_when
    if each is None:
        return Said(
            shape=Shape.STEP, lines=(f"Side by side, {said}",), ways=tuple((step.together.tracks or {}).items())
        )
    where = f" where {ends.where}" if ends and ends.where else ""
    over = (f"over for one: {' or '.join(ends.on)}{where}",) if ends else ()
    ways = ((f"each {step.together.as_}", step.together.steps or ()),)
    pace = {None: "", 1: "one after the other, "}.get(step.together.at_once, f"{step.together.at_once} at a time, ")
    return Said(shape=Shape.STEP, lines=(f"For each of {each}, {pace}{said}", *over), ways=ways)


def _of_exit(step: Step) -> Said:
    assert isinstance(step, ExitStep)
    return Said(shape=Shape.END, lines=(f"Exit: {step.exit}",))


def _of_ats(step: Step) -> Said:
    assert isinstance(step, AtsStep)
    write = step.ats
    what = getattr(write, write.kind)
    if write.field:
        what = "".join(f"{name} = {value}" for name, value in write.field.items())
    said = "" if write.note is not None else f": {what}"
    return Said(shape=Shape.STEP, lines=(f"In the ATS, {write.kind}{said}", *_only_if(step.if_)))


def _of_webhook(step: Step) -> Said:
    assert isinstance(step, WebhookStep)
    return Said(shape=Shape.STEP, lines=(f"Tell {step.webhook}", *_only_if(step.if_)))


def _only_if(condition: Expression | None) -> tuple[str, ...]:
    return (f"if {condition.text}",) if condition else ()


_WORDS: Final[Mapping[type[Step], Callable[[Step], Said]]] = {
    EmailStep: _of_mail,
    SmsStep: _of_text,
    SurveyStep: _of_survey,
    TaskStep: _of_task,
    WaitStep: _of_wait,
    WaitForStep: _of_wait_for,
    BranchStep: _of_branch,
    SplitStep: _of_split,
    RepeatStep: _of_repeat,
    TogetherStep: _of_together,
    AtsStep: _of_ats,
    WebhookStep: _of_webhook,
    ExitStep: _of_exit,
}
