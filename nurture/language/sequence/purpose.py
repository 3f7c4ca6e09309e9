"""What a sequence is for."""

from enum import StrEnum


class Purpose(StrEnum):
    """What a sequence is for: sets consent, footer and the rules that it must keep."""

    NURTURE = "nurture"
    APPLICATION = "application"
    DECISION = "decision"
    ONBOARDING = "onboarding"
    INTERNAL = "internal"
