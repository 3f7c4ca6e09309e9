"""From a file to a log of events, or to what is wrong with it: with file, line and column, as a check tells it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from nurture.domain.own import NOTHING_OWN, Own
from nurture.language import codes
from nurture.language.context import beside
from nurture.language.diagnostics import Diagnostic, in_order
from nurture.language.explain import explain
from nurture.language.faults import did_you_mean, listed
from nurture.language.load import Source, Where, read
from nurture.simulator.csv_log import read_csv
from nurture.simulator.log import Line, Log, is_about_application, names_job
from nurture.simulator.records_in_order import missing_records
from nurture.values import frozen

BEGIN = "start with `people:` and `events:`; docs/simulating.md shows a log"


@frozen
class ReadLog:
    """A log, or None with what is wrong; `text` is the file's."""

    log: Log | None
    diagnostics: tuple[Diagnostic, ...]
    text: str


def read_log(path: Path, own: Own = NOTHING_OWN) -> ReadLog:
    """Reads a log: CSV where the file's name says so, else YAML. `own` is what the company adds to what it may say."""
    source = read_csv(path, own) if path.suffix.lower() == ".csv" else read(path, begin=BEGIN, may_be_pipe=True)
    log, found = None, list(source.diagnostics)
    if source.data is not None:
        try:
            log = Log.model_validate(source.data, context=beside(own))
        except ValidationError as error:
            found += explain(error, source, Log)
        else:
            found += list(unknown_names(log, source)) or [*_impossible(log, source, own)] or [*_missing(log, source)]
    return ReadLog(log=None if found else log, diagnostics=in_order(found), text=source.text)


def unknown_names(log: Log, source: Source) -> Iterator[Diagnostic]:
    """Names that stand in no section of the log."""
    people: Mapping[str, object] = log.people
    for name, member in log.team.items():
        if member.deputy is not None and member.deputy not in log.team:
            yield _unknown(source, ("team", name, "deputy"), member.deputy, log.team, "team")
    for section, entries in (("people", log.people), ("jobs", log.jobs)):
        for name, entry in entries.items():
            yield from unknown_members(log, source, entry, (section, name))
    for number, line in enumerate(log.events):
        where: Where = ("events", number)
        for key, known, what in (
            ("who", people, "people"),
            *((key, log.jobs, "jobs") for key in ("job", "applied", "added", "opened", "closed")),
        ):
            name = getattr(line, key)
            if name is not None and name not in known:
                yield _unknown(source, (*where, key), name, known, what)
        if line.updated is not None:
            yield from unknown_members(log, source, line.updated, (*where, "updated"))
        if line.job_changed is not None:
            yield from unknown_members(log, source, line.job_changed, (*where, "job_changed"))
        yield from _unknown_in_records(log, source, line, where)


def _unknown_in_records(log: Log, source: Source, line: Line, where: Where) -> Iterator[Diagnostic]:
    people: Mapping[str, object] = log.people
    team: Mapping[str, object] = log.team
    if line.interview is not None:
        for number, name in enumerate(line.interview.panel or ()):
            if name not in team:
                yield _unknown(source, (*where, "interview", "with", number), name, team, "team")
    named: list[tuple[str, str, str, Mapping[str, object], str]] = []
    if line.scorecard is not None:
        named.append(("scorecard", "by", line.scorecard.by, team, "team"))
    if line.referred is not None:
        named.append(("referred", "by", line.referred.by, team, "team"))
        named.append(("referred", "job", line.referred.job, log.jobs, "jobs"))
    if line.job_changed is not None:
        named.append(("job_changed", "job", line.job_changed.job, log.jobs, "jobs"))
    if line.merged is not None:
        named.append(("merged", "into", line.merged.into, people, "people"))
    for told, key, name, known, what in named:
        if name not in known:
            yield _unknown(source, (*where, told, key), name, known, what)


def unknown_members(log: Log, source: Source, entry: object, where: Where) -> Iterator[Diagnostic]:
    for role in ("recruiter", "coordinator", "hiring_manager"):
        name = getattr(entry, role, None)
        if name is not None and name not in log.team:
            yield _unknown(source, (*where, role), name, log.team, "team")
    own_roles: Mapping[str, str] = getattr(entry, "own_roles", {})
    for role, name in own_roles.items():
        if name not in log.team:
            yield _unknown(source, (*where, role), name, log.team, "team")


def _unknown(source: Source, where: Where, name: str, known: Mapping[str, object], what: str) -> Diagnostic:
    said = f"there is no `{name}` in `{what}`"
    hint = did_you_mean(name, known) or (f"there: {listed(known, 'and')}" if known else f"add it under `{what}`")
    return _at(source, where, codes.NOT_A_CHOICE, said, hint)


def _impossible(log: Log, source: Source, own: Own) -> Iterator[Diagnostic]:
    """Events about an application that is not there, or that could be about several; jobs that open twice."""
    applied: dict[str, list[str]] = {}
    is_open: set[str] = set()
    for number, line in in_time(log):
        where: Where = ("events", number)
        who = line.who or ""
        if job := line.applied or line.added:
            applied.setdefault(who, []).append(job)
            is_open.add(job)
        elif line.closed:
            is_open.discard(line.closed)
        elif line.opened in is_open:
            said = f"{line.opened} is open by then: it is so from the first event that names it"
            yield _at(source, (*where, "opened"), codes.CONTRADICTION, said, "log `closed` before it, or another job")
        elif line.opened:
            is_open.add(line.opened)
        elif names_job(line, own):
            if line.job is None:
                hint = "add `job`: a name from `jobs`"
                yield _at(source, (*where, "event"), codes.MISSING_KEY, f"`{line.event}` is about a job", hint)
        elif is_about_application(line, own):
            jobs = applied.get(who, [])
            if not jobs or (line.job is not None and line.job not in jobs):
                said = f"{who} has not applied{f' for `{line.job}`' if line.job else ''} by then"
                yield _at(source, (*where, line.word), codes.CONTRADICTION, said, "log `applied` before it")
            elif line.job is None and len(set(jobs)) > 1:
                said = f"{who} has applied for {listed(dict.fromkeys(jobs), 'and')}"
                hint = "say by `job` which application is meant"
                yield _at(source, (*where, line.word), codes.CONTRADICTION, said, hint)


def _missing(log: Log, source: Source) -> Iterator[Diagnostic]:
    """Events about an interview, offer or assignment that is not there."""
    for each in missing_records(in_time(log)):
        yield _at(source, ("events", each.number, each.key), codes.CONTRADICTION, each.said, each.hint)


def in_time(log: Log) -> list[tuple[int, Line]]:
    """The lines in the order in which they happened, each with its number in the file."""
    return sorted(enumerate(log.events), key=lambda each: (each[1].at, each[0]))


def _at(source: Source, where: Where, code: codes.Code, said: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code.code, message=said, path=source.path, mark=source.mark(where), hint=hint)
