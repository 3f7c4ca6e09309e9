"""What a sequence tells another system: a change that its ATS is to make, or a message to a webhook."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Final, TypeAlias

from nurture.domain.touchpoints import SendState
from nurture.values import frozen

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""A value as JSON knows it."""

WEBHOOK: Final = "webhook"
"""The kind of a dispatch that changes nothing in an ATS."""


@frozen
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
