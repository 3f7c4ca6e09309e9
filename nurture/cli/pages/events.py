"""docs/events.md, from the published list of events."""

from collections.abc import Iterator, Mapping

from nurture.cli.pages.markdown import page, table
from nurture.domain.events import EVENTS, EventScope

INTRO = """\
What `on:` and `wait_for:` can name. Where the news is about one application, it steers only the runs about that
application; about a candidate, all of theirs; about a job, those that listen for it. What a run brings about
itself steers that run alone."""

ABOUT = {
    EventScope.APPLICATION: "one application",
    EventScope.CANDIDATE: "the candidate",
    EventScope.JOB: "a job",
    EventScope.ENROLLMENT: "the run itself",
}


def pages() -> Mapping[str, str]:
    """The page."""
    return {"events.md": page("Events", INTRO, table(("event", "means", "about", "carries"), _rows()))}


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for event, spec in EVENTS.items():
        carried = "; ".join(f"`event.{name}`: {means}" for name, means in spec.carries.items())
        yield f"`{event}`", spec.means, ABOUT[spec.scope], carried
