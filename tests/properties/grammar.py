"""Steps at random, as they are written in a file: every kind and option that the engine carries out by itself."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from nurture.domain.events import EventType
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence

AWAITED = (EventType.APPLICATION_STAGE_CHANGED, EventType.APPLICATION_UPDATED, EventType.OFFER_CREATED)
OF_JOBS = (EventType.JOB_OPENED, EventType.JOB_CLOSED)
EXITS = (EventType.CANDIDATE_REPLIED, EventType.APPLICATION_HIRED)
STOP = "stop"
"""The tag by which a run ends."""
OUTCOMES = ("good", "bad")

Document = dict[str, Any]  # YAML, whose values are of many types

hours = st.sampled_from(
    ["mon-fri 09:00-17:00", "any time", "every day 10:00-11:30", "sat 08:00-12:00, mon 12:00-18:00"]
)
slides = st.sampled_from(["later", "earlier", "skip"])
lengths = st.sampled_from(
    ["45 minutes", "50% of 3 days", "26 hours", "2 days", "3 business days", "1 week", "1 minute"]
)
waits = st.sampled_from(
    [
        *("45 minutes", "26 hours", "3 business days", "2 weeks", "1 minute", "2 days at 10:00", "1 week at 22:15"),
        *("until 17:00", "until mon-wed 07:30", "until the next working day at 09:00"),
        *("until 3 days before hire.start_date at 10:00", "until hire.start_date", "until hire.start_date + 5 days"),
        "until 2 business days after hire.start_date at 09:00",
    ]
)
conditions = st.sampled_from(
    [
        'application.stage == "Onsite"',
        '"vip" in candidate.tags',
        "hire.start_date",
        "today_between(enrollment.entered_at, hire.start_date)",
        'event and event.type == "offer.created"',
    ]
)
digests = st.sampled_from(["daily at 11:00", "daily at 22:00"])
own_people = st.sampled_from(["recruiter", "hiring_manager"])


def optionally(draw: st.DrawFn, step: Document, **options: SearchStrategy[object]) -> Document:
    """The step with some of these options."""
    chosen = draw(st.sets(st.sampled_from(sorted(options)), max_size=2))
    return step | {name: draw(options[name]) for name in sorted(chosen)}


@st.composite
def emails(draw: st.DrawFn) -> Document:
    """A mail to the candidate or to one of ours, with some of its options."""
    to = draw(st.sampled_from(["candidate", "candidate", "recruiter"]))
    step = optionally(
        draw,
        {"email": "one", "to": to},
        **{"hold": lengths, "hours": hours, "slide": slides, "if": conditions, "approve": own_people},
        digest=st.just("daily at 11:00"),
        **({"unless_sent_within": lengths, "openings": st.just("job.office")} if to == "candidate" else {}),
        unless_within=lengths.map(lambda length: f"{length} of hire.start_date"),
        delivery=st.just("at_least_once"),
    )
    if step.get("slide") == "earlier":
        step.pop("hold", None)
        step.pop("digest", None)
    if "digest" in step:
        step.pop("delivery", None)
        step.pop("openings", None)
    return step | {"if_late": "skip", "late_after": draw(lengths)} if draw(st.integers(0, 2)) == 0 else step


@st.composite
def tasks(draw: st.DrawFn) -> Document:
    """A task: waited for or not, to be done by some time or not."""
    step: Document = {"task": "Look at it", "assign": draw(own_people), "outcomes": list(OUTCOMES)}
    kind = draw(st.sampled_from(["waits", "due", "escalates", "goes on", "if"]))
    step |= draw(st.just({}) | st.builds(lambda length: {"unless_given_within": length}, lengths))
    if kind in ("due", "escalates"):
        step["due"] = draw(lengths | st.just("until 2 days before hire.start_date"))
        step |= draw(st.just({}) | st.just({"overdue": "withdraw"}))
    if kind == "escalates":
        step |= {"overdue": "wait", "escalate": {"after": draw(lengths), "to": "hiring_manager"}}
    if kind == "goes on":
        step["wait"] = False
    if "unless_given_within" not in step and draw(st.booleans()):
        step["digest"] = draw(digests)
    return step | {"if": draw(conditions)} if kind == "if" else step


def _wait(text: str, if_past: str) -> Document:
    return {"wait": text, "if_past": if_past} if "hire." in text else {"wait": text}


a_wait = st.builds(_wait, waits, st.sampled_from(["continue", "skip-next", "exit"]))


@st.composite
def awaited(draw: st.DrawFn) -> Document:
    """What a wait is for: one of some events, all or enough of them, somebody else's, a condition."""
    events = draw(st.lists(st.sampled_from(AWAITED), min_size=1, max_size=3, unique=True))
    names = [each.value for each in events]
    waited: Document = draw(
        st.sampled_from(
            [
                {"event": names},
                {"event": names, "of": "candidate.applications"},
                {"event": [each.value for each in OF_JOBS]},
                {"event": [each.value for each in OF_JOBS], "of": "application.job"},
                {"event": [each.value for each in OF_JOBS], "of": "job"},
                {"all": names},
                {"event": names, "enough": 2} if len(names) > 1 else {"event": names},
                {"event": names, "where": 'application.stage == "Onsite"'},
                {"when": draw(conditions)},
                {"event": names, "when": draw(conditions)},
            ]
        )
    )
    return waited


def _block(draw: st.DrawFn, inner: SearchStrategy[Document], *, least: int = 0, most: int = 2) -> list[Document]:
    """Steps that now and then are an end."""
    steps = draw(st.lists(inner, min_size=least, max_size=most))
    end = {"exit": "enough", **draw(st.sampled_from([{}, {"scope": "purpose"}]))}
    return steps if draw(st.integers(0, 24)) else [*steps, end]


@st.composite
def steps(draw: st.DrawFn, depth: int, *, has_tracks: bool = True) -> Document:
    """A step, with others in it down to that depth; in the track of an item there are no tracks."""
    plain = [emails(), emails(), a_wait, a_wait, tasks()]
    nested = [_split, _repeat, _wait_for, _branch, *([_together, _each] if has_tracks else [])]
    make = draw(st.sampled_from([None, *nested])) if depth else None
    if make is None:
        return draw(st.one_of(plain))
    return make(draw, depth, has_tracks)


def _split(draw: st.DrawFn, depth: int, has_tracks: bool) -> Document:
    inner, is_decided = steps(depth - 1, has_tracks=has_tracks), has_tracks and draw(st.booleans())
    weights = draw(st.lists(st.integers(1, 9), min_size=2, max_size=2))
    blocks = [_block(draw, inner, least=int(is_decided)) for _ in weights]
    arms = {f"arm-{n}": {"weight": weight, "steps": blocks[n]} for n, weight in enumerate(weights)}
    decide = {"sample": "50%", "after": draw(lengths), "by": "application.created"}
    return {"split": arms, **({"decide": decide} if is_decided else {})}


def _repeat(draw: st.DrawFn, depth: int, has_tracks: bool) -> Document:
    until = draw(st.none() | conditions)
    rounds: Document = {"every": draw(lengths), "times": draw(st.integers(1, 3))}
    body = _block(draw, steps(depth - 1, has_tracks=has_tracks), least=1)
    return {"repeat": {**rounds, **({"until": until} if until else {}), "steps": body}}


def _wait_for(draw: st.DrawFn, depth: int, has_tracks: bool) -> Document:
    inner, timeout = steps(depth - 1, has_tracks=has_tracks), draw(st.none() | waits)
    waited = {**draw(awaited()), **({"timeout": timeout} if timeout else {})}
    step = {"wait_for": waited, "then": _block(draw, inner)}
    return {**step, "otherwise": _block(draw, inner)} if timeout else step


def _branch(draw: st.DrawFn, depth: int, has_tracks: bool) -> Document:
    inner, whens = steps(depth - 1, has_tracks=has_tracks), draw(st.lists(conditions, min_size=1, max_size=2))
    ways: list[Document] = [{"when": when, "steps": _block(draw, inner)} for when in whens]
    return {"branch": [*ways, {"otherwise": _block(draw, inner)}] if draw(st.booleans()) else ways}


enough = st.sampled_from(["all", "any", 1, 2])


def _together(draw: st.DrawFn, depth: int, _: bool) -> Document:
    names = [f"track-{number}" for number in range(draw(st.integers(2, 3)))]
    tracks = {name: _block(draw, steps(depth - 1), least=1) for name in names}
    named = st.sampled_from(names) | st.lists(st.sampled_from(names), min_size=1, unique=True)
    return {"together": {"until": draw(enough | named), "tracks": tracks}}


def _each(draw: st.DrawFn, depth: int, _: bool) -> Document:
    """The same steps for each tag, and some for one of them alone."""
    inner = steps(depth - 1, has_tracks=False)
    only: Document = {"branch": [{"when": 'tag == "vip"', "steps": _block(draw, inner, least=1, most=1)}]}
    over = {"ends_when": {"on": "application.stage_changed", "where": "event.to_stage == tag"}}
    each = {"each": "candidate.tags", "as": "tag", "until": draw(enough), "steps": [only, *_block(draw, inner)]}
    pace = draw(st.just({}) | st.builds(lambda number: {"at_once": number}, st.integers(1, 2)))
    return {"together": {**each, **pace, **(over if draw(st.booleans()) else {})}}


def _with_ids(steps: Iterable[Document], numbers: Iterator[int]) -> list[Document]:
    """The same steps, each with an id of its own."""
    return [{"id": f"s{next(numbers)}", **_inside(step, numbers)} for step in steps]


def _inside(mapping: Document, numbers: Iterator[int]) -> Document:
    """The same, with ids for all blocks of steps in it."""
    made: Document = {}
    for key, value in mapping.items():
        if key in ("steps", "then", "otherwise"):
            made[key] = _with_ids(value, numbers)
        elif key == "tracks":
            made[key] = {name: _with_ids(block, numbers) for name, block in value.items()}
        elif key == "branch":
            made[key] = [_inside(arm, numbers) for arm in value]
        else:
            made[key] = _inside(value, numbers) if isinstance(value, dict) else value
    return made


def _plan(steps: list[Document], send: Document, every_visit: bool) -> Plan:
    exits: list[Document] = [{"on": event.value, "as": f"exit-{number}"} for number, event in enumerate(EXITS)]
    exits = exits if every_visit else [{"on": [event.value for event in EXITS], "as": "either"}]
    visits = {"on": "application.stage_changed", "every_visit": True}
    document = {
        "sequence": "at-random",
        "title": "At random",
        "owner": "ops@acme.example",
        "purpose": "internal",
        "for": "application",
        "enroll": visits if every_visit else {"on": "application.created"},
        "exit": [*exits, {"when": f'"{STOP}" in candidate.tags', "as": "stopped"}],
        "send": send,
        "steps": _with_ids(steps, count(1)),
    }
    return plan_of(Sequence.model_validate(document), version=1)


sends = st.fixed_dictionaries({"hours": hours, "slide": st.just("later") | slides})
plans = st.builds(
    _plan, st.lists(steps(2), min_size=3, max_size=7), sends, st.sampled_from([False, False, False, True])
)
