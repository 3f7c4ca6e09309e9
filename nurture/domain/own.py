"""What a company adds to the language: events, fields and roles that Nurture does not know of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from nurture.domain.events import EventSpec
from nurture.domain.values import ValueKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Own:
    """`events` by type, `fields` by record (`candidate`, `application`, `job`, `hire`) and name, and what each of the
    `roles` is."""

    events: Mapping[str, EventSpec] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, ValueKind]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((tuple(self.events), tuple(self.fields), tuple(self.roles)))


NOTHING_OWN: Final = Own()
