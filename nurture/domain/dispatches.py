"""What a sequence tells another system: a change that the ATS is to make, or a message to a webhook."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from nurture.domain.touchpoints import SendState

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""A value as JSON knows it."""


class ChangeKind(StrEnum):
    """What can be changed in an ATS."""

    TAG = "tag"
    UNTAG = "untag"
    NOTE = "note"
    STAGE = "stage"
    REJECT = "reject"
    FIELD = "field"


OF_APPLICATIONS: Final = frozenset({ChangeKind.STAGE, ChangeKind.REJECT})
"""Changes that only an application can undergo."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AtsChange:
    """One change that an ATS is to make.

    `value` is the tag, the note's text, the stage, the reason or the field's value; `or_else` is what else that stage
    may be called there, in the order in which it is to be looked for. `field` names a field of the
    ATS's own, `of_application` says whose it is: the application's, else the candidate's.
    """

    kind: ChangeKind
    value: str | int | float | bool
    field: str | None = None
    of_application: bool = False
    or_else: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called there, of which the first that there is is meant."""
        return (str(self.value), *self.or_else)

    @property
    def is_repeatable(self) -> bool:
        """Whether it comes to the same however often it is made. A note would stand there twice."""
        return self.kind is not ChangeKind.NOTE


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """Whom a change is about, by our ids: `<connection>:<the vendor's id>`."""

    candidate_id: str
    application_id: str | None = None

    @property
    def connection(self) -> str:
        """The ATS in which it is to be made."""
        return self.candidate_id.partition(":")[0]


WEBHOOK: Final = "webhook"
"""The kind of a dispatch that changes nothing in an ATS."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispatch:
    """What one step's visit tells another system. `id` is the key of that visit.

    `kind` is that of the change, or `webhook`; `to` names the system, `summary` says what it is told, for people.
    `content` is frozen when it is claimed, and empty once the person's data is erased. `at` is when it was first
    claimed, `claimed_at` when it was last. `state` goes the way of a message's; `result` is what later steps see, once
    it is settled for good.
    """

    id: str
    candidate_id: str
    application_id: str | None
    enrollment_id: str
    step: str
    visit: int
    kind: str
    to: str
    summary: str
    at: datetime
    claimed_at: datetime
    content: Mapping[str, Json] = field(default_factory=dict)
    attempts: int = 1
    state: SendState = SendState.CLAIMED
    token: str | None = None
    result: str | None = None
    detail: str | None = None
    settled_at: datetime | None = None
