"""Mail addresses and telephone numbers: how a person can be reached, as each source tells it.

Equal is what is equal in its normalized form: a mail address without regard to case (casefolded, as its keyed hash is
made), a number as E.164 says. A number whose country isn't told equals none, not even itself written differently.
"""

from collections.abc import Iterable
from enum import StrEnum

from nurture.domain.phones import text_number
from nurture.values import frozen


class ContactKind(StrEnum):
    """What sort of address it is."""

    EMAIL = "email"
    PHONE = "phone"


@frozen
class ContactPoint:
    """One address or number as it was written. `is_primary`: the one that its source says to write to."""

    kind: ContactKind
    value: str
    is_primary: bool = False

    @property
    def normalized(self) -> str | None:
        """What it is compared by; None for a number whose country isn't told."""
        return text_number(self.value) if self.kind is ContactKind.PHONE else normalized_email(self.value)


def normalized_email(email: str) -> str:
    """A mail address as it is compared."""
    return email.strip().casefold()


def points(kind: ContactKind, values: Iterable[str], primary: str | None) -> tuple[ContactPoint, ...]:
    """All that a source tells of that kind, each once; `primary` among them, whether or not they name it."""
    told = [each for each in (primary, *values) if each and each.strip()]
    return tuple(ContactPoint(kind=kind, value=each, is_primary=each == primary) for each in dict.fromkeys(told))
