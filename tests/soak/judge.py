"""Judges a soak: what the mail server has seen, against what the record says. A pure function of the evidence.

The mail server's own log is the truth about what left. Each rule finds one kind of fault, in sentences; what nobody
can know (`unknown`) is no fault, and is listed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from nurture.domain.touchpoints import SendState


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A mail that the mail server took, and when, in journey time."""

    message_id: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A message in the ledger. `decided_at` is when the gate let it pass, None if it never did."""

    key: str
    run: str
    step: str
    state: SendState
    message_id: str | None
    decided_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Run:
    """Where somebody's enrollment stands. `leaves_at` is when the first event was recorded that ends it."""

    id: str
    who: str
    ended_at: datetime | None = None
    outcome: str | None = None
    held_reason: str | None = None
    next_at: datetime | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Window:
    """When mails may leave: each day, on the clock of that zone."""

    opens: time
    closes: time
    zone: ZoneInfo

    def is_open(self, at: datetime) -> bool:
        return self.opens <= at.astimezone(self.zone).time() < self.closes


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """All there is to judge, at `now`. `told` names everybody of whom the ATS told us.

    `slack` is how long a mail may be on its way to the server, in journey time; so long may it also leave after an
    exit that came when it was decided on. `mails` holds, for each way through the sequence, the steps that send.
    """

    now: datetime
    window: Window
    slack: timedelta
    mails: tuple[frozenset[str], ...]
    told: frozenset[str]
    seen: tuple[Seen, ...]
    ledger: tuple[Entry, ...]
    runs: tuple[Run, ...]


Rule: TypeAlias = Callable[[Evidence], Iterator[str]]

LEFT: Final = frozenset({SendState.ACCEPTED, SendState.UNKNOWN})
"""How the ledger speaks of a message that somebody may have."""


def duplicates(evidence: Evidence) -> Iterator[str]:
    """Nobody gets a step's mail twice, neither under its name nor under another."""
    for message_id, times in Counter(each.message_id for each in evidence.seen).items():
        if times > 1:
            yield f"{message_id} was taken {times} times"
    named = {(each.to, each.subject, each.message_id) for each in evidence.seen}
    for (to, subject), times in Counter((to, subject) for to, subject, _ in named).items():
        if times > 1:
            yield f"{to} has {subject!r} under {times} names"


def lost_people(evidence: Evidence) -> Iterator[str]:
    """Whoever applied has an enrollment."""
    for who in sorted(evidence.told - {run.who for run in evidence.runs}):
        yield f"{who} applied, and is in no sequence"


def lost_runs(evidence: Evidence) -> Iterator[str]:
    """Every run has ended, is held with a reason, or waits for a moment that is still to come."""
    for run in evidence.runs:
        waits = run.next_at is not None and run.next_at > evidence.now - evidence.slack
        if not (run.ended_at or run.held_reason or waits):
            yield f"{run.id} stands still since {run.next_at}"
        elif run.leaves_at and not (run.ended_at or run.held_reason) and run.leaves_at < evidence.now - evidence.slack:
            yield f"{run.id} goes on, though it should have ended at {run.leaves_at}"


def lost_mails(evidence: Evidence) -> Iterator[str]:
    """What counts as sent was seen by the server, and a run that went to its end left no step out."""
    seen = {each.message_id for each in evidence.seen}
    for entry in evidence.ledger:
        if entry.state is SendState.ACCEPTED and entry.message_id not in seen:
            yield f"{entry.key} counts as sent, and the server never took it"
    steps: dict[str, set[str]] = {}
    for entry in evidence.ledger:
        steps.setdefault(entry.run, set()).add(entry.step)
    for run in evidence.runs:
        if run.outcome == "completed" and steps.get(run.id, set()) not in evidence.mails:
            yield f"{run.id} is completed with the mails {sorted(steps.get(run.id, ()))}"


def unaccounted(evidence: Evidence) -> Iterator[str]:
    """What the server took counts as sent or as unknown, and nothing is left in the middle."""
    by_id = {each.message_id: each for each in evidence.ledger}
    for mail in evidence.seen:
        entry = by_id.get(mail.message_id)
        if entry is None:
            yield f"{mail.message_id} to {mail.to} is not in the ledger"
        elif entry.state not in LEFT:
            yield f"{entry.key} counts as {entry.state}, and the server has it"
    over = {run.id for run in evidence.runs if run.ended_at}
    for entry in evidence.ledger:
        if entry.state is SendState.CLAIMED and entry.run in over:
            yield f"{entry.key} is claimed for ever"


def after_an_exit(evidence: Evidence) -> Iterator[str]:
    """Nothing leaves after what ends the run is on record, or after its end."""
    runs, entries = {run.id: run for run in evidence.runs}, {each.message_id: each for each in evidence.ledger}
    for mail in evidence.seen:
        entry = entries.get(mail.message_id)
        if entry is None:
            continue
        ends = [at for at in (runs[entry.run].leaves_at, runs[entry.run].ended_at) if at is not None]
        if ends and mail.at > min(ends) + evidence.slack:
            yield f"{entry.key} left at {mail.at}, after the run's end at {min(ends)}"


def out_of_window(evidence: Evidence) -> Iterator[str]:
    """The gate decides inside the window, and the mail arrives in it, or a moment later."""
    for entry in evidence.ledger:
        if entry.decided_at is not None and not evidence.window.is_open(entry.decided_at):
            yield f"{entry.key} was decided on at {entry.decided_at}"
    for mail in evidence.seen:
        if not (evidence.window.is_open(mail.at) or evidence.window.is_open(mail.at - evidence.slack)):
            yield f"{mail.subject!r} reached {mail.to} at {mail.at}"


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "sent twice": (duplicates,),
    "lost": (lost_people, lost_runs, lost_mails),
    "unaccounted for": (unaccounted,),
    "sent after an exit": (after_an_exit,),
    "sent out of hours": (out_of_window,),
}
"""Each kind of fault, and what finds it."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Faults by their kind, each kind named even if there are none. `unknown` is what may have left; of it, the server
    has `unknown_but_taken`.
    """

    faults: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    unknown_but_taken: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return not any(self.faults.values())


def judge(evidence: Evidence) -> Verdict:
    """Applies every rule."""
    seen = {each.message_id for each in evidence.seen}
    unknown = [each for each in evidence.ledger if each.state is SendState.UNKNOWN]
    return Verdict(
        faults={kind: tuple(_all(rules, evidence)) for kind, rules in RULES.items()},
        unknown=tuple(each.key for each in unknown),
        unknown_but_taken=tuple(each.key for each in unknown if each.message_id in seen),
    )


def _all(rules: Iterable[Rule], evidence: Evidence) -> Iterator[str]:
    for rule in rules:
        yield from rule(evidence)
