"""Plans, people and events at random, and a player that carries a plan out with as many extra looks as one likes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Enrollment, Facts
from nurture.domain.moves import FINISH, LOOK, Move, Progress
from nurture.domain.records import Application, ApplicationStatus, Candidate, Company, Hire, Job, Records
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.next_move import after, begin, next_move
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SPAN = timedelta(days=60)
"""Everything that happens, happens within this time from the start."""
SUBJECT = "greenhouse:10"
EXITS = (EventType.CANDIDATE_REPLIED, EventType.APPLICATION_HIRED)
AWAITED = (EventType.APPLICATION_STAGE_CHANGED, EventType.APPLICATION_UPDATED, EventType.OFFER_CREATED)

Document = dict[str, object]

moments = st.integers(0, int(SPAN.total_seconds() // 60)).map(lambda minutes: START + timedelta(minutes=minutes))
hours = st.sampled_from(
    ["mon-fri 09:00-17:00", "any time", "every day 10:00-11:30", "sat 08:00-12:00, mon 12:00-18:00"]
)
lengths = st.sampled_from(["45 minutes", "26 hours", "2 days", "3 business days", "1 week", "1 minute"])
waits = st.sampled_from(
    [
        *("45 minutes", "26 hours", "3 business days", "2 weeks", "1 minute", "2 days at 10:00", "1 week at 22:15"),
        *("until 17:00", "until mon-wed 07:30", "until the next working day at 09:00"),
        *("until 3 days before hire.start_date at 10:00", "until hire.start_date", "until hire.start_date + 5 days"),
        "until 2 business days after hire.start_date at 09:00",
    ]
)
rhythms = st.sampled_from(["1 week on wed at 16:00", "1 day on mon-fri at 09:00", "2 weeks on sun", "4 working hours"])
closed = st.lists(st.sampled_from(["2026-03-09 - 2026-03-13", "18 mar", "28 feb - 3 mar"]), max_size=2)
conditions = st.sampled_from(
    ['application.stage == "Onsite"', '"vip" in candidate.tags', "hire.start_date", "event and event.at < now"]
)


@st.composite
def emails(draw: st.DrawFn) -> Document:
    """A mail, perhaps held, perhaps with hours of its own, perhaps not to be late."""
    step: Document = {"email": "one"}
    if draw(st.booleans()):
        step["hold"] = draw(lengths)
    if draw(st.booleans()):
        step["hours"] = draw(hours)
    if draw(st.booleans()):
        step |= {"if_late": "skip", "late_after": draw(lengths)}
    return step


def _wait(text: str, if_past: str) -> Document:
    return {"wait": text, "if_past": if_past} if "hire." in text else {"wait": text}


a_wait = st.builds(_wait, waits, st.sampled_from(["continue", "skip-next", "exit"]))
simple = st.one_of(emails(), emails(), a_wait, a_wait)
"""A mail or a wait."""


def _wait_for(events: list[str], timeout: str | None, then: list[Document], otherwise: list[Document]) -> Document:
    awaited: Document = {"event": events, **({"timeout": timeout} if timeout else {})}
    return {"wait_for": awaited, "then": then, **({"otherwise": otherwise} if timeout else {})}


def _branch(arms: list[tuple[str, list[Document]]], otherwise: list[Document] | None) -> Document:
    ways: list[Document] = [{"when": when, "steps": steps} for when, steps in arms]
    return {"branch": ways if otherwise is None else [*ways, {"otherwise": otherwise}]}


def _split(weights: list[int], blocks: list[list[Document]]) -> Document:
    arms = zip(weights, blocks, strict=True)
    return {
        "split": {f"arm-{number}": {"weight": weight, "steps": block} for number, (weight, block) in enumerate(arms)}
    }


def _repeat(
    every: str, times: int, until: str | None, first: str | None, closed: list[str], steps: list[Document]
) -> Document:
    more = {"until": until, "first": first, "closed": closed}
    return {"repeat": {"every": every, "times": times, "steps": steps, **{key: more[key] for key in more if more[key]}}}


def _together(until: str | int, blocks: list[list[Document]]) -> Document:
    return {"together": {"until": until, "tracks": {f"track-{n}": block for n, block in enumerate(blocks)}}}


def _block(steps: list[Document], chance: int) -> list[Document]:
    """Steps that now and then are an end."""
    return steps if chance else [*steps, {"exit": "enough"}]


def _nested(inner: SearchStrategy[Document]) -> SearchStrategy[Document]:
    block = st.builds(_block, st.lists(inner, max_size=3), st.integers(0, 9))
    awaited = st.lists(st.sampled_from([each.value for each in AWAITED]), min_size=1, max_size=2, unique=True)
    some = st.builds(_block, st.lists(inner, min_size=1, max_size=2), st.integers(0, 9))
    return st.one_of(
        st.builds(_split, st.lists(st.integers(1, 9), min_size=2, max_size=2), st.lists(block, min_size=2, max_size=2)),
        st.builds(
            _repeat, lengths | rhythms, st.integers(1, 3), st.none() | conditions, st.none() | lengths, closed, some
        ),
        st.builds(_together, st.sampled_from(["all", "any", 1, 2]), st.lists(some, min_size=2, max_size=3)),
        st.builds(_wait_for, awaited, st.none() | waits, block, block),
        st.builds(_branch, st.lists(st.tuples(conditions, block), min_size=1, max_size=2), st.none() | block),
    )


one_deep = simple | _nested(simple)
two_deep = one_deep | _nested(one_deep)


def _with_ids(steps: Iterable[Document], numbers: Iterator[int]) -> list[Document]:
    """The same steps, each with an id of its own."""
    named = []
    for step in steps:
        own = {"id": f"s{next(numbers)}", **step}
        for block in ("then", "otherwise"):
            if block in own:
                own[block] = _with_ids(own[block], numbers)
        if "branch" in own:
            own["branch"] = [
                {key: _with_ids(part, numbers) if isinstance(part, list) else part for key, part in arm.items()}
                for arm in own["branch"]
            ]
        if "split" in own:
            arms = own["split"].items()
            own["split"] = {name: {**arm, "steps": _with_ids(arm["steps"], numbers)} for name, arm in arms}
        if "repeat" in own:
            own["repeat"] = {**own["repeat"], "steps": _with_ids(own["repeat"]["steps"], numbers)}
        if "together" in own:
            tracks = {name: _with_ids(block, numbers) for name, block in own["together"]["tracks"].items()}
            own["together"] = {**own["together"], "tracks": tracks}
        named.append(own)
    return named


def _plan(steps: list[Document], open_hours: str, closed_days: list[str]) -> Plan:
    exits = [{"on": event.value, "as": f"exit-{number}"} for number, event in enumerate(EXITS)]
    document = {
        "sequence": "at-random",
        "title": "At random",
        "owner": "ops@acme.example",
        "purpose": "internal",
        "for": "application",
        "enroll": {"on": "application.created"},
        "exit": exits,
        "send": {"hours": open_hours, "closed": closed_days},
        "steps": _with_ids(steps, count(1)),
    }
    return plan_of(Sequence.model_validate(document), version=1)


plans = st.builds(_plan, st.lists(two_deep, min_size=3, max_size=7), hours, closed)


Happenings = list[tuple[datetime, EventType]]


def _log(awaited: Happenings, exits: Happenings, moved: list[tuple[datetime, date]]) -> tuple[Event, ...]:
    changes = [(at, EventType.HIRE_START_DATE_CHANGED, {"start_date": day.isoformat()}) for at, day in moved]
    happened = sorted([*((at, type_, {}) for at, type_ in (*awaited, *exits)), *changes], key=lambda each: each[:2])
    return tuple(
        Event(type=type_, at=at, number=number, application_id=SUBJECT, data=data)
        for number, (at, type_, data) in enumerate(happened, start=1)
    )


first_days = st.dates(date(2026, 2, 25), date(2026, 4, 25))
logs = st.builds(
    _log,
    st.lists(st.tuples(moments, st.sampled_from(AWAITED)), max_size=8),
    st.lists(st.tuples(moments, st.sampled_from(EXITS)), max_size=1),
    st.lists(st.tuples(moments, first_days), max_size=2),
)


def _facts(zone: str | None, country: str | None, start_date: date | None, stage: str) -> Facts:
    status = ApplicationStatus.HIRED if start_date else ApplicationStatus.ACTIVE
    job = Job(id="greenhouse:7", title="Engineer")
    return Facts(
        enrollment=Enrollment(
            id="at-random/application/greenhouse:10/1",
            sequence="at-random",
            subject=Subject(kind=SubjectKind.APPLICATION, id=SUBJECT),
            candidate_id="greenhouse:1",
            version=1,
            cycle=1,
            entered_at=START,
        ),
        records=Records(
            candidate=Candidate(id="greenhouse:1", zone=zone, country=country, tags=("vip",)),
            application=Application(id=SUBJECT, status=status, stage=stage, job=job),
            hire=Hire(id=SUBJECT, start_date=start_date) if start_date else None,
        ),
        company=Company(name="Acme", postal_address="1 Example Street", zone="Europe/Berlin", country="DE"),
    )


facts = st.builds(
    _facts,
    st.sampled_from([None, "Europe/London", "America/Santiago", "Asia/Kolkata"]),
    st.sampled_from([None, "GB", "SA"]),
    st.none() | first_days,
    st.sampled_from(["Onsite", "Offer"]),
)


@dataclass(frozen=True, kw_only=True)
class World:
    """A plan, the person in it, and all that happens."""

    plan: Plan
    facts: Facts
    events: tuple[Event, ...]

    def facts_at(self, now: datetime) -> Facts:
        """The facts once everything until then has happened: the first day moves."""
        days = [event.data["start_date"] for event in self.events if event.at <= now and "start_date" in event.data]
        if not days or self.facts.hire is None:
            return self.facts
        hire = replace(self.facts.hire, start_date=date.fromisoformat(str(days[-1])))
        return replace(self.facts, records=replace(self.facts.records, hire=hire))


worlds = st.builds(World, plan=plans, facts=facts, events=logs)


@dataclass(kw_only=True)
class Trace:
    """What came of it: each mail with its visit and time, the last move, and when it was looked at."""

    sent: list[tuple[str, int, datetime]] = field(default_factory=list)
    last: Move | None = None
    looks: list[datetime] = field(default_factory=list)


def play(
    world: World,
    *,
    extra_looks: Iterable[datetime] = (),
    travel: Callable[[Progress], Progress] = lambda progress: progress,
) -> Trace:
    """Carries the plan out on a virtual clock, as the service does, looking at every event as it happens.

    `extra_looks` are times at which somebody pokes the journey for no reason; `travel` is done to the progress between
    any two moves.
    """
    plan = world.plan
    trace, now = Trace(), START
    pokes = sorted({*extra_looks, *(event.at for event in world.events)})
    progress = begin(plan, entered_at=START, seen_event=0)
    for _ in range(1_000):
        heard = tuple(each for each in world.events if progress.seen_event < each.number and each.at <= now)
        move = next_move(plan, progress, world.facts_at(now), heard, now)
        trace.looks.append(now)
        trace.last, progress = move, travel(move.progress)
        if move.action == FINISH:
            return trace
        if move.at is not None and move.at <= now and move.action != LOOK and move.step is not None:
            trace.sent.append((move.step, move.visit, now))
            progress = travel(after(plan, progress, move.step, "sent", now))
            continue
        pokes = [at for at in pokes if at > now]
        ahead = [at for at in (move.at, *pokes[:1]) if at is not None]
        if not ahead:
            return trace
        assert min(ahead) > now, f"it would go round and round at {now}: {move.summary}"
        now = min(ahead)
    raise AssertionError("a thousand looks and no end")
