"""What is wrong with blocks and their uses, and by which use something wrong in a block came."""

from collections.abc import Iterable
from dataclasses import field

from nurture.language.codes import Code
from nurture.language.diagnostics import Diagnostic
from nurture.language.load import Source, Where
from nurture.values import frozen, replace


@frozen
class Faults:
    """Collects what is wrong with a file."""

    source: Source
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: Code, where: Where, said: str, hint: str, *, on_key: bool = False) -> None:
        """One more, about the value at that place, or about its key."""
        mark = self.source.key_mark(where) if on_key else self.source.mark(where)
        self.found.append(
            Diagnostic(
                code=code.code, message=said, path=self.source.path, mark=mark, hint=hint, severity=code.severity
            )
        )


def told_with_uses(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What is wrong in a block, once for each thing, with the use by which it came; where several did, the first."""
    others: list[Diagnostic] = []
    uses: dict[Diagnostic, list[str]] = {}
    for each in diagnostics:
        if each.mark.use is None:
            others.append(each)
        else:
            uses.setdefault(replace(each, mark=replace(each.mark, use=None)), []).append(each.mark.use)
    return [*others, *(_with_uses(each, *by) for each, by in uses.items())]


def _with_uses(diagnostic: Diagnostic, first: str, *more: str) -> Diagnostic:
    others = f", and {len(more)} more" if more else ""
    return replace(diagnostic, message=f"{diagnostic.message} (in {first}{others})")
