"""Whose turn it is in a mailbox: a mail that may leave takes a slot, and waits for it where that is not now."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from nurture.engine.gate import Later
from nurture.engine.journey import Journey
from nurture.engine.moves.email import opening
from nurture.engine.slots import Book, goes_at, is_good, next_slot
from nurture.engine.turns import GOOD_FOR, due_since, rank_of
from nurture.language.mailboxes import MailboxLimits
from nurture.language.steps import EmailStep
from nurture.service.views import View
from nurture.store import mailbox_slots
from nurture.store.clearance import Clearance
from nurture.store.mailbox_slots import Slot
from nurture.timing.walltime import wall

PATIENCE: Final = timedelta(days=7)
"""After how long a mail that waits counts as one of the next higher priority."""
_KEPT: Final = timedelta(days=2)
"""How long slots are kept whose moment is over: what is counted is those of one day."""


def turn_of(view: View, journey: Journey, step: EmailStep, sender: str, cleared: Clearance) -> Later | None:
    """None where this mail may leave now, by what its mailbox may send; else when it may, which is reserved for it.

    To be asked last, and of a mail that leaves if it may. Nobody else gets a slot there until the transaction is over.
    """
    mailbox, limits = sender.lower(), view.company.limits_of(sender)
    if limits is None:
        return None
    mailbox_slots.lock(view.conn, mailbox)
    zone = journey.office_zone
    wanted = Slot(
        touchpoint_id=cleared.key,
        attempt=cleared.lost_calls,
        enrollment_id=view.situation.enrollment.id,
        step=step.id,
        mailbox=mailbox,
        at=view.now,
        day=wall(view.now, zone).date(),
        rank=rank_of(
            journey.plan.sequence.send.priority,
            since=due_since(view.progress, step.id, now=view.now),
            now=view.now,
            patience=PATIENCE,
        ),
    )
    held = mailbox_slots.of_mail(view.conn, wanted.touchpoint_id, wanted.attempt)
    if held and held.mailbox == mailbox and is_good(held.at, now=view.now, zone=zone):
        at = goes_at(held.at, mailbox_slots.last_used(view.conn, mailbox), limits, now=view.now)
        if at <= view.now:
            mailbox_slots.put(view.conn, wanted)
            return None
        return _later(journey, mailbox, at)
    at = _reserved(view, journey, step, wanted, limits)
    return None if at <= view.now else _later(journey, mailbox, at)


def _later(journey: Journey, mailbox: str, at: datetime) -> Later:
    return Later(rule="mailbox", sentence=f"{mailbox} has its next slot {journey.say(at)}", at=at)


def _reserved(view: View, journey: Journey, step: EmailStep, wanted: Slot, limits: MailboxLimits) -> datetime:
    """The slot that a mail gets: the next one that is free, or an earlier one of a mail that has less of a hurry."""
    conn, now, zone = view.conn, view.now, journey.office_zone
    mailbox_slots.forget(conn, wanted.mailbox, before=wanted.day - _KEPT)
    missed = now - GOOD_FOR

    def opens(at: datetime) -> datetime:
        return at if at <= now else opening(step, at, journey)

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
