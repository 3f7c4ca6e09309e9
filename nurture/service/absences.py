"""Our own people being away, gone, or there again: kept, with who said so."""

from datetime import date, datetime
from enum import StrEnum

from nurture.errors import Conflict
from nurture.store import Store, absences, audit
from nurture.store.absences import Absence
from nurture.store.audit import Deed
from nurture.values import frozen


class Presence(StrEnum):
    """How somebody of ours stands to their work."""

    AWAY = "away"
    GONE = "gone"
    BACK = "back"


@frozen
class Told:
    """What is said of somebody: from which day to which, both included, and the mail address of whoever stands in."""

    presence: Presence
    first: date | None = None
    last: date | None = None
    deputy: str | None = None

    def absence(self, today: date) -> Absence:
        """What that comes to. Raises Conflict for what doesn't go together."""
        if self.presence is Presence.BACK:
            if self.first or self.last or self.deputy:
                raise Conflict("whoever is there again is not away")
            return Absence()
        if self.presence is Presence.GONE:
            if self.first or self.last:
                raise Conflict("whoever has left does not come back on a day")
            return Absence(is_gone=True, deputy=self.deputy)
        first = self.first or today
        if self.last is not None and self.last < first:
            raise Conflict("the last day lies before the first")
        return Absence(first=first, last=self.last, deputy=self.deputy)


def tell(store: Store, email: str, absence: Absence, *, by: str, now: datetime) -> str:
    """Keeps it, and says who is meant, and how they stand. Raises NotFound, and Conflict for a deputy of themselves."""
    said = in_words(absence)
    with store.write() as conn:
        name = absences.note(conn, email, absence)
        audit.record(conn, Deed(at=now, who=by, what=f"said that {email} is {said}", why=""))
    return f"{name} is {said}"


def in_words(absence: Absence) -> str:
    """How somebody stands then."""
    instead = f"; {absence.deputy} stands in" if absence.deputy else ""
    if absence.is_gone:
        return f"gone{instead}"
    if absence.first is None:
        return "there"
    end = f"until {absence.last}" if absence.last else "until further notice"
    return f"away from {absence.first} {end}{instead}"
