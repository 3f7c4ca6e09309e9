"""A person's own word: put on their timeline and into their stream of events, where exits listen for it."""

from datetime import datetime

from nurture import temporal
from nurture.config import Settings
from nurture.contracts import Poke
from nurture.domain.events import Event, EventType
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.store import Store, contacts, events, records, standings
from nurture.store.events import News


def record_reply(
    store: Store,
    candidate_id: str,
    *,
    at: datetime,
    now: datetime,
    summary: str = "wrote to us",
    channel: ChannelKind = ChannelKind.EMAIL,
) -> tuple[Poke, ...]:
    """Records that a person wrote or spoke to us at `at`, and names the enrollments to wake.

    From then on nurture mail to them is held back, whether or not anybody is woken. The same reply recorded twice is
    one: then there is nobody to wake. Somebody who was merged is found where their record goes on. Raises NotFound.
    """
    with store.write() as conn:
        candidate_id = records.surviving_id(conn, candidate_id)
        reply = Touchpoint(
            id=f"{candidate_id}#reply#{at.isoformat()}",
            candidate_id=candidate_id,
            channel=channel,
            direction=Direction.INBOUND,
            at=at,
            summary=summary,
        )
        if not contacts.record(conn, reply):
            return ()
        news = News(event=Event(type=EventType.CANDIDATE_REPLIED, at=at))
        appended = events.append(conn, candidate_id, (news,), now=now)
        heard = [(candidate_id, event) for event in appended.own] + list(appended.copies)
        return tuple(
            Poke(enrollment_id=standing.enrollment.id, event=event.number)
            for stream, event in heard
            for standing in standings.reading(conn, stream)
        )


async def wake(settings: Settings, pokes: tuple[Poke, ...]) -> None:
    """Wakes them. Raises NotSetUp when Temporal can't be reached: then each hears of it when it wakes by itself."""
    if pokes:
        client = await temporal.connect(settings)
        for poke in pokes:
            await temporal.poke(client, poke)
