"""Which mails of a purpose make sense, by where the application stands that they are about."""

from collections.abc import Mapping
from typing import Final

from nurture.domain.records import ApplicationStatus
from nurture.language.sequence import Purpose

STATUS_DEMANDED: Final[Mapping[Purpose, frozenset[ApplicationStatus]]] = {
    Purpose.APPLICATION: frozenset({ApplicationStatus.ACTIVE}),
    Purpose.NURTURE: frozenset(ApplicationStatus) - {ApplicationStatus.HIRED},
    Purpose.DECISION: frozenset({ApplicationStatus.REJECTED, ApplicationStatus.WITHDRAWN}),
    Purpose.ONBOARDING: frozenset({ApplicationStatus.HIRED}),
    Purpose.INTERNAL: frozenset(ApplicationStatus),
}
"""Which states an application must be in for a message of each purpose about it to make sense."""
