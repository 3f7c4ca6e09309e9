"""The language as JSON Schema, for editors: completion, hovering and underlining while one writes.

Made from the models that files are read into, so a new key or kind of step is in it by itself. It is of draft 7, the
newest that yaml-language-server (VS Code, Neovim, IntelliJ) knows; what it can't say, `nurture check` finds.
"""

import inspect
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final, TypeAlias

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

from nurture.domain.events import EVENTS
from nurture.domain.own import NOTHING_OWN, Own
from nurture.language.company import CompanyFile
from nurture.language.editor_blocks import definitions_in_blocks, in_block
from nurture.language.editor_steps import step_by_action
from nurture.language.fields import A_ROLE, AN_EVENT, ROLES
from nurture.language.model import Model
from nurture.language.sequence import AN_ENTRY, MANUAL, Sequence
from nurture.language.steps import STEP_KINDS, WRITTEN_KINDS
from nurture.language.steps.block import A_STEP_IN_BLOCK
from nurture.language.steps.pick import A_STEP

Schema: TypeAlias = dict[str, object]

_DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_ANY_STEP: Final = "AnyStep"
_ANY_EVENT: Final = "EventType"
_NULL: Final = {"type": "null"}


class _AsWritten(GenerateJsonSchema):
    """Shows a default as it is written in a file."""

    def encode_default(self, dft: object) -> object:
        if isinstance(dft, tuple) and len(dft) == 1:
            [dft] = dft
        return str(dft) if is_dataclass(dft) else super().encode_default(dft)


def sequence_schema(own: Own = NOTHING_OWN) -> Schema:
    """Of a sequence file of a company that adds `own` to the language."""
    schema = _schema_of(Sequence, *WRITTEN_KINDS.values())
    definitions = schema["definitions"]
    assert isinstance(definitions, dict), "made below"
    for kind, model in WRITTEN_KINDS.items():
        definitions[model.__name__]["title"] = kind
    kinds = {kind: model.__name__ for kind, model in WRITTEN_KINDS.items()}
    about = "A step: an `id` that stays for ever, and one thing to do."
    definitions[_ANY_STEP] = step_by_action(kinds, definitions, about)
    in_blocks = {kind: model.__name__ for kind, model in STEP_KINDS.items()}
    definitions |= definitions_in_blocks(definitions, in_blocks, _ANY_STEP)
    events = {**EVENTS, **own.events}
    names, means = list(events), [spec.means for spec in events.values()]
    definitions[_ANY_EVENT] = {"enum": names, "enumDescriptions": means, "type": "string"}
    entries: Schema = {"enum": [*names, MANUAL], "enumDescriptions": [*means, "somebody enrolls them by hand"]}
    blanks: dict[str, Schema] = {
        AN_EVENT: {"$ref": f"#/definitions/{_ANY_EVENT}"},
        AN_ENTRY: entries,
        A_STEP_IN_BLOCK: {"$ref": f"#/definitions/{in_block(_ANY_STEP)}"},
        A_ROLE: {"enum": [*ROLES, *own.roles]},
    }
    return _filled(schema, blanks)


def company_schema() -> Schema:
    """Of company.yaml."""
    return _schema_of(CompanyFile)


def _schema_of(model: type[Model], *others: type[Model]) -> Schema:
    _, made = models_json_schema(
        [(each, "validation") for each in (model, *others)],
        by_alias=True,
        ref_template="#/definitions/{model}",
        schema_generator=_AsWritten,
    )
    definitions = {name: _plain(each) for name, each in made["$defs"].items()}
    top = definitions.pop(model.__name__)
    assert isinstance(top, dict), "a model is a mapping"
    about = {"$schema": _DRAFT, "title": model.__name__, "description": inspect.getdoc(model)}
    return {**about, **top, "definitions": definitions}


def _filled(schema: Schema, blanks: Mapping[str, Schema]) -> Schema:
    """With what stands in for each comment among the blanks; keys beside the comment are kept."""

    def fill(part: object) -> object:
        if isinstance(part, list):
            return [fill(each) for each in part]
        if not isinstance(part, dict):
            return part
        filled = {key: fill(each) for key, each in part.items()}
        blank = blanks.get(str(part.get("$comment")))
        if blank is None:
            return filled
        rest = {key: each for key, each in filled.items() if key != "$comment"}
        return {**rest, "allOf": [blank]} if rest and "$ref" in blank else {**rest, **blank}

    return {key: fill(each) for key, each in schema.items()}


def _plain(schema: object, *, of_properties: bool = False) -> object:
    """Without what pydantic adds and an editor would only repeat: titles from names, null, and defaults of it."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema == A_STEP:
        return {"$ref": f"#/definitions/{_ANY_STEP}"}
    if of_properties:
        return {name: _plain(each) for name, each in schema.items()}
    return _without_null(
        {
            key: _plain(each, of_properties=key in ("properties", "definitions"))
            for key, each in schema.items()
            if key != "title" and not (key == "default" and each in (None, [], {}))
        }
    )


def _without_null(schema: JsonSchemaValue) -> Schema:
    """A key without a value is an error in a file, so null is never offered."""
    if _NULL in schema.get("anyOf", ()):
        kept = [each for each in schema["anyOf"] if each != _NULL]
        rest = {key: each for key, each in schema.items() if key != "anyOf"}
        schema = {**kept[0], **rest} if len(kept) == 1 else {**rest, "anyOf": kept}
    if "$ref" in schema and len(schema) > 1:  # in draft 7 nothing beside `$ref` counts
        return {**{key: each for key, each in schema.items() if key != "$ref"}, "allOf": [{"$ref": schema["$ref"]}]}
    return schema
