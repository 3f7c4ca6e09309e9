"""Mail that waited for news of its reader: once that was read, or set aside, a look takes it up at once."""

from sqlalchemy import Connection

from nurture.domain.moves import Place
from nurture.engine.gate.waiting import UNREAD
from nurture.service.views import View
from nurture.store import decisions, unread, wakeups
from nurture.values import replace


def taken_up(view: View) -> View:
    """The run as it stands when what it put off for unread news is due now; as it is, while any is unread."""
    waits = [place.step for place in view.progress.places if _is_put_off(view, place)]
    whose = view.situation.enrollment
    if not waits or unread.oldest_about(view.conn, whose.candidate_id) is not None:
        return view
    last = {step: decisions.last_rule(view.conn, whose.id, step) for step in waits if step}
    places = tuple(
        replace(place, since=view.now) if _is_put_off(view, place) and last.get(place.step or "") == UNREAD else place
        for place in view.progress.places
    )
    return replace(view, progress=replace(view.progress, places=places))


def _is_put_off(view: View, place: Place) -> bool:
    return place.step is not None and place.due is not None and place.since > view.now


def runs_of(conn: Connection, inbox_id: int) -> tuple[str, ...]:
    """The open runs of those whom a delivery names that is not taken in."""
    return tuple(each.enrollment_id for each in wakeups.of_streams(conn, unread.named_by(conn, inbox_id)))
