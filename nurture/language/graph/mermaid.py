"""A picture as a flowchart of Mermaid, which GitHub, GitLab and many wikis draw from text.

Ids are made from the steps' own, so the text of one step stays the same when another changes.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from nurture.language.graph.picture import Box, Exit, Picture
from nurture.language.graph.words import Shape

_FORMS: Final = {
    Shape.MAIL: ('["', '"]'),
    Shape.WAIT: ('[/"', '"/]'),
    Shape.CHOICE: ('{{"', '"}}'),
    Shape.END: ('(["', '"])'),
    Shape.STEP: ('["', '"]'),
}
_Loose = tuple[str, str]
"""Where an arrow comes from, and what is written on it."""


def to_mermaid(picture: Picture) -> str:
    """The text of the flowchart."""
    lines = ["---", f"title: {_front(picture.title)}", "---", "flowchart TD"]
    loose: list[_Loose] = []
    for number, entry in enumerate(picture.entries, start=1):
        name = f"enter_{number}"
        lines.append(f"  {name}{_form(Shape.END, entry)}")
        loose.append((name, ""))
    lines += [f"  {line}" for line in _block(picture.boxes, loose)]
    if loose:
        lines.append(f"  done{_form(Shape.END, ('The end',))}")
        lines += [f"  {_arrow(name, label, 'done')}" for name, label in loose]
    if picture.exits:
        lines += ["", '  subgraph any_time["At any time"]', *(f"    {line}" for line in _exits(picture.exits)), "  end"]
    return "\n".join(lines)


def _block(boxes: Sequence[Box], loose: list[_Loose]) -> Iterator[str]:
    """The lines of a block. `loose` are the arrows into it, and afterwards those out of it."""
    for box in boxes:
        name = f"s_{box.id.replace('-', '_')}"
        yield f"{name}{_form(box.shape, (box.id, *box.lines))}"
        for source, label in loose:
            yield _arrow(source, label, name)
        loose.clear()
        onward: list[_Loose] = [] if box.ways or box.ends else [(name, "")]
        for way in box.ways:
            begun = [(name, way.label)]
            yield from _block(way.boxes, begun)
            onward += begun
        loose += onward


def _exits(exits: Sequence[Exit]) -> Iterator[str]:
    for number, rule in enumerate(exits, start=1):
        outcome = f"{rule.outcome} (the goal)" if rule.is_goal else rule.outcome
        yield f"x_{number}{_form(Shape.STEP, (rule.when,))} -.-> x_{number}_end{_form(Shape.END, (outcome,))}"


def _arrow(source: str, label: str, target: str) -> str:
    return f'{source} -->|"{_text(label)}"| {target}' if label else f"{source} --> {target}"


def _form(shape: Shape, lines: Sequence[str]) -> str:
    before, after = _FORMS[shape]
    return f"{before}{'<br/>'.join(map(_text, lines))}{after}"


def _text(text: str) -> str:
    """Signs that mean something to Mermaid or HTML, by their numbers."""
    return re.sub(r'["#<>&`]', lambda found: f"#{ord(found[0])};", text)


def _front(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
