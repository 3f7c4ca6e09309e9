"""Conditions that have a name: each means something, has its name for itself, and is used."""

from collections.abc import Iterator, Mapping

from nurture.domain.own import Own
from nurture.language import codes
from nurture.language.codes import CODES
from nurture.language.definitions import Defined, of_company
from nurture.language.diagnostics import Diagnostic
from nurture.language.load import Source
from nurture.language.named_conditions import by_use, expressions_in, used, why_not_called
from nurture.language.rules.conditions import mark_of
from nurture.language.rules.defining import defined_in
from nurture.language.rules.draft import Draft
from nurture.language.schema import step_name
from nurture.language.sequence import Sequence


def named_conditions_make_sense(draft: Draft) -> Iterator[Diagnostic]:
    """Each of a sequence's can be read, names facts that there are, and is not made of itself."""
    yield from _problems(draft.source, defined_in(draft))


def conditions_of_company(source: Source, own: Own) -> Iterator[Diagnostic]:
    """The same of those in company.yaml, where what a run is about is open; and none has the name of a fact or role."""
    for name in _names(source):
        if said := why_not_called(name, map(step_name, own.roles)):
            mark = source.key_mark(("conditions", name))
            yield Diagnostic(
                code=codes.BAD_NAME.code, message=said, path=source.path, mark=mark, hint="give it another name"
            )
    yield from _problems(source, of_company(own))


def named_conditions_have_names_of_their_own(draft: Draft) -> Iterator[Diagnostic]:
    """No condition has the name of a role, or of one that company.yaml has."""
    ours = by_use(draft.own.conditions)
    for name in _names(draft.source):
        said = why_not_called(name, map(step_name, draft.own.roles))
        said = f"company.yaml has a condition `{name}` already" if step_name(name) in ours else said
        if said:
            hint = "use that one, or give this another name" if step_name(name) in ours else "give it another name"
            yield draft.at_key(codes.BAD_NAME, ("conditions", name), said, hint)


def named_conditions_are_used(draft: Draft) -> Iterator[Diagnostic]:
    """Each is used by a step, an exit or a trigger, or by one that is."""
    stated = by_use((draft.source.data or {}).get("conditions"))
    taken = used([text for _, text in expressions_in(Sequence, draft.source.data or {})], stated)
    for name in _names(draft.source):
        if step_name(name).isidentifier() and not why_not_called(name) and step_name(name) not in taken:
            said, hint = (
                f"nothing uses the condition `{name}`",
                f"delete it, or name it: `if: {step_name(name)}`",
            )
            yield draft.at_key(codes.UNUSED_CONDITION, ("conditions", name), said, hint)


def _problems(source: Source, conditions: Mapping[str, Defined]) -> Iterator[Diagnostic]:
    texts = _texts(source)
    for name in _names(source):
        for problem in conditions[step_name(name)].problems if step_name(name) in conditions else ():
            code, mark = CODES[problem.code], mark_of(source, ("conditions", name), texts[name], problem)
            yield Diagnostic(
                code=code.code,
                message=problem.message,
                path=source.path,
                mark=mark,
                hint=problem.hint,
                severity=code.severity,
            )


def _names(source: Source) -> tuple[str, ...]:
    return tuple(_texts(source))


def _texts(source: Source) -> Mapping[str, str]:
    stated = (source.data or {}).get("conditions")
    given = stated.items() if isinstance(stated, Mapping) else ()
    return {str(name): text for name, text in given if isinstance(text, str)}
