"""Recruitee's side of the adapter contract.

“Verification”: `X-Recruitee-Signature` is the HMAC of the body in hexadecimal. “Configuring webhooks”: a test request
with `"test": true` must get 200 before the web hook, and so its secret, exists. “Delivery guarantees”: any status but
200 is a failure, and is tried again with growing waits. No id and no time of a delivery is described.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar, Final

from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, body_hash, hex_hmac, is_same
from nurture.ats.names import is_withdrawal
from nurture.ats.recruitee.records import HIRE, Standing, job_of, person_of, placed_with, standing
from nurture.ats.recruitee.shapes import Envelope, Moved, WasRead
from nurture.ats.shapes import parsed, part
from nurture.ats.telling import ids_at, subjects
from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.subject import Subject
from nurture.errors import Refused, Rejected
from nurture.values import frozen

SIGNATURE: Final = "X-Recruitee-Signature"
MOVED: Final = "candidate_moved"

_SAME_FOR: Final = 30
"""For how many seconds a body that comes again is the same delivery."""
STAGE_CHANGED, DISQUALIFIED, REQUALIFIED = "stage_changed", "disqualified", "requalified"
_TELLS: Final[Mapping[str, tuple[EventType, ApplicationStatus]]] = {
    STAGE_CHANGED: (EventType.APPLICATION_STAGE_CHANGED, ApplicationStatus.ACTIVE),
    DISQUALIFIED: (EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED),
    REQUALIFIED: (EventType.APPLICATION_UNREJECTED, ApplicationStatus.ACTIVE),
}
"""Each subtype of a move: what it is, and how the application stands by it."""


@frozen
class Recruitee:
    """One account."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """A test request, which comes before anybody can know the secret; some carry an example of an event."""
        try:
            is_test = b'"test"' in posted.raw and parsed(Envelope, posted.raw).test
        except Refused:
            return None
        return Greeting(status=self.ack_status) if is_test else None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes; there is no time in what is signed."""
        given = posted.header(SIGNATURE)
        if given is None:
            return f"the delivery carries no {SIGNATURE} header"
        return None if any(is_same(given, hex_hmac(posted.raw, key)) for key in secrets) else NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """A test request that is signed is a test request."""
        return parsed(Envelope, posted.raw).test

    def delivery_id(self, posted: Posted) -> str:
        """The body's hash, and the half minute in which it came.

        A body has neither an id nor a time: who is disqualified, requalified and disqualified once more is told of by
        the same bytes twice, and the second time must count; so must the second of two moves to one stage, with a move
        back between them. What is tried again later than that, though it arrived, says once more what is on record, and
        is no news.
        """
        same = body_hash(posted.raw)
        return f"{same}@{int(posted.at.timestamp()) // _SAME_FOR}" if posted.at else same

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The candidate, whatever they are moved in."""
        return subjects(self.connection, candidates=ids_at(parsed(Envelope, posted.raw).payload, "candidate.id"))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """The delivery in our words; by what was read, if anything was, since deliveries overtake each other."""
        envelope = parsed(Envelope, posted.raw)
        if envelope.test:
            return Intake(at=received_at, ignored="Recruitee tried out whether the address answers")
        if envelope.event_type is None:
            raise Refused("the body of the delivery lacks event_type", status=400)
        if envelope.event_type != MOVED:
            said = f"“{envelope.event_type[:100]}” is no event that we know: its form is not published"
            return Intake(at=received_at, ignored=said)
        tells = _TELLS.get(envelope.event_subtype or "")
        if tells is None:
            said = f"“{(envelope.event_subtype or '')[:100]}” is no kind of {MOVED} that we know"
            return Intake(at=received_at, ignored=said)
        told = moved(envelope)
        type_, status = tells
        stands = _as_read(told, read) if read else _as_told(told, status)
        placed = placed_with(self.connection, stands, told.offer)
        happenings = tuple(
            Happening(type=each, candidate_id=placed.candidate_id, application_id=placed.id, job_id=placed.job_id)
            for each in stands.tells(type_)
        )
        return Intake(
            at=received_at,
            happenings=happenings,
            candidates=(person_of(self.connection, stands.person),),
            applications=(placed,),
            jobs=(job_of(self.connection, told.offer),),
        )


def moved(envelope: Envelope) -> Moved:
    """What a move is about."""
    return part(Moved, envelope.payload, what=f"Recruitee's {MOVED}", root="payload")


def _as_told(told: Moved, status: ApplicationStatus) -> Standing:
    details = told.details
    stage, reason = (details.to_stage, details.disqualify_reason) if details else (None, None)
    if status is ApplicationStatus.ACTIVE and stage and stage.category == HIRE:
        status = ApplicationStatus.HIRED
    words = reason if reason is None or isinstance(reason, str) else reason.name
    if status is ApplicationStatus.REJECTED and is_withdrawal(words):
        status = ApplicationStatus.WITHDRAWN
    return Standing(person=told.candidate, status=status, stage=stage, reason=words)


def _as_read(told: Moved, read: Read) -> Standing:
    """Raises Rejected where they are no longer placed there."""
    found = part(WasRead, read, what="what Recruitee's API says")
    placement = next((each for each in found.candidate.placements if each.offer_id == told.offer.id), None)
    if placement is None:
        raise Rejected("the candidate is not placed with that offer any more")
    return standing(found.candidate, placement, found.stages)
