"""The pages of this project, taken apart: their code, links, headings and snippets."""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile, pairwise, takewhile
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of code: its language, its text, and the file that the paragraph before it names, if it does."""

    language: str
    text: str
    file: str | None
    line: int


@cache
def pages() -> tuple[Path, ...]:
    """Every page that is read as such: a template of a mail is none."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = [name for name in listed.stdout.split("\n") if name and "/templates/" not in name]
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def named(page: Path) -> str:
    """A page's name in the project, for the ids of tests."""
    return str(page.relative_to(ROOT))


@cache
def _tokens(page: Path) -> tuple[Token, ...]:
    return tuple(MarkdownIt("commonmark").enable("table").parse(page.read_text()))


def _inline(page: Path) -> list[Token]:
    return [part for token in _tokens(page) for part in token.children or ()]


def blocks(page: Path, language: str | None = None) -> tuple[Block, ...]:
    """The blocks of code, in order; only those in a language, if one is given."""
    found = []
    file = None
    for token in _tokens(page):
        if token.type == "inline":
            names = re.findall(r"`([\w./-]+\.\w+)`", token.content)
            file = names[0] if names else None
        elif token.type in ("fence", "code_block"):
            line = token.map[0] + 1 if token.map else 0
            found.append(Block(language=token.info.strip(), text=token.content, file=file, line=line))
    return tuple(block for block in found if language in (None, block.language))


def code_spans(page: Path) -> tuple[str, ...]:
    """What stands between backticks in the text."""
    return tuple(part.content for part in _inline(page) if part.type == "code_inline")


def links(page: Path) -> tuple[str, ...]:
    """Where its links lead."""
    return tuple(str(part.attrs["href"]) for part in _inline(page) if part.type == "link_open")


@cache
def anchors(page: Path) -> frozenset[str]:
    """The anchors that GitHub makes of its headings."""
    tokens = _tokens(page)
    heads = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)


def table_under(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    lines = page.read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if re.fullmatch(rf"#+ {re.escape(heading)}", line))
    below = dropwhile(lambda line: not line.startswith("|"), lines[start:])
    rows = list(takewhile(lambda line: line.startswith("|"), below))
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]
