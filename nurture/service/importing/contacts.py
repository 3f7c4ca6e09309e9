"""What a file says of contacts that there were, in our words: calls, meetings, messages and notes."""

from collections.abc import Mapping
from datetime import datetime

from nurture.errors import Conflict
from nurture.service.logging_contacts import Kind, Logged, Way, logged


def told_contact(values: Mapping[str, object], candidate_id: str, *, list_name: str) -> Logged:
    """A contact with somebody. Raises Conflict for what makes no sense."""
    kind, at, minutes = values.get("contact"), values.get("contact_at"), values.get("contact_minutes")
    if not isinstance(kind, Kind):
        raise Conflict("a contact is told, and not of what kind", hint=f"fill in contact: {', '.join(Kind)}")
    if not isinstance(at, datetime):
        raise Conflict("a contact is told, and not when it was", hint="fill in contact_at")
    way, note = values.get("contact_direction"), values.get("contact_note")
    return logged(
        kind,
        way if isinstance(way, Way) else Way.OUT,
        candidate_id,
        at=at,
        by=str(values.get("contact_by") or f"list {list_name}"),
        note=str(note) if note is not None else None,
        minutes=minutes if isinstance(minutes, int) else None,
    )
