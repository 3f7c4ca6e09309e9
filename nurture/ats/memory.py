"""An ATS in memory, for rehearsals: it makes every change that it is asked for, and keeps it."""

from dataclasses import dataclass, field
from typing import ClassVar

from nurture.ats.writing import Made
from nurture.domain.changes import AtsChange, Target


@dataclass(kw_only=True)
class MemoryWriter:
    """Keeps the changes in the order in which they were made."""

    name: ClassVar[str] = "the ATS"

    changes: list[tuple[AtsChange, Target]] = field(default_factory=list)

    def write(self, change: AtsChange, target: Target) -> Made:
        self.changes.append((change, target))
        return Made(said="made")

    def check(self) -> str:
        return "Changes are kept in memory."

    def close(self) -> None:
        """It has no connections."""
