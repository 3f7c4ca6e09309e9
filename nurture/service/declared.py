"""What a delivery states beyond the records that Nurture knows: what company.yaml declares of it is kept."""

from collections.abc import Mapping
from typing import TypeVar

from sqlalchemy import Connection

from nurture.domain.events import EVENTS, EventScope, EventSpec, Scalar
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, CustomValue, Happening, Intake, JobUpdate
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import Person
from nurture.domain.values import Kept, keep_value
from nurture.errors import NotFound, Refused
from nurture.language.faults import listed
from nurture.language.schema import step_name
from nurture.store.sequences import PlanCache
from nurture.values import replace


def own_events(told: Intake, own: Own) -> Intake:
    """The delivery with the events of the company's own as they are declared: all that each carries, of its kind.

    One that is not declared is ignored, with the reason. Raises Refused with 400 for one that lacks whom or what it is
    about, or carries what is not declared.
    """
    ours = [each for each in told.happenings if each.type not in EVENTS]
    if unknown := [each.type for each in ours if each.type not in own.events]:
        return Intake(at=told.at, ignored=f"{unknown[0]} is no event that company.yaml declares")
    return replace(
        told,
        happenings=tuple(
            replace(each, data=_carried(each, own.events[each.type])) if each in ours else each
            for each in told.happenings
        ),
    )


def _carried(told: Happening, spec: EventSpec) -> dict[str, Scalar]:
    if spec.scope is EventScope.APPLICATION and told.application_id is None:
        raise Refused(f"{told.type} is about an application, and lacks data.application", status=400)
    if spec.names_job and told.job_id is None:
        raise Refused(f"{told.type} is about a job, and lacks data.job", status=400)
    data: dict[str, Scalar] = dict.fromkeys(spec.tells)
    for name, given in told.data.items():
        if name not in spec.tells:
            hint = f"It carries {listed(spec.tells, 'and')}." if spec.tells else "It carries nothing."
            raise Refused(f"{told.type} carries no {name}", status=400, hint=hint)
        value = keep_value(spec.kind_of(name), given) if given is not None else None
        if isinstance(value, list) or (value is None and given is not None):
            raise Refused(f"data.carries.{name} of {told.type} is to be a {spec.kind_of(name)}", status=400)
        data[name] = value
    return data


U = TypeVar("U", CandidateUpdate, ApplicationUpdate, JobUpdate)

_HIRED = "hire"
"""A hire is kept as its application, so that what is declared of either is looked for there."""


def own_of_company(plans: PlanCache, conn: Connection) -> Own:
    """What the newest company file adds to the language; nothing while none is published."""
    try:
        return plans.company(conn).own
    except NotFound:
        return NOTHING_OWN


def only_declared(told: Intake, own: Own) -> Intake:
    """The delivery with the values of declared fields, each of its kind, and the holders of declared roles."""
    if not (own.fields or own.roles):
        return told
    kinds = {record: own.fields.get(record, {}) for record in ("candidate", "job")}
    kinds["application"] = {**own.fields.get("application", {}), **own.fields.get(_HIRED, {})}

    def kept(record: str, stated: Mapping[str, CustomValue]) -> dict[str, Kept]:
        return {name: keep_value(kind, stated[name]) for name, kind in kinds[record].items() if name in stated}

    def holders(stated: Mapping[str, CustomValue]) -> dict[str, Person | None]:
        names = {role: step_name(role) for role in own.roles}
        held = {role: stated[name] for role, name in names.items() if name in stated}
        return {role: person for role, person in held.items() if person is None or isinstance(person, Person)}

    def known(record: str, each: U) -> U:
        return replace(each, own=kept(record, each.custom), team={**each.team, **holders(each.custom)})

    return replace(
        told,
        candidates=tuple(known("candidate", each) for each in told.candidates),
        applications=tuple(known("application", each) for each in told.applications),
        jobs=tuple(known("job", each) for each in told.jobs),
    )
