"""Conditions that have a name: put into whatever names them when a file is read, so that a plan needs no other file.

A name is written with hyphens where it is given, and with `_` where it is used, as the ids of steps are.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Final, TypeAlias

from jinja2 import TemplateSyntaxError, nodes
from pydantic import Field

from nurture.language.checker.positions import PLACING
from nurture.language.expressions import MAX_WHOLE, Expression
from nurture.language.fields import Condition, Name
from nurture.language.functions import FILTERS, FUNCTIONS
from nurture.language.load import Where
from nurture.language.model import Model
from nurture.language.nodes import walk
from nurture.language.schema import NAMES, step_name
from nurture.language.syntax import parse_expression, path_of

MAX_LAYERS: Final = 10
"""How deep conditions may be made of conditions."""
_WORDS: Final = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none", "loop", "survey_url"})


def why_not_called(name: str, facts: Iterable[str] = ()) -> str | None:
    """Why a condition can't have that name, where these are facts besides; None: it can."""
    word = step_name(name)
    if word and not word[0].isalpha():
        return f"`{word}` begins with a number, and could not be named in a condition"
    if word in FUNCTIONS or word in FILTERS or word in _WORDS:
        return f"`{word}` means something in every condition already"
    return f"`{word}` is a fact already" if word in (*NAMES, *facts) else None


MOST: Final = 200
"""Conditions with a name in one file."""
NamedConditions: TypeAlias = Annotated[dict[Name, Condition], Field(max_length=MOST)]
"""By name. That none has the name of a fact is looked at when a file is checked: what was published stays readable."""


def names_in(text: str, known: Mapping[str, object]) -> tuple[str, ...]:
    """Which of the known conditions an expression names, each once; none where it can't be read."""
    return tuple(dict.fromkeys(name for _, name in _places(text, known)))


def way_round(name: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The way from a condition over those it is made of back to itself; empty if there is none."""
    ways: list[tuple[str, ...]] = [(name,)]
    seen = {name}
    while ways:
        way = ways.pop()
        for part in names_in(known[way[-1]], known):
            if part == name:
                return (*way, name)
            if part not in seen:
                seen.add(part)
                ways.append((*way, part))
    return ()


def whole(text: str, known: Mapping[str, str], *, layers: int = MAX_LAYERS) -> str | None:
    """The expression with all that it names put in; None where that would be too long, too deep, or go round."""
    made, end = "", 0
    for at, name in _places(text, known):
        inner = whole(known[name].strip(), known, layers=layers - 1) if layers else None
        if inner is None:
            return None
        made, end = f"{made}{text[end:at]}{inner if _is_fact(inner) else f'({inner})'}", at + len(name)
        if len(made) > MAX_WHOLE:
            return None
    made += text[end:]
    return made if not end or (len(made) <= MAX_WHOLE and _tree(made) is not None) else None


def used(texts: Iterable[str], known: Mapping[str, str]) -> frozenset[str]:
    """The conditions that some expressions name, with all those that these are made of."""
    found: set[str] = set()
    new = {name for text in texts for name in names_in(text, known)}
    while new:
        found |= new
        new = {part for name in new for part in names_in(known[name], known)} - found
    return frozenset(found)


def by_use(conditions: object) -> dict[str, str]:
    """Conditions as they stand in a file, under the names by which others use them; those that are text."""
    given = conditions.items() if isinstance(conditions, Mapping) else ()
    return {step_name(str(name)): str(text) for name, text in given if isinstance(text, str | Expression)}


def expressions_in(model: type[Model], data: Mapping[str, object]) -> Iterator[tuple[Where, str]]:
    """Every expression of a file that is to be a `model`, with its place; not the conditions that have names."""
    for node in walk(model, data):
        yield from (((*node.where, key), text) for key, text in node.texts_of(Expression))


def put_in(model: type[Model], data: Mapping[str, object], ours: Mapping[str, str]) -> Mapping[str, object]:
    """The file with named conditions put into its expressions; `ours` are those of company.yaml.

    Those of ours that are used become its own, so that what is published needs company.yaml no more.
    """
    stated = data.get("conditions")
    given: Mapping[str, object] = stated if isinstance(stated, Mapping) else {}
    own = by_use(given)
    known = {**by_use(ours), **own}
    if not known:
        return data
    found = dict(expressions_in(model, data))
    taken = used([*found.values(), *own.values()], known)
    shared = {name: text for name, text in ours.items() if step_name(name) in taken and step_name(name) not in own}
    values: dict[Where, object] = {
        where: Expression(text.strip(), made)
        for where, text in found.items()
        if names_in(text, known) and (made := whole(text.strip(), known)) is not None
    }
    filled = _with(data, (), values)
    assert isinstance(filled, dict), "the file is a mapping"
    return {**filled, "conditions": {**shared, **given}} if shared else filled


def _with(value: object, where: Where, values: Mapping[Where, object]) -> object:
    if where in values:
        return values[where]
    if isinstance(value, Mapping):
        return {key: _with(each, (*where, key), values) for key, each in value.items()}
    if isinstance(value, list):
        return [_with(each, (*where, number), values) for number, each in enumerate(value)]
    return value


def _places(text: str, known: Mapping[str, object]) -> Iterator[tuple[int, str]]:
    """Where in the text conditions are named, in order."""
    tree = _tree(text) if any(name in text for name in known) else None
    names = sorted((node.lineno, str(node.name)) for node in tree.find_all(nodes.Name)) if tree else ()
    top = [(0, tree.name)] if isinstance(tree, nodes.Name) else []
    return ((at, name) for at, name in sorted({*names, *top}) if name in known)


@lru_cache(maxsize=1024)
def _tree(text: str) -> nodes.Expr | None:
    try:
        return parse_expression(PLACING, text)
    except TemplateSyntaxError:
        return None


def _is_fact(text: str) -> bool:
    """A fact by itself asks whether it is there, which it would not in parentheses."""
    tree = _tree(text)
    return tree is not None and path_of(tree) == text
