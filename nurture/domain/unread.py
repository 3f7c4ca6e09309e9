"""News that is kept and not taken in yet."""

from datetime import datetime

from nurture.values import frozen


@frozen
class Unread:
    """A delivery that names somebody and that nobody has read: its number, and whence and when it came.

    `why` is what keeps it from being taken in, if that was said; with `is_parked` it waits for a person.
    """

    delivery: int
    connection: str
    received_at: datetime
    why: str | None = None
    is_parked: bool = False

    def __str__(self) -> str:
        named = f"delivery {self.delivery} of {self.connection}, which names them"
        if self.is_parked:
            return f"{named}, could not be taken in ({self.why}), and a person is to say what becomes of it"
        return f"{named}, is not taken in yet ({self.why})" if self.why else f"{named}, is not taken in yet"
