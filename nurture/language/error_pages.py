"""docs/errors: a page for each code, made from the registry and from what a check says to its example."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from nurture.language.check import Checked, check_folder
from nurture.language.codes import CODES, Code, Example
from nurture.language.diagnostics import Severity, render
from nurture.values import replace

_SHOWN_AS: Final = Path("sequences")
_INTRO: Final = """\
# What `nurture check` can say

Every message has a code, and every code a page that shows how to mend it. Warnings don't keep a sequence from being
published, and one that is right where it stands [can be allowed](../ci.md#a-warning-that-is-right-there) with a reason.
These pages are made from the program: `nurture docs` writes them.

| code | what is wrong |
| --- | --- |
"""


def pages() -> dict[str, str]:
    """Every page by its file name in docs/errors."""
    rows = "".join(f"| [{code.code}]({code.code}.md) | {_title(code)} |\n" for code in CODES.values())
    return {"README.md": _INTRO + rows} | {f"{code.code}.md": _page(code) for code in CODES.values()}


def check_example(example: Example, folder: Path) -> Checked:
    """Writes an example's files into an empty folder and checks it."""
    for name, text in example.folder().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return check_folder(folder)


def _page(code: Code) -> str:
    parts = [f"# {code.code}: {_title(code)}", code.why, "This is refused:"]
    if code.severity is Severity.WARNING:
        parts[-1] = "This brings a warning:"
    parts += _files(code.bad.shown()) or ["(a folder in which the file is missing)"]
    parts += ["`nurture check` says:", _fenced(_said(code), "text"), "This is fine:", *_files(code.good.shown())]
    return "\n\n".join(parts) + "\n"


def _title(code: Code) -> str:
    return f"{code.title} (warning)" if code.severity is Severity.WARNING else code.title


def _files(files: Mapping[str, str]) -> list[str]:
    several = len(files) > 1 or not all(name == "welcome.yaml" for name in files)
    blocks = []
    for name, text in files.items():
        fenced = _fenced(text, "yaml" if name.endswith(".yaml") else "markdown")
        blocks += [f"`{name}`", fenced] if several else [fenced]
    return blocks


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _said(code: Code) -> str:
    with TemporaryDirectory() as name:
        checked = check_example(code.bad, Path(name))
        found = [
            replace(each, path=_SHOWN_AS / each.path.relative_to(name), message=each.message.replace(name, "sequences"))
            for each in checked.diagnostics
            if each.code == code.code
        ]
        sources = {_SHOWN_AS / path.relative_to(name): text for path, text in checked.sources.items()}
    return render(found, sources)
