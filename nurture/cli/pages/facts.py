"""docs/facts.md, from the schema that conditions and templates are checked against."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.cli.pages.markdown import page, table
from nurture.domain.subject import SubjectKind
from nurture.language.functions import FILTERS, FUNCTIONS
from nurture.language.kinds import Type
from nurture.language.schema import Scope, schema_for

INTRO = """\
The names that conditions and templates may use. What may be missing needs a fallback in a template,
`{{ candidate.first_name | or("there") }}`, or an `{% if … %}` around it; `nurture check` insists."""

SUBJECTS: Final = (SubjectKind.APPLICATION, SubjectKind.HIRE, SubjectKind.CANDIDATE)
RECORDS: Final = {
    "candidate": "`candidate`",
    "application": "`application`",
    "job": "`job`, also `application.job`",
    "person": "`recruiter`, `coordinator`, `hiring_manager`, `referrer`",
    "hire": "`hire`",
    "company": "`company`",
    "enrollment": "`enrollment`",
    "step": "`steps.<id>`",
}


def pages() -> Mapping[str, str]:
    """The page."""
    parts = [INTRO, table(("name", "is", "there"), _names())]
    records = schema_for(Scope(subject=SubjectKind.APPLICATION)).records
    for record, title in RECORDS.items():
        parts += [f"## {title}", table(("fact", "is", "may be missing"), _facts(records[record]))]
    parts += ["## `event`", "What each carries is on the page of [events](events.md)."]
    functions = ((f"`{name}(…)`", each.means) for name, each in FUNCTIONS.items())
    filters = ((f"`… | {name}`", each.means) for name, each in FILTERS.items())
    parts += ["## Functions and filters", table(("written", "gives"), (*functions, *filters))]
    return {"facts.md": page("Facts", *parts)}


def _names() -> Iterator[tuple[str, str, str]]:
    schemas = {subject: schema_for(Scope(subject=subject)).names for subject in SUBJECTS}
    for name, kind in schemas[SubjectKind.APPLICATION].items():
        always = [subject for subject, names in schemas.items() if not names[name].is_optional]
        there = "may be missing" if not always else "always" if len(always) == len(SUBJECTS) else _in_runs(always)
        yield f"`{name}`", kind.means, there


def _in_runs(subjects: list[SubjectKind]) -> str:
    return f"always in runs for {' and '.join(f'{subject}s' for subject in subjects)}; may be missing in others"


def _facts(facts: Mapping[str, Type]) -> Iterator[tuple[str, str, str]]:
    for name, kind in facts.items():
        said = ", ".join(f"`{choice}`" for choice in kind.choices) if kind.choices else kind.said()
        yield f"`{name}`", said, "yes" if kind.is_optional else ""
