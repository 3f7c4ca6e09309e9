"""What is wrong with conditions that have a name: told once, where each gets it."""

from collections.abc import Mapping
from functools import lru_cache

from nurture.domain.own import Own
from nurture.domain.subject import SubjectKind
from nurture.language.checker import Problem, check_expression, problem
from nurture.language.codes import EXPRESSION_SYNTAX, GOES_ROUND
from nurture.language.expressions import MAX_WHOLE
from nurture.language.named_conditions import MAX_LAYERS, by_use, names_in, way_round, whole
from nurture.language.schema import NamedCondition, Scope
from nurture.values import frozen, replace


@frozen
class Defined:
    """A condition as others use it, and what is wrong with it wherever that is."""

    condition: NamedCondition
    problems: tuple[Problem, ...] = ()


def defined(
    conditions: Mapping[str, str], around: tuple[NamedCondition, ...], scopes: tuple[Scope, ...]
) -> Mapping[str, Defined]:
    """Conditions by the name by which they are used, which may be made of each other and of those `around`.

    Wrong is what is wrong in each of the scopes: in one alone, it is told where the condition is used.
    """
    every = {**{each.name: each.text for each in around if each.text}, **conditions}
    rounds = {name: way for name in conditions if (way := way_round(name, every))}
    known = {name: text for name, text in every.items() if name not in rounds}
    found: dict[str, Defined] = {}

    def look_at(name: str) -> Defined:
        if name not in found:
            text = conditions[name]
            if bad := _goes_round(text, rounds.get(name)) or too_large(text, known):
                found[name] = Defined(condition=NamedCondition(name=name, text=""), problems=(bad,))
            else:
                for part in names_in(text, conditions):
                    look_at(part)
                others = (*around, *(each.condition for each in found.values()))
                problems = _in_all(text, tuple(replace(scope, conditions=others) for scope in scopes))
                told = frozenset((each.code, each.offset) for each in problems)
                condition = NamedCondition(name=name, text=text, told=told)
                found[name] = Defined(condition=condition, problems=problems)
        return found[name]

    return {name: look_at(name) for name in conditions}


@lru_cache(maxsize=8)
def of_company(own: Own) -> Mapping[str, Defined]:
    """Those of company.yaml, which are used in runs about whatever there is."""
    scopes = tuple(Scope(subject=subject, own=own, is_definition=True) for subject in SubjectKind)
    return defined(by_use(own.conditions), (), scopes)


def too_large(text: str, known: Mapping[str, str]) -> Problem | None:
    """Of an expression that can't be worked out with all that it names put in."""
    if whole(text, known) is not None:
        return None
    said = f"with the conditions in it this comes to more than {MAX_WHOLE} characters, or {MAX_LAYERS} layers"
    return problem(text, EXPRESSION_SYNTAX.code, said, "make it of fewer, or shorter ones")


def _goes_round(text: str, way: tuple[str, ...] | None) -> Problem | None:
    if way is None:
        return None
    said = f"`{way[0]}` is made of itself: {' → '.join(f'`{each}`' for each in way)}"
    return problem(text, GOES_ROUND.code, said, "write out what one of them means", length=len(text))


def _in_all(text: str, scopes: tuple[Scope, ...]) -> tuple[Problem, ...]:
    first, *others = [check_expression(text, scope=scope) for scope in scopes]
    rest = [{(each.code, each.offset) for each in found} for found in others]
    return tuple(each for each in first if all((each.code, each.offset) in found for found in rest))
