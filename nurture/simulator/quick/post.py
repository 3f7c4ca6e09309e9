"""What somebody got so far in a quick rehearsal: the ledger, as far as its gate asks."""

from dataclasses import dataclass, field
from datetime import datetime

from nurture.domain.consent import Consent
from nurture.domain.touchpoints import Address
from nurture.engine.gate import Contacts
from nurture.values import frozen


@frozen
class Mail:
    """A mail that left."""

    at: datetime
    run: str
    sequence: str
    step: str
    to: Address
    is_to_candidate: bool


@dataclass(kw_only=True, slots=True)
class Post:
    """What the person got so far."""

    mails: list[Mail] = field(default_factory=list)

    def contacts(self, *, is_suppressed: bool, consent: Consent | None) -> Contacts:
        """What the gate asks of the ledger."""
        touches = tuple(mail.at for mail in reversed(self.mails) if mail.is_to_candidate)
        why = "asked for no more mail" if is_suppressed else None
        return Contacts(suppressed=why, touches=touches, last_mail=touches[0] if touches else None, consent=consent)

    def has_left(self, run: str, step: str) -> bool:
        """Whether a step's mail of that run has left."""
        return any((mail.run, mail.step) == (run, step) for mail in self.mails)
