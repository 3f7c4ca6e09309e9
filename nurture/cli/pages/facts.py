"""docs/facts.md, from the schema that conditions and templates are checked against."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.cli.pages.markdown import page, table
from nurture.domain.subject import SubjectKind
from nurture.language.functions import FILTERS, FUNCTIONS
from nurture.language.kinds import Type
from nurture.language.published import written
from nurture.language.schema import Scope, schema_for

INTRO = """\
The names that conditions and templates may use. What may be missing needs a fallback in a template,
`{{ candidate.first_name | or("there") }}`, or an `{% if … %}` around it; `nurture check` insists."""

SUBJECTS: Final = tuple(SubjectKind)
RECORDS: Final = {
    "candidate": "`candidate`",
    "application": "`application`",
    "job": "`job`, also `application.job`",
    "person": "`recruiter`, `coordinator`, `hiring_manager`, `referrer`, also each of an interview's people",
    "hire": "`hire`",
    "interview": "`interview`, also each of `interview.same_day`",
    "offer": "`offer`",
    "referral": "`referral`",
    "assignment": "`assignment`",
    "company": "`company`",
    "enrollment": "`enrollment`",
    "step": "`steps.<id>`",
}


def pages() -> Mapping[str, str]:
    """The page."""
    parts = [INTRO, table(("name", "is", "there"), _names())]
    records = {
        name: facts for subject in SUBJECTS for name, facts in schema_for(Scope(subject=subject)).records.items()
    }
    for record, title in RECORDS.items():
        parts += [f"## {title}", table(("fact", "means", "is", "may be missing"), _facts(records[record]))]
    parts += ["## `event`", "What each carries is on the page of [events](events.md)."]
    functions = ((f"`{written(name, each)}`", each.means) for name, each in FUNCTIONS.items())
    filters = ((f"`… | {name}`", each.means) for name, each in FILTERS.items())
    parts += ["## Functions and filters", table(("written", "gives"), (*functions, *filters))]
    return {"facts.md": page("Facts", *parts)}


def _names() -> Iterator[tuple[str, str, str]]:
    schemas = {subject: schema_for(Scope(subject=subject)).names for subject in SUBJECTS}
    kinds = {name: kind for names in schemas.values() for name, kind in names.items()}
    for name, kind in kinds.items():
        known = [subject for subject, names in schemas.items() if name in names]
        always = [subject for subject in known if not schemas[subject][name].is_optional]
        there = "may be missing" if not always else "always" if len(always) == len(SUBJECTS) else _in_runs(always)
        others = "may be missing in others" if known == list(SUBJECTS) else "not there in others"
        yield f"`{name}`", kind.means, there if len(always) in (0, len(SUBJECTS)) else f"{there}; {others}"


def _in_runs(subjects: list[SubjectKind]) -> str:
    *most, last = (f"{subject}s" for subject in subjects)
    return f"always in runs for {' and '.join([*([', '.join(most)] if most else []), last])}"


def _facts(facts: Mapping[str, Type]) -> Iterator[tuple[str, str, str, str]]:
    for name, kind in facts.items():
        said = ", ".join(f"`{choice}`" for choice in kind.choices) if kind.choices else kind.said()
        yield f"`{name}`", kind.means, said, "yes" if kind.is_optional else ""
