"""What the records around a run don't say themselves, and is looked up where the sequence names it alone."""

from collections.abc import Collection

from sqlalchemy import Connection

from nurture.domain.records import Records
from nurture.store import events
from nurture.store.sequences import PublishedPlan
from nurture.values import replace


def with_told(conn: Connection, published: PublishedPlan, around: Records) -> Records:
    """The records, with when the person was last told how the application ended."""
    [known] = with_told_of_many(conn, published, (around,))
    return known


def with_told_of_many(conn: Connection, published: PublishedPlan, around: Collection[Records]) -> tuple[Records, ...]:
    """The same of many people, in their order, by one query."""
    applications = [known.application for known in around]
    if not published.names_told or not any(applications):
        return tuple(around)
    told = events.told(conn, (each.id for each in applications if each))
    return tuple(
        replace(known, application=replace(each, told_at=told.get(each.id))) if each else known
        for known, each in zip(around, applications, strict=True)
    )
