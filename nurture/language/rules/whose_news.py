"""`of`: rules say whose events they mean only where a run has such an application, or such a job."""

from collections.abc import Iterator

from nurture.domain.events import EventScope, spec_of
from nurture.domain.related import HANGS_ON_APPLICATION
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import awaited
from nurture.language.rules.people import with_article
from nurture.language.sequence import ExitRule
from nurture.language.steps import WaitFor
from nurture.language.whose import OF_A_JOB


def of_has_an_owner(draft: Draft) -> Iterator[Diagnostic]:
    """`of` needs a run about an application: one about a person hears of all their applications, and has a job of its
    own where each event that lets people in names one."""
    if draft.subject in HANGS_ON_APPLICATION:
        return
    names_job = bool(draft.triggers) and all(_names_job(event, draft) for event in draft.triggers)
    for node in draft.nodes:
        if node.model not in (ExitRule, WaitFor) or "of" not in node.data:
            continue
        said = f"a run about {with_article(draft.subject)} has no application of its own"
        hint = "leave it out: all their applications are heard of, or write `for: application`"
        if node.data["of"] == "job":
            said = f"a run about {with_article(draft.subject)} has no job of its own"
            hint = "let people in by `job.opened` or another event that names a job, or leave it out"
        if not (node.data["of"] == "job" and names_job):
            yield draft.at(codes.WRONG_SUBJECT, (*node.where, "of"), said, hint)


def of_goes_with_own_events(draft: Draft) -> Iterator[Diagnostic]:
    """Whose news an event of the company's own is stands in company.yaml, where the model of a rule doesn't look."""
    for node in draft.nodes:
        if node.model not in (ExitRule, WaitFor) or "of" not in node.data:
            continue
        is_exit = node.model is ExitRule
        named = (event for _, event in draft.events_named(node)) if is_exit else awaited(draft, node.data)
        for event in named:
            if event not in draft.own.events:
                continue
            spec, is_job = draft.own.events[event], node.data["of"] in OF_A_JOB
            said = f"`{event}` is about a candidate, and `of` is about applications"
            if is_job:
                said = f"`{event}` is about no job, and `of` says of which job it is"
            if not (spec.names_job if is_job else spec.scope is EventScope.APPLICATION):
                yield draft.at_key(codes.CONTRADICTION, (*node.where, "of"), said, "leave it out")


def _names_job(event: str, draft: Draft) -> bool:
    """Whether a run that this event lets in has that job for its own."""
    spec = spec_of(event, draft.own.events)
    return spec.names_job or spec.scope is EventScope.JOB
