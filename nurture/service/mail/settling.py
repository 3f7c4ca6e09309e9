"""What a person makes of a mail that was not plain."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from nurture.contracts import TakenIn
from nurture.errors import Conflict, NotFound
from nurture.service.mail.keeping import CONNECTION
from nurture.service.mail.matching import Match
from nurture.service.mail.taking import Arrival, arrival_of, opt_out, reply
from nurture.service.parts import Parts
from nurture.store import audit, inbox
from nurture.store.audit import Deed
from nurture.store.inbox import StoredDelivery
from nurture.store.words import InboxState
from nurture.values import replace


class Found(StrEnum):
    """What a mail is: a reply, a reply that asks for no more mail, or nothing that concerns us."""

    REPLY = "reply"
    NO_MORE = "no-more"
    NOTHING = "nothing"


def waiting(parts: Parts) -> tuple[StoredDelivery, ...]:
    """The mails that wait for a person, oldest first."""
    with parts.store.read() as conn:
        return inbox.failed(conn, connection=CONNECTION)


def settle_by_hand(parts: Parts, inbox_id: int, found: Found, *, candidate_id: str | None, by: str) -> TakenIn:
    """Does what follows from what somebody found. `candidate_id` is whose it is, None: whose it seems to be.

    Raises NotFound where no such mail waits, and Conflict where nobody is named and nobody seems to be it.
    """
    with parts.store.read() as conn:
        stored = inbox.load(conn, inbox_id)
    if stored.connection != CONNECTION or stored.state is not InboxState.FAILED:
        raise NotFound(f"no mail {inbox_id} waits for anybody", hint="`nurture inbound` lists those that do.")
    about = candidate_id or stored.candidate_id
    taken = _DONE[found](parts, stored, about)
    with parts.store.write() as conn:
        state = InboxState.IGNORED if found is Found.NOTHING else InboxState.TAKEN_IN
        inbox.settle(conn, inbox_id, state, note=f"{by} says: {found}", candidate_id=about)
        deed = Deed(at=parts.clock.now(), who=by, what=f"settled mail {inbox_id}: {found}", why="", about=about)
        audit.record(conn, deed)
    return taken


def _reply(parts: Parts, stored: StoredDelivery, about: str | None) -> TakenIn:
    return reply(parts, _of(parts, stored, about))


def _no_more(parts: Parts, stored: StoredDelivery, about: str | None) -> TakenIn:
    arrival = _of(parts, stored, about)
    stopped, replied = opt_out(parts, arrival), reply(parts, arrival)
    return TakenIn(started=(*stopped.started, *replied.started), pokes=(*stopped.pokes, *replied.pokes))


def _nothing(parts: Parts, stored: StoredDelivery, about: str | None) -> TakenIn:
    return TakenIn()


_DONE: Final[Mapping[Found, Callable[[Parts, StoredDelivery, str | None], TakenIn]]] = {
    Found.REPLY: _reply,
    Found.NO_MORE: _no_more,
    Found.NOTHING: _nothing,
}


def _of(parts: Parts, stored: StoredDelivery, about: str | None) -> Arrival:
    """The mail as that person's. The mail of ours that it answers is theirs as well, or counts for nothing."""
    if about is None:
        raise Conflict("it is not known whose mail it is", hint="Say whose it is, by --from.")
    arrival = arrival_of(parts, stored)
    answered = arrival.match.answered if arrival.match.candidate_id == about else None
    return replace(arrival, match=Match(candidate_id=about, answered=answered))
