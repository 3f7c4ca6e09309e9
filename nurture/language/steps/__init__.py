"""The kinds of steps. A new kind is one file and one line here."""

from collections.abc import Iterator
from typing import Final

from nurture.language.steps.ats import AtsStep, AtsWrite
from nurture.language.steps.base import Step
from nurture.language.steps.block import Block, BlockStep
from nurture.language.steps.branch import Arm, BranchStep
from nurture.language.steps.email import EmailStep
from nurture.language.steps.enroll import EnrollStep
from nurture.language.steps.exit import ExitStep
from nurture.language.steps.pick import Steps
from nurture.language.steps.repeat import Repeat, RepeatStep
from nurture.language.steps.sms import SmsStep
from nurture.language.steps.split import Decide, SplitArm, SplitStep
from nurture.language.steps.survey import Remind, SurveyStep
from nurture.language.steps.task import Escalation, TaskStep
from nurture.language.steps.together import EndsWhen, Together, TogetherStep
from nurture.language.steps.wait import WaitStep
from nurture.language.steps.wait_for import WaitFor, WaitForStep
from nurture.language.steps.webhook import WebhookStep

STEP_KINDS: Final[dict[str, type[Step]]] = {
    kind.KIND: kind
    for kind in (
        EmailStep,
        SmsStep,
        SurveyStep,
        TaskStep,
        WaitStep,
        WaitForStep,
        BranchStep,
        SplitStep,
        RepeatStep,
        TogetherStep,
        AtsStep,
        WebhookStep,
        EnrollStep,
        ExitStep,
    )
}
"""By the action key in YAML."""

WRITTEN_KINDS: Final[dict[str, type[Step]]] = {**STEP_KINDS, BlockStep.KIND: BlockStep}
"""Those that a file may have: also the one that is put in before the rest is read, and that no plan holds."""


MESSAGES: Final = (EmailStep, SmsStep, SurveyStep)
"""The kinds that send the reader a message."""


def every_step(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps and all steps inside them, in the order in which they are written."""
    for step in steps:
        yield step
        for block in step.blocks():
            yield from every_step(block)


__all__ = [
    "MESSAGES",
    "STEP_KINDS",
    "WRITTEN_KINDS",
    "Arm",
    "AtsStep",
    "AtsWrite",
    "Block",
    "BlockStep",
    "BranchStep",
    "Decide",
    "EmailStep",
    "EndsWhen",
    "EnrollStep",
    "Escalation",
    "ExitStep",
    "Remind",
    "Repeat",
    "RepeatStep",
    "SmsStep",
    "SplitArm",
    "SplitStep",
    "Step",
    "Steps",
    "SurveyStep",
    "TaskStep",
    "Together",
    "TogetherStep",
    "WaitFor",
    "WaitForStep",
    "WaitStep",
    "WebhookStep",
    "every_step",
]
