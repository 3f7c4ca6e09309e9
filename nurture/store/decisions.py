"""Why things happened: one sentence for each decision about a person."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from nurture.domain.moves import PLANNED, Because
from nurture.store.tables import decisions
from nurture.values import frozen


@frozen
class Decision:
    """One decision: about whom, when, by which rule of which version, in a sentence, from what."""

    candidate_id: str
    at: datetime
    rule: str
    sentence: str
    inputs: Mapping[str, str]
    enrollment_id: str | None
    sequence: str | None
    version: int | None
    step: str | None


_NAMES = tuple(Decision.__dataclass_fields__)
_INSERT = insert(decisions).inline()  # nobody asks for the new rows' numbers


def record(
    conn: Connection,
    reasons: Sequence[Because],
    *,
    candidate_id: str,
    at: datetime,
    enrollment_id: str | None = None,
    sequence: str | None = None,
    version: int | None = None,
) -> None:
    """Keeps the reasons for what was decided about a candidate, in that order."""
    if not reasons:
        return
    shared = {
        "candidate_id": candidate_id,
        "enrollment_id": enrollment_id,
        "at": at,
        "sequence": sequence,
        "version": version,
    }
    conn.execute(_INSERT, [shared | _row(because) for because in reasons])


def record_of_many(
    conn: Connection, reasons: Mapping[str, Because], *, at: datetime, sequence: str, version: int
) -> None:
    """Keeps one reason each for what was decided about several candidates, by their ids."""
    shared = {"enrollment_id": None, "at": at, "sequence": sequence, "version": version}
    rows = [shared | {"candidate_id": candidate_id} | _row(because) for candidate_id, because in reasons.items()]
    if rows:
        conn.execute(_INSERT, rows)


def _row(because: Because) -> dict[str, object]:
    return {
        "rule": because.rule,
        "sentence": because.sentence,
        "inputs": dict(because.inputs),
        "step": because.step,
    }


def of_candidate(conn: Connection, candidate_id: str) -> tuple[Decision, ...]:
    """All decisions about a candidate, in the order in which they were made."""
    statement = (
        select(*(decisions.c[name] for name in _NAMES))
        .where(decisions.c.candidate_id == candidate_id)
        .order_by(decisions.c.id)
    )
    return tuple(Decision(**row._mapping) for row in conn.execute(statement))


def page(
    conn: Connection,
    candidate_id: str,
    *,
    sequence: str | None = None,
    enrollment_id: str | None = None,
    after: int | None = None,
    limit: int,
) -> tuple[tuple[int, Decision], ...]:
    """The next decisions about a candidate behind the one with that number, each with its own: in one sequence, or of
    one enrollment.
    """
    where = [decisions.c.candidate_id == candidate_id]
    where += [decisions.c.sequence == sequence] if sequence is not None else []
    where += [decisions.c.enrollment_id == enrollment_id] if enrollment_id is not None else []
    where += [decisions.c.id > after] if after is not None else []
    statement = select(decisions.c.id, *(decisions.c[name] for name in _NAMES)).where(*where)
    found = conn.execute(statement.order_by(decisions.c.id).limit(limit))
    return tuple((row.id, Decision(**{name: row._mapping[name] for name in _NAMES})) for row in found)


def last_rule(conn: Connection, enrollment_id: str, step: str) -> str | None:
    """The rule by which it was last decided about a step of an enrollment, apart from what is planned next."""
    newest = (
        select(decisions.c.rule)
        .where(decisions.c.enrollment_id == enrollment_id, decisions.c.step == step, decisions.c.rule != PLANNED)
        .order_by(decisions.c.id.desc())
        .limit(1)
    )
    rule: str | None = conn.execute(newest).scalar_one_or_none()
    return rule
