"""What an editor is told of a step: its action tells of which kind it is, and the kind which keys it may have.

A plain choice of all kinds leaves it to the editor to guess which one was meant, and it guesses wrong: of a misspelled
length it says that a survey is missing, since a survey may have the key `wait`, too.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

Schema: TypeAlias = dict[str, object]

_HEAD: Final = "#/definitions/"


def step_by_action(kinds: Mapping[str, str], definitions: Mapping[str, object], description: str) -> Schema:
    """A step whose definition is the one that `kinds` names for its action.

    A key that is an action of its own and an option of others, such as `wait`, is the action where none of those is.
    """
    properties = {action: _properties(definitions[name]) for action, name in kinds.items()}
    made = _of_no_kind(kinds, definitions, properties)
    for action in sorted(kinds, key=lambda each: -sum(each in others for others in properties.values())):
        made = {"if": {"required": [action]}, "then": {"$ref": f"{_HEAD}{kinds[action]}"}, "else": made}
    return {"description": description, **made}


def _of_no_kind(
    kinds: Mapping[str, str], definitions: Mapping[str, object], properties: Mapping[str, Schema]
) -> Schema:
    """What has no action yet: an editor offers all of them, and tells what each does."""
    actions = {action: _offered(definitions[name], properties[action][action]) for action, name in kinds.items()}
    an_id = next(iter(properties.values()))["id"]
    return {"type": "object", "properties": {"id": an_id, **actions}, "minProperties": 2, "additionalProperties": False}


def _offered(definition: object, value: object) -> Schema:
    """An action as it is offered, with what the whole step does; an editor that writes it down looks for the type."""
    assert isinstance(definition, dict), "a kind of step is a mapping"
    assert isinstance(value, dict), "its action is a key of it"
    type_ = {"type": "object"} if "allOf" in value else {}
    return {**value, **type_, "description": definition["description"]}


def _properties(definition: object) -> Schema:
    assert isinstance(definition, dict), "a kind of step is a mapping"
    properties: Schema = definition["properties"]
    return properties
