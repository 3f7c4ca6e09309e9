"""Whose mail it is that came in.

By an address of ours that names a mail; else by a Message-ID of ours that it answers, since nobody can guess one; else
by its sender's address, which anybody can write: that counts only where DKIM or SPF proves it, and one person alone
has it.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from nurture.inbound.envelope import Envelope
from nurture.inbound.letter import Letter
from nurture.messages.identity import read_return_address
from nurture.service.parts import Parts
from nurture.store import correspondence, records
from nurture.store.correspondence import Answered
from nurture.values import frozen


@frozen
class Match:
    """`candidate_id` is whom a mail is about, as they are on record today; None: nobody, or several.

    `answered` is the mail of ours that it answers or reports on. `doubt` is what a person must settle. `is_ours` says
    that one of our own people wrote it.
    """

    candidate_id: str | None = None
    answered: Answered | None = None
    doubt: str | None = None
    is_ours: bool = False


def match(parts: Parts, conn: Connection, letter: Letter, envelope: Envelope) -> Match:
    """Whose it is."""
    is_ours = letter.sender is not None and correspondence.is_one_of_ours(conn, letter.sender)
    for message_id in _message_ids(parts, letter, envelope):
        answered = correspondence.mail_of_ours(conn, message_id)
        if answered is not None:
            candidate_id = records.surviving_id(conn, answered.candidate_id)
            return Match(candidate_id=candidate_id, answered=answered, is_ours=is_ours)
    if is_ours or letter.sender is None:
        return Match(is_ours=is_ours)
    found = correspondence.candidates_at(conn, letter.sender)
    if len(found) > 1:
        return Match(doubt=f"{len(found)} people have the address that it comes from")
    if not found:
        return Match()
    is_proved = envelope.stands_for(letter.sender)
    doubt = None if is_proved else "it answers no mail of ours, and neither DKIM nor SPF proves its sender"
    return Match(candidate_id=found[0], doubt=doubt)


def _message_ids(parts: Parts, letter: Letter, envelope: Envelope) -> Iterator[str]:
    for address in (*envelope.to, *letter.recipients):
        read = read_return_address(address, secret=parts.secret, domain=parts.settings.mail_domain)
        if read is not None:
            yield read.message_id
    yield from letter.answers
