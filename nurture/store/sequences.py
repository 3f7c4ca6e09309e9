"""Published sequences and company files: every version immutable, with everything it takes to run it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from nurture.domain.past import PAST_FACTS, TOLD_FACT
from nurture.errors import NotFound
from nurture.language.company import CompanyFile
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence
from nurture.store.tables import company_versions, sequence_versions
from nurture.values import frozen

Templates = Mapping[str, Mapping[str, str]]
"""A template's name -> language -> text."""


@frozen
class Published:
    """The version that carries what was published. `is_new` is false when nothing had changed."""

    version: int
    is_new: bool


def publish(
    conn: Connection,
    sequence: Sequence,
    *,
    templates: Templates,
    content_hash: str,
    now: datetime,
    commit: str | None = None,
    author: str | None = None,
) -> Published:
    """Keeps a sequence as its next version, unless it is the latest one unchanged."""
    table = sequence_versions
    newest = conn.execute(
        select(table.c.version, table.c.content_hash)
        .where(table.c.sequence == sequence.sequence)
        .order_by(table.c.version.desc())
        .limit(1)
    ).one_or_none()
    if newest and newest.content_hash == content_hash:
        return Published(version=newest.version, is_new=False)
    version: int = newest.version + 1 if newest else 1
    conn.execute(
        insert(table),
        {
            "sequence": sequence.sequence,
            "version": version,
            "content_hash": content_hash,
            "document": sequence.model_dump_json(by_alias=True),
            "templates": {name: dict(texts) for name, texts in templates.items()},
            "git_commit": commit,
            "author": author,
            "published_at": now,
        },
    )
    return Published(version=version, is_new=True)


def load(conn: Connection, name: str, version: int) -> tuple[str, Templates]:
    """One version: the sequence as JSON, and its templates. Raises `NotFound`."""
    found = conn.execute(
        select(sequence_versions.c.document, sequence_versions.c.templates).where(
            sequence_versions.c.sequence == name, sequence_versions.c.version == version
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"version {version} of the sequence {name} was never published")
    return found.document, found.templates


def latest_versions(conn: Connection) -> dict[str, int]:
    """The newest version of every sequence, in the order of their names."""
    return {row.sequence: row.version for row in conn.execute(_LATEST_VERSIONS)}


_LATEST_VERSIONS = (
    select(sequence_versions.c.sequence, func.max(sequence_versions.c.version).label("version"))
    .group_by(sequence_versions.c.sequence)
    .order_by(sequence_versions.c.sequence)
)


def latest(conn: Connection) -> dict[str, tuple[int, Sequence]]:
    """The newest version of every sequence, with the sequence itself."""
    return {
        name: (version, Sequence.model_validate_json(load(conn, name, version)[0]))
        for name, version in latest_versions(conn).items()
    }


def publish_company(conn: Connection, company: CompanyFile, *, content_hash: str, now: datetime) -> Published:
    """Keeps a company file as the newest, unless it is that unchanged."""
    table = company_versions
    newest = conn.execute(select(table.c.id, table.c.content_hash).order_by(table.c.id.desc()).limit(1)).one_or_none()
    if newest and newest.content_hash == content_hash:
        return Published(version=newest.id, is_new=False)
    version: int = conn.execute(
        insert(table).returning(table.c.id),
        {
            "content_hash": content_hash,
            "document": company.model_dump_json(by_alias=True),
            "published_at": now,
        },
    ).scalar_one()
    return Published(version=version, is_new=True)


def company(conn: Connection, version: int | None = None) -> CompanyFile:
    """The newest company file, or that version of it. Raises `NotFound` when there is none."""
    statement = select(company_versions.c.document).order_by(company_versions.c.id.desc()).limit(1)
    if version is not None:
        statement = statement.where(company_versions.c.id == version)
    document = conn.execute(statement).scalar_one_or_none()
    if document is None:
        raise NotFound("no company file has been published", hint="Run: nurture apply")
    return CompanyFile.model_validate_json(document)


_NEWEST_COMPANY = select(func.max(company_versions.c.id))


@frozen
class PublishedPlan:
    """One version of a sequence, ready to run, with its templates.

    `names_event` says whether any condition or template may name `event.`: where none does, no event need be read.
    `names_openings` says the same of `openings`, `names_past` of what was between the person and jobs, and
    `names_told` of when they were told how their application ended.
    """

    plan: Plan
    templates: Templates
    names_event: bool
    names_openings: bool = False
    names_past: bool = False
    names_told: bool = False


class PlanCache:
    """Published versions, kept in memory once read: they never change. Which one is the newest is asked every time.

    Threads may share it: at worst two of them read the same version.
    """

    def __init__(self) -> None:
        self._plans: dict[tuple[str, int], PublishedPlan] = {}
        self._companies: dict[int, CompanyFile] = {}

    def plan(self, conn: Connection, sequence: str, version: int) -> PublishedPlan:
        """That version of a sequence. Raises `NotFound`."""
        known = self._plans.get((sequence, version))
        if known is None:
            document, templates = load(conn, sequence, version)
            plan = plan_of(Sequence.model_validate_json(document), version)
            texts = (document, *(text for variants in templates.values() for text in variants.values()))
            known = self._plans[sequence, version] = PublishedPlan(
                plan=plan,
                templates=templates,
                names_event=any("event." in text for text in texts),
                names_openings=any("openings" in text for text in texts),
                names_told=any(TOLD_FACT in text for text in texts),
                names_past=any(name in text for text in texts for name in (*PAST_FACTS, '"openings":')),
            )
        return known

    def latest(self, conn: Connection) -> dict[str, PublishedPlan]:
        """The newest version of every sequence as of now, by name."""
        return {name: self.plan(conn, name, version) for name, version in latest_versions(conn).items()}

    def company(self, conn: Connection, version: int | None = None) -> CompanyFile:
        """The newest company file; a caller who knows its `version` saves the question. Raises `NotFound`."""
        if version is None:
            version = conn.execute(_NEWEST_COMPANY).scalar_one()
        if version is None:
            raise NotFound("no company file has been published", hint="Run: nurture apply")
        known = self._companies.get(version)
        if known is None:
            known = self._companies[version] = company(conn, version)
        return known
