"""What a delivery states beyond the records that Nurture knows: what company.yaml declares of it is kept."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection

from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, CustomValue, Intake, JobUpdate
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import Person
from nurture.domain.values import Kept, keep_value
from nurture.errors import NotFound
from nurture.language.schema import step_name
from nurture.store.sequences import PlanCache

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
