"""Changes in the ATS and messages to other systems: there is something to change, and somebody to tell."""

from collections.abc import Iterator

from nurture.domain.subject import SubjectKind
from nurture.language import codes
from nurture.language.checker import check_markup
from nurture.language.codes import CODES
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import did_you_mean
from nurture.language.load import Where
from nurture.language.rules.conditions import mark_of, scopes
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at
from nurture.language.sequence import Purpose
from nurture.language.stages import stage_hint
from nurture.language.steps import AtsStep, Step, WebhookStep


def webhooks_are_known(draft: Draft) -> Iterator[Diagnostic]:
    """`webhook` names a system of the company."""
    if draft.company is None:
        return
    known = draft.company.webhooks
    for step, where in _steps(draft):
        if isinstance(step, WebhookStep) and step.webhook not in known:
            hint = did_you_mean(step.webhook, known) or (
                f"add `{step.webhook}` under `webhooks` in company.yaml, with its `url` and the name of its `secret`"
            )
            said = f"there is no webhook `{step.webhook}`"
            yield draft.at(codes.UNKNOWN_WEBHOOK, (*where, "webhook"), said, hint)


def changes_have_an_application(draft: Draft) -> Iterator[Diagnostic]:
    """What changes an application stands in a run about one."""
    if draft.subject is not SubjectKind.CANDIDATE:
        return
    for step, where in _steps(draft):
        if isinstance(step, AtsStep) and step.ats.of_application:
            said = f"`{step.ats.kind}` changes an application, and a run `for: candidate` is about none"
            hint = "use an event about an application, with `for: application`; or leave a tag or a note"
            yield draft.at_key(codes.NO_APPLICATION_TO_CHANGE, (*where, "ats", step.ats.kind.value), said, hint)


def stages_are_known(draft: Draft) -> Iterator[Diagnostic]:
    """A step moves an application to a stage that company.yaml lists, where it lists any."""
    listed = draft.own.stages
    for step, where in _steps(draft) if listed else ():
        stage = step.ats.stage.text if isinstance(step, AtsStep) and step.ats.stage is not None else None
        if stage is not None and "{" not in stage and stage not in listed.theirs:
            said = f"company.yaml lists no stage “{stage}”"
            yield draft.at(codes.UNKNOWN_STAGE, (*where, "ats", "stage"), said, stage_hint(stage, listed))


def nobody_hired_is_rejected(draft: Draft) -> Iterator[Diagnostic]:
    """An onboarding sequence rejects nobody."""
    if draft.text("purpose") != Purpose.ONBOARDING:
        return
    for step, where in _steps(draft):
        if isinstance(step, AtsStep) and step.ats.reject is not None:
            said = "an onboarding sequence would reject somebody who was hired"
            yield draft.at_key(codes.REJECTS_A_HIRE, (*where, "ats", "reject"), said, "leave it out, or set a tag")


def messages_can_be_written(draft: Draft) -> Iterator[Diagnostic]:
    """Every text in a webhook's body, and the value of a field, can be filled in for everybody."""
    for step, where in _steps(draft):
        if isinstance(step, WebhookStep) and step.body is not None:
            yield from _texts(draft, step.body, (*where, "body"))
        if isinstance(step, AtsStep) and step.ats.field is not None:
            yield from _texts(draft, step.ats.field, (*where, "ats", "field"))


def _texts(draft: Draft, value: object, where: Where) -> Iterator[Diagnostic]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(draft, each, (*where, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(draft, each, (*where, number))
    elif isinstance(value, str):
        for scope in scopes(draft, events_at(draft, where), where):
            for problem in check_markup(value.strip(), scope=scope):
                mark = mark_of(draft.source, where, value, problem)
                yield draft.on(CODES[problem.code], mark, problem.message, problem.hint)


def _steps(draft: Draft) -> Iterator[tuple[Step, Where]]:
    """The steps that are in order, each with its place in the file."""
    for block in draft.valid_blocks:
        for step in block:
            yield step, draft.step_ids[step.id]
