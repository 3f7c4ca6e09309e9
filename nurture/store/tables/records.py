"""Whom and what the ATS tells of: people, jobs, candidates, applications, and what belongs to those."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false, text, true

from nurture.domain.contact_points import ContactKind
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.subject import SubjectKind
from nurture.store.columns import Json, Number, UtcDateTime, Words, metadata, one_of

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("away_from", Date),
    Column("away_until", Date),
    Column("is_gone", Boolean, nullable=False, server_default=false()),
    Column("deputy_id", Text),
)

# `own` holds what company.yaml adds to a record by name, `roles` who holds the company's own roles by id.
# A job is mentioned before it is described: without a title it does not count as known.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text),
    Column("department", Text),
    Column("office", Text),
    Column("status", one_of(JobStatus), nullable=False, server_default=JobStatus.OPEN),
    Column("language", Text),
    Column("country", Text),
    Column("zone", Text),
    Column("url", Text),
    Column("recruiter_id", ForeignKey("people.id")),
    Column("coordinator_id", ForeignKey("people.id")),
    Column("hiring_manager_id", ForeignKey("people.id")),
    Column("skills", Words, nullable=False, server_default="[]"),
    Column("opened_at", UtcDateTime),
    Column("applications", Integer, nullable=False, server_default="0"),
    Column("own", Json, nullable=False, server_default="{}"),
    Column("roles", Json, nullable=False, server_default="{}"),
)

_is_merged = text("merged_into IS NOT NULL")

# `last_event` is the number of the newest event in this candidate's stream. A candidate merged into another keeps
# its row and its stream, and nothing personal. `erased_at` is when a person's data was erased, if that is known.
candidates = Table(
    "candidates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("first_name", Text),
    Column("last_name", Text),
    Column("email", Text),
    Column("phone", Text),
    Column("title", Text),
    Column("company", Text),
    Column("tags", Words, nullable=False, server_default="[]"),
    Column("language", Text),
    Column("country", Text),
    Column("zone", Text),
    Column("can_email", Boolean, nullable=False, server_default=true()),
    Column("can_text", Boolean),
    Column("is_private", Boolean, nullable=False, server_default=false()),
    Column("do_not_contact", Boolean, nullable=False, server_default=false()),
    Column("is_anonymized", Boolean, nullable=False, server_default=false()),
    Column("erased_at", UtcDateTime),
    Column("last_contact", UtcDateTime),
    Column("last_reply", UtcDateTime),
    Column("created_at", UtcDateTime),
    Column("recruiter_id", ForeignKey("people.id")),
    Column("coordinator_id", ForeignKey("people.id")),
    Column("referrer_id", ForeignKey("people.id")),
    Column("last_event", Integer, nullable=False, server_default="0"),
    Column("merged_into", ForeignKey("candidates.id")),
    Column("skills", Words, nullable=False, server_default="[]"),
    Column("interests", Words, nullable=False, server_default="[]"),
    Column("away_since", UtcDateTime),
    Column("away_until", Date),
    Column("surveyed_at", UtcDateTime),
    Column("own", Json, nullable=False, server_default="{}"),
    Column("roles", Json, nullable=False, server_default="{}"),
    Column("updated_at", UtcDateTime, nullable=False),
    # Of those who were merged away alone: else SQLite takes it for "not merged", and sorts everybody at each page.
    Index(None, "merged_into", sqlite_where=_is_merged, postgresql_where=_is_merged),
)

# How a person is reached, as each source tells it; what is to be written to is on the candidate.
# `normalized` is what it is compared by: NULL for a number whose country isn't told.
contact_points = Table(
    "contact_points",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id"), primary_key=True),
    Column("kind", one_of(ContactKind), primary_key=True),
    Column("value", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("normalized", Text),
    Column("is_primary", Boolean, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Index(None, "kind", "normalized"),
)

# Which source told of a tag, skill or interest, and since when; the lists themselves are on the candidate.
candidate_words = Table(
    "candidate_words",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("word", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

# Records of several systems that are one person: `id` is a record of such a system, `candidate_id` the person's, one of
# them. `said` holds what each says, by field, with the time. `joined_by` is the address that they had in common; NULL:
# the others joined this one, or a person joined them. Of what `is_erased` there nothing is kept again.
candidate_links = Table(
    "candidate_links",
    metadata,
    Column("id", ForeignKey("candidates.id"), primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("said", Json, nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("joined_by", Text),
    Column("is_erased", Boolean, nullable=False, server_default=false()),
)

# A file of people that is or was taken in, or the lists of an ATS; `id` is made of a file's content and of how it was
# read, `rows` is how many were. `place` is where the ATS's next page begins.
imports = Table(
    "imports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("rows", Integer, nullable=False),
    Column("counts", Json, nullable=False),
    Column("place", Text),
)

# `as_of` is the watermark: the vendor's own time of the last change that we took in. `heard_at` is when we first took
# anything of it in, whatever its past. `told_of` is the record of the candidate there, whoever that is by now.
applications = Table(
    "applications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("told_of", Text),
    Column("job_id", ForeignKey("jobs.id"), index=True),
    Column("status", one_of(ApplicationStatus), nullable=False, server_default=ApplicationStatus.ACTIVE),
    Column("stage", Text),
    Column("is_prospect", Boolean, nullable=False, server_default=false()),
    Column("source", Text),
    Column("applied_at", UtcDateTime),
    Column("rejected_at", UtcDateTime),
    Column("rejection_reason", Text),
    Column("rejection_type", Text),
    Column("next_interview", UtcDateTime),
    Column("url", Text),
    Column("start_date", Date),
    Column("hired_at", UtcDateTime),
    Column("started", Boolean, nullable=False, server_default=false()),
    Column("left_on", Date),
    Column("as_of", UtcDateTime),
    Column("heard_at", UtcDateTime),
    Column("deleted_at", UtcDateTime),
    Column("own", Json, nullable=False, server_default="{}"),
    Column("roles", Json, nullable=False, server_default="{}"),
    Index(None, "status", "id"),
)

application_stages = Table(
    "application_stages",
    metadata,
    Column("id", Number, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False, index=True),
    Column("stage", Text, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
)

# Interviews, offers, referrals and assignments. `document` holds the fields of the record's kind; `as_of` is its
# watermark, where the vendor tells one.
related = Table(
    "related",
    metadata,
    Column("kind", one_of(SubjectKind), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("candidate_id", ForeignKey("candidates.id"), nullable=False, index=True),
    Column("application_id", ForeignKey("applications.id"), index=True),
    Column("document", Json, nullable=False),
    Column("as_of", UtcDateTime),
)
