"""Who has been in a sequence before: a subject's earlier runs of it, and the occasions that let it in."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select

from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.occasions import stamped
from nurture.engine.triggers import LastRun
from nurture.store.tables import enrollments
from nurture.store.words import EnrollmentStatus


def last_run(conn: Connection, sequence: str, subject: Subject) -> LastRun | None:
    """A subject's earlier runs of a sequence in one; None where there was none."""
    return last_runs(conn, sequence, subject.kind, (subject.id,)).get(subject.id)


def last_runs(conn: Connection, sequence: str, kind: SubjectKind, ids: Iterable[str]) -> Mapping[str, LastRun]:
    """The earlier runs of a sequence of each of these subjects in one: the highest cycle, the latest entry, whether
    any is open. By the subject's id; who was never inside is not among them.

    Who came at a time that comes again entered then, however long it took until it was their turn: else somebody who
    may come again after a week would miss the same time next week.
    """
    named = {"sequence": sequence, "kind": kind, "ids": list(ids)}
    return {
        row.subject_id: LastRun(
            cycle=row.cycle,
            entered_at=(stamped(row.occasion) if row.occasion else None) or row.entered_at,
            is_open=bool(row.is_open),
        )
        for row in conn.execute(_LAST_RUNS, named)
    }


def _last_runs() -> Select[Any]:
    columns = enrollments.c
    is_open = case((columns.status != EnrollmentStatus.ENDED, 1), else_=0)
    runs = (
        select(
            columns.subject_id,
            columns.cycle,
            columns.entered_at,
            columns.occasion,
            func.max(is_open).over(partition_by=columns.subject_id).label("is_open"),
            func.max(columns.cycle).over(partition_by=columns.subject_id).label("last"),
        )
        .where(
            columns.sequence == bindparam("sequence"),
            columns.subject_kind == bindparam("kind"),
            columns.subject_id.in_(bindparam("ids", expanding=True)),
        )
        .subquery()
    )
    return select(runs).where(runs.c.cycle == runs.c.last)


_LAST_RUNS = _last_runs()


def has_come(conn: Connection, sequence: str, subject: Subject, occasion: str) -> bool:
    """Whether that occasion has let the subject into the sequence before."""
    return bool(have_come(conn, sequence, subject.kind, {subject.id: occasion}))


def have_come(conn: Connection, sequence: str, kind: SubjectKind, occasions: Mapping[str, str]) -> frozenset[str]:
    """Which of these subjects their occasion has let into the sequence before; both by the subject's id."""
    if not occasions:
        return frozenset()
    named = {"sequence": sequence, "kind": kind, "ids": list(occasions), "occasions": sorted({*occasions.values()})}
    return frozenset(
        row.subject_id for row in conn.execute(_HAVE_COME, named) if occasions[row.subject_id] == row.occasion
    )


_HAVE_COME = select(enrollments.c.subject_id, enrollments.c.occasion).where(
    enrollments.c.sequence == bindparam("sequence"),
    enrollments.c.subject_kind == bindparam("kind"),
    enrollments.c.subject_id.in_(bindparam("ids", expanding=True)),
    enrollments.c.occasion.in_(bindparam("occasions", expanding=True)),
)
