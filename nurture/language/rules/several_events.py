"""Where several events are named: each once, and those that let people in of one kind."""

from collections.abc import Iterator

from nurture.domain.events import EventScope, spec_of
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft, texts_at
from nurture.language.sequence import ExitRule, Trigger
from nurture.language.steps import EndsWhen, WaitFor


def events_are_named_once(draft: Draft) -> Iterator[Diagnostic]:
    """No list of events has one of them twice."""
    for node in draft.nodes:
        if node.model not in (Trigger, ExitRule, EndsWhen, WaitFor):
            continue
        for key in ("on", "event", "all"):
            named = list(texts_at(node, key))
            for number, (where, event) in enumerate(named):
                if event in (each for _, each in named[:number]):
                    yield draft.at(codes.BAD_NAME, where, f"`{event}` is listed twice", "name each event once")


def occasions_go_together(draft: Draft) -> Iterator[Diagnostic]:
    """News of a job lets in whoever meets `where`, any other event the person it is about: no list has both."""
    for node in draft.nodes:
        if node.model is not Trigger:
            continue
        named = list(draft.events_named(node))
        of_jobs = [event for _, event in named if spec_of(event).scope is EventScope.JOB]
        for where, event in named:
            if of_jobs and event not in of_jobs:
                said = f"`{of_jobs[0]}` lets many in, and `{event}` the one person it is about"
                yield draft.at(codes.CONTRADICTION, where, said, "write two triggers, as a list")
