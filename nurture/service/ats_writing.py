"""Changing something in the ATS; our own record follows at once, and the news of it goes to everybody it concerns."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import Act, TakenIn
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.consent import BY_HAND
from nurture.domain.dispatches import Dispatch, Json
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, CustomValue, FieldValue, Happening, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.engine.journey import Journey
from nurture.errors import ChannelError, Conflict
from nurture.language.company import CompanyFile
from nurture.language.functions import LANGUAGE
from nurture.language.steps import Step
from nurture.language.steps.ats import DONE, REFUSED, AtsStep, AtsWrite
from nurture.messages.render import render_line, render_text
from nurture.service.dispatching import Answer, Errand, Order, Told, carry_out, failed
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.service.views import View
from nurture.store import applications, links, records

NO_FIELDS: Final[Mapping[str, CustomValue]] = {}
WIDEST: Final = 100
"""Characters of a note that a timeline shows."""


def update_ats(parts: Parts, act: Act, token: str) -> Told:
    """Carries out an `update_ats` move if it still is the right one, and says what comes next."""
    return carry_out(parts, act, token, _ERRAND)


def _order(view: View, journey: Journey, step: Step) -> Order:
    assert isinstance(step, AtsStep), "only ats steps change something there"
    change, said = _change(step.ats, journey)
    application = view.situation.records.application
    if step.ats.of_application and application is None:
        raise Conflict("there is no application to change")
    target = _target(
        view.conn, view.parts, view.situation.enrollment.candidate_id, application.id if application else None
    )
    writer = view.parts.writers.get(target.connection)
    value, *others = _there(change, target, journey)
    or_else: list[Json] = [*others]
    return Order(
        kind=change.kind,
        to=writer.name if writer else "the ATS",
        summary=_summary(change),
        said=said,
        content={
            "value": value,
            "or_else": or_else,
            "field": change.field,
            "of_application": change.of_application,
        },
        is_repeatable=change.is_repeatable,
    )


def _there(change: AtsChange, target: Target, journey: Journey) -> tuple[str | int | float | bool, ...]:
    """What is to be written: of a stage, what the ATS may call it, the likeliest first."""
    if change.kind is not ChangeKind.STAGE:
        return (change.value,)
    return journey.facts.company.own.stages.there(str(change.value), target.connection)


def _change(write: AtsWrite, journey: Journey) -> tuple[AtsChange, str]:
    """The change with the facts put in, and in words without them."""
    names = {**journey.names, LANGUAGE: journey.facts.company.language}
    if write.field is not None:
        name, value = next(iter(write.field.items()))
        filled = render_line(value, names) if isinstance(value, str) else value
        own_name = name.rpartition(".")[2]
        change = AtsChange(kind=ChangeKind.FIELD, value=filled, field=own_name, of_application=write.of_application)
        return change, f"field {name}"
    if write.note is not None:
        return AtsChange(kind=ChangeKind.NOTE, value=render_text(write.note.text, names)), "note"
    text = getattr(write, write.kind).text
    change = AtsChange(kind=write.kind, value=render_line(text, names), of_application=write.of_application)
    return change, f"{write.kind} “{text}”"


def _summary(change: AtsChange) -> str:
    if change.kind is ChangeKind.FIELD:
        return f"field {change.field}: {change.value}"
    value = " ".join(str(change.value).split())
    return f"{change.kind}: {value if len(value) <= WIDEST else value[: WIDEST - 1] + '…'}"


def _call(parts: Parts, company: CompanyFile, dispatch: Dispatch) -> Answer:
    change = _kept(dispatch)
    with parts.store.read() as conn:
        target = _target(conn, parts, dispatch.candidate_id, dispatch.application_id)
    writer = parts.writers.get(target.connection)
    if writer is None:
        said = f"no ATS that can be written to is connected as “{target.connection}”"
        return Answer(state=SendState.REJECTED, result=REFUSED, said=said, detail=said)
    try:
        made = writer.write(change, target)
    except ChannelError as error:
        return failed(error, is_repeatable=change.is_repeatable)
    return Answer(state=SendState.ACCEPTED, result=DONE, said=made.said, detail=made.said, name=made.name)


def _target(conn: Connection, parts: Parts, candidate_id: str, application_id: str | None) -> Target:
    """Whom it is about, by the id that the ATS has for them: several may know the same person."""
    record_id = links.record_in(conn, candidate_id, application_id, parts.writers)
    return Target(candidate_id=record_id, application_id=application_id)


def _kept(dispatch: Dispatch) -> AtsChange:
    """The change as it was frozen."""
    value, field = dispatch.content.get("value"), dispatch.content.get("field")
    or_else = dispatch.content.get("or_else")
    assert isinstance(value, str | int | float | bool), "it was frozen with a value"
    return AtsChange(
        kind=ChangeKind(dispatch.kind),
        value=value,
        field=field if isinstance(field, str) else None,
        of_application=dispatch.content.get("of_application") is True,
        or_else=tuple(str(each) for each in or_else) if isinstance(or_else, list) else (),
    )


def _follow(parts: Parts, conn: Connection, dispatch: Dispatch, answer: Answer) -> TakenIn:
    """Our own record and everybody's news; what is so already on record is news to nobody."""
    target = _target(conn, parts, dispatch.candidate_id, dispatch.application_id)
    told = _as_intake(conn, dispatch, target, answer.name)
    return hear(parts, conn, told).taken if told else TakenIn()


def _as_intake(conn: Connection, dispatch: Dispatch, target: Target, name: str | None) -> Intake | None:
    """The change as the ATS would tell of it, in its spelling; None where nothing that we keep has changed."""
    change = _kept(dispatch)
    value = name if name is not None else change.value
    match change.kind:
        case ChangeKind.TAG | ChangeKind.UNTAG:
            return _tags(conn, dispatch, target, str(value))
        case ChangeKind.STAGE:
            return _of_application(conn, dispatch, EventType.APPLICATION_STAGE_CHANGED, {"stage": value})
        case ChangeKind.REJECT:
            fields: dict[str, FieldValue] = {"status": ApplicationStatus.REJECTED, "rejection_reason": value}
            return _of_application(conn, dispatch, EventType.APPLICATION_REJECTED, fields)
        case ChangeKind.FIELD if change.of_application:
            custom = {change.field or "": value}
            return _of_application(conn, dispatch, EventType.APPLICATION_UPDATED, {}, custom=custom)
        case ChangeKind.FIELD:
            return _of_candidate(dispatch, CandidateUpdate(id=target.candidate_id, custom={change.field or "": value}))
        case _:
            return None


def _of_candidate(dispatch: Dispatch, update: CandidateUpdate, source: str = BY_HAND) -> Intake:
    happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=dispatch.candidate_id)
    at = dispatch.settled_at or dispatch.claimed_at
    return Intake(at=at, source=source, happenings=(happening,), candidates=(update,))


def _tags(conn: Connection, dispatch: Dispatch, target: Target, tag: str) -> Intake | None:
    """Of whom several systems tell, the tags of the one where it was changed."""
    link = links.of_record(conn, target.candidate_id)
    said, _ = link.said.get("tags", ((), None)) if link else (records.candidate(conn, dispatch.candidate_id).tags, None)
    before = said if isinstance(said, tuple) else ()
    after = tuple(each for each in before if each != tag)
    if dispatch.kind == ChangeKind.TAG:
        after = (*after, tag)
    if set(after) == set(before):
        return None
    update = CandidateUpdate(id=target.candidate_id, fields={"tags": after})
    return _of_candidate(dispatch, update, target.connection)


def _of_application(
    conn: Connection,
    dispatch: Dispatch,
    type_: EventType,
    fields: Mapping[str, FieldValue],
    *,
    custom: Mapping[str, CustomValue] = NO_FIELDS,
) -> Intake | None:
    """`as_of` is when the change was asked for: what was true in the ATS before that comes too late to undo it."""
    application_id = dispatch.application_id or ""
    before = applications.states(conn, (application_id,)).get(application_id)
    if before is None:
        return None
    as_of = max(dispatch.claimed_at, before.as_of) if before.as_of else dispatch.claimed_at
    happening = Happening(type=type_, candidate_id=before.candidate_id, application_id=application_id)
    update = ApplicationUpdate(
        id=application_id, candidate_id=before.candidate_id, fields=fields, custom=custom, as_of=as_of
    )
    return Intake(at=dispatch.settled_at or dispatch.claimed_at, happenings=(happening,), applications=(update,))


_ERRAND: Final = Errand(rule="ats", order=_order, call=_call, follow=_follow)
