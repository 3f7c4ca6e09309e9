"""Writing one delivery onto our record: people, jobs, applications, and who is merged, deleted or erased."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.consent import Consent
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.stages import AS_THEY_ARE, StageNames
from nurture.domain.values import read_date
from nurture.store import (
    applications,
    consents,
    dispatches,
    erasing,
    links,
    merging,
    own,
    recording,
    related,
    words_told,
)
from nurture.store.applications import Change, State
from nurture.store.coming_back import without_erased
from nurture.store.joining import join_newcomers
from nurture.store.links import Link
from nurture.store.related_changes import RelatedChanges, change_related
from nurture.store.tables import applications as application_table
from nurture.values import frozen, replace

Links = Mapping[str, Link | None]
"""Of the records that a delivery names, those that are one of several of their person."""

Done = Mapping[tuple[str, str], str]
"""Whom a delivery merged, deleted or erased: the event and the record's id, with the candidate it belongs to."""


@frozen
class Recorded:
    """What became of the record. `kept` is what was said, but for what is about people who were erased.

    `survivors` maps candidates that the delivery names to who they are today. `changes` are by application, `related`
    are those of interviews, offers and the like. `superseded` are enrollments to end, `notes` tell what was not
    written. `jobs_were` holds how the jobs stood before, of those that were known. `consents` are those that stand by
    this delivery, each with whose it is.
    """

    kept: Intake
    jobs_were: Mapping[str, JobStatus]
    survivors: Mapping[str, str]
    changes: Mapping[str, Change]
    related: RelatedChanges
    done: Done
    superseded: tuple[str, ...]
    notes: tuple[str, ...]
    echoes: frozenset[str] = frozenset()
    consents: tuple[tuple[str, Consent], ...] = ()


def record(conn: Connection, intake: Intake, now: datetime, stages: StageNames = AS_THEY_ARE) -> Recorded:
    """Locks the candidates whom a delivery names, and writes what it states. Raises ValueError for unknown fields."""
    joined = join_newcomers(conn, intake, now)
    survivors, done, superseded = _merge(conn, intake, now)
    survivors, superseded = {**joined.survivors, **survivors}, (*joined.superseded, *superseded)
    named = [update.id for update in intake.candidates]
    named += [update.candidate_id for update in intake.applications]
    named += [update.candidate_id for update in intake.related if update.candidate_id]
    named += [update.candidate_id for update in intake.consents]
    for candidate_id in sorted(set(named) - survivors.keys()):
        survivors[candidate_id] = recording.lock_candidate(conn, candidate_id, now=now)
    intake, unkept = without_erased(conn, intake, survivors)
    jobs_were = recording.job_statuses(conn, [job.id for job in intake.jobs])
    recording.write_jobs(conn, intake.jobs, intake.happenings, jobs_were, intake.at)
    changes = _change_applications(conn, intake, survivors, stages, now)
    for change in changes.values():
        is_hired = change.after.status is ApplicationStatus.HIRED
        if is_hired or (change.before is None and not change.stated.get("is_prospect")):
            related.link_referrals(conn, change.after.candidate_id, change.id, is_hired=is_hired)
    changed = change_related(conn, intake, survivors, now)
    notes = [
        *joined.notes,
        *unkept,
        *(f"{each} is to end: its candidate was in the sequence twice" for each in superseded),
    ]
    echoes = frozenset(_echoes(conn, intake, survivors, now))
    is_late = _is_late(intake, changes)
    linked = {each.id: links.of_update(conn, each.id, intake.source) for each in intake.candidates}
    agreed = tuple(_write_consents(conn, intake, survivors, linked, now, is_late=is_late))
    notes += _write_candidates(conn, intake, survivors, linked, now, is_late=is_late)
    removed, left = _remove(conn, intake, now)
    return Recorded(
        kept=intake,
        jobs_were=jobs_were,
        survivors=survivors,
        changes=changes,
        related=changed,
        done=done | removed,
        superseded=superseded,
        notes=(*notes, *left, *changed.notes),
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


def _change_applications(
    conn: Connection, intake: Intake, survivors: Mapping[str, str], stages: StageNames, now: datetime
) -> dict[str, Change]:
    """Works out and writes what changes about every application that is stated, or on record and told about."""
    told_of = {update.id: update.candidate_id for update in intake.applications}
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
            change = applications.change(update, told.get(application_id, ()), before, intake.at, stages)
            whose = told_of.get(application_id, update.candidate_id)
            applications.write(conn, change, intake.at, told_of=whose, now=now)
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
    conn: Connection, intake: Intake, survivors: Mapping[str, str], linked: Links, now: datetime, *, is_late: bool
) -> list[str]:
    """Returns notes on whose record stays as it is."""
    notes: list[str] = []
    for update in intake.candidates:
        whom, link = survivors[update.id], linked[update.id]
        if is_late:
            notes.append(f"{update.id}: came late and changes nothing on record")
        elif whom != update.id and link is None:
            notes.append(f"{update.id} was merged into {whom}, whose record stays")
        elif (link and link.is_erased) or not recording.write_candidate(conn, _as_known(conn, update, link, intake.at)):
            notes.append(f"{update.id} was erased, and nothing about them is kept")
        else:
            recording.write_addresses(conn, whom, update, source=intake.source, now=now)
            words_told.put_said(conn, whom, update.fields, source=intake.source, now=now)
    return notes


def _as_known(conn: Connection, update: CandidateUpdate, link: Link | None, at: datetime) -> CandidateUpdate:
    """What is true of a person by an update; of whom several systems tell, none takes out what another one said."""
    if link is None:
        return update
    return replace(
        update,
        id=link.candidate_id,
        fields=links.say(conn, link, update.fields, at),
        team={role: person for role, person in update.team.items() if person is not None},
        own={name: value for name, value in update.own.items() if value is not None},
    )


def _write_consents(
    conn: Connection, intake: Intake, survivors: Mapping[str, str], linked: Links, now: datetime, *, is_late: bool
) -> Iterator[tuple[str, Consent]]:
    """Adds what people agreed to or took back to their history, and gives what stands by it, with whose it is."""
    for update in intake.candidates:
        if consents.FIELD in update.fields and not is_late and _tells_consent(update, survivors, linked[update.id]):
            until, whom = read_date(update.fields[consents.FIELD]), survivors[update.id]
            if said := consents.put_said_by_ats(conn, whom, until, at=intake.at, now=now):
                yield whom, said
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


def _tells_consent(update: CandidateUpdate, survivors: Mapping[str, str], link: Link | None) -> bool:
    if link is None:
        return survivors[update.id] == update.id
    return not link.is_erased and links.is_news_of_consent(link, update.fields[consents.FIELD])


def _remove(conn: Connection, intake: Intake, now: datetime) -> tuple[dict[tuple[str, str], str], list[str]]:
    """Whom and what is gone there, and notes on who stays because another system knows them."""
    done: dict[tuple[str, str], str] = {}
    notes: list[str] = []
    for application_id in intake.deleted_applications:
        if candidate_id := applications.delete(conn, application_id, intake.at):
            done[EventType.APPLICATION_DELETED, application_id] = candidate_id
    for type_, gone in (
        (EventType.CANDIDATE_DELETED, intake.deleted_candidates),
        (EventType.CANDIDATE_ANONYMIZED, intake.erased),
    ):
        for record_id in gone:
            link = links.of_record(conn, record_id)
            whom = link.candidate_id if link else record_id
            if link and not link.is_erased and links.forget(conn, link):
                done |= _remove_part(conn, link, intake.at)
                notes.append(f"{record_id} is erased; the person stays on record as {whom}, as others tell of them")
            elif not (link and link.is_erased) and erasing.erase(conn, whom, now=now):
                done[type_, whom] = whom
    return done, notes


def _remove_part(conn: Connection, link: Link, at: datetime) -> dict[tuple[str, str], str]:
    """Somebody's record in one system goes, with the applications that they have there."""
    erasing.erase_part(conn, link.candidate_id, record=link.id, source=link.source)
    deleted = [each for each in applications.told_of(conn, link.id) if applications.delete(conn, each, at)]
    return {(EventType.APPLICATION_DELETED, each): link.candidate_id for each in deleted}
