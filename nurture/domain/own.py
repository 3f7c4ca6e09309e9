"""What a company adds to the language: events, fields, roles, stages and conditions of its own."""

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from nurture.domain.events import EventSpec
from nurture.domain.stages import AS_THEY_ARE, StageNames
from nurture.domain.values import ValueKind
from nurture.values import frozen


@frozen
class Own:
    """`events` by type, `fields` by record (`candidate`, `application`, `job`, `hire`) and name, and what each of the
    `roles` is; `stages` are its names for those of its ATSs, and
    `conditions` what those are that have a name."""

    events: Mapping[str, EventSpec] = field(default_factory=dict)
    fields: Mapping[str, Mapping[str, ValueKind]] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    stages: StageNames = AS_THEY_ARE
    conditions: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((tuple(self.events), tuple(self.fields), tuple(self.roles), self.stages, tuple(self.conditions)))


NOTHING_OWN: Final = Own()
