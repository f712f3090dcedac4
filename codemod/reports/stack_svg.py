"""`--stack --output-format svg`: a picture for documents and reviews, in the colours of the page, light or dark."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from codemod.frozen import NamedTuple
from codemod.model import Drawing, Drawn
from codemod.reports.excerpt import Style, width
from codemod.reports.inert import inert
from codemod.reports.stack import said, spot

_MARGIN, _STEP, _LINE, _PAD, _GAP, _CHARACTER = 16, 20, 18, 8, 8, 7.83
_STYLE = """\
text { font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; }
.title, .name { font-weight: 600; }
.more, .code { fill: #59636e; }
rect { fill: #f6f8fa; stroke: #8c959f; }
.misplaced rect { stroke: #d1242f; stroke-width: 2; }
.misplaced .code { fill: #d1242f; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .more, .code { fill: #9198a1; }
  rect { fill: #161b22; stroke: #656c76; }
  .misplaced rect { stroke: #f85149; }
  .misplaced .code { fill: #f85149; }
}"""


class _Line(NamedTuple):
    """A line of text; ``kind`` is its class."""

    text: str
    kind: str


class _Box(NamedTuple):
    """Lines with a frame around them, or without; ``depth`` is how far it is moved in."""

    lines: tuple[_Line, ...]
    depth: int = 0
    framed: bool = True
    misplaced: bool = False

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + (2 * _PAD if self.framed else 0)

    @property
    def width(self) -> int:
        return int(max(width(line.text) for line in self.lines) * _CHARACTER) + 2 * _PAD + self.depth * _STEP


def render(drawings: Sequence[Drawing], style: Style) -> str:
    """One picture with all stacks below each other, the outermost layer of each above, those inside it further in."""
    boxes = [box for drawing in drawings for box in _boxes(drawing, style)]
    height = sum(box.height + _GAP for box in boxes) + 2 * _MARGIN - _GAP * bool(boxes)
    across = max((box.width for box in boxes), default=0) + 2 * _MARGIN
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{height}" viewBox="0 0 {across} {height}" role="img">',
        "<title>Middleware, the outermost layer above</title>",
        f"<style>\n{_STYLE}\n</style>",
    ]
    top = _MARGIN
    for box in boxes:
        lines += _drawn(box, top, across)
        top += box.height + _GAP
    return "\n".join([*lines, "</svg>", ""])


def _boxes(drawing: Drawing, style: Style) -> list[_Box]:
    where = f"  {spot(drawing.place, style)}" if drawing.place else ""
    around = [f"inside {inert(title)}" for title in drawing.around]
    title = (_Line(f"{inert(drawing.title)}{where}", "title"), *(_Line(text, "more") for text in around))
    doubts = tuple(_Line(f"? there may be other layers: {inert(doubt)}", "more") for doubt in drawing.doubts)
    layers = (_layer(number, layer, style) for number, layer in enumerate(drawing.layers))
    return [_Box(title, framed=False), *layers, *([_Box(doubts, framed=False)] if doubts else [])]


def _layer(depth: int, layer: Drawn, style: Style) -> _Box:
    first = f"{depth + 1} {inert(layer.name)}  {spot(layer.place, style)}"
    codes = [_Line(" ".join(layer.codes), "code")] if layer.codes else []
    lines = (_Line(first, "name"), *codes, *(_Line(text, "more") for text in said(layer, style)))
    return _Box(lines, depth, misplaced=bool(layer.codes))


def _drawn(box: _Box, top: int, across: int) -> list[str]:
    left = _MARGIN + box.depth * _STEP
    pad = _PAD if box.framed else 0
    frame = (
        [f'<rect x="{left}" y="{top}" width="{across - left - _MARGIN}" height="{box.height}" rx="6"/>']
        if box.framed
        else []
    )
    texts = [
        f'<text class="{line.kind}" x="{left + pad}" y="{top + pad + (number + 1) * _LINE - 5}" xml:space="preserve">'
        f"{escape(line.text)}</text>"
        for number, line in enumerate(box.lines)
    ]
    return [f'<g class="{"layer misplaced" if box.misplaced else "layer"}">', *frame, *texts, "</g>"]
