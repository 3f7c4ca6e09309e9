"""How validators say what is wrong: pydantic errors that carry a code, a message and a hint."""

from collections.abc import Iterable
from difflib import get_close_matches

from pydantic_core import PydanticCustomError

from nurture.language import codes
from nurture.language.codes import Code


def fault(code: Code, message: str, hint: str | None = None, *, key: str | int | None = None) -> PydanticCustomError:
    """An error for a validator to raise; it becomes a diagnostic with this code, on that key of a
    mapping, or item of a list, if given."""
    context: dict[str, str | int | None] = {"said": message, "hint": hint, "key": key}
    return PydanticCustomError(code.code, "{said}", context)


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint with the name that is nearest, if one is near."""
    near = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else None


def one_of(word: str, known: Iterable[str]) -> str:
    """A hint with the name that is nearest, else all of them."""
    names = list(known)
    return did_you_mean(word, names) or f"use {listed(names)}"


def listed(names: Iterable[str], last: str = "or") -> str:
    """`a`, `b` or `c`."""
    *most, end = [f"`{name}`" for name in names]
    return f"{', '.join(most)} {last} {end}" if most else end


def text_of(value: object, what: str) -> str:
    """The value, which must be text. Raises a fault."""
    if not isinstance(value, str):
        raise fault(codes.WRONG_TYPE, f"{what} is text, not {kind_of(value)}", "write it as text")
    return value


def kind_of(value: object) -> str:
    """What a value from a file is called."""
    if isinstance(value, bool):
        return "true or false"
    for kind, name in ((int | float, "a number"), (str, "text"), (list | tuple, "a list"), (dict, "a mapping")):
        if isinstance(value, kind):
            return name
    return "nothing" if value is None else "this"
