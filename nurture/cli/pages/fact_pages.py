"""The page of one fact: what it means and is, and how a condition and a template name it."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.ats.generic import shapes
from nurture.ats.generic.shapes import Stated
from nurture.cli.pages.markdown import code, page
from nurture.domain.subject import SubjectKind
from nurture.language.kinds import Sort, Type
from nurture.language.schema import Scope, schema_for

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
_NAMED: Final = {"person": "recruiter", "step": "steps.ask"}
"""By which name examples reach a record, where it isn't its own."""
_RUNS: Final = {
    "hire": "for: hire\nenroll:\n  on: application.hired\n",
    "interview": "for: interview\nenroll:\n  on: interview.scheduled\n  again: always\n",
    "offer": "for: offer\nenroll:\n  on: offer.sent\n  again: always\n",
    "referral": "for: referral\nenroll:\n  on: referral.created\n  again: always\n",
    "assignment": "for: assignment\nenroll:\n  on: assignment.created\n  again: always\n",
}
"""What an example begins with, where a record is there in runs about it alone."""
_ASK: Final = (
    "  - id: ask\n    task: Call them\n    assign: talent@acme.example\n    due: 2 days\n    outcomes: [reached]\n"
)
_TEXTS: Final = {"steps.ask.outcome": "reached"}
"""With what an example compares a text, where not any will do."""
_AHEAD: Final = frozenset({"start", "starts", "ends", "expires", "until", "next", "left"})
"""Words in the names of dates that may lie ahead."""

_MAY_MISS: Final = "may be missing"
MISSING: Final = """\
It may be missing. In a condition, what is missing equals nothing and is in no list; before it is compared by `<` or
`>`, or given to a function, ask whether it is there. In a template it needs a fallback, or an `{% if … %}` around it:
without one [`nurture check` refuses the template](../errors/N024.md)."""
_STATED: Final[Mapping[str, type[Stated]]] = {
    "candidate": shapes.Candidate,
    "application": shapes.Application,
    "job": shapes.Job,
    "interview": shapes.Interview,
    "offer": shapes.Offer,
}
"""What a delivery of the company's own system states of each record."""


def names_in(subject: SubjectKind) -> Mapping[str, Type]:
    """What stands first in an expression, in runs about that."""
    return schema_for(Scope(subject=subject)).names


def there(name: str) -> str:
    """In which runs a name is there."""
    known = [subject for subject in SUBJECTS if name in names_in(subject)]
    always = [subject for subject in known if not names_in(subject)[name].is_optional]
    if not always:
        return _MAY_MISS
    if len(always) == len(SUBJECTS):
        return "always"
    others = "may be missing in others" if len(known) == len(SUBJECTS) else "not there in others"
    return f"{_in_runs(always)}; {others}"


def _in_runs(subjects: list[SubjectKind]) -> str:
    *most, last = (f"{subject}s" for subject in subjects)
    return f"always in runs for {' and '.join([*([', '.join(most)] if most else []), last])}"


def facts_of(record: str) -> Mapping[str, Type]:
    """The facts of a record by name."""
    found = (schema_for(Scope(subject=subject)).records for subject in SUBJECTS)
    return next(records[record] for records in found if record in records)


def type_of(kind: Type) -> str:
    """What a fact is, in words."""
    return ", ".join(f"`{choice}`" for choice in kind.choices) if kind.choices else kind.said()


def fact_page(record: str, name: str, kind: Type) -> str:
    """The page of a fact."""
    path = f"{_NAMED.get(record, record)}.{name}"
    values = f"It is one of {type_of(kind)}." if kind.choices else f"It is {_an(kind)}."
    condition, template = in_condition(record, name, kind), in_template(record, name, kind)
    return page(
        f"`{path}`",
        f"{kind.means[0].upper()}{kind.means[1:]}. {values}",
        f"It is a fact of [{RECORDS[record]}]({record}.md).",
        _whether_there(record, kind),
        _stated(record, name),
        "In a condition:",
        code(condition, "yaml"),
        "In a template:",
        code(template, "markdown"),
        "`…` stands for words of yours." if "…" in condition + template else "",
        "Which journeys use it: [the cookbook](../cookbook/README.md#facts). Others: [all facts](../facts.md).",
    )


def in_condition(record: str, name: str, kind: Type) -> str:
    """A part of a sequence with a condition on that fact."""
    path = f"{_NAMED.get(record, record)}.{name}"
    asked = _asked(path, name, kind)
    is_guarded = _may_miss(record, kind) and kind.sort in (Sort.NUMBER, Sort.DAY, Sort.MOMENT, Sort.LIST)
    before = _ASK if record == "step" else ""
    condition = f"{path} and {asked}" if is_guarded else asked
    quoted = f"'{condition}'" if condition.startswith('"') else condition
    return f"{_RUNS.get(record, '')}steps:\n{before}  - id: hello\n    email: hello\n    if: {quoted}\n"


def in_template(record: str, name: str, kind: Type) -> str:
    """A line of a template with that fact."""
    path = f"{_NAMED.get(record, record)}.{name}"
    return "".join(_written(path, kind, may_miss=_may_miss(record, kind)))


def _may_miss(record: str, kind: Type) -> bool:
    """Whether it may be missing in the run of the examples."""
    return kind.is_optional or there(_first(record)) == _MAY_MISS


def _first(record: str) -> str:
    """The name that stands first in what the examples write."""
    return _NAMED.get(record, record).partition(".")[0]


def _whether_there(record: str, kind: Type) -> str:
    name = _first(record)
    if _may_miss(record, kind):
        return MISSING
    if there(name) == "always":
        return "It is always there."
    return f"It is there wherever `{name}` is: {there(name)}."


def _stated(record: str, name: str) -> str:
    if name == "id" or record not in _STATED or name not in _STATED[record].model_fields:
        return ""
    return f"[Your own system](../ats.md#your-own-system) states it as `{name}` of `{record}` in a delivery."


def _asked(path: str, name: str, kind: Type) -> str:
    match kind.sort:
        case Sort.NUMBER:
            return f"{path} > 1"
        case Sort.DAY | Sort.MOMENT:
            return f"{'days_until' if _AHEAD & set(name.split('_')) else 'days_since'}({path}) > 7"
        case Sort.LIST if kind.of is not None and kind.of.record:
            return f"({path} | length) > 1"
        case Sort.LIST:
            return f'"…" in {path}'
        case Sort.TEXT:
            return f'{path} == "{kind.choices[0] if kind.choices else _TEXTS.get(path, "…")}"'
        case _:
            return path


def _written(path: str, kind: Type, *, may_miss: bool) -> Iterator[str]:
    match kind.sort:
        case Sort.FLAG:
            yield f"{{% if {path} %}}…{{% endif %}}"
        case Sort.RECORD:
            shown = next(name for name in ("name", "title") if name in facts_of(kind.record or ""))
            yield f"{{% if {path} %}}{{{{ {path}.{shown} }}}}{{% endif %}}"
        case Sort.LIST if kind.of is not None and kind.of.record not in (None, "person"):
            yield f"{{{{ {path} | length }}}}"
        case _:
            filters = {Sort.LIST: " | join", Sort.DAY: " | date", Sort.MOMENT: " | date"}.get(kind.sort, "")
            fallback = ' | or("…")' if may_miss or kind.sort is Sort.LIST else ""
            yield f"{{{{ {path}{filters}{fallback} }}}}"


def _an(kind: Type) -> str:
    return f"a list, of which each is {kind.of.said()}" if kind.of else kind.said()
