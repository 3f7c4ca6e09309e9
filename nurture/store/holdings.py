"""What is held of people, table by table: whose a row is, what of it goes when they are erased, and what may stay.

Erasing and exporting both go by this list. A test walks every column of the database: one that can hold words and is
neither erased nor said to stay, with the reason, fails it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, Table, or_, select

from nurture.store.tables import (
    application_stages,
    applications,
    audit,
    candidate_links,
    candidate_words,
    candidates,
    consents,
    contact_points,
    decisions,
    dispatches,
    enrollments,
    events,
    holds,
    inbox,
    messages,
    ranks,
    related,
    suppressions,
    surveys,
    tasks,
    told_openings,
    touchpoints,
)

ERASED: Final = "erased"
"""What stands in place of words that are gone."""

_KEY: Final = "names the record, the sequence and the step"
_ATS_WORD: Final = "a word from a list of the ATS, the same for many, and counted"
_OURS: Final = "names something of ours"
_STAFF: Final = "names one of ours, or a role"

Whose = Callable[[str], ColumnElement[bool]]
"""Which rows are about the candidate with that id."""


def _by_candidate(table: Table) -> Whose:
    return lambda candidate_id: table.c.candidate_id == candidate_id


def _by_touchpoint(table: Table) -> Whose:
    """Their own, and those of mails that are about others as well."""
    return lambda candidate_id: or_(
        *(
            table.c.touchpoint_id.in_(select(mail).where(touchpoints.c.candidate_id == candidate_id))
            for mail in (touchpoints.c.id, touchpoints.c.carried_by)
        )
    )


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What one table holds of a person.

    `called` says it in words. `erased` maps a column to what it becomes; with `goes`, the whole row goes. `stays` gives
    the reason for every other column of words. `sealed` are keys to something, which are handed out to nobody.
    """

    table: Table
    called: str
    whose: Whose
    erased: Mapping[str, object] = field(default_factory=dict)
    goes: bool = False
    stays: Mapping[str, str] = field(default_factory=dict)
    sealed: frozenset[str] = frozenset()


CANDIDATE: Final[Mapping[str, object]] = {
    **dict.fromkeys(("first_name", "last_name", "email", "phone", "title", "company", "language", "country", "zone")),
    **dict.fromkeys(("can_text", "away_since", "away_until")),
    **dict.fromkeys(("tags", "skills", "interests"), ()),
    "own": {},
    "roles": {},
}
"""What is personal on a candidate, and what it becomes."""

HOLDINGS: Final = (
    Holding(
        table=candidates,
        called="the person's record",
        whose=lambda candidate_id: or_(candidates.c.id == candidate_id, candidates.c.merged_into == candidate_id),
        erased=CANDIDATE,
        stays={"id": "the ATS's number for them: what is told of them later is known by it, and dropped"},
    ),
    Holding(
        table=candidate_links,
        called="records in several systems",
        whose=_by_candidate(candidate_links),
        erased={"said": {}, "joined_by": None, "is_erased": True},
        stays={"source": "names a connection"},
    ),
    Holding(
        table=contact_points,
        called="addresses and numbers",
        whose=_by_candidate(contact_points),
        goes=True,
    ),
    Holding(
        table=candidate_words,
        called="who told of tags, skills and interests",
        whose=_by_candidate(candidate_words),
        goes=True,
    ),
    Holding(
        table=applications,
        called="applications",
        whose=_by_candidate(applications),
        erased={"own": {}, "roles": {}, "url": None, "rejection_reason": None},
        stays={
            "id": "the ATS's number for it",
            "told_of": "the ATS's number for the person",
            **dict.fromkeys(("stage", "source", "rejection_type"), _ATS_WORD),
        },
    ),
    Holding(
        table=application_stages,
        called="stages of applications",
        whose=lambda candidate_id: application_stages.c.application_id.in_(
            select(applications.c.id).where(applications.c.candidate_id == candidate_id)
        ),
        stays={"stage": _ATS_WORD},
    ),
    Holding(
        table=related,
        called="interviews, offers, referrals and assignments",
        whose=_by_candidate(related),
        stays={"id": "the ATS's number for it", "document": "`related.erase` leaves its status and its dates alone"},
    ),
    Holding(table=consents, called="consents", whose=_by_candidate(consents), goes=True),
    Holding(
        table=holds,
        called="why nothing of them may be erased",
        whose=_by_candidate(holds),
        erased={"because": ERASED},
        stays={"by": _STAFF},
    ),
    Holding(
        table=suppressions,
        called="suppressed addresses",
        whose=_by_candidate(suppressions),
        stays={
            "address_hash": "a keyed hash, which keeps the address from mail for good",
            "scope": "names a purpose",
            "reason": "why the address gets no mail; what one of ours wrote there is taken out by `forgetting`",
            "source": "from where we know",
        },
    ),
    Holding(
        table=enrollments,
        called="runs of sequences",
        whose=_by_candidate(enrollments),
        erased={"summary": ERASED, "held_reason": None},
        stays={
            **dict.fromkeys(("id", "sequence", "step", "action", "outcome", "listen"), _KEY),
            "subject_id": "the ATS's number for it",
            "progress": "steps, times and one of a survey's fixed answers; the run needs it to end",
            "occasion": "names a broadcast or a day",
        },
    ),
    Holding(
        table=touchpoints,
        called="mails, texts, calls and other contacts",
        whose=_by_candidate(touchpoints),
        erased={"summary": ERASED, "detail": None},
        stays={
            "id": f"{_KEY}; of what they wrote, `erasing` puts a hash in its place",
            "message_id": "made by us from a hash; of what they wrote, `erasing` takes it out",
            **dict.fromkeys(("step", "template", "carried_by"), _KEY),
            "recipient": "names a role",
            "purpose": "names a purpose",
            "address_hash": "a keyed hash: a wish said at an address that was written to holds by it",
            "provider_id": "the mail provider's number for the message",
            "seen_as": "the mail provider's number for the message",
            "mailbox": _OURS,
            "token": "a number drawn for an attempt to send",
        },
        sealed=frozenset({"token"}),
    ),
    Holding(
        table=messages,
        called="the words of mails and texts",
        whose=_by_touchpoint(messages),
        erased={"content": None},
    ),
    Holding(
        table=told_openings,
        called="openings told of",
        whose=_by_touchpoint(told_openings),
        stays={"posting": "a job's number and its words"},
    ),
    Holding(
        table=dispatches,
        called="what other systems were told",
        whose=_by_candidate(dispatches),
        erased={"summary": ERASED, "content": {}, "detail": None},
        stays={
            **dict.fromkeys(("id", "step", "kind", "result"), _KEY),
            "to": "names the other system",
            "token": "a number drawn for an attempt to tell",
        },
        sealed=frozenset({"token"}),
    ),
    Holding(
        table=tasks,
        called="tasks about them",
        whose=_by_candidate(tasks),
        erased={"title": ERASED, "note": None, "answer": None},
        stays={
            **dict.fromkeys(("id", "step", "kind", "outcomes", "outcome", "asks", "snooze"), _KEY),
            **dict.fromkeys(("assign", "by", "owner"), _STAFF),
        },
    ),
    Holding(
        table=surveys,
        called="surveys and answers",
        whose=_by_candidate(surveys),
        erased={"token": None, "comment": None},
        stays={
            **dict.fromkeys(("id", "step", "survey"), _KEY),
            "recipient": "names a role",
            "language": "of the survey's words",
            "document": "the survey as company.yaml has it, the same for everybody",
            "answer": "one of the survey's fixed answers, and counted",
        },
        sealed=frozenset({"token"}),
    ),
    Holding(
        table=events,
        called="what happened",
        whose=lambda candidate_id: events.c.candidate_id.in_(
            select(candidates.c.id).where(
                or_(candidates.c.id == candidate_id, candidates.c.merged_into == candidate_id)
            )
        ),
        erased={"data": {}},
        stays={
            "type": "names what happened, and is counted",
            "application_id": "the ATS's number for it",
            "job_id": "the ATS's number for it",
            "note": "why it did not act, in words of ours",
        },
    ),
    Holding(
        table=decisions,
        called="decisions",
        whose=_by_candidate(decisions),
        erased={"sentence": ERASED, "inputs": {}},
        stays=dict.fromkeys(("enrollment_id", "rule", "sequence", "step"), _KEY),
    ),
    Holding(
        table=ranks,
        called="at which news of a job they wait for their turn",
        whose=_by_candidate(ranks),
        goes=True,
    ),
    Holding(
        table=inbox,
        called="deliveries of the ATS and mails, as they came",
        whose=_by_candidate(inbox),
        erased={"body": b"", "headers": {}, "note": None, "about_nobody": False},
        stays={
            "connection": "names a connection",
            "delivery_id": "the ATS's number for the delivery; of a mail, a hash",
            "body_hash": "a hash: the same delivery is not taken in twice by it",
        },
    ),
    Holding(
        table=audit,
        called="what ours did about them",
        whose=lambda candidate_id: audit.c.about == candidate_id,
        erased={"why": ERASED},
        stays={
            "who": _STAFF,
            "what": "what was done, in words of ours, about which record",
            "about": "the ATS's number for the person",
        },
    ),
)
"""Everything that is held of a person, in the order in which an export shows it."""
