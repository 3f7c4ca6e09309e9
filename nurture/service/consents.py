"""Somebody's consent, told by hand: on record with who told it, and news to the person's journeys."""

from datetime import date, datetime

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.consent import BY_HAND, Basis, Consent, ConsentKind, standing
from nurture.domain.intake import ConsentUpdate, Intake
from nurture.errors import Conflict
from nurture.language.sequence import Purpose
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import audit, consents, recording, records
from nurture.store.audit import Deed
from nurture.timing.zones import zone_of
from nurture.values import frozen


@frozen
class Told:
    """What somebody of ours says of a candidate's consent. Without `until` it holds as long as company.yaml says.

    Raises Conflict for a last day of what is taken back.
    """

    candidate_id: str
    kind: ConsentKind
    by: str
    at: datetime
    until: date | None = None
    purpose: Purpose = Purpose.NURTURE
    basis: Basis = Basis.CONSENT
    source: str = BY_HAND

    def __post_init__(self) -> None:
        if self.kind is ConsentKind.WITHDRAWN and self.until is not None:
            raise Conflict("what is taken back has no last day")


def last_day(parts: Parts, conn: Connection, stood: Consent | None, at: datetime) -> date | None:
    """The last day of a consent that is given then, where that one stood before; None: it has no end."""
    company = parts.plans.company(conn)
    return company.consent.until(at.astimezone(zone_of(company.zone)).date(), stood)


def tell_consent(parts: Parts, told: Told) -> tuple[Consent, TakenIn]:
    """Adds it to the person's history; what was noted, and whom to start and to wake. Raises NotFound."""
    now = parts.clock.now()
    with parts.store.write() as conn:
        whom = recording.lock_candidate(conn, records.surviving_id(conn, told.candidate_id), now=now)
        until = told.until
        if told.kind is ConsentKind.GIVEN and until is None:
            before = standing(consents.history(conn, whom), told.purpose)
            until = last_day(parts, conn, before, told.at)
        consent = Consent(
            kind=told.kind,
            at=told.at,
            until=until,
            purpose=told.purpose,
            basis=told.basis,
            source=told.source,
            noted_by=told.by,
        )
        what = f"noted consent to {told.purpose} mail as {told.kind}"
        audit.record(conn, Deed(at=now, who=told.by, what=what, why=told.source, about=whom))
        update = ConsentUpdate(candidate_id=whom, consent=consent)
        return consent, hear(parts, conn, Intake(at=told.at, consents=(update,))).taken
