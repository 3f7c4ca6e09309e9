"""Changes that an ATS is to make."""

from enum import StrEnum
from typing import Final

from nurture.values import frozen


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


@frozen
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


@frozen
class Target:
    """Whom a change is about, by our ids: `<connection>:<the vendor's id>`."""

    candidate_id: str
    application_id: str | None = None

    @property
    def connection(self) -> str:
        """The ATS in which it is to be made."""
        return self.candidate_id.partition(":")[0]
