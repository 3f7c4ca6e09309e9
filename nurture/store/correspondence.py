"""What a mail or text that came in can belong to: a mail of ours, a candidate, one of our own people."""

from sqlalchemy import Connection, exists, func, or_, select

from nurture.domain.contact_points import ContactKind, normalized_email
from nurture.domain.touchpoints import ChannelKind, Direction, SendState
from nurture.store import contact_points, contacts
from nurture.store.tables import candidates, enrollments, people, touchpoints
from nurture.store.tables import contact_points as points
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class Answered:
    """A mail of ours: by whom it was got, at which address (hashed), for what."""

    key: str
    candidate_id: str
    is_to_candidate: bool
    purpose: str | None
    address_hash: str | None


def mail_of_ours(conn: Connection, message_id: str) -> Answered | None:
    """The mail of ours that has this Message-ID, or under which its recipient has it."""
    found = conn.execute(
        select(
            touchpoints.c.id,
            touchpoints.c.candidate_id,
            touchpoints.c.recipient,
            touchpoints.c.purpose,
            touchpoints.c.address_hash,
        ).where(
            or_(touchpoints.c.message_id == message_id, touchpoints.c.seen_as == message_id),
            touchpoints.c.direction == Direction.OUTBOUND,
        )
    ).first()
    if found is None:
        return None
    return Answered(
        key=found.id,
        candidate_id=found.candidate_id,
        is_to_candidate=found.recipient == contacts.CANDIDATE,
        purpose=found.purpose,
        address_hash=found.address_hash,
    )


def candidates_at(conn: Connection, email: str) -> tuple[str, ...]:
    """The candidates who have this address, among others or alone; only those inside a sequence, if any of them are."""
    same = contact_points.has(ContactKind.EMAIL, points.c.normalized == normalized_email(email))
    is_inside = exists().where(
        enrollments.c.candidate_id == candidates.c.id, enrollments.c.status != EnrollmentStatus.ENDED
    )
    found = conn.execute(
        select(candidates.c.id, is_inside.label("is_inside"))
        .where(same, candidates.c.merged_into.is_(None))
        .order_by(candidates.c.id)
    ).all()
    inside = tuple(each.id for each in found if each.is_inside)
    return inside or tuple(each.id for each in found)


def holders_of(conn: Connection, number: str) -> tuple[str, ...]:
    """The candidates who have this telephone number (E.164), however it is written on their record."""
    return contact_points.holders(conn, ContactKind.PHONE, number)


def last_texted(conn: Connection, number_hash: str) -> str | None:
    """The candidate to whom our newest text to that number went, or may have gone."""
    found: str | None = conn.execute(
        select(touchpoints.c.candidate_id)
        .where(
            touchpoints.c.address_hash == number_hash,
            touchpoints.c.channel == ChannelKind.SMS,
            touchpoints.c.state.in_((SendState.ACCEPTED, SendState.UNKNOWN)),
        )
        .order_by(touchpoints.c.at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found


def is_one_of_ours(conn: Connection, email: str) -> bool:
    """Whether somebody who holds a role has this address."""
    same = func.lower(people.c.email) == email.strip().lower()
    return bool(conn.execute(select(exists().where(same))).scalar_one())
