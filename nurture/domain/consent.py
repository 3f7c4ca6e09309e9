"""Consent: what somebody agreed to, and took back.

It is kept as a history to which entries are only added: each is one thing that the person did, or that was told of
them. For each purpose the latest entry stands.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from nurture.domain.events import EventType, Scalar
from nurture.values import frozen

NURTURE: Final = "nurture"
"""The purpose that facts such as `candidate.consent_until` speak of."""
BY_ATS: Final = "ats"
"""The source of what the ATS says of somebody."""
BY_SURVEY: Final = "survey page"
"""The source of what somebody answered themselves."""
BY_HAND: Final = "told by hand"
"""The source where nobody named another."""


class Basis(StrEnum):
    """On which ground we may hold somebody's data and write to them (GDPR, article 6)."""

    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate-interest"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal-obligation"


class ConsentKind(StrEnum):
    """Which way an entry goes."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


@frozen
class Consent:
    """One entry of somebody's history. `until` is the last day for which it was given, None: no end was named.

    `source` says how we know, `noted_by` the step that asked (`renewal/ask`), or who of ours wrote it down.
    """

    kind: ConsentKind
    at: datetime
    until: date | None = None
    purpose: str = NURTURE
    basis: Basis = Basis.CONSENT
    source: str = BY_HAND
    noted_by: str | None = None

    def __post_init__(self) -> None:
        if self.kind is ConsentKind.WITHDRAWN and self.until is not None:
            raise ValueError("what is taken back has no last day")

    @property
    def is_given(self) -> bool:
        """Whether they agreed."""
        return self.kind is ConsentKind.GIVEN

    def holds(self, day: date) -> bool:
        """Whether it was given, and that day is not after its last."""
        return self.is_given and (self.until is None or day <= self.until)


def standing(history: Sequence[Consent], purpose: str = NURTURE) -> Consent | None:
    """The entry that stands for a purpose: the latest, and of several at one moment the one that was noted last."""
    theirs = [each for each in history if each.purpose == purpose]
    return max(reversed(theirs), key=lambda each: each.at, default=None)


def said_by_ats(history: Sequence[Consent], until: date | None, at: datetime) -> Consent | None:
    """The entry that follows from the date which the ATS holds now; None where it only repeats itself.

    An ATS tells its field again and again, and a date that it has held all along takes nothing back that the person
    said elsewhere meanwhile; once they took their consent back, only a date that it never told before gives it again.
    An emptied field takes back what the ATS told before.
    """
    told = [each.until for each in history if each.source == BY_ATS and each.purpose == NURTURE]
    stands = standing(history)
    is_refused = stands is not None and not stands.is_given and stands.source != BY_ATS
    if until == (told[-1] if told else None) or (is_refused and until in told):
        return None
    kind = ConsentKind.WITHDRAWN if until is None else ConsentKind.GIVEN
    return Consent(kind=kind, at=at, until=until, source=BY_ATS)


def is_change(before: Consent | None, after: Consent) -> bool:
    """Whether what stands after an entry is another than before it."""
    return before is None or (before.kind, before.until) != (after.kind, after.until)


def news_of(consent: Consent) -> tuple[EventType, Mapping[str, Scalar]]:
    """The event that an entry is, and what it carries."""
    told: dict[str, Scalar] = {"purpose": consent.purpose, "source": consent.source}
    if not consent.is_given:
        return EventType.CANDIDATE_CONSENT_WITHDRAWN, told
    return EventType.CANDIDATE_CONSENT_GIVEN, {
        "until": consent.until.isoformat() if consent.until else None,
        **told,
    }
