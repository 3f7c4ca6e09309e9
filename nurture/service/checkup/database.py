"""Can the database be reached, has it the tables of this version, and what piles up in it?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.service.checkup.finding import Finding, good, warning, wrong
from nurture.service.gaps import counts_of
from nurture.store import Store, breakers, dispatches, open_store
from nurture.store.migrate import demand_current
from nurture.store.overview import Backlog, backlog

SHOULD_BE_DONE_WITHIN: Final = timedelta(minutes=5)
"""A worker takes seconds: what waits longer than this waits for a person to look."""


NO_FILE: Final = "Make it: nurture migrate. `nurture dev` makes it by itself; a demo keeps its own in .nurture/demo."


def open_ready(settings: Settings) -> Store:
    """The database, with the tables that this version expects. Raises NotSetUp, with what to do."""
    url = url_of(settings)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        raise NotSetUp(f"there is no file {url.database}", hint=NO_FILE)  # opening would make it
    store = open_store(settings.database_url, pool_size=1)
    with telling_of_the_database():
        demand_current(store)
    return store


@contextmanager
def telling_of_the_database() -> Iterator[None]:
    """Turns a database that fails into NotSetUp, in its own words."""
    try:
        yield
    except SQLAlchemyError as error:
        said = str(error.__cause__ or error).strip().splitlines()[0]
        hint = "Start it, or set NURTURE_DATABASE_URL."
        raise NotSetUp(f"the database can't be used: {said}", hint=hint) from error


def url_of(settings: Settings) -> URL:
    """Where the database is. Raises NotSetUp for what is no URL."""
    try:
        return make_url(settings.database_url)
    except ArgumentError as error:
        hint = "Write it as in sqlite:///nurture.db or postgresql+psycopg://user:password@host/nurture."
        raise NotSetUp(f"NURTURE_DATABASE_URL can't be read: {error}", hint=hint) from error


def opened(settings: Settings) -> tuple[Store | None, Finding]:
    """The database, if it can be worked with, and what was found."""
    try:
        store = open_ready(settings)
    except NotSetUp as error:
        return None, wrong("Database", error.message, error.hint)
    found = f"{url_of(settings).render_as_string()} has the tables of this version"
    return store, good("Database", found)


def look(store: Store, settings: Settings) -> Iterator[Finding]:
    """What waits longer than it should."""
    with store.read() as conn:
        waiting = backlog(conn, before=settings.clock().now() - SHOULD_BE_DONE_WITHIN)
        lost = len(dispatches.unknowns(conn))
        stopped = breakers.stopped(conn)
        fallen = counts_of(conn, settings.clock().now())
    yield _deliveries(waiting)
    if waiting.unstarted:
        found = f"{_told(waiting.unstarted, 'is', 'are')} on record, and no workflow carries it out"
        advice = "Whatever happens to the person next starts it; so does enrolling them again: nurture enroll"
        yield wrong("Enrollments", found, advice)
    else:
        yield good("Enrollments", "all that are open are carried out")
    if waiting.held:
        found = f"{_told(waiting.held, 'stands', 'stand')} still until a person steps in"
        yield warning("Held", found, "See who and why: nurture held")
    else:
        yield good("Held", "nobody")
    if fallen.idle or fallen.strays or fallen.in_no_sequence:
        found = (
            f"{_told(fallen.idle, 'application is', 'applications are')} idle, {fallen.in_no_sequence} in no sequence; "
            f"nothing came of {_told(fallen.strays, 'delivery', 'deliveries')}"
        )
        # That somebody is in no sequence may well be meant.
        is_odd = fallen.idle or fallen.strays
        yield warning("Gaps", found, "See which, and what to do: nurture gaps") if is_odd else good("Gaps", found)
    else:
        yield good("Gaps", "nothing falls through")
    for each in stopped:
        advice = f"Mend the cause, then: nurture breakers resume {each.id}"
        yield warning("Breakers", f"{each.id} sends candidates nothing: {each.why}", advice)
    if waiting.unknown_messages:
        found = f"of {waiting.unknown_messages} nobody knows whether it left; none is sent again by itself"
        yield warning("Messages", found, "See which, and settle them: nurture unknown")
    else:
        yield good("Messages", "it is known of each whether it left")
    if lost:
        found = f"of {lost} nobody knows whether it arrived; none is repeated by itself"
        yield warning("Other systems", found, "Look there for what nurture show calls unknown.")


def _deliveries(waiting: Backlog) -> Finding:
    if waiting.deliveries:
        since = f"{waiting.oldest_delivery:%Y-%m-%d %H:%M} UTC"
        found = f"{_told(waiting.deliveries, 'waits', 'wait')}, the oldest since {since}{_no_mail(waiting)}"
        return wrong("Deliveries", found, "Is a worker running? If one is, nurture ats says what they wait for.")
    if waiting.failed_deliveries:
        found = f"{waiting.failed_deliveries} could not be understood{_no_mail(waiting)}"
        return warning("Deliveries", found, "See which: nurture inbound lists mails, and nurture ats all others.")
    if waiting.conflicting_deliveries:
        found = f"{waiting.conflicting_deliveries} came again with another body, and the first one stays"
        return warning("Deliveries", found, "See which: nurture ats")
    return good("Deliveries", "all are taken in")


def _no_mail(waiting: Backlog) -> str:
    """Who feels it."""
    several = "people get" if waiting.people_waiting > 1 else "person gets"
    return f", and {waiting.people_waiting} {several} no mail until then" if waiting.people_waiting else ""


def _told(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
