"""What happens to the three, and what each of them must have had in the end."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, TypeAlias

from nurture.demo import greenhouse
from nurture.demo.cast import BERLIN, JONAS, MAYA, MORE_FIRMWARE, PRIYA, STARTS, Applicant
from nurture.demo.onrecord import OnRecord
from nurture.domain.touchpoints import Direction, SendState
from nurture.values import frozen

Condition: TypeAlias = Callable[[OnRecord], bool]

FIRST_DAY: Final = date(2026, 3, 26)
"""Maya's, a Thursday: what counts back from it falls on working days."""
APPLICATION, SILVER, ONBOARDING = "application-received", "silver-medalist", "new-hire-onboarding"


@frozen
class Beat:
    """Something that happens to somebody, at `at` or as soon after it as the record fulfils `once`.

    `body` makes the delivery for the moment at which it leaves; without one, the person writes to us. `times` is how
    often the ATS delivers it.
    """

    at: datetime
    what: str
    body: Callable[[datetime], bytes] | None = None
    once: Condition = lambda _: True
    times: int = 1


@frozen
class Expected:
    """One contact that must be on record, exactly once."""

    sequence: str | None
    step: str | None
    direction: Direction = Direction.OUTBOUND
    state: SendState | None = SendState.ACCEPTED


@frozen
class Strand:
    """One person's part of the story. `outcomes` are those of their journeys that end within it."""

    who: Applicant
    beats: tuple[Beat, ...]
    contacts: tuple[Expected, ...]
    outcomes: dict[str, str | None]


def march(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the story's month, on Berlin's clocks."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


def had(step: str) -> Condition:
    """Whether that mail has left."""
    return lambda record: any(each.step == step and each.state is SendState.ACCEPTED for each in record.touchpoints)


def ended(sequence: str) -> Condition:
    """Whether that journey is over."""
    return lambda record: record.outcome(sequence) is not None


def stands_at(step: str) -> Condition:
    """Whether a journey has come to that step."""
    return lambda record: any(each.step == step for each in record.standings)


def _mails(sequence: str, *steps: str) -> tuple[Expected, ...]:
    return tuple(Expected(sequence=sequence, step=step) for step in steps)


STRANDS: Final = (
    Strand(
        who=MAYA,
        beats=(
            Beat(at=STARTS, what="applies", body=lambda at: greenhouse.applied(MAYA, at)),
            Beat(
                at=march(5, 10),
                what="moves on to Onsite",
                body=lambda at: greenhouse.moved(MAYA, at, stage="Onsite"),
                once=had("team"),
            ),
            Beat(
                at=march(10, 11),
                what="is hired, to start on 26 March; Greenhouse says so twice",
                body=lambda at: greenhouse.hired(MAYA, at, starts=FIRST_DAY),
                once=ended(APPLICATION),
                times=2,
            ),
        ),
        contacts=(
            *_mails(APPLICATION, "receipt", "team"),
            *_mails(ONBOARDING, "welcome", "paperwork", "first-week", "tomorrow", "good-luck", "ask-manager"),
        ),
        outcomes={APPLICATION: "moving-on", ONBOARDING: None},
    ),
    Strand(
        who=JONAS,
        beats=(
            Beat(
                at=march(2, 11),
                what="moves on to Onsite",
                body=lambda at: greenhouse.moved(JONAS, at, stage="Onsite"),
            ),
            Beat(
                at=march(3, 8, 30),
                what="is turned down after the Onsite",
                body=lambda at: greenhouse.rejected(JONAS, at, stage="Onsite"),
            ),
            Beat(
                at=march(26, 8, 30),
                what="another job opens in Firmware",
                body=lambda at: greenhouse.opened(MORE_FIRMWARE, at),
                once=stands_at("new-role"),
            ),
        ),
        contacts=_mails(SILVER, "thanks", "share-role", "tell-recruiter"),
        outcomes={SILVER: "completed"},
    ),
    Strand(
        who=PRIYA,
        beats=(
            Beat(
                at=march(4, 16),
                what="is turned down in the final round",
                body=lambda at: greenhouse.rejected(PRIYA, at, stage="Final round"),
            ),
            Beat(at=march(9, 10), what="writes back that she has just started elsewhere", once=had("thanks")),
        ),
        contacts=(
            *_mails(SILVER, "thanks"),
            Expected(sequence=None, step=None, direction=Direction.INBOUND, state=None),
        ),
        outcomes={SILVER: "replied"},
    ),
)
