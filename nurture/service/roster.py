"""Who has what to do: tasks with those whose they are today."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.tasks import Task
from nurture.language.chain import in_words
from nurture.service.mailboxes import Office, day_of
from nurture.store import tasks
from nurture.store.sequences import PlanCache
from nurture.store.tasks import Assignment, Place
from nurture.values import frozen


@frozen
class Duty:
    """A task, the candidate it is about, and whose it is today: an open one follows its role."""

    task: Task
    person: str
    owner: str
    email: str | None


def duties_of(
    conn: Connection,
    *,
    now: datetime,
    candidate_id: str | None = None,
    only_open: bool = True,
    mine: str | None = None,
    after: Place | None = None,
    limit: int | None = None,
) -> tuple[Duty, ...]:
    """Tasks, what is due first before the others, behind a place; of one candidate, or of the one of ours with that
    mail address.
    """
    found = tasks.listed(conn, candidate_id=candidate_id, only_open=only_open, after=after, limit=limit)
    return tuple(
        each for each in _duties(conn, found, now) if mine is None or (each.email or "").lower() == mine.lower()
    )


def duty_of(conn: Connection, task_id: str, *, now: datetime) -> Duty:
    """One task, open or not. Raises `NotFound`."""
    tasks.get(conn, task_id)
    return _duties(conn, tasks.listed(conn, task_id=task_id, only_open=False), now)[0]


def _duties(conn: Connection, found: Sequence[Assignment], now: datetime) -> tuple[Duty, ...]:
    if not found:
        return ()
    company = PlanCache().company(conn)
    duties = []
    for each in found:
        office = Office(team=each.records.team, company=company, day=day_of(now, company))
        holder = office.first_there(each.task.whose)
        named, mailbox = (holder.called, holder.mailbox) if holder else ("nobody", None)
        role = in_words([holder.name] if holder else each.task.whose)
        candidate = each.records.candidate
        called = " ".join(part for part in (candidate.first_name, candidate.last_name) if part)
        duties.append(
            Duty(
                task=each.task,
                person=called or candidate.id,
                owner=f"{named}, {role}" if holder is None or office.is_role(holder.name) else named,
                email=mailbox.email if mailbox else None,
            )
        )
    return tuple(duties)
