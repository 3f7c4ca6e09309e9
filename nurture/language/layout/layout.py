"""Reads a file, writes it anew, and makes sure that nothing but its layout has changed."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode

from nurture.language.blocks import PutIn, expanded, put_in, told_with_uses
from nurture.language.company import CompanyFile
from nurture.language.diagnostics import Diagnostic, Severity, in_order
from nurture.language.explain import explain
from nurture.language.layout.canonical import orders_of, values_of
from nurture.language.layout.comments import comments_of
from nurture.language.layout.writer import CantSay, Writer
from nurture.language.load import read_text
from nurture.language.model import Model
from nurture.language.sequence import Sequence
from nurture.values import frozen

_ROUNDS: Final = 5


@frozen
class LaidOut:
    """A text in our layout. `why_not` says why it stays as it was; `diagnostics`, what must be mended before."""

    text: str
    why_not: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def lay_out(text: str, path: Path, model: type[Sequence | CompanyFile]) -> LaidOut:
    """The text of a sequence or company file in our layout."""
    file = put_in(read_text(text, path))
    read = file.meant
    errors = tuple(each for each in read.diagnostics if each.severity is Severity.ERROR)
    if read.data is None or errors:
        return LaidOut(text=text, diagnostics=errors)
    try:
        meant = model.model_validate(read.data)
    except ValidationError as error:
        return LaidOut(text=text, diagnostics=in_order(told_with_uses(explain(error, read, model))))
    plain = read.text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        new = _settled(plain, meant, file)
    except CantSay as reason:
        return LaidOut(text=text, why_not=f"{reason} can't be laid out safely")
    if new is None or not _is_the_same(plain, new, meant, path):
        return LaidOut(text=text, why_not="its layout can't be changed without a risk to its meaning")
    return LaidOut(text=new)


def _settled(text: str, meant: Model, file: PutIn) -> str | None:
    """Written until nothing changes any more: a comment that leaves its brackets may let keys be ordered."""
    for _ in range(_ROUNDS):
        if file.meant.data is None:
            return None
        new = _written(text, meant, file)
        if new == text:
            return new
        text, file = new, put_in(read_text(new, file.written.path))
    return None


def _written(text: str, meant: Model, file: PutIn) -> str:
    if any(sign in text for sign in "\x85\u2028\u2029"):
        raise CantSay("an unusual line end")
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, MappingNode), "it was read as a mapping"
    values, orders = values_of(meant, file), orders_of(meant, file)
    return Writer(text, comments_of(text), values=values, orders=orders).write(root)


def _is_the_same(old: str, new: str, meant: Model, path: Path) -> bool:
    """Whether it means the same, and every comment is there in its order."""
    again = expanded(read_text(new, path))
    if again.data is None or any(each.severity is Severity.ERROR for each in again.diagnostics):
        return False
    try:
        model = type(meant).model_validate(again.data)
    except ValidationError:
        return False
    is_meant = model.model_dump(mode="json", by_alias=True) == meant.model_dump(mode="json", by_alias=True)
    return is_meant and [each.text for each in comments_of(old)] == [each.text for each in comments_of(new)]
