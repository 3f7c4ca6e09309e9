"""Stopping a sequence or a mailbox once too many of its mails went wrong, and letting it go on."""

from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import Connection

from nurture.domain.touchpoints import ChannelKind
from nurture.engine.breakers import Fates, why_broken
from nurture.engine.journey import Journey
from nurture.engine.outgoing import Outgoing
from nurture.errors import NotFound
from nurture.language.breakers import Breakers
from nurture.language.company import CompanyFile
from nurture.service.composing import office_of, signers_of
from nurture.service.digests import has_digest
from nurture.service.views import View
from nurture.store import Store, audit, breakers
from nurture.store.audit import Deed
from nurture.store.clearance import Clearance

_COUNTED_FOR: Final = timedelta(minutes=1)
"""How long a count of mails is good for: each mail that leaves would count them anew else."""


class _Counts(Protocol):
    def __call__(self, conn: Connection, name: str, /, *, since: datetime) -> Fates: ...


def mailbox_of(view: View, journey: Journey, sends: Outgoing, cleared: Clearance) -> str | None:
    """The mailbox that a message is to leave from; None for a text, and where nobody is there to sign it.

    One that did not leave the first time leaves as it was written then, whoever would sign it now; a digest is put
    together anew.
    """
    if sends.channel is not ChannelKind.EMAIL:
        return None
    if cleared.frozen_in and not has_digest(sends.mail):
        return cleared.frozen_in
    return signed_from(journey, sends, view.company)


def signed_from(journey: Journey, sends: Outgoing, company: CompanyFile) -> str | None:
    """The mailbox of whoever signs a message now; None for a text, and where nobody is there to sign it."""
    if sends.channel is not ChannelKind.EMAIL:
        return None
    signer = office_of(journey, company).mailbox(signers_of(journey, sends.mail, company))
    return signer.email.lower() if signer else None


def why_stopped(view: View, journey: Journey, sends: Outgoing, mailbox: str | None) -> str | None:
    """Why a mail to a candidate does not leave for now; None: it may, as far as its sequence and its mailbox go.

    What else goes out in it is of the same sequence and from the same mailbox, and is not asked about. The sequence is
    judged first, and both before the slots of the mailbox are locked (docs/adr/0016-one-order-of-locks.md).
    """
    rules, sequence = view.company.breakers, view.situation.enrollment.sequence
    if rules is None or not rules.looks_at_mails or mailbox is None or not sends.mail.is_to_candidate:
        return None
    if why := _why_broken(view, journey, rules, sequence, breakers.fates_of_sequence):
        return f"the sequence has stopped: {why}"
    if why := _why_broken(view, journey, rules, mailbox, breakers.fates_of_mailbox):
        return f"{mailbox} has stopped: {why}"
    return None


def _why_broken(view: View, journey: Journey, rules: Breakers, name: str, count: _Counts) -> str | None:
    known = breakers.find(view.conn, name)
    if known and known.stopped_at:
        return known.why
    if known and view.now < known.looked_at + _COUNTED_FOR:
        return None
    since = rules.over.subtract_from(view.now, journey.office_zone, journey.office_calendar)
    why = why_broken(count(view.conn, name, since=since), rules)
    breakers.note(view.conn, name, at=view.now, why=why)
    return why


def go_on(store: Store, name: str, *, by: str, now: datetime) -> None:
    """Lets a sequence or a mailbox that has stopped send again. Raises NotFound where it has not."""
    name = name.lower()
    with store.write() as conn:
        stopped = breakers.find(conn, name)
        if stopped is None or not breakers.resume(conn, name, at=now):
            raise NotFound(f"{name} has not stopped", hint="See what has: nurture breakers")
        audit.record(conn, Deed(at=now, who=by, what=f"resumed {name}", why=stopped.why or ""))
