"""What became of a delivery."""

from datetime import timedelta

from sqlalchemy import Connection, select

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, Happening, Intake
from nurture.store.intake import Applied
from nurture.store.tables import events as events_table
from tests.unit.store.conftest import ADA, ADAS, NOW

LATER = NOW + timedelta(hours=1)


def told(*types: EventType, at=LATER, **update: object) -> Intake:
    """A delivery about Ada's application."""
    return Intake(
        at=at,
        happenings=tuple(Happening(type=each, candidate_id=ADA, application_id=ADAS) for each in types),
        applications=(ApplicationUpdate(id=ADAS, candidate_id=ADA, **update),),
    )


def acting(applied: Applied) -> list[tuple[str | None, str, int]]:
    return [(whom, event.type, event.number) for whom, event in applied.events]


def stored(conn: Connection) -> list[tuple[str, bool, str | None]]:
    columns = events_table.c.type, events_table.c.acted, events_table.c.note
    return [tuple(row) for row in conn.execute(select(*columns).order_by(events_table.c.number))]
