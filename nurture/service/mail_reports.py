"""What was told of a mail of ours after it left: kept with the mail, and followed by what must follow.

A report that was taken before, or that comes after a later one, changes nothing.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.events import EventType
from nurture.domain.mail_reports import HAS_LEFT, MailFate, MailReport, is_further
from nurture.domain.touchpoints import SendState
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service.happened import as_intake
from nurture.service.intake import hear
from nurture.service.opt_outs import record_opt_out
from nurture.service.parts import Parts
from nurture.store import carried, fates, ledger, records, suppressions
from nurture.store.fates import Told
from nurture.store.words import EVERYTHING

_SOURCES: Final = {MailFate.COMPLAINED: "a complaint", MailFate.UNSUBSCRIBED: "their mail program"}
"""Who told of the wish for no more mail."""


def take_report(parts: Parts, report: MailReport) -> TakenIn:
    """Keeps it, and names whom to start and to wake. Whoever calls it spam gets no mail of any kind any more."""
    with parts.store.read() as conn:
        mail = fates.find(conn, key=report.key, provider_id=report.provider_id)
    if mail is None:
        return TakenIn(note="is about no mail of ours")
    stopped = TakenIn()
    if report.fate in _SOURCES and is_further(report.fate, mail.before) and mail.address_hash and mail.purpose:
        wish = OptOut(purpose=Purpose(mail.purpose), address_hash=mail.address_hash)
        also = (EVERYTHING,) if report.fate is MailFate.COMPLAINED else (Purpose.NURTURE,)
        stopped = record_opt_out(parts, wish, source=_SOURCES[report.fate], also=also)
    with parts.store.write() as conn:
        found = fates.find(conn, key=mail.key, provider_id=None)
        if found is None or not fates.move(conn, found, report.fate, at=report.at, seen_as=report.seen_as):
            return TakenIn(note="is known already")
        _settle(conn, found, report)
        came_back = report.fate is MailFate.BOUNCED and report.is_for_good and found.is_to_candidate
        heard = _close_mailbox(parts, conn, found, at=report.at) if came_back else TakenIn()
    return TakenIn(
        started=(*stopped.started, *heard.started), pokes=(*stopped.pokes, *heard.pokes), note=str(report.fate)
    )


def _settle(conn: Connection, mail: Told, report: MailReport) -> None:
    """Whoever tells of a mail's way has had it, which settles one of unknown fate."""
    state = SendState.ACCEPTED if report.fate in HAS_LEFT else SendState.REJECTED
    ledger.settle(conn, mail.key, None, state, at=report.at, detail=report.detail)
    carried.follow(conn, mail.key, at=report.at)


def _close_mailbox(parts: Parts, conn: Connection, mail: Told, *, at: datetime) -> TakenIn:
    """The address that it went to gets no more mail. That is news of the person while it is still theirs."""
    candidate_id = records.surviving_id(conn, mail.candidate_id)
    email = records.candidate(conn, candidate_id).email
    if mail.address_hash is None:
        return TakenIn()
    if email is None or parts.address_hash(email) != mail.address_hash:
        suppressions.add(conn, mail.address_hash, reason="mail came back", source="a bounce", at=at)
        return TakenIn()
    news = as_intake(EventType.CANDIDATE_BOUNCED, at=at, candidate_id=candidate_id, application_id=None, data={})
    return hear(parts, conn, news).taken
