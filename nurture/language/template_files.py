"""The templates of a folder: `templates/a/b.md` is `a/b`, and `templates/a/b.de.md` the same in German.

`templates/a/b.sms.md` is `a/b.sms`, the text message beside that mail.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from nurture.language import codes
from nurture.language.diagnostics import START, Diagnostic
from nurture.language.fields import is_language
from nurture.language.load import MAX_BYTES, beginning_of
from nurture.language.steps.sms import TEXT

FOLDER: Final = "templates"
_ENDING: Final = ".md"
UNTAGGED: Final = ""
"""The language of a template whose file names none: the company's."""


@dataclass(frozen=True)
class TemplateFiles:
    """The templates below one folder; each file is read once, when it is first asked for."""

    root: Path

    @cached_property
    def by_name(self) -> Mapping[str, Mapping[str, Path]]:
        """Files by template and language."""
        found: dict[str, dict[str, Path]] = {}
        for place, folders, files in os.walk(self.root):
            folders.sort()  # the order in which it walks on
            folder = Path(place)
            inside = folder.parts[len(self.root.parts) :]
            for file in sorted(each for each in files if each.endswith(_ENDING)):
                name, tag = _split(file)
                found.setdefault("/".join((*inside, name)), {})[tag] = folder / file
        return found

    @cached_property
    def _texts(self) -> dict[Path, str | Diagnostic]:
        return {}

    def text(self, path: Path) -> str | Diagnostic:
        """The text of one of the files, or why it can't be read."""
        if path not in self._texts:
            self._texts[path] = _read(path)
        return self._texts[path]

    def texts(self, name: str) -> dict[str, str]:
        """The readable texts of a template by language."""
        every = {tag: self.text(path) for tag, path in self.by_name.get(name, {}).items()}
        return {tag: text for tag, text in every.items() if isinstance(text, str)}

    def read_so_far(self) -> dict[Path, str]:
        """The texts of all files that have been asked for."""
        return {path: text if isinstance(text, str) else "" for path, text in self._texts.items()}

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with the names of the files."""
        for variants in self.by_name.values():
            for tag, path in variants.items():
                if tag != UNTAGGED and not is_language(tag):
                    yield Diagnostic(
                        code=codes.BAD_LANGUAGE.code,
                        message=f"“{tag}” in the name of this file is not a language",
                        path=path,
                        mark=START,
                        hint="write a tag such as de or pt-BR before .md",
                    )


def _split(file: str) -> tuple[str, str]:
    """Name and language of a template, by the name of its file."""
    name, _, tag = file.removesuffix(_ENDING).partition(".")
    if f".{tag}.".startswith(f"{TEXT}."):
        return f"{name}{TEXT}", tag.removeprefix(TEXT[1:]).removeprefix(".")
    return name, tag


def _read(path: Path) -> str | Diagnostic:
    try:
        raw = beginning_of(path)
        if len(raw) <= MAX_BYTES:
            return raw.decode("utf-8-sig")
        why = f"larger than {MAX_BYTES // 1_000_000} MB"
    except OSError as error:
        why = f"unreadable: {error.strerror}"
    except UnicodeDecodeError:
        why = "not UTF-8 text"
    return Diagnostic(code=codes.UNREADABLE.code, message=f"the template is {why}", path=path, mark=START, hint=None)
