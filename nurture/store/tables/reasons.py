"""Why it is as it is: what Nurture decided of a candidate, and what one of ours did by hand."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from nurture.store.columns import Json, Number, UtcDateTime, metadata

# An enrollment that was refused never came to be, and is named all the same.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Number, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("enrollment_id", Text, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("rule", String(80), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("inputs", Json, nullable=False),
    Column("sequence", String(60)),
    Column("version", Integer),
    Column("step", Text),
)

# `what` is in words of ours, `why` in those of whoever did it. `about` is a candidate's id, or the keyed hash of an
# address that is nobody's.
audit = Table(
    "audit",
    metadata,
    Column("id", Number, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("about", Text, index=True),
)
