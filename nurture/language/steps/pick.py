"""Steps inside other things: the kind of each is told by its action key."""

from collections.abc import Mapping
from typing import Annotated, Final, TypeAlias

from pydantic import ValidationInfo, WithJsonSchema

from nurture.language import codes
from nurture.language.faults import did_you_mean, fault, kind_of, listed
from nurture.language.reading import ReadInContext
from nurture.language.steps.base import Step

_BLOCK: Final = "block"


def kind_named(data: Mapping[str, object]) -> type[Step] | None:
    """The kind of the step, if it has exactly one action."""
    named = _actions(data)
    return _kinds().get(named[0]) if len(named) == 1 else None


def pick_step(value: object, context: Mapping[str, object] | None = None) -> Step:
    """The step that a mapping describes, read with that context. Raises a fault or ValidationError."""
    if isinstance(value, Step):
        return value
    if not isinstance(value, dict):
        raise fault(
            codes.WRONG_TYPE,
            f"a step is a mapping, not {kind_of(value)}",
            "write `- id: …` and, below it, what the step does",
        )
    kind = kind_named(value)
    if kind is None:
        raise _why_no_kind(value)
    if kind.KIND == _BLOCK:
        said = "a block is put in when its file is read, and stands among steps"
        raise fault(codes.UNKNOWN_BLOCK, said, "write its steps here", key=_BLOCK)
    return kind.model_validate(value, context=context)


def _pick(value: object, info: ValidationInfo) -> Step:
    return pick_step(value, info.context)


def _why_no_kind(data: Mapping[str, object]) -> Exception:
    kinds = _kinds()
    named = _actions(data)
    if named:
        return fault(
            codes.ONE_ACTION,
            f"a step does one thing, and this one has {listed(named, 'and')}",
            "make each a step of its own, with its own `id`",
            key=named[1],
        )
    known = {"id", *(each.alias or name for kind in kinds.values() for name, each in kind.model_fields.items())}
    for key in (each for each in data if each not in known):
        if hint := did_you_mean(key, kinds):
            return fault(codes.ONE_ACTION, f"`{key}` is nothing that a step does", hint, key=key)
    return fault(codes.ONE_ACTION, "this step does nothing", f"add one of {listed(kinds)}")


def _actions(data: Mapping[str, object]) -> list[str]:
    """The action keys of a step; what is an option of another action there, such as `wait` of a task, is none."""
    kinds = _kinds()
    named = [key for key in data if key in kinds]
    if len(named) < 2:
        return named
    options = {key for kind in named for key in kinds[kind].model_fields if key != kind}
    return [key for key in named if key not in options]


def _kinds() -> Mapping[str, type[Step]]:
    from nurture.language.steps import WRITTEN_KINDS  # the kinds hold steps, and steps are of these kinds

    return WRITTEN_KINDS


A_STEP: Final = {"$comment": "any kind of step"}
"""Stands for a step in a JSON Schema until the kinds are known; see `nurture.language.editor_schema`."""

Steps: TypeAlias = tuple[Annotated[Step, ReadInContext(_pick), WithJsonSchema(dict(A_STEP))], ...]
