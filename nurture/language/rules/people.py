"""Triggers, exits and senders: what must be stated so that nobody is hurt."""

from collections.abc import Iterator
from typing import Final

from nurture.domain.events import BY_OUR_MAILS, EventScope, EventType, spec_of
from nurture.domain.related import OF_APPLICATIONS, RELATED
from nurture.domain.subject import SubjectKind
from nurture.language import codes
from nurture.language.chain import CANDIDATE, is_address
from nurture.language.company import sender_hint
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import did_you_mean, listed
from nurture.language.fields import ROLES
from nurture.language.model import Model
from nurture.language.named_conditions import whole
from nurture.language.nodes import Node
from nurture.language.rules.beginning import begins_nothing
from nurture.language.rules.defining import named_in
from nurture.language.rules.draft import Draft, texts_at
from nurture.language.rules.items import PERSON, item_at
from nurture.language.sequence import ExitRule, Purpose, SendRules, Trigger, names_application
from nurture.language.steps import EmailStep, Escalation, SurveyStep, TaskStep

_COMES_AGAIN: Final[frozenset[str]] = frozenset(
    {
        EventType.APPLICATION_STAGE_CHANGED,
        EventType.APPLICATION_UPDATED,
        EventType.CANDIDATE_BOUNCED,
        EventType.CANDIDATE_CONSENT_GIVEN,
        EventType.CANDIDATE_CONSENT_WITHDRAWN,
        EventType.CANDIDATE_CONTACTED,
        EventType.CANDIDATE_OPTED_OUT,
        EventType.CANDIDATE_OUT_OF_OFFICE,
        EventType.CANDIDATE_PAUSED,
        EventType.CANDIDATE_REPLIED,
        EventType.CANDIDATE_UPDATED,
        EventType.CANDIDATE_WANTS_ONLY_OPENINGS,
        EventType.HIRE_START_DATE_CHANGED,
        EventType.INTERVIEW_CANCELLED,
        EventType.INTERVIEW_CHANGED,
        EventType.INTERVIEW_DELETED,
        EventType.INTERVIEW_DONE,
        EventType.INTERVIEW_MOVED,
        EventType.INTERVIEW_NO_SHOW,
        EventType.INTERVIEW_SCHEDULED,
        EventType.SCORECARD_SUBMITTED,
        EventType.SURVEY_ANSWERED,
        EventType.JOB_CLOSED,
        EventType.JOB_OPENED,
        EventType.JOB_UPDATED,
        EventType.OFFER_APPROVED,
        EventType.OFFER_CREATED,
        EventType.OFFER_DECLINED,
        EventType.OFFER_EXPIRED,
        EventType.OFFER_EXTENDED,
        EventType.OFFER_OPENED,
        EventType.OFFER_SENT,
        EventType.OFFER_UPDATED,
        EventType.REFERRAL_CREATED,
        EventType.ASSIGNMENT_CREATED,
        EventType.ASSIGNMENT_CORRECTED,
        EventType.ASSIGNMENT_ENDED,
        EventType.ASSIGNMENT_EXTENDED,
    }
)
_BEGINS_ITS_RECORD: Final = frozenset(
    {
        EventType.INTERVIEW_SCHEDULED,
        EventType.OFFER_CREATED,
        EventType.OFFER_SENT,
        EventType.REFERRAL_CREATED,
        EventType.ASSIGNMENT_CREATED,
    }
)
"""Events that come again with another interview, offer and so on, which is another run's."""
_VISITOR: Final = SubjectKind.APPLICATION
_MUST_END: Final = {
    Purpose.NURTURE: (EventType.APPLICATION_REJECTED,),
    Purpose.APPLICATION: (EventType.APPLICATION_REJECTED, EventType.APPLICATION_HIRED),
}
_NAMES_SOMEBODY: Final[tuple[tuple[type[Model], str, str], ...]] = (
    (SendRules, "from", "send"),
    (EmailStep, "from", "send"),
    (EmailStep, "to", "read this"),
    (EmailStep, "approve", "be asked"),
    (SurveyStep, "from", "send"),
    (SurveyStep, "to", "be asked"),
    (TaskStep, "assign", "do this"),
    (Escalation, "to", "be told"),
)
"""The keys under which somebody of ours is named, and what for."""
_MAY_NAME_AN_ITEM: Final[frozenset[tuple[type[Model], str]]] = frozenset(
    {(EmailStep, "to"), (SurveyStep, "to"), (TaskStep, "assign")}
)
"""Those under which the item that a step is done for may stand."""


def a_reply_ends_it(draft: Draft) -> Iterator[Diagnostic]:
    """A nurture sequence ends when the candidate writes back."""
    if draft.text("purpose") == Purpose.NURTURE and EventType.CANDIDATE_REPLIED not in draft.exits:
        yield draft.at_key(
            codes.NO_EXIT_ON_REPLY,
            ("exit",) if _states_exits(draft) else ("purpose",),
            "a nurture sequence must end when the candidate replies",
            "add to `exit`:  - {on: candidate.replied, as: replied}",
        )


def a_decision_ends_it(draft: Draft) -> Iterator[Diagnostic]:
    """A sequence about an application ends on a decision, unless people come in by one."""
    purpose = draft.text("purpose")
    if purpose not in set(Purpose) or _looks_at_status(draft):
        return
    demanded = _MUST_END.get(Purpose(purpose), ())
    decided = {EventType.APPLICATION_REJECTED, EventType.APPLICATION_HIRED, EventType.APPLICATION_WITHDRAWN}
    if draft.triggers and set(draft.triggers) <= decided:
        return
    if purpose == Purpose.APPLICATION and draft.subject not in (SubjectKind.APPLICATION, *OF_APPLICATIONS):
        return
    if purpose == Purpose.NURTURE and draft.subject is SubjectKind.HIRE:  # what was decided is that they come
        return
    for event in demanded:
        if event not in draft.exits:
            word = event.removeprefix("application.")
            yield draft.at_key(
                codes.NO_EXIT_ON_DECISION,
                ("exit",) if _states_exits(draft) else ("purpose",),
                f"`purpose: {purpose}` must end when the application is {word}",
                f"add to `exit`:  - {{on: {event}, as: {word}}}",
            )


def again_is_stated(draft: Draft) -> Iterator[Diagnostic]:
    """Where an event can come again, the file says what happens then."""
    of_one_run = draft.subject is not SubjectKind.CANDIDATE
    unsaid = (node for node in draft.nodes if node.model is Trigger and not _says_again(node))
    for where, event in (told for node in unsaid for told in draft.events_named(node)):
        if event in _BEGINS_ITS_RECORD and spec_of(event).record is draft.subject:
            continue
        # Somebody's second application is another subject, but the same candidate.
        if (
            event in _COMES_AGAIN
            or event in draft.own.events
            or (names_application(event, draft.own.events) and not of_one_run)
        ):
            yield draft.at(
                codes.MAY_REPEAT,
                where,
                f"`{event}` can come again for the same person, and `again` is not stated",
                "add `again: never`, `again: after 30 days` or, for a stage, `every_visit: true`",
            )


def visits_are_of_applications(draft: Draft) -> Iterator[Diagnostic]:
    """What visits a stage is an application, and it comes again on each visit."""
    for node in draft.nodes:
        if node.model is not Trigger or node.data.get("every_visit") is not True:
            continue
        if "again" in node.data:
            yield draft.at_key(
                codes.CONTRADICTION,
                (*node.where, "again"),
                "`every_visit` says already that they come again, on each visit",
                "leave `again` out",
            )
        if draft.subject is not _VISITOR:
            yield draft.at(
                codes.WRONG_SUBJECT,
                (*node.where, "every_visit"),
                f"an application visits a stage, and this is about a {draft.subject}",
                "write `for: application`, or leave `every_visit` out",
            )


def triggers_name_the_subject(draft: Draft) -> Iterator[Diagnostic]:
    """What comes in by a trigger is what the run is about; what follows from a message of ours lets nobody in."""
    for where, event in draft.occasions():
        if event in BY_OUR_MAILS:
            yield draft.at(
                codes.WRONG_SUBJECT,
                where,
                f"`{event}` follows from a message of ours, and lets nobody in",
                "write an `enroll` step after that message, or wait for it with `wait_for`",
            )
    if draft.subject is SubjectKind.CANDIDATE:
        return
    for where, event in draft.occasions():
        if begins_nothing(event):
            continue
        if spec_of(event).scope is not EventScope.JOB and not _names(event, draft):
            of = draft.subject if draft.subject in RELATED else SubjectKind.APPLICATION
            yield draft.at(
                codes.WRONG_SUBJECT,
                where,
                f"`{event}` does not say which {draft.subject} a run would be about",
                f"use an event of {with_article(of)}, or write `for: candidate`",
            )


def senders_are_known(draft: Draft) -> Iterator[Diagnostic]:
    """Who signs, and whose a task is, is a role or a sender of the company."""
    named = ((node, key, does) for node in draft.nodes for model, key, does in _NAMES_SOMEBODY if node.model is model)
    for node, key, does in named:
        for where, name in texts_at(node, key):
            is_reader = node.model in (EmailStep, SurveyStep) and key == "to" and name == CANDIDATE
            if draft.company is None or is_reader or is_address(name) or draft.company.signs(name):
                continue
            item = item_at(draft, node.where) if (node.model, key) in _MAY_NAME_AN_ITEM else None
            if item is not None and item[0] == name:
                if item[1].record != PERSON:
                    told = f"`{name}` is {item[1].said()} here, and only a person can {does}"
                    yield draft.at(codes.NOT_A_CHOICE, where, told, f"use {listed(ROLES)}")
                continue
            said = f"nobody called `{name}` can {does}"
            yield draft.at(codes.UNKNOWN_SENDER, where, said, sender_hint(name, draft.company))


def groups_are_known(draft: Draft) -> Iterator[Diagnostic]:
    """`exclusive` names a group of the company."""
    group = draft.text("exclusive")
    if group is None or draft.company is None or group in draft.company.groups:
        return
    near = did_you_mean(group, draft.company.groups)
    hint = near or f"add `{group}` under `groups` in company.yaml, with a few words on what it is for"
    yield draft.at(codes.UNKNOWN_GROUP, ("exclusive",), f"there is no group `{group}`", hint)


def _names(event: str, draft: Draft) -> bool:
    """True if the event says which record a run would be about."""
    if draft.subject in RELATED:
        return spec_of(event).record is draft.subject
    return names_application(event, draft.own.events)


def with_article(subject: SubjectKind) -> str:
    """What a run is about, as it stands in a sentence."""
    return f"{'an' if subject[0] in 'aio' else 'a'} {subject}"


def _states_exits(draft: Draft) -> bool:
    return "exit" in (draft.source.data or {})


def _looks_at_status(draft: Draft) -> bool:
    """True if an exit depends on where the application stands, which covers every decision."""
    known = {each.name: each.text for each in named_in(draft)}
    conditions = (node.data.get("when") for node in draft.nodes if node.model is ExitRule)
    return any("application.status" in (whole(text, known) or "") for text in conditions if isinstance(text, str))


def _says_again(node: Node) -> bool:
    return "again" in node.data or node.data.get("every_visit") is True
