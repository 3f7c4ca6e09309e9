"""docs/events.md and docs/events, from the published list of events."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.ats.generic.shapes import TOLD
from nurture.cli.pages.examples import shown_or_refused
from nurture.cli.pages.markdown import page, table
from nurture.domain.concern import ALWAYS_END
from nurture.domain.events import EVENTS, EventScope, EventSpec, EventType
from nurture.domain.values import ValueKind
from nurture.service.happened import BUILT_IN
from nurture.simulator.log import Line
from nurture.simulator.words_of_events import WORD_OF

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
STEERS: Final = {
    EventScope.APPLICATION: "It is about one application, and steers only the runs about that application.",
    EventScope.CANDIDATE: "It is about the candidate, and steers all of their runs.",
    EventScope.JOB: "It is about a job, and steers the runs that listen for it.",
    EventScope.ENROLLMENT: "It is brought about by a run itself, and steers that run alone.",
}
_ENDS: Final = {
    **dict.fromkeys(ALWAYS_END, "It lets nobody in, and ends all runs of the person by itself: no exit need name it."),
    EventType.RUN_STOPPED: "It lets nobody in, and ends that run by itself: no exit need name it.",
}
"""What is said of events that no sequence need name."""
_ASKED: Final = {
    ValueKind.NUMBER: "event.{name} and event.{name} > 7",
    ValueKind.DATE: "event.{name} and days_until(event.{name}) > 7",
    ValueKind.TIME: "event.{name} and days_until(event.{name}) > 1",
}
"""How an example asks for a value of a kind; text is compared with `…`."""


def pages() -> Mapping[str, str]:
    """A page for each event, and their list."""
    made = {f"events/{event}.md": _page(event, spec) for event, spec in EVENTS.items()}
    return {"events.md": page("Events", INTRO, table(("event", "means", "about", "carries"), _rows())), **made}


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for event, spec in EVENTS.items():
        carried = "; ".join(f"`event.{name}`: {means}" for name, means in spec.carries.items())
        yield f"[`{event}`](events/{event}.md)", spec.means, ABOUT[spec.scope], carried


def _page(event: str, spec: EventSpec) -> str:
    carried = ((f"`event.{name}`", means, str(spec.kind_of(name))) for name, means in spec.carries.items())
    return page(
        f"`{event}`",
        f"{_sentence(spec.means)} {STEERS[spec.scope]}",
        "## What it carries",
        table(("name", "means", "is"), carried) if spec.carries else "Nothing but its type and its time, `event.at`.",
        "What it carries may be missing." if spec.carries else "",
        "## Who tells it",
        table(("told", ""), _told(event)),
        "## Examples",
        *(_examples(event, spec) if event not in _ENDS else [_ENDS[event]]),
        "Which journeys use it: [the cookbook](../cookbook/README.md#events). Others: [all events](../events.md).",
    )


def _told(event: str) -> Iterator[tuple[str, str]]:
    if EVENTS[event].scope is not EventScope.ENROLLMENT:
        yield "by an ATS", "what each tells stands in [Connecting an ATS](../ats.md)"
    yield "by [your own system](../ats.md#your-own-system)", "yes" if event in TOLD else "no"
    yield (
        "by hand, with [`nurture happened`](../cli.md#nurture-happened) or [over the API](../api.md)",
        ("yes" if event in BUILT_IN else "no"),
    )
    word = WORD_OF.get(event)
    said = f"`{word}`: {Line.model_fields[word].description}" if word else "by no word"
    yield "in the log of [a rehearsal](../simulating.md#what-can-happen)", said


def _examples(event: str, spec: EventSpec) -> Iterator[str]:
    where = _where(spec)
    if where and '"…"' in where:
        yield "`…` stands for a word of yours."
    yield from ("To begin with it:", shown_or_refused(_enroll(event, where), "No sequence can"))
    yield from ("To wait for it:", shown_or_refused(_wait_for(event, where), "No step can"))
    yield from ("To end on it:", shown_or_refused(_exit(event, where), "No sequence can"))


def _where(spec: EventSpec) -> str | None:
    """A condition on what it carries: a number or a time if there is one, else a text that is no id."""
    names = [name for name in spec.carries if name not in (spec.record, "job.id", "task", "enrollment")]
    names.sort(key=lambda name: spec.kind_of(name) is ValueKind.TEXT)
    if not names:
        return None
    return _ASKED.get(spec.kind_of(names[0]), 'event.{name} == "…"').format(name=names[0])


def _enroll(event: str, where: str | None) -> str:
    asked = where or ("job.department in candidate.interests" if EVENTS[event].scope is EventScope.JOB else None)
    condition = f"  where: {asked}\n" if asked else ""
    return f"enroll:\n  on: {event}\n{condition}  again: after 90 days\n"


def _wait_for(event: str, where: str | None) -> str:
    condition = f"      where: {where}\n" if where else ""
    return (
        f"steps:\n  - id: heard\n    wait_for:\n      event: {event}\n{condition}      timeout: 14 days\n"
        "    then:\n      - id: hello\n        email: hello\n"
    )


def _exit(event: str, where: str | None) -> str:
    condition = f"    where: {where}\n" if where else ""
    return f"exit:\n  - on: {event}\n{condition}    as: heard\n"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
