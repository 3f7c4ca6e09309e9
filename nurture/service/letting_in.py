"""A page of a broadcast: whoever is to come in does, each in a transaction of their own; or, where the best come first,
they are kept by their rank until all have been looked at, and come in in that order.

How many came in is counted in the transaction that lets somebody in: a page that is done once more, after a crash or by
two workers, lets in no more than it should.
"""

from collections.abc import Iterable
from dataclasses import field
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import EnrollmentRun
from nurture.domain.moves import Because
from nurture.domain.subject import Subject, SubjectKind
from nurture.service.admitting import Admitted, Looked, Occasion, Wanted, admit, not_judged
from nurture.service.deciding import FAULTS
from nurture.service.parts import Parts
from nurture.store import broadcasts, decisions, ranks
from nurture.store.broadcasts import Broadcast
from nurture.store.ranks import Ranked
from nurture.store.words import BroadcastState
from nurture.values import frozen, replace

STAY_OUT: Final = 1000
"""How many are told in one go that they are not among the best."""


@frozen
class Page:
    """A page that was looked at: how many candidates, and the last of them (None: there is nobody after them)."""

    looked_at: int
    cursor: str | None

    def follows(self, before: Broadcast, now: Broadcast) -> bool:
        """Whether nobody else has done that page meanwhile, or a later one."""
        return now.state is not BroadcastState.DONE and (before.cursor, before.ranked_at) == (now.cursor, now.ranked_at)

    def behind(self, broadcast: Broadcast, fault: str | None) -> Broadcast:
        """The broadcast with this page behind it."""
        return replace(
            broadcast,
            cursor=self.cursor,
            looked_at=broadcast.looked_at + self.looked_at,
            note=fault or broadcast.note,
        )


@frozen
class LetIn:
    """Who came in: runs to be started, and which others end for them. `fault`: why somebody could not be judged."""

    started: tuple[EnrollmentRun, ...] = ()
    tells: dict[str, int] = field(default_factory=dict)
    fault: str | None = None


def let_in_each(parts: Parts, occasion: Occasion, wanted: Iterable[Wanted]) -> LetIn:
    """Lets in all of these who under lock still are to come in; where they wait by rank, while it is their turn."""
    started: list[EnrollmentRun] = []
    tells: dict[str, int] = {}
    fault: str | None = None
    for each in wanted:
        try:
            with parts.store.write() as conn:
                broadcast = broadcasts.get(conn, occasion.broadcast.id, lock=True)
                if not _is_their_turn(conn, occasion, broadcast, each):
                    break
                admitted = _admit(parts, conn, occasion, each)
                if admitted is not None:
                    broadcasts.count_entered(conn, broadcast.id)
                    started.append(admitted.entrance.run(clock=parts.clock, options=parts.settings.run_options()))
                    tells |= admitted.tells
        except FAULTS as error:
            fault = not_judged(each.subject, error)
            if occasion.trigger.rank is not None:  # else they would be the next whose turn it is, for ever
                with parts.store.write() as conn:
                    ranks.take_off(conn, occasion.broadcast.id, (each.subject.id,))
    return LetIn(started=tuple(started), tells=tells, fault=fault)


def keep_ranks(parts: Parts, occasion: Occasion, page: Page, looked: Looked) -> Broadcast:
    """Keeps who of a page waits for their turn, and how far the look has come: both, or neither."""
    id_, now = occasion.broadcast.id, parts.clock.now()
    ranked = [
        Ranked(candidate_id=each.candidate_id, subject_id=each.subject.id, rank=each.rank) for each in looked.wanted
    ]
    with parts.store.write() as conn:
        broadcast = broadcasts.get(conn, id_, lock=True)
        if not page.follows(occasion.broadcast, broadcast):
            return broadcast
        ranks.keep(conn, id_, ranked)
        broadcast = replace(page.behind(broadcast, looked.fault), fit=broadcast.fit + len(ranked))
        if page.cursor is None:
            broadcast = replace(broadcast, ranked_at=now)
        broadcasts.save(conn, broadcast)
    return broadcast


def let_in_best(parts: Parts, occasion: Occasion, *, limit: int) -> tuple[LetIn, Broadcast]:
    """Lets in those whose turn comes next, up to `limit` of them; the others stay out once the best have come in."""
    kind = occasion.plan.sequence.for_
    with parts.store.read() as conn:
        waiting = ranks.first(conn, occasion.broadcast.id, limit=limit)
    wanted = (
        Wanted(candidate_id=each.candidate_id, subject=Subject(kind=kind, id=each.subject_id), rank=each.rank)
        for each in waiting
    )
    let_in = let_in_each(parts, occasion, wanted)
    return let_in, _close(parts, occasion, let_in.fault)


def is_full(occasion: Occasion, broadcast: Broadcast) -> bool:
    """Whether as many have come in as are to."""
    best = occasion.trigger.best
    return best is not None and broadcast.entered >= best


def _is_their_turn(conn: Connection, occasion: Occasion, broadcast: Broadcast, each: Wanted) -> bool:
    """Takes whoever waits by rank off; nobody's turn it is once the best have come in, or while it is paused.

    The others of a page come in though a pause came meanwhile: the next page is not looked at.
    """
    if occasion.trigger.rank is None:
        return True
    if broadcast.state is not BroadcastState.RUNNING or is_full(occasion, broadcast):
        return False
    ranks.take_off(conn, broadcast.id, (each.subject.id,))
    return True


def _admit(parts: Parts, conn: Connection, occasion: Occasion, each: Wanted) -> Admitted | None:
    """Whoever was merged into another since they were looked at stays out: that one has a turn of their own."""
    if each.subject.kind is SubjectKind.CANDIDATE and each.subject.id != each.candidate_id:
        return None
    return admit(parts, conn, occasion, each.candidate_id, each.subject)


def _close(parts: Parts, occasion: Occasion, fault: str | None) -> Broadcast:
    """Tells those who are not among the best that they stay out, a page at a time; done is it when nobody waits."""
    with parts.store.write() as conn:
        broadcast = broadcasts.get(conn, occasion.broadcast.id, lock=True)
        if broadcast.state is BroadcastState.DONE:
            return broadcast
        if fault is not None:
            broadcast = replace(broadcast, note=fault)
        if broadcast.state is BroadcastState.RUNNING and is_full(occasion, broadcast):
            _leave_out(parts, conn, occasion, ranks.first(conn, broadcast.id, limit=STAY_OUT), broadcast.fit)
        if not ranks.first(conn, broadcast.id, limit=1):
            broadcast = replace(broadcast, state=BroadcastState.DONE, ended_at=parts.clock.now())
        broadcasts.save(conn, broadcast)
    return broadcast


def _leave_out(parts: Parts, conn: Connection, occasion: Occasion, last: tuple[Ranked, ...], fit: int) -> None:
    """Where news of a job led here, that somebody is not among the best is put on record."""
    ranks.take_off(conn, occasion.broadcast.id, (each.subject_id for each in last))
    if occasion.broadcast.event is None:
        return
    best = occasion.trigger.best
    said = f"stayed out: {occasion.told}, {fit:,} met what is asked, and the best {best:,} of them come in"
    rank = occasion.trigger.rank
    decisions.record_of_many(
        conn,
        {
            each.candidate_id: Because(rule="not-among-best", sentence=said, inputs={str(rank): f"{each.rank:g}"})
            for each in last
        },
        at=parts.clock.now(),
        sequence=occasion.plan.sequence.sequence,
        version=occasion.plan.version,
    )
