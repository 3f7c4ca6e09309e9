"""docs/facts.md and docs/facts, from the schema that conditions and templates are checked against."""

from collections.abc import Iterator, Mapping

from nurture.cli.pages.fact_pages import RECORDS, SUBJECTS, fact_page, facts_of, names_in, there, type_of
from nurture.cli.pages.markdown import page, table
from nurture.language.functions import FILTERS, FUNCTIONS
from nurture.language.kinds import Type
from nurture.language.published import written

INTRO = """\
The names that conditions and templates may use. What may be missing needs a fallback in a template,
`{{ candidate.first_name | or("there") }}`, or an `{% if … %}` around it; `nurture check` insists."""


def pages() -> Mapping[str, str]:
    """A page for each record and each fact, and their list."""
    parts = [INTRO, table(("name", "is", "there"), _names())]
    made: dict[str, str] = {}
    for record, title in RECORDS.items():
        facts = facts_of(record)
        parts += [f"## {title}", _listed(facts, f"facts/{record}.")]
        made |= {f"facts/{record}.{name}.md": fact_page(record, name, kind) for name, kind in facts.items()}
        back = "Others: [all facts](../facts.md)."
        made[f"facts/{record}.md"] = page(title, "What can be named of it:", _listed(facts, f"{record}."), back)
    parts += ["## `event`", "What each carries is on the page of [events](events.md)."]
    functions = ((f"`{written(name, each)}`", each.means) for name, each in FUNCTIONS.items())
    filters = ((f"`… | {name}`", each.means) for name, each in FILTERS.items())
    parts += ["## Functions and filters", table(("written", "gives"), (*functions, *filters))]
    return {"facts.md": page("Facts", *parts), **made}


def _names() -> Iterator[tuple[str, str, str]]:
    kinds = {name: kind for subject in SUBJECTS for name, kind in names_in(subject).items()}
    for name, kind in kinds.items():
        yield _linked(name, kind), kind.means, there(name)


def _linked(name: str, kind: Type) -> str:
    return f"[`{name}`](facts/{kind.record}.md)" if kind.record in RECORDS else f"`{name}`"


def _listed(facts: Mapping[str, Type], below: str) -> str:
    rows = (
        (f"[`{name}`]({below}{name}.md)", kind.means, type_of(kind), "yes" if kind.is_optional else "")
        for name, kind in facts.items()
    )
    return table(("fact", "means", "is", "may be missing"), rows)
