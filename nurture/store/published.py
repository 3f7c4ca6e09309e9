"""What is published, for people to look at: versions with how many are inside, and the company file in short."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, case, func, select

from nurture.store.keyset import beyond
from nurture.store.tables import company_versions, enrollments, sequence_versions
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class VersionRow:
    """One published version, and how many are inside or have been through it."""

    sequence: str
    version: int
    title: str
    content_hash: str
    commit: str | None
    author: str | None
    published_at: datetime
    open: int
    ended: int


def versions(
    conn: Connection,
    *,
    sequence: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = None,
) -> tuple[VersionRow, ...]:
    """Every published version, of all sequences or one: by name, newest first; behind a version of a sequence."""
    is_open = case((enrollments.c.status != EnrollmentStatus.ENDED, 1))
    counted = (
        select(
            enrollments.c.sequence,
            enrollments.c.version,
            func.count(is_open).label("open"),
            func.count().label("all"),
        )
        .group_by(enrollments.c.sequence, enrollments.c.version)
        .subquery()
    )
    table = sequence_versions
    same = (table.c.sequence == counted.c.sequence) & (table.c.version == counted.c.version)
    query = (
        select(table, func.coalesce(counted.c.open, 0).label("open"), func.coalesce(counted.c.all, 0).label("all"))
        .join(counted, same, isouter=True)
        .order_by(table.c.sequence, table.c.version.desc())
        .limit(limit)
    )
    if sequence is not None:
        query = query.where(table.c.sequence == sequence)
    if after is not None:
        query = query.where(beyond((table.c.sequence, -table.c.version), (after[0], -after[1])))
    return tuple(_version(row) for row in conn.execute(query))


def company_hash(conn: Connection) -> str | None:
    """The content hash of the newest company file; None when none was published."""
    query = select(company_versions.c.content_hash).order_by(company_versions.c.id.desc()).limit(1)
    found: str | None = conn.execute(query).scalar_one_or_none()
    return found


def company_zone(conn: Connection) -> str:
    """The company's zone; UTC while no company file is published."""
    query = select(company_versions.c.document).order_by(company_versions.c.id.desc()).limit(1)
    document = conn.execute(query).scalar_one_or_none()
    return json.loads(document)["zone"] if document else "UTC"


def _version(row: Row[Any]) -> VersionRow:
    return VersionRow(
        sequence=row.sequence,
        version=row.version,
        title=json.loads(row.document)["title"],
        content_hash=row.content_hash,
        commit=row.git_commit,
        author=row.author,
        published_at=row.published_at,
        open=row.open,
        ended=row.all - row.open,
    )
