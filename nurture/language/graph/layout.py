"""Where everything goes: steps below each other, the ways on from one beside each other, exits to the right of all.

Lengths are in pixels. Text is measured by rule of thumb, for there is no font to ask, and boxes have room to spare.
"""

from dataclasses import dataclass, field
from textwrap import wrap
from typing import Final, TypeAlias

from nurture.language.graph.picture import Box, Picture, Way
from nurture.language.graph.words import Shape
from nurture.values import frozen

WIDE: Final = 290
"""Of a box."""
LINE: Final = 17
PAD: Final = 10
GAP: Final = 30
"""Between a box and the next: the length of an arrow."""
APART: Final = 24
"""Between ways that lie side by side."""
EDGE: Final = 24
_LETTERS: Final = 36
"""That surely fit on a line in a box."""
_TURN: Final = 16
_TITLE_LETTER: Final = 10

Point: TypeAlias = tuple[float, float]


@frozen
class Plate:
    """A box with its text; `head` is the step's id, written above the rest."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    head: str
    lines: tuple[str, ...]


@frozen
class Stroke:
    """A line through these points, perhaps with an arrow at its end."""

    points: tuple[Point, ...]
    is_arrow: bool = False


@frozen
class Label:
    """What is written on a line, in lines around its middle (x) from the top (y)."""

    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(kw_only=True)
class Drawing:
    """Everything to draw, collected while it is laid out."""

    width: float = 0
    height: float = 0
    plates: list[Plate] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def lay_out(picture: Picture) -> Drawing:
    """The whole picture; its title goes above it, into the first `EDGE` of its height."""
    drawing = Drawing()
    exits = _exit_lines(picture)
    entries = max(1, len(picture.entries))
    flow = max(_width(picture.boxes), entries * WIDE + (entries - 1) * APART)
    middle, top = EDGE + flow / 2, EDGE + 2.5 * LINE
    bottom = _entries(drawing, picture, middle, top)
    end = _block(drawing, picture.boxes, middle, bottom)
    if end is not None:
        _arrow(drawing, middle, end)
        _plate(drawing, Shape.END, "", ("The end",), middle, end + GAP)
    if exits:
        height = len(exits) * LINE + 2 * PAD
        x = EDGE + flow + 2 * APART
        drawing.plates.append(Plate(x=x, y=top, width=WIDE, height=height, kind="exits", head="", lines=exits))
    headline = EDGE + _TITLE_LETTER * len(f"{picture.title} {picture.name}")
    drawing.width = max([headline, *(plate.x + plate.width for plate in drawing.plates)]) + EDGE
    drawing.height = max(plate.y + plate.height for plate in drawing.plates) + EDGE
    return drawing


def _exit_lines(picture: Picture) -> tuple[str, ...]:
    lines = ["Ends at any time:"] if picture.exits else []
    for rule in picture.exits:
        outcome = f"→ {rule.outcome}{' ★ the goal' if rule.is_goal else ''}"
        lines += ["", *_wrapped(rule.when), *_wrapped(outcome)]
    return tuple(lines)


def _entries(drawing: Drawing, picture: Picture, middle: float, top: float) -> float:
    """Side by side; several are joined to one line below them."""
    count = len(picture.entries)
    span = WIDE + APART
    axes = [middle + (number - (count - 1) / 2) * span for number in range(count)]
    ends = [_plate(drawing, Shape.END, "", entry, x, top) for entry, x in zip(picture.entries, axes, strict=True)]
    if count == 1:
        return ends[0]
    return _join(drawing, list(zip(axes, ends, strict=True)), middle, max(ends))


def _block(drawing: Drawing, boxes: tuple[Box, ...], middle: float, top: float) -> float | None:
    """Boxes below each other, the first with an arrow into it. Returns where it goes on; None if it doesn't."""
    end: float | None = top
    for box in boxes:
        if end is None:
            return None
        _arrow(drawing, middle, end)
        end = _plate(drawing, box.shape, box.id, box.lines, middle, end + GAP)
        if box.ends:
            return None
        if box.ways:
            end = _ways(drawing, box.ways, middle, end)
    return end


def _ways(drawing: Drawing, ways: tuple[Way, ...], middle: float, top: float) -> float | None:
    axes = _axes(ways, middle)
    fork = top + _TURN
    drawing.strokes.append(Stroke(points=((middle, top), (middle, fork))))
    drawing.strokes.append(Stroke(points=((min(axes), fork), (max(axes), fork))))
    labels = [_wrapped(way.label) for way in ways]
    below = fork + PAD + LINE * max(map(len, labels)) + PAD / 2
    loose, above = [], len(drawing.plates)
    for way, axis, lines in zip(ways, axes, labels, strict=True):
        drawing.strokes.append(Stroke(points=((axis, fork), (axis, below))))
        drawing.labels.append(Label(x=axis, y=fork + PAD, lines=lines))
        end = _block(drawing, way.boxes, axis, below)
        if end is not None:
            loose.append((axis, end))
    floor = max((plate.y + plate.height for plate in drawing.plates[above:]), default=below)
    return _join(drawing, loose, middle, max(floor, below)) if loose else None


def _join(drawing: Drawing, loose: list[Point], middle: float, floor: float) -> float:
    """Leads lines together, to below the middle and below the floor: a way that ends has boxes, too."""
    level = floor + _TURN
    for x, y in loose:
        drawing.strokes.append(Stroke(points=((x, y), (x, level))))
    across = [middle, *(x for x, _ in loose)]
    drawing.strokes.append(Stroke(points=((min(across), level), (max(across), level))))
    return level


def _axes(ways: tuple[Way, ...], middle: float) -> list[float]:
    widths = [_width(way.boxes) for way in ways]
    x = middle - (sum(widths) + APART * (len(widths) - 1)) / 2
    axes = []
    for width in widths:
        axes.append(x + width / 2)
        x += width + APART
    return axes


def _width(boxes: tuple[Box, ...]) -> float:
    """What a block needs; a way without boxes needs room for its label."""
    inner = [sum(_width(way.boxes) for way in box.ways) + APART * (len(box.ways) - 1) for box in boxes if box.ways]
    return max([WIDE, *inner])


def _plate(drawing: Drawing, shape: Shape, head: str, said: tuple[str, ...], middle: float, y: float) -> float:
    lines = tuple(line for text in said for line in _wrapped(text))
    height = (len(lines) + bool(head)) * LINE + 2 * PAD
    plate = Plate(x=middle - WIDE / 2, y=y, width=WIDE, height=height, kind=str(shape), head=head, lines=lines)
    drawing.plates.append(plate)
    return y + height


def _arrow(drawing: Drawing, x: float, y: float) -> None:
    drawing.strokes.append(Stroke(points=((x, y), (x, y + GAP)), is_arrow=True))


def _wrapped(text: str) -> tuple[str, ...]:
    return tuple(wrap(text, _LETTERS, break_on_hyphens=False)) or ("",)
