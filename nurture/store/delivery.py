"""Writing one delivery onto our record: people, jobs, applications, and who is merged, deleted or erased."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.consent import Consent
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.values import read_date
from nurture.store import applications, consents, dispatches, erasing, merging, own, recording, related
from nurture.store.applications import Change, State
from nurture.store.related_changes import RelatedChanges, change_related
from nurture.store.tables import applications as application_table

Done = Mapping[tuple[str, str], str]
"""Whom a delivery merged, deleted or erased: the event and the record's id, with the candidate it belongs to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """What became of the record. `survivors` maps candidates that the delivery names to who they are today.

    `changes` are by application, `related` are those of interviews, offers and the like. `superseded` are enrollments
    to end, `notes` tell what was not written. `jobs_were` holds how the jobs stood before, of those that were known.
    `consents` are those that stand by this delivery, each with whose it is.
    """

    jobs_were: Mapping[str, JobStatus]
    survivors: Mapping[str, str]
    changes: Mapping[str, Change]
    related: RelatedChanges
    done: Done
    superseded: tuple[str, ...]
    notes: tuple[str, ...]
    echoes: frozenset[str] = frozenset()
    consents: tuple[tuple[str, Consent], ...] = ()


def record(conn: Connection, intake: Intake, now: datetime) -> Recorded:
    """Locks the candidates whom a delivery names, and writes what it states. Raises ValueError for unknown fields."""
    survivors, done, superseded = _merge(conn, intake, now)
    named = [update.id for update in intake.candidates]
    named += [update.candidate_id for update in intake.applications]
    named += [update.candidate_id for update in intake.related if update.candidate_id]
    named += [update.candidate_id for update in intake.consents]
    for candidate_id in sorted(set(named) - survivors.keys()):
        survivors[candidate_id] = recording.lock_candidate(conn, candidate_id, now=now)
    jobs_were = recording.job_statuses(conn, [job.id for job in intake.jobs])
    recording.write_jobs(conn, intake.jobs, intake.happenings, jobs_were, intake.at)
    changes = _change_applications(conn, intake, survivors)
    for change in changes.values():
        is_hired = change.after.status is ApplicationStatus.HIRED
        if is_hired or (change.before is None and not change.stated.get("is_prospect")):
            related.link_referrals(conn, change.after.candidate_id, change.id, is_hired=is_hired)
    changed = change_related(conn, intake, survivors, now)
    notes = [f"{each} is to end: its candidate was in the sequence twice" for each in superseded]
    echoes = frozenset(_echoes(conn, intake, survivors, now))
    is_late = _is_late(intake, changes)
    notes += _write_candidates(conn, intake, survivors, now, is_late=is_late)
    agreed = tuple(_write_consents(conn, intake, survivors, now, is_late=is_late))
    return Recorded(
        jobs_were=jobs_were,
        survivors=survivors,
        changes=changes,
        related=changed,
        done=done | _remove(conn, intake),
        superseded=superseded,
        notes=(*notes, *changed.notes),
        echoes=echoes,
        consents=agreed,
    )


def _merge(
    conn: Connection, intake: Intake, now: datetime
) -> tuple[dict[str, str], dict[tuple[str, str], str], tuple[str, ...]]:
    survivors: dict[str, str] = {}
    done: dict[tuple[str, str], str] = {}
    superseded: list[str] = []
    for gone, into in intake.merged_into.items():
        merged = merging.merge(conn, gone, into, now=now)
        survivors |= {into: merged.survivor, gone: merged.survivor}
        superseded.extend(merged.superseded)
        if merged.is_new:
            done[EventType.CANDIDATE_MERGED, merged.survivor] = merged.survivor
    return survivors, done, tuple(superseded)


def _change_applications(conn: Connection, intake: Intake, survivors: Mapping[str, str]) -> dict[str, Change]:
    """Works out and writes what changes about every application that is stated, or on record and told about."""
    updates = {
        update.id: replace(update, candidate_id=survivors[update.candidate_id]) for update in intake.applications
    }
    told: dict[str, list[Happening]] = {}
    for happening in intake.happenings:
        if happening.application_id is not None:
            told.setdefault(happening.application_id, []).append(happening)
    known = applications.states(conn, updates.keys() | told.keys())
    changes: dict[str, Change] = {}
    for application_id in dict.fromkeys((*updates, *told)):
        before = known.get(application_id)
        update = updates.get(application_id) or _nothing_stated(application_id, before)
        if update is not None:
            if update.job_id is not None:
                recording.mention_job(conn, update.job_id)
            change = applications.change(update, told.get(application_id, ()), before, intake.at)
            applications.write(conn, change, intake.at)
            if change.job_applied_for is not None:
                recording.count_application(conn, change.job_applied_for)
            if not change.is_late:
                _, roles = recording.split_team(conn, "applications", update.team, frozenset())
                own.add(conn, application_table, application_id, own=update.own, roles=roles)
            changes[application_id] = change
    return changes


def _nothing_stated(application_id: str, before: State | None) -> ApplicationUpdate | None:
    return ApplicationUpdate(id=application_id, candidate_id=before.candidate_id) if before else None


def _is_late(intake: Intake, changes: Mapping[str, Change]) -> bool:
    """What a late delivery says of the person is late as well."""
    stated = intake.applications
    return bool(stated) and all(changes[update.id].is_late for update in stated)


def _write_candidates(
    conn: Connection, intake: Intake, survivors: Mapping[str, str], now: datetime, *, is_late: bool
) -> list[str]:
    """Returns notes on whose record stays as it is."""
    notes: list[str] = []
    for update in intake.candidates:
        if is_late:
            notes.append(f"{update.id}: came late and changes nothing on record")
        elif survivors[update.id] != update.id:
            notes.append(f"{update.id} was merged into {survivors[update.id]}, whose record stays")
        elif not recording.write_candidate(conn, update, source=intake.source, now=now):
            notes.append(f"{update.id} was erased, and nothing about them is kept")
    return notes


def _write_consents(
    conn: Connection, intake: Intake, survivors: Mapping[str, str], now: datetime, *, is_late: bool
) -> Iterator[tuple[str, Consent]]:
    """Adds what people agreed to or took back to their history, and gives what stands by it, with whose it is."""
    for update in intake.candidates:
        if consents.FIELD in update.fields and not is_late and survivors[update.id] == update.id:
            until = read_date(update.fields[consents.FIELD])
            if said := consents.put_said_by_ats(conn, update.id, until, at=intake.at, now=now):
                yield update.id, said
    for told in intake.consents:
        whom = survivors[told.candidate_id]
        if consents.put(conn, whom, told.consent, now=now):
            yield whom, told.consent


def _echoes(conn: Connection, intake: Intake, survivors: Mapping[str, str], now: datetime) -> Iterator[str]:
    """Whom we changed there before, and of whom nothing new is told. Asked before anything is written."""
    told = {each.candidate_id for each in intake.happenings if each.type is EventType.CANDIDATE_UPDATED}
    for update in intake.candidates:
        whom = survivors[update.id]
        ours = dispatches.awaited_echo(conn, whom, at=now) if update.id in told else None
        if ours is not None and recording.tells_nothing_new(conn, replace(update, id=whom)):
            dispatches.note_echo(conn, ours, at=now)
            yield whom


def _remove(conn: Connection, intake: Intake) -> dict[tuple[str, str], str]:
    done: dict[tuple[str, str], str] = {}
    for application_id in intake.deleted_applications:
        if candidate_id := applications.delete(conn, application_id, intake.at):
            done[EventType.APPLICATION_DELETED, application_id] = candidate_id
    for type_, gone in (
        (EventType.CANDIDATE_DELETED, intake.deleted_candidates),
        (EventType.CANDIDATE_ANONYMIZED, intake.erased),
    ):
        for candidate_id in gone:
            if erasing.erase(conn, candidate_id):
                done[type_, candidate_id] = candidate_id
    return done
