"""Systems outside that a test can script: an ATS and a webhook that remember, and fail when told to."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from nurture.ats import Made, MemoryWriter
from nurture.domain.changes import AtsChange, Target
from nurture.errors import ChannelError
from nurture.values import replace
from nurture.webhooks import MemoryPoster, Post
from tests.unit.service.desk import Desk


@dataclass(kw_only=True)
class ScriptedWriter(MemoryWriter):
    """Makes changes unless `script` says otherwise; `during` runs while a change is being made.

    `spelled` holds how it spells names that we write otherwise.
    """

    script: deque[ChannelError] = field(default_factory=deque)
    during: Callable[[], object] | None = None
    spelled: dict[str, str] = field(default_factory=dict)

    def write(self, change: AtsChange, target: Target) -> Made:
        made = super().write(change, target)
        meanwhile, self.during = self.during, None
        if meanwhile is not None:
            meanwhile()
        if self.script:
            raise self.script.popleft()
        return replace(made, name=self.spelled.get(str(change.value)))


@dataclass(kw_only=True)
class ScriptedPoster(MemoryPoster):
    """Takes everything unless `script` says otherwise."""

    script: deque[ChannelError] = field(default_factory=deque)

    def post(self, post: Post) -> int:
        status = super().post(post)
        if self.script:
            raise self.script.popleft()
        return status


@dataclass(kw_only=True)
class Outside:
    """What a desk tells: `ats` stands for Greenhouse."""

    ats: ScriptedWriter = field(default_factory=ScriptedWriter)
    hook: ScriptedPoster = field(default_factory=ScriptedPoster)

    @property
    def values(self) -> list[object]:
        """What the ATS was asked to write."""
        return [change.value for change, _ in self.ats.changes]


def outside(desk: Desk) -> Outside:
    """Connects a desk to them."""
    found = Outside()
    desk.parts = replace(desk.parts, writers={"greenhouse": found.ats}, poster=found.hook)
    return found
