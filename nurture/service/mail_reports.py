"""What providers tell of mails they took: it settles what nobody knew, and stops mail to who can't or won't get it.

A report that says nothing new changes nothing, so providers may repeat and reorder them as they like.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.events import EventType
from nurture.domain.mail_reports import HAS_LEFT, MailFate, MailReport, is_further
from nurture.domain.touchpoints import ChannelKind, SendState
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service.happened import as_intake
from nurture.service.intake import follow
from nurture.service.opt_outs import record_complaint, record_opt_out
from nurture.service.parts import Parts
from nurture.store import carried, intake, ledger, mail_reports, records, suppressions
from nurture.store.contacts import CANDIDATE
from nurture.store.intake import Applied
from nurture.store.mail_reports import Mailed
from nurture.store.situations import lock_candidate_of
from nurture.store.suppressions import MAIL_CAME_BACK, TEXT_CAME_BACK
from nurture.values import frozen

_SOURCE: Final = "a report on a mail"

KNOWN: Final = "is known already"
"""What is noted of a report that says nothing new."""


@frozen
class Reported:
    """What came of some reports: whom to start and to wake, how many were news, and how many about mails not ours."""

    taken: tuple[TakenIn, ...] = ()
    news: int = 0
    foreign: int = 0


def take_reports(parts: Parts, reports: Iterable[MailReport]) -> Reported:
    """Takes them in one by one, each in its own transaction; what was taken in before a failure stays."""
    taken: list[TakenIn] = []
    news = foreign = 0
    for report in reports:
        told = take_report(parts, report)
        if told is None:
            foreign += 1
        elif told.note != KNOWN:
            news += 1
            taken.append(told)
    return Reported(taken=tuple(taken), news=news, foreign=foreign)


def take_report(parts: Parts, report: MailReport) -> TakenIn | None:
    """Takes one in, and names whom to start and to wake; None where it is about no mail of ours."""
    with parts.store.read() as conn:
        mail = mail_reports.mail_of(conn, report)
    if mail is None:
        return None
    if not is_further(report.fate, mail.fate):
        return TakenIn(note=KNOWN)
    stopped, noted = _stop_unwanted(parts, mail, report), _note(parts, mail, report)
    return TakenIn(started=(*stopped.started, *noted.started), pokes=(*stopped.pokes, *noted.pokes), note=report.fate)


def _stop_unwanted(parts: Parts, mail: Mailed, report: MailReport) -> TakenIn:
    """Before the report counts as taken in, so that a crash in between repeats it rather than losing it."""
    if mail.recipient != CANDIDATE:
        return TakenIn()
    if report.fate is MailFate.COMPLAINED:
        return record_complaint(parts, mail.address_hash, source=_SOURCE)
    if report.fate is MailFate.UNSUBSCRIBED:
        wish = OptOut(purpose=Purpose(mail.purpose), address_hash=mail.address_hash)
        return record_opt_out(parts, wish, source=_SOURCE, also=(Purpose.NURTURE,))
    return TakenIn()


def _note(parts: Parts, mail: Mailed, report: MailReport) -> TakenIn:
    """Keeps the report, settles the mail by it, and tells of an address that can't be reached.

    Who begins a sequence by that is decided in a second transaction: no published file that can't be read keeps the
    report from being on record.
    """
    with parts.store.write() as conn:
        lock_candidate_of(conn, mail.enrollment_id)
        before = mail_reports.mail_of(conn, report)
        if before is None or not is_further(report.fate, before.fate):
            return TakenIn()  # somebody else took it in meanwhile
        state = SendState.ACCEPTED if report.fate in HAS_LEFT else SendState.REJECTED
        detail = f"the provider says {report.fate}"
        ledger.settle(conn, mail.key, None, state, at=parts.clock.now(), provider_id=report.provider_id, detail=detail)
        carried.follow(conn, mail.key, at=parts.clock.now())
        mail_reports.note(conn, mail.key, report)
        is_lost = report.fate is MailFate.BOUNCED and report.is_for_good and before.recipient == CANDIDATE
        applied = _came_back(parts, conn, before, report) if is_lost else None
    if applied is None:
        return TakenIn()
    with parts.store.write() as conn:
        return follow(parts, conn, applied).taken


def _came_back(parts: Parts, conn: Connection, mail: Mailed, report: MailReport) -> Applied | None:
    """Nothing goes to that address any more; the person's journeys hear of it if they have no other one by now."""
    suppressions.add(
        conn,
        mail.address_hash,
        reason=TEXT_CAME_BACK if mail.channel is ChannelKind.SMS else MAIL_CAME_BACK,
        source=_SOURCE,
        at=parts.clock.now(),
        candidate_id=mail.candidate_id,
    )
    email = records.candidate(conn, mail.candidate_id).email
    if email is None or parts.address_hash(email) != mail.address_hash:
        return None
    bounced = as_intake(
        EventType.CANDIDATE_BOUNCED, at=report.at, candidate_id=mail.candidate_id, application_id=None, data={}
    )
    return intake.apply(conn, bounced, parts.clock.now())
