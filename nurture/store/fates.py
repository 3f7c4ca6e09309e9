"""What was told of mails of ours after they left: a mail's fate only moves forward."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from nurture.domain.mail_reports import MailFate, is_further
from nurture.store import contacts
from nurture.store.tables import touchpoints


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A mail of which something was told: whom it went to, for what, and what was known of it before."""

    key: str
    candidate_id: str
    is_to_candidate: bool
    purpose: str | None
    address_hash: str | None
    before: MailFate | None


def find(conn: Connection, *, key: str | None, provider_id: str | None) -> Told | None:
    """The mail of that key, or that the provider calls so; locked until the transaction ends."""
    if key is None and provider_id is None:
        return None
    is_it = touchpoints.c.id == key if key is not None else touchpoints.c.provider_id == provider_id
    columns = ("id", "candidate_id", "recipient", "purpose", "address_hash", "fate")
    found = conn.execute(select(*(touchpoints.c[name] for name in columns)).where(is_it).with_for_update()).first()
    if found is None:
        return None
    return Told(
        key=found.id,
        candidate_id=found.candidate_id,
        is_to_candidate=found.recipient == contacts.CANDIDATE,
        purpose=found.purpose,
        address_hash=found.address_hash,
        before=found.fate,
    )


def move(conn: Connection, mail: Told, fate: MailFate, *, at: datetime, seen_as: str | None = None) -> bool:
    """Keeps what was told of it. False where as much, or more, was known already."""
    if not is_further(fate, mail.before):
        return False
    told = {"fate": fate, "fate_at": at} | ({"seen_as": seen_as} if seen_as else {})
    conn.execute(update(touchpoints).where(touchpoints.c.id == mail.key).values(told))
    return True
