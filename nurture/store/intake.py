"""Bringing what a delivery says onto our record, and the events that follow from it.

What the vendor calls a happening is news where our record changes by it, or where it changes nothing that we keep. What
is late (older than the application's watermark) or already so is kept in the stream with that note, and does not act. A
change that comes without its happening, such as another stage in a mere update, is news all the same: nobody falls
between stages because one delivery overtook another.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.domain.events import EVENTS, Event, EventScope, EventType, Scalar
from nurture.domain.intake import ApplicationUpdate, Happening, Intake
from nurture.store import applications, erasing, events, merging, recording, records
from nurture.store.applications import Change, State
from nurture.store.events import News, fan_out

__all__ = ["Applied", "apply", "fan_out"]

_CREATED: Final = frozenset({EventType.APPLICATION_CREATED, EventType.PROSPECT_CREATED})
_ERASED: Final = frozenset({EventType.CANDIDATE_ANONYMIZED, EventType.CANDIDATE_DELETED})
_JOB_FIELDS: Final = ("title", "department", "office", "url")


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """What came of a delivery: the events that act, each with the candidate in whose stream it stands.

    An event about a job has no candidate, and no number, before it is fanned out. `notes` tell people what did not act
    and why. `superseded` are enrollments to end: a merge put their candidate twice into one sequence. `about` is the
    first candidate whom the delivery concerns, whether or not anything followed.
    """

    events: tuple[tuple[str | None, Event], ...] = ()
    notes: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    about: str | None = None


def apply(conn: Connection, intake: Intake, now: datetime) -> Applied:
    """Applies one delivery. Only what it states is written. Raises ValueError for a field that no record has."""
    return _Delivery(conn=conn, intake=intake, now=now).apply()


@dataclass(kw_only=True)
class _Delivery:
    """One delivery while it is applied.

    `survivors` are the candidates it names, as they are called today; `done` is whom it merged, erased or deleted: the
    event and the id of the record, with the candidate.
    """

    conn: Connection
    intake: Intake
    now: datetime
    survivors: dict[str, str] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    done: dict[tuple[EventType, str], str] = field(default_factory=dict)
    news: dict[str, list[News]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def apply(self) -> Applied:
        """Locks, writes, and appends to the streams, in that order."""
        intake = self.intake
        superseded = self._lock_and_merge()
        recording.write_jobs(self.conn, intake.jobs, intake.happenings)
        self._change_applications()
        self._write_candidates()
        self._remove()
        happenings = (*intake.happenings, *self._untold())
        for happening in happenings:
            if EVENTS[happening.type].scope is not EventScope.JOB:
                self._tell(happening)
        acting: list[tuple[str | None, Event]] = []
        for candidate_id, news in self.news.items():
            appended = events.append(self.conn, candidate_id, news, now=self.now)
            acting.extend((candidate_id, event) for event in appended.own)
            self.notes.extend(f"{each.event.type}: {each.stale}" for each in news if each.stale)
        acting.extend((None, event) for event in self._about_jobs())
        about = next(iter(self.survivors.values()), None)
        return Applied(events=tuple(acting), notes=tuple(self.notes), superseded=superseded, about=about)

    def _lock_and_merge(self) -> tuple[str, ...]:
        superseded: list[str] = []
        for gone, into in self.intake.merged_into.items():
            merged = merging.merge(self.conn, gone, into, now=self.now)
            self.survivors |= {into: merged.survivor, gone: merged.survivor}
            superseded.extend(merged.superseded)
            self.notes.extend(
                f"{each} is to end: its candidate was in the sequence twice" for each in merged.superseded
            )
            if merged.is_new:
                self.done[EventType.CANDIDATE_MERGED, merged.survivor] = merged.survivor
        named = [update.id for update in self.intake.candidates]
        named += [update.candidate_id for update in self.intake.applications]
        for candidate_id in sorted(set(named) - self.survivors.keys()):
            self.survivors[candidate_id] = recording.lock_candidate(self.conn, candidate_id, now=self.now)
        self.notes.extend(f"{each} is to end: its candidate was in the sequence twice" for each in superseded)
        return tuple(superseded)

    def _change_applications(self) -> None:
        """Works out and writes what changes about every application that is stated, or told about."""
        updates = {update.id: update for update in self.intake.applications}
        told: dict[str, list[Happening]] = {}
        for happening in self.intake.happenings:
            if happening.application_id is not None:
                told.setdefault(happening.application_id, []).append(happening)
        before = applications.states(self.conn, updates.keys() | told.keys())
        for application_id in dict.fromkeys((*updates, *told)):
            known = before.get(application_id)
            update = updates.get(application_id)
            if update is None and known is None:
                continue
            self._change(application_id, update, known, told.get(application_id, []))

    def _change(
        self, application_id: str, update: ApplicationUpdate | None, known: State | None, told: list[Happening]
    ) -> None:
        if update is None:
            assert known is not None, "an application that nobody knows is left out"
            update = ApplicationUpdate(id=application_id, candidate_id=known.candidate_id)
            self.survivors.setdefault(known.candidate_id, known.candidate_id)
        else:
            update = replace(update, candidate_id=self.survivors[update.candidate_id])
        if update.job_id is not None:
            recording.mention_job(self.conn, update.job_id)
        change = applications.change(update, told, known, self.intake.at)
        applications.write(self.conn, change, self.intake.at)
        self.changes[application_id] = change

    def _write_candidates(self) -> None:
        """What a late delivery says of the person is as old as the rest of it."""
        stated = self.intake.applications
        is_late = bool(stated) and all(self.changes[each.id].is_late for each in stated)
        for update in self.intake.candidates:
            if is_late:
                self.notes.append(f"{update.id}: came late and changes nothing on record")
            elif self.survivors[update.id] != update.id:
                self.notes.append(f"{update.id} was merged into {self.survivors[update.id]}, whose record stays")
            elif not recording.write_candidate(self.conn, update):
                self.notes.append(f"{update.id} was erased, and nothing about them is kept")

    def _remove(self) -> None:
        for application_id in self.intake.deleted_applications:
            if candidate_id := applications.delete(self.conn, application_id, self.intake.at):
                self.done[EventType.APPLICATION_DELETED, application_id] = candidate_id
        for type_, gone in (
            (EventType.CANDIDATE_DELETED, self.intake.deleted_candidates),
            (EventType.CANDIDATE_ANONYMIZED, self.intake.erased),
        ):
            for candidate_id in gone:
                if erasing.erase(self.conn, candidate_id):
                    self.done[type_, candidate_id] = candidate_id

    def _untold(self) -> Iterable[Happening]:
        """What this delivery changed without naming it as a happening of its own."""
        told = {(each.type, each.application_id or each.candidate_id) for each in self.intake.happenings}
        for change in self.changes.values():
            for type_ in change.events():
                if (type_, change.id) not in told:
                    yield Happening(type=type_, candidate_id=change.after.candidate_id, application_id=change.id)
        for (type_, id_), candidate_id in self.done.items():
            if (type_, id_) not in told:
                application_id = id_ if type_ is EventType.APPLICATION_DELETED else None
                yield Happening(type=type_, candidate_id=candidate_id, application_id=application_id)

    def _tell(self, happening: Happening) -> None:
        """Turns a happening into news for the stream of whom it concerns."""
        candidate_id = self._whom(happening)
        if candidate_id is None:
            self.notes.append(f"{happening.type}: is about nobody on record")
            return
        change = self.changes.get(happening.application_id or "")
        event = Event(
            type=happening.type,
            at=self.intake.at,
            application_id=happening.application_id,
            job_id=happening.job_id or (change.after.job_id if change else None),
            data=_data(happening, change),
        )
        stale = self._why_stale(event, candidate_id, change)
        self.news.setdefault(candidate_id, []).append(News(event=event, stale=stale))

    def _whom(self, happening: Happening) -> str | None:
        change = self.changes.get(happening.application_id or "")
        if change is not None:
            return change.after.candidate_id
        if happening.candidate_id is None:
            return None
        known = self.survivors.get(happening.candidate_id)
        return known or recording.known_candidate(self.conn, happening.candidate_id)

    def _why_stale(self, event: Event, candidate_id: str, change: Change | None) -> str | None:
        if event.type in _CREATED and change is not None and change.before is not None:
            # Nothing that came since makes it untrue that they applied: the first word of it acts, however late.
            is_known = events.is_on_record(self.conn, candidate_id, event)
            return "the application is on record already" if is_known else None
        if event.type is EventType.CANDIDATE_MERGED or event.type in _ERASED:
            return None if (event.type, candidate_id) in self.done else "is so already"
        if event.type is EventType.APPLICATION_DELETED:
            return None if (event.type, event.application_id) in self.done else "is so already"
        if change is None:
            return None
        if change.is_late:
            return "came late: the record is newer"
        is_change = event.type in applications.TELL_A_CHANGE and change.before is not None
        return "is so already" if is_change and event.type not in change.events() else None

    def _about_jobs(self) -> Iterable[Event]:
        for happening in self.intake.happenings:
            if EVENTS[happening.type].scope is not EventScope.JOB:
                continue
            job = records.job(self.conn, happening.job_id) if happening.job_id else None
            known = {f"job.{name}": getattr(job, name) for name in _JOB_FIELDS} if job else {}
            data = {"job.id": happening.job_id, **known, **happening.data}
            yield Event(type=happening.type, at=self.intake.at, job_id=happening.job_id, data=data)


def _data(happening: Happening, change: Change | None) -> dict[str, Scalar]:
    """What the event carries: as the delivery says, else from our own record."""
    data = dict(happening.data)
    if change is not None and not change.is_late:
        carried = change.carried()
        for name in EVENTS[happening.type].carries:
            if data.get(name) is None:
                data[name] = carried[name]
    return data
