"""What kinds of values conditions and templates deal with."""

from enum import StrEnum

from nurture.domain.stages import StageNames
from nurture.values import frozen, replace


class Sort(StrEnum):
    """The kind of a value, in words for messages."""

    TEXT = "text"
    NUMBER = "a number"
    FLAG = "true or false"
    DAY = "a date"
    MOMENT = "a date with a time"
    LIST = "a list"
    RECORD = "a record"
    NOTHING = "nothing"


@frozen
class Type:
    """What is known of a value before it is there.

    `record` names the record; `choices` are the only words it can be; `stages` says that it is a stage, and what those
    are called that company.yaml lists; `of` is the kind of a list's items. `means` says
    what it is, for documentation.
    """

    sort: Sort
    is_optional: bool = False
    record: str | None = None
    choices: tuple[str, ...] = ()
    stages: StageNames | None = None
    of: "Type | None" = None
    means: str = ""

    def optional(self, is_optional: bool = True) -> "Type":
        """The same kind, which may be missing or not."""
        return replace(self, is_optional=is_optional)

    def said(self) -> str:
        """The kind in words."""
        return f"a record ({self.record})" if self.record else str(self.sort)


TEXT = Type(sort=Sort.TEXT)
NUMBER = Type(sort=Sort.NUMBER)
FLAG = Type(sort=Sort.FLAG)
DAY = Type(sort=Sort.DAY)
MOMENT = Type(sort=Sort.MOMENT)
NOTHING = Type(sort=Sort.NOTHING, is_optional=True)
