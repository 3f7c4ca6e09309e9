"""Every table. Ids of candidates, jobs, people and applications are `<connection>:<the vendor's id>`."""

from nurture.store.tables.access import api_answers, api_tokens
from nurture.store.tables.contacts import dispatches, messages, told_openings, touchpoints
from nurture.store.tables.mailboxes import mailbox_slots, mailboxes
from nurture.store.tables.news import events, inbox, inbox_subjects, looks
from nurture.store.tables.permissions import consents, holds, suppressions
from nurture.store.tables.questions import surveys, tasks
from nurture.store.tables.reasons import audit, decisions
from nurture.store.tables.records import (
    application_stages,
    applications,
    candidate_links,
    candidate_words,
    candidates,
    contact_points,
    imports,
    jobs,
    people,
    related,
)
from nurture.store.tables.sequences import (
    breakers,
    broadcasts,
    company_versions,
    contests,
    enrollments,
    ranks,
    sequence_versions,
)

__all__ = [
    "api_answers",
    "api_tokens",
    "application_stages",
    "applications",
    "audit",
    "breakers",
    "broadcasts",
    "candidate_links",
    "candidate_words",
    "candidates",
    "company_versions",
    "consents",
    "contact_points",
    "contests",
    "decisions",
    "dispatches",
    "enrollments",
    "events",
    "holds",
    "imports",
    "inbox",
    "inbox_subjects",
    "jobs",
    "looks",
    "mailbox_slots",
    "mailboxes",
    "messages",
    "people",
    "ranks",
    "related",
    "sequence_versions",
    "suppressions",
    "surveys",
    "tasks",
    "told_openings",
    "touchpoints",
]
