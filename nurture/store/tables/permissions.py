"""Who may be written to: what a candidate agreed to, and addresses that get nothing more."""

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table, Text

from nurture.domain.consent import Basis, ConsentKind
from nurture.store.columns import Number, UtcDateTime, metadata, one_of

# What a candidate agreed to and took back: rows are only added, and the latest of a purpose stands.
consents = Table(
    "consents",
    metadata,
    Column("id", Number, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("kind", one_of(ConsentKind), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", Date),
    Column("basis", one_of(Basis), nullable=False),
    Column("source", Text, nullable=False),
    Column("noted_by", Text),
    Column("recorded_at", UtcDateTime, nullable=False),
    Index(None, "candidate_id", "purpose"),
)

# Whom nothing may be erased of, since a dispute or the law asks for it, until it is lifted.
holds = Table(
    "holds",
    metadata,
    Column("id", Number, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("because", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("lifted_at", UtcDateTime),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("scope", String(20), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("candidate_id", ForeignKey("candidates.id"), index=True),
    Column("until", UtcDateTime),
)
