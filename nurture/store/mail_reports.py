"""What providers told of our mails since they took them: kept with each mail, and only ever moved forward."""

from sqlalchemy import Connection, func, select, update

from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.touchpoints import ChannelKind
from nurture.store.tables import touchpoints
from nurture.values import frozen


@frozen
class Mailed:
    """A mail of ours that a report is about, and what was told of it before."""

    key: str
    enrollment_id: str
    candidate_id: str
    recipient: str
    purpose: str
    address_hash: str
    channel: ChannelKind
    fate: MailFate | None


_KNOWN = ("enrollment_id", "candidate_id", "recipient", "purpose", "address_hash", "channel")


def mail_of(conn: Connection, report: MailReport) -> Mailed | None:
    """The mail that a report is about, by our key or else by the provider's id; None for one that is not ours."""
    names_it = touchpoints.c.id == report.key if report.key else touchpoints.c.provider_id == report.provider_id
    row = conn.execute(
        select(touchpoints.c.id, touchpoints.c.fate, *(touchpoints.c[name] for name in _KNOWN))
        .where(names_it, touchpoints.c.enrollment_id.is_not(None), touchpoints.c.address_hash.is_not(None))
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    key, fate, *known = row
    return Mailed(key=key, fate=fate, **dict(zip(_KNOWN, known, strict=True)))


def note(conn: Connection, key: str, report: MailReport) -> None:
    """Keeps a report that goes further than what was known; the first Message-ID that is told stays."""
    conn.execute(
        update(touchpoints)
        .where(touchpoints.c.id == key)
        .values(
            fate=report.fate,
            fate_at=report.at,
            detail=func.coalesce(report.detail, touchpoints.c.detail),
            provider_id=func.coalesce(touchpoints.c.provider_id, report.provider_id),
            seen_as=func.coalesce(touchpoints.c.seen_as, report.seen_as),
        )
    )
