"""A picture as SVG, in colors that can be read by day and by night. It needs no other program, font or file."""

from collections.abc import Iterator
from html import escape
from typing import Final

from nurture.language.graph.layout import EDGE, LINE, PAD, Drawing, Label, Plate, Stroke, lay_out
from nurture.language.graph.picture import Picture

_STYLE: Final = """\
svg { --paper: #ffffff; --ink: #1f2430; --soft: #5d6575; --line: #8a93a5;
  --mail: #dcebff; --wait: #f3f0e4; --choice: #efe3fb; --end: #e2f3e6; --step: #eef0f4; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #16191f; --ink: #e8eaf0; --soft: #a3abba; --line: #7d8698;
    --mail: #1f3a5c; --wait: #3a3728; --choice: #3d2c52; --end: #22432c; --step: #2a2f39; } }
text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: var(--ink); }
.title { font-size: 16px; font-weight: 600; }
.head { font-weight: 600; }
.soft { fill: var(--soft); }
.paper { fill: var(--paper); }
.plate { stroke: var(--line); stroke-width: 1; }
.mail { fill: var(--mail); } .wait { fill: var(--wait); } .choice { fill: var(--choice); }
.end { fill: var(--end); } .step { fill: var(--step); } .exits { fill: none; stroke-dasharray: 5 4; }
.stroke { fill: none; stroke: var(--line); stroke-width: 1.5; }
.point { fill: var(--line); }"""
_ROUND: Final = {"end": 18, "exits": 8}


def to_svg(picture: Picture) -> str:
    """The whole file, without a line end."""
    drawing = lay_out(picture)
    size = f"{drawing.width:g} {drawing.height:g}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" '
        f'width="{drawing.width:g}" height="{drawing.height:g}">',
        f"<title>{escape(picture.title)}</title>",
        f"<style>\n{_STYLE}\n</style>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        '<path class="point" d="M0 0 8 4 0 8z"/></marker></defs>',
        '<rect class="paper" width="100%" height="100%"/>',
        f'<text class="title" x="{EDGE}" y="{EDGE + LINE / 2:g}">{escape(picture.title)} '
        f'<tspan class="soft">{escape(picture.name)}</tspan></text>',
        *_parts(drawing),
        "</svg>",
    ]
    return "\n".join(lines)


def _parts(drawing: Drawing) -> Iterator[str]:
    """Lines first, so that labels and boxes lie upon them."""
    yield from map(_stroke, drawing.strokes)
    for label in drawing.labels:
        yield from _label(label)
    for plate in drawing.plates:
        yield from _plate(plate)


def _stroke(stroke: Stroke) -> str:
    points = " ".join(f"{x:g},{y:g}" for x, y in stroke.points)
    end = ' marker-end="url(#arrow)"' if stroke.is_arrow else ""
    return f'<polyline class="stroke" points="{points}"{end}/>'


def _label(label: Label) -> Iterator[str]:
    width = 7.5 * max(map(len, label.lines)) + PAD
    height = LINE * len(label.lines)
    yield (f'<rect class="paper" x="{label.x - width / 2:g}" y="{label.y:g}" width="{width:g}" height="{height:g}"/>')
    for number, line in enumerate(label.lines):
        yield _text(line, label.x, label.y + number * LINE, "soft", middle=True)


def _plate(plate: Plate) -> Iterator[str]:
    round_ = _ROUND.get(plate.kind, 4)
    yield (
        f'<rect class="plate {plate.kind}" x="{plate.x:g}" y="{plate.y:g}" width="{plate.width:g}" '
        f'height="{plate.height:g}" rx="{round_}"/>'
    )
    rows = [(plate.head, "head")] if plate.head else []
    rows += [(line, "") for line in plate.lines]
    for number, (line, style) in enumerate(rows):
        yield _text(line, plate.x + PAD + 2, plate.y + PAD + number * LINE, style)


def _text(text: str, x: float, y: float, style: str, *, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    class_ = f' class="{style}"' if style else ""
    return f'<text{class_}{anchor} x="{x:g}" y="{y + LINE * 0.75:g}">{escape(text)}</text>' if text else ""
