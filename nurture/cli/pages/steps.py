"""docs/steps, from the kinds of steps: what each says of itself, its example, its keys."""

import inspect
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Union, get_args, get_origin

from nurture.cli.pages.markdown import code, page, table
from nurture.language.model import Model
from nurture.language.steps import WRITTEN_KINDS, Step

INTRO = "A step has an `id` that stays for ever, and does one thing:"


def pages() -> Mapping[str, str]:
    """A page for each kind, and their list."""
    kinds = table(
        ("step", "does"), ((f"[`{kind}`]({kind}.md)", _summary(step)) for kind, step in WRITTEN_KINDS.items())
    )
    made = {f"steps/{kind}.md": _page(kind, step) for kind, step in WRITTEN_KINDS.items()}
    return {"steps/README.md": page("Steps", INTRO, kinds), **made}


def _page(kind: str, step: type[Step]) -> str:
    return page(f"`{kind}`", _told(step), code(step.EXAMPLE, "yaml"), table(("key", "means"), _keys(step)))


def _keys(model: type[Model], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        key = f"{prefix}{field.alias or name}"
        if name == "id":
            yield f"`{key}`", "The step's name, for ever: results are kept under it."
            continue
        required = " Required." if field.is_required() else ""
        yield f"`{key}`", f"{field.description or ''}{required}"
        named = get_args(field.annotation)[1] if get_origin(field.annotation) is dict else None
        if inspect.isclass(named) and issubclass(named, Model):
            yield from _keys(named, f"{key}.<name>.")
        for inner in _alternatives(field.annotation):
            if inspect.isclass(inner) and issubclass(inner, Model):
                yield from _keys(inner, f"{key}.")


def _alternatives(annotation: object) -> tuple[object, ...]:
    """What a key may be: one thing, or one of several."""
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _told(step: type[Step]) -> str:
    return inspect.getdoc(step) or ""


def _summary(step: type[Step]) -> str:
    return _told(step).partition("\n\n")[0]
