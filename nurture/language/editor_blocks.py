"""What an editor is told of the steps in a block: they are steps like any other, and `<name>` may stand for a value."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from nurture.language.editor_steps import step_by_action

Schema: TypeAlias = dict[str, object]

_GIVEN: Final = "Given"
_HEAD: Final = "#/definitions/"
_BY_NAME: Final = ("properties", "patternProperties")
"""Keywords that hold the schemas of values, each by its name."""
_OF_VALUES: Final = ("items", "additionalProperties")
"""Keywords that hold the schema of many values."""
_ABOUT: Final = ("description", "default", "examples")
"""Keywords that tell of a value and forbid none."""
_OF_FREE_TEXT: Final = frozenset({"type", "minLength", "maxLength", *_ABOUT})
_A_GIVEN: Final[Schema] = {
    "description": "What each use of the block gives it by that name.",
    "type": "string",
    "pattern": "<[a-z0-9]+(-[a-z0-9]+)*>",
    "patternErrorMessage": "write a value, or <name> for what the block is given",
}


def in_block(name: str) -> str:
    """What the definition of that name is called as it stands in a block."""
    return f"{name}InBlock"


def definitions_in_blocks(definitions: Mapping[str, object], steps: Mapping[str, str], any_step: str) -> Schema:
    """The definitions of these steps, named by their actions, as they stand in a block, of all that stands in them, and
    of any one of them.
    """
    made: Schema = {in_block(name): _of_block(definitions[name]) for name in _reached(definitions, steps, any_step)}
    kinds = {action: in_block(name) for action, name in steps.items()}
    made[in_block(any_step)] = step_by_action(
        kinds, made, "A step of the block: its `id` stands after that of the use."
    )
    return {**made, _GIVEN: dict(_A_GIVEN)}


def _reached(definitions: Mapping[str, object], steps: Mapping[str, str], any_step: str) -> list[str]:
    """These definitions and those that they refer to, at whatever distance."""
    reached, waiting = {any_step}, list(steps.values())
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += _referred_to(definitions[name])
    return sorted(reached - {any_step})


def _referred_to(schema: object) -> Iterator[str]:
    if isinstance(schema, list):
        for each in schema:
            yield from _referred_to(each)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix(_HEAD)
        for each in schema.values():
            yield from _referred_to(each)


def _of_block(schema: object) -> object:
    """The schema as it is in a block, without what it says of the value itself."""
    if isinstance(schema, list):
        return [_of_block(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made: Schema = {}
    for key, each in schema.items():
        if key == "$ref":
            made[key] = in_block(str(each))
        elif key in _BY_NAME:
            made[key] = {name: _or_given(value) for name, value in each.items()}
        else:
            made[key] = _or_given(each) if key in _OF_VALUES else _of_block(each)
    return made


def _or_given(schema: object) -> object:
    """The schema of a value, in whose place what is given may stand. A step is written out."""
    made = _of_block(schema)
    if not isinstance(made, dict) or _takes_any_text(made) or "$ref" in made:
        return made
    about = {key: each for key, each in made.items() if key in _ABOUT}
    rest = {key: each for key, each in made.items() if key not in _ABOUT}
    choices = rest["anyOf"] if set(rest) == {"anyOf"} else [rest]
    return {**about, "anyOf": [*choices, _ref(_GIVEN)]}


def _takes_any_text(schema: Schema) -> bool:
    if "anyOf" in schema:
        choices = schema["anyOf"]
        return isinstance(choices, list) and any(_takes_any_text(each) for each in choices)
    return schema.get("type") == "string" and _OF_FREE_TEXT.issuperset(schema)


def _ref(name: str) -> Schema:
    return {"$ref": f"{_HEAD}{name}"}
