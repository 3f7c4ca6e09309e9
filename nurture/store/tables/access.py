"""Who may use the HTTP API, and what its answers were."""

from sqlalchemy import Column, ForeignKey, String, Table, Text

from nurture.store.columns import Json, Names, UtcDateTime, metadata

# `digest` is that of the secret part; the token itself is on record nowhere.
api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(40), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("scopes", Names, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("last_used_at", UtcDateTime),
)

# What was answered under an idempotency key, so that a repeat is answered the same. `asked` is a keyed hash of what was
# asked, `answer` names what was made, by ids.
api_answers = Table(
    "api_answers",
    metadata,
    Column("token_id", ForeignKey("api_tokens.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("asked", String(64), nullable=False),
    Column("answer", Json),
    Column("at", UtcDateTime, nullable=False, index=True),
)
