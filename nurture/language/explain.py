"""pydantic's errors as diagnostics: with the place in the file, plain words, and what to write instead."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nurture.language import codes
from nurture.language.codes import CODES, Code
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import kind_of, one_of
from nurture.language.load import Source, Where
from nurture.language.model import Model
from nurture.language.nodes import fields_of, model_at

_WANTED: Final = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
}
_CHOICES: Final = frozenset({"literal_error", "enum"})


def explain(error: ValidationError, source: Source, model: type[Model]) -> Iterator[Diagnostic]:
    """Every error of a file that was to be a `model`."""
    for details in error.errors(include_url=False):
        if not _follows_from_another(details, source):
            yield _explain_one(details, source, model)


def _follows_from_another(details: ErrorDetails, source: Source) -> bool:
    """True for what pydantic adds where the cause is told already."""
    if details["type"] == "missing":
        return source.nearest(details["loc"][:-1]) in {way[:-1] for way in source.empty}
    if details["type"] == "too_short":
        return bool(details["input"])  # items that are wrong are not counted
    return details["type"] == "default_factory_not_called"


def _explain_one(details: ErrorDetails, source: Source, model: type[Model]) -> Diagnostic:
    where: Where = details["loc"]
    is_of_key = where[-1:] == ("[key]",)
    where = where[:-1] if is_of_key else where
    kind = details["type"]
    key = next((part for part in reversed(where) if isinstance(part, str)), "the file")
    context = details.get("ctx", {})
    if kind in CODES:
        said, hint, on_key = str(context["said"]), context["hint"], context["key"]
        on = (*where, on_key) if on_key is not None else where
        mark = source.key_mark(on) if is_of_key or on_key is not None else source.mark(where)
        return Diagnostic(code=kind, message=said, path=source.path, mark=mark, hint=hint)
    if kind == "extra_forbidden":
        return _unknown_key(source, model, where, key)
    if kind == "missing":
        return _missing_key(source, model, where, key)
    if kind in _CHOICES:
        choices = re.findall(r"'([^']*)'", str(context["expected"]))
        said = f"`{key}` can't be {_quoted(details['input'])}"
        return _at(source, codes.NOT_A_CHOICE, where, said, one_of(str(details["input"]), choices))
    if kind in _WANTED:
        return _wrong_type(source, where, key, _WANTED[kind], details["input"])
    if kind in ("too_short", "string_too_short"):
        return _at(source, codes.WRONG_TYPE, where, f"`{key}` is empty or too short", "say more, or leave it out")
    if kind == "string_too_long":
        return _at(
            source, codes.WRONG_TYPE, where, f"`{key}` is too long", f"write {context['max_length']} characters at most"
        )
    return _at(source, codes.WRONG_TYPE, where, f"`{key}`: {details['msg']}", None)


def _unknown_key(source: Source, model: type[Model], where: Where, key: str) -> Diagnostic:
    around = model_at(model, source.data, source.nearest(where[:-1])) or model
    mark = source.key_mark(where)
    return Diagnostic(
        code=codes.UNKNOWN_KEY.code,
        message=f"unknown key `{key}`",
        path=source.path,
        mark=mark,
        hint=around.INSTEAD.get(key) or one_of(key, fields_of(around)),
    )


def _missing_key(source: Source, model: type[Model], where: Where, key: str) -> Diagnostic:
    around = model_at(model, source.data, source.nearest(where[:-1])) or model
    field = next(
        (info for name, info in around.model_fields.items() if key in (info.alias, name)),
        None,
    )
    told = f": {field.description[0].lower()}{field.description[1:]}" if field and field.description else ""
    return _at(source, codes.MISSING_KEY, where[:-1], f"`{key}` is missing here", f"add `{key}`{told}")


def _wrong_type(source: Source, where: Where, key: str, wanted: str, value: object) -> Diagnostic:
    said = f"`{key}` must be {wanted}, not {kind_of(value)}"
    if wanted == "text" and not isinstance(value, list | dict):
        hint = f'put it in quotes: "{_as_written(source, where)}"'
    elif wanted == "a list":
        hint = "write the items below it, each after a hyphen"
    else:
        hint = f"write {wanted} here"
    return _at(source, codes.WRONG_TYPE, where, said, hint)


def _as_written(source: Source, where: Where) -> str:
    mark = source.mark(where)
    return source.lines[mark.line - 1][mark.col - 1 : mark.end_col - 1]


def _quoted(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else kind_of(value)


def _at(source: Source, code: Code, where: Where, said: str, hint: str | None) -> Diagnostic:
    return Diagnostic(code=code.code, message=said, path=source.path, mark=source.mark(where), hint=hint)
