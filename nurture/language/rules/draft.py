"""What the rules look at: a file as far as it is in order, and what stands around it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from nurture.domain.events import EVENTS
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.subject import SubjectKind
from nurture.domain.tasks import Asks
from nurture.language.codes import Code
from nurture.language.company import CompanyFile
from nurture.language.context import beside
from nurture.language.diagnostics import Diagnostic, Mark
from nurture.language.load import Source, Where
from nurture.language.nodes import Node, walk
from nurture.language.sequence import MANUAL, ExitRule, Sequence, Trigger, default_subject
from nurture.language.steps import Step, TaskStep
from nurture.language.steps.pick import pick_step
from nurture.language.template_files import TemplateFiles


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One sequence file. `company` is None when company.yaml is missing or wrong.

    `own` is what company.yaml adds to the language, as far as it is in order.
    """

    source: Source
    company: CompanyFile | None
    templates: TemplateFiles
    own: Own = NOTHING_OWN

    @property
    def context(self) -> Mapping[str, object]:
        """What the file is validated with."""
        return beside(self.own)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every mapping of the file, in its order."""
        return tuple(walk(Sequence, self.source.data or {}))

    @cached_property
    def step_nodes(self) -> tuple[Node, ...]:
        """Those of them that are steps."""
        return tuple(node for node in self.nodes if issubclass(node.model, Step))

    @cached_property
    def step_ids(self) -> dict[str, Where]:
        """The place of each step, by id; of two with the same id, the first."""
        found: dict[str, Where] = {}
        for node in self.step_nodes:
            if isinstance(name := node.data.get("id"), str):
                found.setdefault(name, node.where)
        return found

    @cached_property
    def outcomes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What can come of each step that says so beforehand."""
        steps = {step.id: step.results() for block in self.valid_blocks for step in block}
        return tuple((step_id, results) for step_id, results in steps.items() if results)

    def asking(self, *, only: Asks | None = None) -> frozenset[str]:
        """The steps whose tasks may ask for a date; with `only`, those that ask for that and nothing else."""
        tasks = (step for block in self.valid_blocks for step in block if isinstance(step, TaskStep))
        asked = ((task.id, set(task.asks.values())) for task in tasks)
        return frozenset(name for name, kinds in asked if (kinds == {only} if only else Asks.DATE in kinds))

    @cached_property
    def triggers(self) -> tuple[str, ...]:
        """The events that let people in, those that are real."""
        return tuple(self._events(Trigger))

    @cached_property
    def exits(self) -> tuple[str, ...]:
        """The events that end it."""
        return tuple(self._events(ExitRule))

    @property
    def subject(self) -> SubjectKind:
        """What a run is about."""
        stated = self.text("for")
        return SubjectKind(stated) if stated in set(SubjectKind) else default_subject(self._named(), self.own.events)

    def text(self, key: str) -> str | None:
        """A text at the top of the file."""
        value = (self.source.data or {}).get(key)
        return value if isinstance(value, str) else None

    @cached_property
    def valid_blocks(self) -> tuple[tuple[Step, ...], ...]:
        """Every block of steps that is in order; the outermost one in pieces, where a step is not."""
        inner = (block for piece in self.valid_pieces for step in piece for block in _inner_blocks(step))
        return (*self.valid_pieces, *inner)

    @cached_property
    def valid_pieces(self) -> tuple[tuple[Step, ...], ...]:
        """The outermost block of steps, in pieces where a step is not in order."""
        return tuple(self._valid_pieces())

    def _valid_pieces(self) -> Iterator[tuple[Step, ...]]:
        steps = (self.source.data or {}).get("steps")
        piece: list[Step] = []
        for item in steps if isinstance(steps, list) else []:
            try:
                step = pick_step(item, self.context)
            except (ValidationError, PydanticCustomError):
                yield tuple(piece)
                piece = []
                continue
            piece.append(step)
        yield tuple(piece)

    def known_event(self, name: object) -> str | None:
        """The event of that name, if there is one."""
        return name if isinstance(name, str) and (name in EVENTS or name in self.own.events) else None

    def events_named(self, node: Node, key: str = "on") -> Iterator[tuple[Where, str]]:
        """The events under a key, one or a list, each with its place; those that are real."""
        for where, name in texts_at(node, key):
            if event := self.known_event(name):
                yield where, event

    def occasions(self) -> Iterator[tuple[Where, str]]:
        """The events that let people in, each with its place."""
        for node in self.nodes:
            if node.model is Trigger:
                yield from self.events_named(node)

    def at(self, code: Code, where: Where, message: str, hint: str | None) -> Diagnostic:
        """A diagnostic on the value at that place."""
        return self.on(code, self.source.mark(where), message, hint)

    def at_key(self, code: Code, where: Where, message: str, hint: str | None) -> Diagnostic:
        """A diagnostic on the key of that place."""
        return self.on(code, self.source.key_mark(where), message, hint)

    def on(self, code: Code, mark: Mark, message: str, hint: str | None) -> Diagnostic:
        """A diagnostic in this file."""
        return Diagnostic(
            code=code.code,
            message=message,
            path=self.source.path,
            mark=mark,
            hint=hint,
            severity=code.severity,
        )

    def _named(self) -> Iterator[str]:
        """What stands in `on` of the triggers: a misspelled event still tells what it is about."""
        for node in self.nodes:
            if node.model is Trigger:
                yield from (name for _, name in texts_at(node, "on") if name != MANUAL)

    def _events(self, model: type[Trigger | ExitRule]) -> Iterator[str]:
        for node in self.nodes:
            if node.model is model:
                yield from (event for _, event in self.events_named(node))


def texts_at(node: Node, key: str) -> Iterator[tuple[Where, str]]:
    """The texts under a key, one or a list, each with its place."""
    value = node.data.get(key)
    if isinstance(value, str):
        yield (*node.where, key), value
    for number, text in enumerate(value if isinstance(value, list) else ()):
        if isinstance(text, str):
            yield (*node.where, key, number), text


def _inner_blocks(step: Step) -> Iterator[tuple[Step, ...]]:
    for block in step.blocks():
        yield block
        for inner in block:
            yield from _inner_blocks(inner)
