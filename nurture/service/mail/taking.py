"""Taking in one mail that was kept: it is read, matched, and becomes news, or waits for a person.

Every step may be repeated: what is on record already changes nothing, so an attempt that was lost half-way is made good
by the next one. What is told of a mail here holds no address and no word of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from nurture.contracts import Delivery, TakenIn
from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import CandidateUpdate, Contact, Intake
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.errors import Refused
from nurture.inbound.envelope import Envelope
from nurture.inbound.letter import Kind, Letter, Wish
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service import intake
from nurture.service.happened import as_intake
from nurture.service.mail.keeping import CONNECTION
from nurture.service.mail.matching import Match, match
from nurture.service.mail_reports import take_report
from nurture.service.opt_outs import record_opt_out
from nurture.service.parts import Parts
from nurture.service.replies import record_reply, said
from nurture.store import contacts, inbox, records
from nurture.store.inbox import StoredDelivery
from nurture.store.words import InboxState
from nurture.values import frozen, replace

_SKEW: Final = timedelta(days=5)
"""How far a mail's own date may lie back: servers try to deliver for so long, and not longer."""


@frozen
class Arrival:
    """A mail that came in, and whose it is."""

    id: int
    letter: Letter
    match: Match
    received_at: datetime

    @property
    def at(self) -> datetime:
        """When it was written: by its own date, if that can be."""
        told = self.letter.sent_at
        return told if told and self.received_at - _SKEW <= told <= self.received_at else self.received_at


@frozen
class Verdict:
    """What became of a mail, with the reason, and what follows from it."""

    state: InboxState
    note: str
    taken: TakenIn = field(default_factory=TakenIn)


def take_in(parts: Parts, delivery: Delivery) -> TakenIn:
    """Takes in a stored delivery, whether it is a mail or came from an ATS."""
    with parts.store.read() as conn:
        stored = inbox.load(conn, delivery.inbox_id)
    if stored.connection != CONNECTION:
        return intake.take_in(parts, delivery)
    if stored.state is not InboxState.RECEIVED:
        return TakenIn(note=stored.note or stored.state)
    about, verdict = _judge(parts, stored)
    with parts.store.write() as conn:
        inbox.settle(conn, stored.id, verdict.state, note=verdict.note, candidate_id=about)
    return verdict.taken


def arrival_of(parts: Parts, stored: StoredDelivery) -> Arrival:
    """Reads a mail and says whose it is. Raises Refused for what is no mail."""
    from nurture.inbound.reading import read  # loads patterns of many languages, for whom no mail comes for nothing

    envelope = Envelope.read(stored.headers)
    letter = read(stored.body, received_at=stored.received_at, envelope_sender=envelope.sender)
    with parts.store.read() as conn:
        found = match(parts, conn, letter, envelope)
    return Arrival(id=stored.id, letter=letter, match=found, received_at=stored.received_at)


def _judge(parts: Parts, stored: StoredDelivery) -> tuple[str | None, Verdict]:
    try:
        arrival = arrival_of(parts, stored)
    except Refused as refusal:
        return None, Verdict(state=InboxState.FAILED, note=refusal.message)
    return arrival.match.candidate_id, _TAKEN[arrival.letter.kind](parts, arrival)


def _reply(parts: Parts, arrival: Arrival) -> Verdict:
    """What a person wrote."""
    matched, letter = arrival.match, arrival.letter
    if matched.is_ours:
        return _from_ours(parts, arrival)
    if matched.answered is not None and not matched.answered.is_to_candidate:
        return _ignored("answers a mail to one of ours")
    if matched.doubt is not None:
        return _waits(matched.doubt)
    if matched.candidate_id is None:
        return _ignored("comes from nobody on record")
    if letter.doubt is not None:
        return _waits(letter.doubt)
    stopped = opt_out(parts, arrival) if letter.wish is Wish.PLAIN else TakenIn()
    replied = reply(parts, arrival)
    taken = TakenIn(started=(*stopped.started, *replied.started), pokes=(*stopped.pokes, *replied.pokes))
    if letter.wish is Wish.MAYBE:
        return Verdict(state=InboxState.FAILED, note="is a reply, and may ask for no more mail", taken=taken)
    note = "is a reply" if letter.wish is None else "is a reply that asks for no more mail"
    return Verdict(state=InboxState.TAKEN_IN, note=note, taken=taken)


def reply(parts: Parts, arrival: Arrival) -> TakenIn:
    """Puts it on record that the candidate wrote."""
    assert arrival.match.candidate_id is not None, "whoever calls this has looked"
    return record_reply(
        parts,
        arrival.match.candidate_id,
        at=arrival.at,
        summary=said(arrival.letter.text),
        message_id=arrival.letter.message_id,
    )


def opt_out(parts: Parts, arrival: Arrival) -> TakenIn:
    """Stops mail of the kind that was answered, and nurture mail, to the address that it went to."""
    answered = arrival.match.answered
    hashed = answered.address_hash if answered else None
    if hashed is None:
        with parts.store.read() as conn:
            email = records.candidate(conn, arrival.match.candidate_id or "").email
        hashed = parts.address_hash(email) if email else None
    if hashed is None:
        return TakenIn(note="no address is known that could be stopped")
    purpose = Purpose(answered.purpose) if answered and answered.purpose else Purpose.NURTURE
    wish = OptOut(purpose=purpose, address_hash=hashed)
    return record_opt_out(parts, wish, source="their reply", also=(Purpose.NURTURE,))


def _from_ours(parts: Parts, arrival: Arrival) -> Verdict:
    """What one of ours wrote into a thread with a candidate is a contact like any other of ours."""
    matched = arrival.match
    if matched.candidate_id is None or matched.answered is None or not matched.answered.is_to_candidate:
        return _ignored("comes from one of ours, and is about nobody")
    wrote = Contact(
        candidate_id=matched.candidate_id,
        at=arrival.at,
        direction=Direction.OUTBOUND,
        channel=ChannelKind.EMAIL,
        summary="one of ours wrote to them",
        message_id=arrival.letter.message_id,
    )
    news = Intake(at=arrival.at, candidates=(CandidateUpdate(id=matched.candidate_id),), contacts=(wrote,))
    with parts.store.write() as conn:
        if inbox.load(conn, arrival.id, lock=True).state is not InboxState.RECEIVED:
            return _ignored("was taken in by another attempt")
        taken = intake.hear(parts, conn, news).taken
    return Verdict(state=InboxState.TAKEN_IN, note="one of ours wrote to them", taken=taken)


def _automatic(parts: Parts, arrival: Arrival) -> Verdict:
    """An absence is news; that a ticket was opened, or a mail read, is none."""
    matched, letter = arrival.match, arrival.letter
    is_theirs = matched.candidate_id is not None and matched.doubt is None and not matched.is_ours
    if not letter.is_absence or not is_theirs or (matched.answered and not matched.answered.is_to_candidate):
        return _ignored(f"is automatic ({letter.sign})")
    until = letter.away_until.isoformat() if letter.away_until else None
    summary = f"automatic reply: away until {until}" if until else "automatic reply: away"
    return _told(
        parts, arrival, EventType.CANDIDATE_OUT_OF_OFFICE, {"until": until}, note="is an absence", summary=summary
    )


def _bounce(parts: Parts, arrival: Arrival) -> Verdict:
    """What a server says of a mail of ours: only one that names it counts, since anybody can write such a report."""
    answered, bounce = arrival.match.answered, arrival.letter.bounce
    if answered is None or bounce is None:
        return _ignored("is a bounce of no mail of ours")
    if not bounce.is_final:
        return _ignored(f"is late, and the server tries again ({bounce.status})")
    if bounce.status is None:
        return _waits("says that a mail came back, and not why")
    fate = MailReport(fate=MailFate.BOUNCED, at=arrival.at, key=answered.key, is_for_good=bounce.is_hard)
    taken = take_report(parts, replace(fate, detail=f"came back ({bounce.status})")) or TakenIn()
    if not answered.is_to_candidate:
        return _waits(f"a mail to one of ours came back ({bounce.status})")
    how = "for good" if bounce.is_hard else "for now"
    return Verdict(state=InboxState.TAKEN_IN, note=f"a mail came back {how} ({bounce.status})", taken=taken)


def _complaint(parts: Parts, arrival: Arrival) -> Verdict:
    answered = arrival.match.answered
    if answered is None:
        return _waits("is a complaint about a mail that it does not name")
    taken = take_report(parts, MailReport(fate=MailFate.COMPLAINED, at=arrival.at, key=answered.key)) or TakenIn()
    return Verdict(state=InboxState.TAKEN_IN, note="is a complaint", taken=taken)


_TAKEN: Final[Mapping[Kind, Callable[[Parts, Arrival], Verdict]]] = {
    Kind.REPLY: _reply,
    Kind.AUTOMATIC: _automatic,
    Kind.BOUNCE: _bounce,
    Kind.COMPLAINT: _complaint,
}


def _told(
    parts: Parts,
    arrival: Arrival,
    type_: EventType,
    data: Mapping[str, Scalar],
    *,
    note: str,
    summary: str | None = None,
) -> Verdict:
    """Makes news of it, once, and with `summary` a line on the timeline that is no contact."""
    candidate_id = arrival.match.candidate_id
    assert candidate_id is not None, "whoever calls this has looked"
    news = as_intake(type_, at=arrival.at, candidate_id=candidate_id, application_id=None, data=data)
    with parts.store.write() as conn:
        if inbox.load(conn, arrival.id, lock=True).state is not InboxState.RECEIVED:
            return _ignored("was taken in by another attempt")
        if summary is not None and not contacts.record(
            conn, _line(arrival, candidate_id, summary), message_id=arrival.letter.message_id, is_automatic=True
        ):
            return _ignored("is on record already")
        taken = intake.hear(parts, conn, news).taken
        inbox.settle(conn, arrival.id, InboxState.TAKEN_IN, note=note, candidate_id=candidate_id)
    return Verdict(state=InboxState.TAKEN_IN, note=note, taken=taken)


def _line(arrival: Arrival, candidate_id: str, summary: str) -> Touchpoint:
    return Touchpoint(
        id=f"{candidate_id}#automatic#{arrival.letter.message_id or arrival.id}",
        candidate_id=candidate_id,
        channel=ChannelKind.EMAIL,
        direction=Direction.INBOUND,
        at=arrival.at,
        summary=summary,
    )


def _ignored(note: str) -> Verdict:
    return Verdict(state=InboxState.IGNORED, note=note, taken=TakenIn(note=note))


def _waits(note: str) -> Verdict:
    return Verdict(state=InboxState.FAILED, note=note, taken=TakenIn(note=note))
