"""Checks files of sequences, and hands over those that are in order."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

from pydantic import ValidationError

from nurture.domain.own import Own
from nurture.language import codes
from nurture.language.allow import Allowed, sort_out
from nurture.language.blocks import expanded, told_with_uses
from nurture.language.codes import Code
from nurture.language.company import CompanyFile, sender_hint
from nurture.language.diagnostics import START, Diagnostic, Mark, Severity, in_order
from nurture.language.explain import explain
from nurture.language.load import Source, read
from nurture.language.model import Model
from nurture.language.own import own_anyway
from nurture.language.rules import RULES, Draft
from nurture.language.rules.handovers import Handover, handovers_lead_somewhere
from nurture.language.rules.named import conditions_of_company
from nurture.language.sequence import Sequence
from nurture.language.steps import EnrollStep, every_step
from nurture.language.template_files import FOLDER, TemplateFiles

M = TypeVar("M", bound=Model)

COMPANY: Final = "company.yaml"


@dataclass(frozen=True, kw_only=True)
class CheckedSequence:
    """A sequence without errors, with the texts of its templates by name and language.

    The language of a template whose file names none is "".
    """

    sequence: Sequence
    templates: Mapping[str, Mapping[str, str]]
    path: Path

    @cached_property
    def content_hash(self) -> str:
        """The same for the same sequence and templates, however the YAML is laid out."""
        content = {"sequence": self.sequence.model_dump(mode="json", by_alias=True), "templates": self.templates}
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check found; what is `allowed` is not among the `diagnostics`.

    `sources` are the texts of all files that were read.
    """

    sequences: tuple[CheckedSequence, ...] = ()
    company: CompanyFile | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    sources: Mapping[Path, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """True without errors; warnings don't count."""
        return not _has_errors(self.diagnostics)


def check_folder(folder: Path) -> Checked:
    """Checks every sequence in a folder, its company.yaml and its templates."""
    if not folder.is_dir():
        return Checked(diagnostics=(_on_file(codes.UNREADABLE, folder, f"there is no folder {folder}", None),))
    paths = sorted(path for path in folder.glob("*.yaml") if path.name != COMPANY)
    if not paths:
        said = f"there are no sequences in {folder}"
        return Checked(diagnostics=(_on_file(codes.UNREADABLE, folder, said, "sequences end in .yaml"),))
    return _check(paths, folder, whole=True)


def check_files(files: Iterable[Path], folder: Path | None = None) -> Checked:
    """Checks some files, against the company.yaml and templates of `folder`: that of the first file if not given."""
    paths = tuple(dict.fromkeys(files))
    folder = folder or (paths[0].parent if paths else Path())
    return _check([path for path in paths if path.name != COMPANY], folder, whole=False)


def _check(paths: Items[Path], folder: Path, *, whole: bool) -> Checked:
    company_source = read(folder / COMPANY)
    company, found = _company(company_source, folder / COMPANY)
    templates = TemplateFiles(folder / FOLDER)
    own = company.own if company else own_anyway(company_source.data or {})
    sources = {company_source.path: company_source.text}
    sequences: list[CheckedSequence] = []
    taken: dict[str, Path] = {}
    read_in: list[Handover] = []
    for path in paths:
        draft = Draft(source=expanded(read(path)), company=company, templates=templates, own=own)
        sources[path] = draft.source.text
        sequence, wrong = _check_one(draft)
        wrong += _name_is_free(draft, taken)
        found += wrong
        if sequence is not None and not _has_errors(wrong):
            sequences.append(_checked(sequence, draft))
            read_in.append(Handover(sequence=sequence, draft=draft))
    astray = list(handovers_lead_somewhere(read_in, {*taken, *_named_elsewhere(read_in, folder, paths)}))
    sequences = [each for each in sequences if each.path not in {wrong.path for wrong in astray}]
    found += [*astray, *templates.diagnostics()]
    if whole:
        found += _not_looked_at(folder)
        found += _unused(templates) if len(sequences) == len(paths) else ()
    told, allowed = sort_out(told_with_uses(found), sources)
    return Checked(
        sequences=tuple(sequences),
        company=company,
        diagnostics=in_order(told),
        allowed=allowed,
        sources=sources | templates.read_so_far(),
    )


def _named_elsewhere(read_in: Items[Handover], folder: Path, paths: Items[Path]) -> Iterator[str]:
    """The sequences of the folder that are not being checked, where one that is may start them."""
    steps = (step for each in read_in for step in every_step(each.sequence.steps))
    if not any(isinstance(step, EnrollStep) for step in steps):
        return
    seen = {path.resolve() for path in paths}
    for path in sorted(folder.glob("*.yaml")):
        if path.name != COMPANY and path.resolve() not in seen:
            name = (read(path).data or {}).get("sequence")
            if isinstance(name, str):
                yield name


def _check_one(draft: Draft) -> tuple[Sequence | None, list[Diagnostic]]:
    if draft.source.data is None:
        return None, list(draft.source.diagnostics)
    sequence, found = _validated(Sequence, draft.source, draft.context)
    for rule in RULES:
        found += rule(draft)
    return sequence, found


def _validated(
    model: type[M], source: Source, context: Mapping[str, object] | None = None
) -> tuple[M | None, list[Diagnostic]]:
    try:
        return model.model_validate(source.data, context=context), list(source.diagnostics)
    except ValidationError as error:
        return None, [*source.diagnostics, *explain(error, source, model)]


def _company(source: Source, path: Path) -> tuple[CompanyFile | None, list[Diagnostic]]:
    if not path.exists():
        hint = "write one with `name`, `postal_address` and `zone`"
        return None, [_on_file(codes.NO_COMPANY, path, f"{path} is missing", hint)]
    if source.data is None:
        return None, list(source.diagnostics)
    company, found = _validated(CompanyFile, source)
    found += conditions_of_company(source, company.own if company else own_anyway(source.data))
    for number, name in enumerate(company.sender_fallback if company else ()):
        if company and not company.signs(name):
            mark, said = source.mark(("sender_fallback", number)), f"nobody called `{name}` can send"
            found.append(_on_file(codes.UNKNOWN_SENDER, path, said, sender_hint(name, company), mark))
    return company, found


def own_of_folder(folder: Path) -> Own:
    """What the company.yaml in a folder adds to the language; nothing where there is none."""
    return own_anyway(read(folder / COMPANY).data or {})


def _name_is_free(draft: Draft, taken: dict[str, Path]) -> Iterator[Diagnostic]:
    name = draft.text("sequence")
    if name is None:
        return
    if name in taken:
        said = f"`{name}` is defined in {taken[name].name} already"
        yield draft.at(codes.DUPLICATE_SEQUENCE, ("sequence",), said, "give this one another name")
    taken.setdefault(name, draft.source.path)


def _checked(sequence: Sequence, draft: Draft) -> CheckedSequence:
    names = sorted({name for step in every_step(sequence.steps) for name in step.templates()})
    texts = {name: draft.templates.texts(name) for name in names}
    return CheckedSequence(sequence=sequence, templates=texts, path=draft.source.path)


def _not_looked_at(folder: Path) -> Iterator[Diagnostic]:
    for path in sorted(folder.glob("*.yml")):
        yield _on_file(codes.NOT_READ, path, f"{path.name} is not read", f"call it {path.stem}.yaml")


def _unused(templates: TemplateFiles) -> Iterator[Diagnostic]:
    read_so_far = templates.read_so_far()
    for name, variants in templates.by_name.items():
        if not read_so_far.keys() & set(variants.values()):
            path, said = next(iter(variants.values())), f"no sequence uses the template `{name}`"
            yield _on_file(codes.UNUSED_TEMPLATE, path, said, "delete it, or name it in a step")


def _on_file(code: Code, path: Path, said: str, hint: str | None, mark: Mark = START) -> Diagnostic:
    return Diagnostic(code=code.code, message=said, path=path, mark=mark, hint=hint, severity=code.severity)


def _has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(each.severity is Severity.ERROR for each in diagnostics)
