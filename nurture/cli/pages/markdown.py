"""Markdown that all generated pages are made of."""

from collections.abc import Iterable, Sequence
from typing import Final

MADE: Final = "<!-- Made by `nurture docs`. Change the code that it describes, and make it again. -->"


def page(title: str, *parts: str) -> str:
    """A page from its parts, with a blank line between them."""
    return "\n\n".join([MADE, f"# {title}", *(part for part in parts if part)]) + "\n"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars and line ends in cells are kept from breaking it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def code(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language}\n{text.strip()}\n```"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
