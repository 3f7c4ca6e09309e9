"""What a company calls the stages of its ATSs: one name for what several of them, or several pipelines, call apart."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Final

from nurture.values import frozen


@frozen
class Alias:
    """A stage as an ATS calls it: one connection, or any (None)."""

    name: str
    connection: str | None = None

    def is_meant(self, name: str, connection: str) -> bool:
        """Whether a stage of that name, of that connection, is this one; cases and blanks around it don't count."""
        return self.connection in (None, connection) and alike(self.name) == alike(name)


@frozen
class StageNames:
    """`theirs` are the company's names, each with what stands for it there; a stage that is not listed has one name.

    Records keep a stage as its ATS calls it. Conditions, templates and events know it by the company's name.
    """

    theirs: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(tuple(self.theirs))

    def __bool__(self) -> bool:
        return bool(self.theirs)

    def ours(self, name: str | None, record_id: str) -> str | None:
        """What the company calls the stage of that name; `record_id` is the application's, which tells its connection.

        What one connection calls a stage goes before what any does, and that before a name of the company's own.
        """
        if name is None or not self.theirs:
            return name
        connection = record_id.partition(":")[0]
        meant = sorted(self._meant(name, connection), key=lambda each: each[0])
        return meant[0][1] if meant else name

    def there(self, name: str, connection: str) -> tuple[str, ...]:
        """What that connection may call the stage of that name of the company's, the likeliest first."""
        aliases = self.theirs.get(name, ())
        own = [each.name for each in aliases if each.connection == connection]
        general = [each.name for each in aliases if each.connection is None]
        return tuple(dict.fromkeys((*own, name, *general)))

    def are_one(self, one: str | None, other: str | None, record_id: str) -> bool:
        """Whether two stages of an application's ATS are the same to the company."""
        return self.ours(one, record_id) == self.ours(other, record_id)

    def _meant(self, name: str, connection: str) -> Iterator[tuple[int, str]]:
        for ours, aliases in self.theirs.items():
            for each in aliases:
                if each.is_meant(name, connection):
                    yield (1 if each.connection is None else 0), ours
            if alike(ours) == alike(name):
                yield 2, ours


def alike(name: str) -> str:
    """A name without what doesn't tell it apart from others."""
    return name.strip().casefold()


AS_THEY_ARE: Final = StageNames()
"""Where company.yaml says nothing of stages."""
