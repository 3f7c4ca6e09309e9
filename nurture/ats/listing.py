"""Everybody whom an ATS has, page by page: what is put on record once, before its deliveries keep it up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nurture.domain.intake import Intake


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What the vendor says of some of its records, as deliveries would say it, and where the next page begins.

    `after` is the vendor's own word for the place; None: this was the last page. `skipped` counts records that say
    nothing that could be kept, such as those of people who were anonymized there; `faults` name those that could not
    be understood.
    """

    told: tuple[Intake, ...]
    after: str | None
    skipped: int = 0
    faults: tuple[str, ...] = ()


class Lister(Protocol):
    """Reads the lists of one account."""

    def page(self, after: str | None, *, since: datetime | None) -> Page:
        """One page, from that place on; with `since`, of what has changed there since then.

        Raises Released where trying again can help.
        """
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...
