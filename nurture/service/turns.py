"""Whose turn it is in a mailbox: a mail that may leave takes a slot, and waits for it where that is not now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from nurture.domain.touchpoints import Address
from nurture.engine.gate import Later
from nurture.engine.journey import Journey
from nurture.engine.moves.email import opening
from nurture.engine.slots import Book, goes_at, is_good, next_slot
from nurture.engine.turns import GOOD_FOR, OF_NOTICES, due_since, rank_of
from nurture.language.mailboxes import MailboxLimits
from nurture.language.steps import EmailStep, TaskStep
from nurture.service.digests import shared_by
from nurture.service.views import View
from nurture.store import mailbox_slots
from nurture.store.clearance import Clearance
from nurture.store.mailbox_slots import Slot
from nurture.timing.walltime import wall
from nurture.values import frozen, replace

PATIENCE: Final = timedelta(days=7)
"""After how long a mail that waits counts as one of the next higher priority."""
_KEPT: Final = timedelta(days=2)
"""How long slots are kept whose moment is over: what is counted is those of one day."""


@frozen
class _Asking:
    """A mail that asks for its turn: its key and attempt, the step that it is about, how early it goes, from when on it
    may leave, and which mail of others it would go out in, if in any.
    """

    key: str
    attempt: int
    step: str
    rank: int
    opens: Callable[[datetime], datetime]
    shared: str | None


def turn_of(
    view: View, journey: Journey, step: EmailStep, sender: str, cleared: Clearance, to: Address | None
) -> Later | None:
    """None where this mail may leave now, by what its mailbox may send; else when it may, which is reserved for it.

    To be asked last, and of a mail that leaves if it may. Nobody else gets a slot there until the transaction is over.
    """
    since = due_since(view.progress, step.id, now=view.now)
    asking = _Asking(
        key=cleared.key,
        attempt=cleared.lost_calls,
        step=step.id,
        rank=rank_of(journey.plan.sequence.send.priority, since=since, now=view.now, patience=PATIENCE),
        opens=partial(opening, step, journey=journey),
        shared=shared_by(view, step, to),
    )
    return _turn_of(view, journey, sender, asking)


def give_turn_back(view: View, cleared: Clearance) -> None:
    """Frees the slot of a mail that has to wait for something else than its mailbox: by then it takes another one."""
    if view.company.mailboxes:
        own = mailbox_slots.of_mail(view.conn, cleared.key, cleared.lost_calls)
        if own is not None:
            mailbox_slots.give_back(view.conn, own)


def turn_of_notice(view: View, journey: Journey, step: TaskStep, sender: str, key: str, to: Address) -> Later | None:
    """The same of what tells somebody of a task: it goes before all other mail of that mailbox, at any hour."""
    asking = _Asking(
        key=key, attempt=0, step=step.id, rank=OF_NOTICES, opens=lambda at: at, shared=shared_by(view, step, to)
    )
    return _turn_of(view, journey, sender, asking)


def _turn_of(view: View, journey: Journey, sender: str, asking: _Asking) -> Later | None:
    mailbox, limits = sender.lower(), view.company.limits_of(sender)
    if limits is None:
        return None
    mailbox_slots.lock(view.conn, mailbox)
    zone = journey.office_zone
    wanted = Slot(
        touchpoint_id=asking.key,
        attempt=asking.attempt,
        enrollment_id=view.situation.enrollment.id,
        step=asking.step,
        mailbox=mailbox,
        at=view.now,
        day=wall(view.now, zone).date(),
        rank=asking.rank,
        shared=asking.shared,
    )
    held = _held(view, wanted)
    if held and held.touchpoint_id != wanted.touchpoint_id:
        if held.at > view.now:
            return _later(journey, mailbox, held.at)
        mailbox_slots.give_back(view.conn, held)  # its time has come, and this run is the first: it puts all together
    if held and held.mailbox == mailbox and is_good(held.at, now=view.now, zone=zone):
        at = goes_at(held.at, mailbox_slots.last_used(view.conn, mailbox), limits, now=view.now)
        if at <= view.now:
            mailbox_slots.put(view.conn, wanted)
            return None
        return _later(journey, mailbox, at)
    at = _reserved(view, journey, asking, wanted, limits)
    return None if at <= view.now else _later(journey, mailbox, at)


def _held(view: View, wanted: Slot) -> Slot | None:
    """The slot that is kept for a mail: its own, or an earlier one of a run in whose mail it goes out."""
    own = mailbox_slots.of_mail(view.conn, wanted.touchpoint_id, wanted.attempt)
    shared = mailbox_slots.of_the_same_mail(view.conn, wanted, missed=view.now - GOOD_FOR) if wanted.shared else None
    if shared is None or (own and own.mailbox == wanted.mailbox and own.at <= shared.at):
        return own
    if own:
        mailbox_slots.give_back(view.conn, own)
    return shared


def _later(journey: Journey, mailbox: str, at: datetime) -> Later:
    return Later(rule="mailbox", sentence=f"{mailbox} has its next slot {journey.say(at)}", at=at)


def _reserved(view: View, journey: Journey, asking: _Asking, wanted: Slot, limits: MailboxLimits) -> datetime:
    """The slot that a mail gets: the next one that is free, or an earlier one of a mail that has less of a hurry."""
    conn, now, zone = view.conn, view.now, journey.office_zone
    mailbox_slots.forget(conn, wanted.mailbox, before=wanted.day - _KEPT)
    missed = now - GOOD_FOR

    def opens(at: datetime) -> datetime:
        return at if at <= now else asking.opens(at)

    full = mailbox_slots.full_days(conn, wanted, at_most=limits.per_day, missed=missed) if limits.per_day else ()
    book = Book(full=full, between=partial(mailbox_slots.between, conn, wanted, missed))
    at = next_slot(book, limits, earliest=now, opens=opens, zone=zone)
    for slot in mailbox_slots.behind(conn, wanted.mailbox, wanted.rank, after=now, before=at):
        if opens(slot.at) == slot.at:
            mailbox_slots.give_back(conn, slot)
            at = slot.at
            break
    mailbox_slots.put(conn, replace(wanted, at=at, day=wall(at, zone).date()))
    return at
